"""What happened to Meridian on which day; files are born on the days that their first lines name."""

from __future__ import annotations

from dataclasses import dataclass

from sample_data.template import Template


@dataclass(frozen=True)
class Event:
    """One mainline commit whose date and subject are fixed: lines that wait for the subject appear, files come and go."""

    date: str
    who: str
    subject: str
    remove: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()


PLANNED = [
    Event("2024-12-10", "ben", "Keep the first router behind a switch"),
    Event("2025-01-20", "ana", "Blend the weather in"),
    Event("2025-02-18", "ana", "Try the old split once more"),
    Event("2025-03-11", "ana", "Split by week for now"),
    Event("2025-03-25", "ben", "Read frames in one place"),
    Event("2025-04-15", "diego", "Retry exports"),
    Event("2025-06-10", "elif", "Prepare the tip model"),
    Event("2025-06-24", "ana", "Drop the zone baseline", remove=("meridian/training/baseline.py",)),
    *(
        Event(f"{date}-22", "ana", f"Serve {cities} cities with the big model")
        for date, cities in (
            ("2025-06", 4),
            ("2025-07", 5),
            ("2025-09", 7),
            ("2025-10", 8),
            ("2025-11", 9),
            ("2025-12", 10),
        )
    ),
    Event("2025-09-15", "ana", "Encode couriers too"),
    Event("2025-09-16", "ana", "Look encodings up in the store"),
    Event("2025-10-07", "chloe", "Type the report"),
    Event("2025-11-04", "diego", "Let the settings know the nightly run"),
    Event("2025-12-09", "elif", "Forget the tip model", remove=("notebooks/tip_model.ipynb",)),
    Event("2026-01-20", "ben", "Name time zones"),
    Event("2026-02-24", "ana", "Serve 12 cities with the big model"),
    Event("2026-03-24", "jonas", "Search at random"),
    Event("2026-03-31", "ana", "Let the transformer read whole tours"),
    Event("2026-04-14", "chloe", "New city codes everywhere"),
    Event("2026-05-12", "ana", "Bring the zone baseline back", restore=("meridian/training/baseline.py",)),
    Event("2026-08-11", "diego", "Remove the kitchen query, nobody ran it", remove=("sql/kitchen_queue.sql",)),
    Event("2025-05-20", "diego", "Fix the typo in the canary's threshold"),
    Event("2026-09-22", "chloe", "Move the lower bound down"),
    Event("2026-10-13", "ben", "Try rush hour again"),
    Event("2026-10-20", "diego", "Refresh the flag export"),
    Event("2026-10-30", "ana", "Release 2026.10"),
]


def events(files: list[Template]) -> list[Event]:
    """All of them in order: births first, and on the first day the project itself."""
    births = dict.fromkeys((file.born, file.who, file.subject) for file in files)
    known = {(event.date, event.who, event.subject) for event in PLANNED}
    found = [Event(*birth) for birth in births if birth not in known] + PLANNED
    return sorted(found, key=lambda event: (event.date, event.subject != "Start Meridian", event.who, event.subject))

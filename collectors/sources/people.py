"""Who is who: the identities in the history, joined into people by mailmap, address and name."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.aliases import BOT, alias_groups, main_address, main_name
from collectors.spec import Batch, Column, Reading, Row, Source, Table

PERSON = Table(
    "person",
    "People who wrote commits, aliases joined; named as the setting `people` says.",
    (
        Column("person", "int", "number in this store"),
        Column("name", "name", "the name most of their commits carry"),
        Column("email", "key", "the address most of their commits carry"),
        Column("bot", "bool", "a program, by its name"),
    ),
)
IDENTITY = Table(
    "identity",
    "What a commit says about its author, and which person that is.",
    (
        Column("raw_name", "key", "name as it stands in commits"),
        Column("raw_email", "key", "address as it stands in commits"),
        Column("person", "int", "see person"),
        Column("basis", "word", "what joined it: alone, mailmap, address or name"),
    ),
)


def state(reading: Reading) -> str:
    """The tip decides both the commits and the mailmap."""
    return reading.tip


def collect(reading: Reading) -> Iterator[Batch]:
    """All identities anew: a mailmap may join old ones."""
    seen = reading.repo.identities(reading.tip)
    people: list[Row] = []
    rows: list[Row] = []
    for person, group in enumerate(alias_groups(sorted(seen))):
        members = [identity for identity, _ in group]
        rows += [(identity[0], identity[1], person, basis) for identity, basis in group]
        bot = any(BOT.search(identity[2] or identity[0]) for identity in members)
        people.append((person, main_name(members, seen), main_address(members, seen), bot))
    yield Batch(PERSON, people)
    yield Batch(IDENTITY, rows)


COLLECTOR = Source("people", 1, (PERSON, IDENTITY), state=state, collect=collect)

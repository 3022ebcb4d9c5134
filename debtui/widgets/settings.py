"""Settings in words: who had a say in one, and who set it last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from debtui.widgets.prose import DIM, HEAD, lines, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from debtui.session import LastSet


def chain(
    key: str,
    value: str,
    steps: Sequence[tuple[str, str, str]],
    remarks: Sequence[str],
    last: LastSet | None,
    most: int,
) -> Content:
    """A setting, who set it last, and (value, place, how) of everybody who had a say, from first to last.

    Of more than `most` the first and the last ones are told.
    """
    parts = [Content.assemble(text(key, HEAD), " = ", text(value, "bold"))]
    if last is not None:
        moment = last.moment
        when = "set" if last.exact else "set at the latest"
        before = "" if last.before is None else f", before that {last.before}"
        told = f"{when} {moment.committed:%Y-%m-%d} by {moment.author}{before}"
        parts.append(Content.assemble(text(told), text(f"  {moment.commit_id[:9]} {moment.subject}", DIM)))
    parts += [text(remark, "$text-warning") for remark in remarks]
    for number, (said, place, how) in enumerate(steps, 1):
        if len(steps) > most and 1 < number <= len(steps) - most + 2:
            if number == 2:
                parts.append(text(f"     … {len(steps) - most + 1} more", DIM))
            continue
        sign = Content.styled("▶", "$text-accent") if number == len(steps) else Content(" ")
        parts.append(
            Content.assemble(sign, f" {number}. ", text(said), "  ", text(place, "$text-accent"), text(f"  {how}", DIM))
        )
    return lines(parts)

"""Settings in words: who had a say in one, and what two sides say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from debtui.widgets.prose import DIM, HEAD, lines, text

if TYPE_CHECKING:
    from debtui.session import LastSet


def chain(
    key: str, value: str, steps: list[tuple[str, str, str]], remarks: list[str], last: LastSet | str | None
) -> Content:
    """A setting with (value, place, how) of everybody who had a say, and who set it last."""
    parts = [Content.assemble(text(key, HEAD), " = ", text(value, "bold"))]
    for number, (said, place, how) in enumerate(steps, 1):
        sign = Content.styled("▶", "$text-accent") if number == len(steps) else Content(" ")
        parts.append(Content.assemble(sign, f" {number}. ", text(said), "  ", text(place, "$text-accent")))
        parts.append(text(f"     {how}", DIM))
    parts += [text(remark, "$text-warning") for remark in remarks]
    if isinstance(last, str):
        parts.append(text(last, DIM))
    elif last is not None:
        moment = last.moment
        when = "set" if last.exact else "set at the latest"
        before = "" if last.before is None else f"; before that {last.before}"
        told = f"{when} {moment.committed:%Y-%m-%d} by {moment.author} in {moment.commit_id[:12]}{before}"
        parts += [text(told), text(f"  {moment.subject}", DIM)]
    return lines(parts)

"""A retro as Markdown, as one HTML file made from it, and as JSON."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from debtui.compare import Difference
from debtui.exports.comparison import counted, delta, shifted, step, usual
from debtui.exports.inert import text
from debtui.exports.rows import iso, record, where
from debtui.format import number
from debtui.measures.result import Evidence
from debtui.retro.build import Promise, Retro
from debtui.retro.removed import Removal

ROWS = 3
_NAMED = 6
"""Names of removed things told in one line."""


def period(retro: Retro) -> str:
    """From when to when, in how many commits."""
    first, last = retro.comparison.before, retro.comparison.after
    days, commits = (last.committed - first.committed).days, last.seq - first.seq
    return (
        f"{first.committed:%Y-%m-%d} to {last.committed:%Y-%m-%d}: {days} day{'' if days == 1 else 's'}, "
        f"{commits:,} commit{'' if commits == 1 else 's'} of the mainline"
    )


def less(removal: Removal) -> str:
    """What went, with the first of its names."""
    names = ", ".join(removal.names[:_NAMED]) + (", …" if len(removal.names) > _NAMED else "")
    return f"{removal.told} less" + (f": {names}" if names else "")


def thanks(removal: Removal) -> str:
    """With which commit it went, and thanks to whom; empty where neither is known."""
    moment = removal.moment
    commit = f"{moment.commit_id[:9]} {moment.committed:%Y-%m-%d}: {moment.subject}" if moment else ""
    return "; ".join(part for part in (commit, f"thanks to {removal.by}" if removal.by else "") if part)


def kept(promise: Promise) -> str:
    """What became of an action, in words."""
    action, measure = promise.action, promise.measure
    if measure is None:
        moved = "about nothing that is measured" if not action.about else f"{action.about} is not measured"
    elif promise.gone is not None:
        moved = (
            f"the finding of {measure.catalogue} is gone"
            if promise.gone
            else f"the finding of {measure.catalogue} is still there"
        )
    else:
        unit = measure.headline.unit
        was = number(action.was, unit) if action.was is not None else "not noted then"
        verdict = {"same": "has not moved", "unknown": "cannot be compared"}.get(promise.verdict, promise.verdict)
        moved = f"{measure.title}: {was} → {number(promise.now, unit)}, {verdict}"
    state = "done" if action.done else "overdue" if promise.overdue else "open"
    due = f", due {action.due}" if action.due else ""
    return f"{moved}; {state} ({action.owner or 'nobody'}{due}, promised {action.held})"


def markdown(retro: Retro) -> str:
    """The whole retro."""
    return "\n".join(_lines(retro)) + "\n"


def _lines(retro: Retro) -> Iterator[str]:
    yield f"# Retro of {text(retro.comparison.name)}"
    yield from ("", text(period(retro)) + ".")
    yield from ("", "## What went away, and thanks to whom", "")
    yield from _items((_thanked(retro, one) for one in retro.removed), "Nothing that is counted here was removed.")
    yield from (f"- *not known*: {text(one)}" for one in retro.unknown)
    yield from ("", "## What got better", "")
    yield from _table(retro.better, "No number got better by more than it usually moves.")
    yield from ("", "## What got worse", "")
    yield from _table(retro.worse, "No number got worse by more than it usually moves.")
    for one in retro.worse:
        yield from _rows(retro, one)
    if retro.usual:
        yield from ("", f"{retro.usual} more moved no further than usual.")
    yield from ("", "## New, and nobody's", "")
    unowned = (
        f"{measure.catalogue} {where(row)}: {retro.said(row.explanation)}" for measure, row in retro.unowned[:20]
    )
    yield from _items(unowned, "Every new finding has an owner.")
    if len(retro.unowned) > 20:
        yield f"- and {len(retro.unowned) - 20} more"
    yield from ("", "## What was promised", "")
    promised = (f"{one.action.text}: {kept(one)}" for one in retro.promises)
    yield from _items(promised, "Nothing was promised in an earlier retro.")
    yield from ("", "## Worth doing next", "")
    if not retro.next:
        yield "Nothing asks for attention."
    for count, worth in enumerate(retro.next, 1):
        what = f"{worth.measure.catalogue} {where(worth.row)}: {retro.said(worth.row.explanation)}"
        yield f"{count}. {text(what)}"
        yield f"   *{text(', '.join(worth.reasons))}.* {text(worth.measure.remedy)}"
    if retro.notes:
        yield from ("", "## Noted", "")
        yield from (f"- {text(note.text)}" for note in retro.notes)
    if not retro.names:
        yield from ("", 'Nobody is named here: `people = "names"` in debtui.toml would.')


def _thanked(retro: Retro, one: Removal) -> str:
    why = retro.said(thanks(one))
    return f"{less(one)} ({why})" if why else less(one)


def _items(told: Iterator[str], nothing: str) -> Iterator[str]:
    listed = [f"- {text(one)}" for one in told]
    yield from listed or [nothing]


def _table(found: Sequence[Difference], nothing: str) -> Iterator[str]:
    if not found:
        yield nothing
        return
    yield from ("| measure | was → is | step | usual | rows |", "|---|---|---:|---|---|")
    for one in found:
        cells = (f"{one.measure.catalogue} {one.measure.title}", step(one), delta(one), usual(one), counted(one) or "–")
        yield f"| {' | '.join(text(cell) for cell in cells)} |"


def _rows(retro: Retro, one: Difference) -> Iterator[str]:
    listed = [(row, _since(one, row)) for row in one.appeared[:ROWS]]
    listed += [(shift.after, f", {shifted(one, shift)}") for shift in one.shifted[: ROWS - len(listed)]]
    if listed:
        yield from ("", f"{text(one.measure.title)}:", "")
        yield from (f"- {text(where(row) + more)}: {text(retro.said(row.told))}" for row, more in listed)


def _since(one: Difference, row: Evidence) -> str:
    since = one.commits.get(row.fingerprint)
    if since is None:
        return ", new"
    sure = {"exact": "with", "month": "in the month of", "at-least": "at least since"}[since.basis]
    return f", {sure} {since.moment.commit_id[:9]} of {since.moment.committed:%Y-%m-%d}"


def page(retro: Retro) -> str:
    """One HTML file without a script and without a request, from the same Markdown."""
    from markdown_it import MarkdownIt  # Textual brings it; 40 ms, needed only here

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown(retro))
    body = body.replace("<th", '<th scope="col"')
    style = files("debtui.exports").joinpath("report.css").read_text("utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    title = html.escape(f"Retro of {retro.comparison.name}", quote=True)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title><style>{style}</style></head>\n<body><main>\n{body}</main></body></html>\n"
    )


def document(retro: Retro) -> dict[str, Any]:
    """Everything, for programs."""
    return {
        "repository": retro.comparison.name,
        "from": retro.comparison.before.commit_id,
        "to": retro.comparison.after.commit_id,
        "removed": [
            {
                "kind": one.kind,
                "names": list(one.names),
                "lines": one.lines,
                "path": one.path,
                "commit": one.moment.commit_id if one.moment else None,
                "by": one.by,
            }
            for one in retro.removed
        ],
        "unknown": list(retro.unknown),
        "better": [_measure(one) for one in retro.better],
        "worse": [_measure(one) for one in retro.worse],
        "within_noise": retro.usual,
        "unowned": [{"measure": measure.id, "subject": row.subject, "path": row.path} for measure, row in retro.unowned],
        "promised": [
            {
                "text": one.action.text,
                "owner": one.action.owner,
                "due": iso(one.action.due) if one.action.due else None,
                "about": one.action.about,
                "was": one.action.was,
                "now": one.now,
                "verdict": one.verdict,
                "gone": one.gone,
                "done": one.action.done,
                "overdue": one.overdue,
            }
            for one in retro.promises
        ],
        "next": [
            {"measure": one.measure.id, "reasons": list(one.reasons), "remedy": one.measure.remedy,
             "subject": one.row.subject, "path": one.row.path, "line": one.row.line, "fingerprint": one.row.fingerprint}
            for one in retro.next
        ],
        "notes": [{"text": note.text, "about": note.about} for note in retro.notes],
    }  # fmt: skip


def _measure(one: Difference) -> dict[str, Any]:
    return {
        "measure": one.measure.id, "catalogue": one.measure.catalogue, "before": one.before.value, "after": one.after.value,
        "unit": one.measure.headline.unit, "noise": one.noise, "came": [record(one.after, row) for row in one.appeared],
    }  # fmt: skip

"""A difference as lines to read: what differs in full, what does not folded to a count per section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

from debtui.configdiff.compare import Change, Diff, Kind, meaning
from debtui.format import safe
from debtui.resolve.base import Resolved
from debtui.resolve.layers import items_of

SIGNS: dict[Kind, str] = {"same": " ", "changed": "~", "reordered": "⇅", "added": "+", "removed": "-", "moved": "→"}
WORDS: dict[Kind, str] = {
    "same": "unchanged", "changed": "changed", "reordered": "reordered", "added": "added", "removed": "removed",
    "moved": "moved",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fold:
    """Settings that are the same, in one line."""

    sections: tuple[str, ...]
    count: int


def folded(diff: Diff) -> Iterator[Change | Fold]:
    """Changes by key, and between them what was left out."""
    sections: Counter[str] = Counter()
    for change in diff.changes:
        if change.kind == "same":
            sections[section_of(change.key)] += 1
            continue
        if sections:
            yield Fold(tuple(sections), sections.total())
            sections.clear()
        yield change
    if sections:
        yield Fold(tuple(sections), sections.total())


def section_of(key: str) -> str:
    """The first part of a key."""
    return key.partition(".")[0].partition("[")[0]


def shown(leaf: Resolved | None) -> str:
    """A value as it is read best: a text that looks like something else in quotes, a list in brackets."""
    if leaf is None:
        return ""
    if leaf.type == "list" and (items := items_of(leaf)):
        return safe(f"[{', '.join(items)}]")
    if leaf.type == "null":
        return "null"
    text = safe(leaf.value)
    if leaf.type == "string" and (text != text.strip() or text.lower() in _WORDS or _looks_like_number(text)):
        return f'"{text}"'
    return text


_WORDS = frozenset({"", "true", "false", "yes", "no", "on", "off", "null", "none", "~"})


def _looks_like_number(text: str) -> bool:
    value = meaning(text, "number")[1]
    return isinstance(value, int | float) and meaning(text, "string")[0] == "string"


def summary(diff: Diff) -> str:
    """How much differs, in one line."""
    told = [f"{count:,} {WORDS[kind]}" for kind, count in diff.counts.items() if count and kind != "same"]
    same = diff.counts["same"]
    if diff.unknown:
        told.append(f"{diff.unknown:,} only known when the program runs")
    return ", ".join([*(told or ["nothing differs"]), f"{same:,} unchanged"])


def inline(diff: Diff, *, where: bool) -> Iterator[str]:
    """One line per difference; `where` adds the file and line that had the last say."""
    rows = list(folded(diff))
    room = min(max((width(name(row)) for row in rows if isinstance(row, Change)), default=0), 60)
    for row in rows:
        if isinstance(row, Fold):
            yield f"  {fold_text(row)}"
            continue
        line = f"{SIGNS[row.kind]} {fit(name(row), room) if width(name(row)) <= room else name(row)}  {said(row)}"
        yield f"{line}  ({place(row.right or row.left)})" if where else line


def side_by_side(diff: Diff, titles: tuple[str, str], columns: int) -> Iterator[str]:
    """Both sides beside each other in exactly so many columns."""
    rows = list(folded(diff))
    longest = max((width(name(row)) for row in rows if isinstance(row, Change)), default=3)
    key = max(min(longest, columns * 2 // 5), 3)
    left = max((columns - key - 7) // 2, 1)
    right = max(columns - key - 7 - left, 1)
    yield f"  {fit('', key)}  {fit(safe(titles[0]), left, start=True)} │ {fit(safe(titles[1]), right, start=True)}".rstrip()
    for row in rows:
        if isinstance(row, Fold):
            yield fit(f"  {fold_text(row)}", columns).rstrip()
        else:
            told = f"{SIGNS[row.kind]} {fit(name(row), key, start=True)}  {fit(shown(row.left), left)} │ {fit(shown(row.right), right)}"
            yield told.rstrip()


def name(change: Change) -> str:
    """The key; of what moved both."""
    if change.kind == "moved" and change.left is not None:
        return f"{safe(change.left.key)} → {safe(change.key)}"
    return safe(change.key)


def said(change: Change) -> str:
    """The value, or both."""
    if change.kind in {"changed", "reordered"}:
        return f"{shown(change.left)} → {shown(change.right)}" + (" (reordered)" if change.kind == "reordered" else "")
    return shown(change.right or change.left)


def place(leaf: Resolved | None) -> str:
    """File and line that had the last say."""
    return "" if leaf is None else f"{safe(leaf.path)}:{leaf.line}" if leaf.path else safe(leaf.chain[-1].how)


def fold_text(fold: Fold) -> str:
    """What was left out, as a line."""
    names = ", ".join(safe(section) for section in fold.sections[:4])
    more = f" and {len(fold.sections) - 4} more" if len(fold.sections) > 4 else ""
    return f"… {fold.count:,} unchanged in {names}{more}"


def width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return len(text) if text.isascii() else sum(_cell(char) for char in text)


def fit(text: str, columns: int, *, start: bool = False) -> str:
    """The text in exactly so many columns, cut at its end (`start`: its beginning) with an ellipsis."""
    if width(text) <= columns:
        return text + " " * (columns - width(text))
    kept, room = [], columns - 1
    for char in reversed(text) if start else text:
        room -= _cell(char)
        if room < 0:
            break
        kept.append(char)
    cut = "".join(reversed(kept)) if start else "".join(kept)
    cut = f"…{cut}" if start else f"{cut}…"
    return cut + " " * (columns - width(cut))


def _cell(char: str) -> int:
    return 0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1


def chain_lines(leaf: Resolved) -> Iterable[str]:
    """Who had a say in a setting, from first to last."""
    for number, step in enumerate(leaf.chain, 1):
        where = f"{safe(step.path)}:{step.line}" if step.path else "given from outside"
        sign = "▶" if number == len(leaf.chain) else " "
        value = shown(Resolved(leaf.key, step.value, step.type, (step,)))
        yield f"{sign} {number}. {value}  {where}  {safe(step.how)}"

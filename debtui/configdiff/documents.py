"""A difference as JSON and as Markdown, for other programs and for a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from debtui.configdiff.compare import Change, Diff
from debtui.configdiff.layout import Fold, fold_text, folded, place, section_of, shown, summary
from debtui.format import safe
from debtui.resolve.base import Composition, Resolved


def as_document(left: Composition, right: Composition, names: tuple[str, str], diff: Diff) -> dict[str, Any]:
    """JSON: both sides, counts, every difference, and the unchanged settings counted per section."""
    same = Counter(section_of(change.key) for change in diff.changes if change.kind == "same")
    return {
        "left": _side(left, names[0]),
        "right": _side(right, names[1]),
        "counts": diff.counts,
        "changes": [_change(change) for change in diff.changes if change.kind != "same"],
        "unchanged": dict(sorted(same.items())),
    }


def _side(side: Composition, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "root": side.root,
        "system": side.system,
        "settings": len(side.leaves),
        "opaque": [{"path": told.path, "line": told.line, "reason": told.reason} for told in side.opaque],
    }


def _change(change: Change) -> dict[str, Any]:
    moved = change.kind == "moved" and change.left is not None
    return {
        "key": change.key,
        "was_key": change.left.key if moved and change.left else None,
        "kind": change.kind,
        "left": setting(change.left),
        "right": setting(change.right),
    }


def setting(leaf: Resolved | None) -> dict[str, Any] | None:
    """One setting as JSON, with its chain."""
    if leaf is None:
        return None
    return {
        "value": leaf.value,
        "type": leaf.type,
        "path": leaf.path or None,
        "line": leaf.line or None,
        "opaque": leaf.opaque or None,
        "chain": [
            {"path": s.path or None, "line": s.line or None, "value": s.value, "type": s.type, "how": s.how}
            for s in leaf.chain
        ],
    }


def as_markdown(names: tuple[str, str], diff: Diff) -> Iterator[str]:
    """A table with a row per difference; unchanged sections as one row each."""
    yield f"{summary(diff)}."
    if not diff.differs:
        return
    yield from (
        "",
        f"| | setting | {_code(names[0])} | {_code(names[1])} | set in |",
        "| --- | --- | --- | --- | --- |",
    )
    for row in folded(diff):
        if isinstance(row, Fold):
            yield f"| | {_plain(fold_text(row))} | | | |"
            continue
        key = _code(row.key)
        if row.kind == "moved" and row.left is not None:
            key = f"{_code(row.left.key)} → {key}"
        where = _code(place(row.right or row.left))
        yield f"| {row.kind} | {key} | {_code(shown(row.left))} | {_code(shown(row.right))} | {where} |"


def _code(text: str) -> str:
    """Text that Markdown shows as it is, also inside a table."""
    told = safe(text).replace("`", "ˋ").replace("|", "\\|")
    return f"`{told}`" if told.strip() else ""


def _plain(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>()#+!|~@" else char for char in text)

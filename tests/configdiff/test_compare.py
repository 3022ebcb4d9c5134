"""What differs between two configurations, and what only looks as if it did."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.forms.config import parse
from debtui.configdiff.compare import compare, order
from debtui.configdiff.layout import folded, inline, shown, side_by_side, summary, width
from debtui.resolve.base import Files, Resolved, Step, resolve


def leaf(key: str, value: str, kind: str = "string", path: str = "a.yaml", line: int = 1) -> Resolved:
    return Resolved(key, value, kind, (Step(path, line, value, kind, "said"),))


def yaml(text: str) -> list[Resolved]:
    return list(resolve(Files.of({"a.yaml": parse(text.encode(), "YAML")}), "a.yaml").leaves)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("1", "1.0", "same"),
        ("1", "1e0", "same"),
        ("0.001", "1e-3", "same"),
        ("1", "'1'", "changed"),
        ("true", "yes", "same"),
        ("true", "'true'", "changed"),
        ("null", "~", "same"),
        ("null", "''", "changed"),
        ("0.1", "0.10000001", "changed"),
        ("100000000000000000001", "100000000000000000002", "changed"),
        (".inf", ".INF", "same"),
        ("[1, 2, 3]", "[1.0, 2, 3]", "same"),
        ("[1, 2, 3]", "[3, 1, 2]", "reordered"),
        ("[1, 2, 2]", "[2, 1, 1]", "changed"),
        ("[a, b]", "[a, b, c]", "changed"),
        ("[]", "a", "changed"),
    ],
)
def test_values_are_compared_as_what_they_mean(one: str, other: str, kind: str) -> None:
    diff = compare(yaml(f"x: {one}"), yaml(f"x: {other}"))
    assert [change.kind for change in diff.changes] == [kind]
    assert diff.differs == (kind != "same")


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        ("optim: {lr: 0.3}", "optimizer: {lr: 0.3}", {"optimizer.lr": "moved"}),
        ("learning_rate: 0.3", "learning_rates: 0.3", {"learning_rates": "moved"}),
        ("learning_rate: 0.3", "seed: 0.3", {"learning_rate": "removed", "seed": "added"}),
        ("a: {on: true}", "b: {on: true}", {"b.on": "moved"}),
        ("use_a: true", "use_b: true", {"use_a": "removed", "use_b": "added"}),
        ("a: {lr: 0.3}", "b: {lr: 0.3}\nc: {lr: 0.3}", {"a.lr": "removed", "b.lr": "added", "c.lr": "added"}),
        ("a: {lr: 0.3}", "b: {lr: 0.4}", {"a.lr": "removed", "b.lr": "added"}),
    ],
)
def test_a_setting_has_moved_only_where_nothing_else_fits(one: str, other: str, kinds: dict[str, str]) -> None:
    assert {change.key: change.kind for change in compare(yaml(one), yaml(other)).changes} == kinds


def test_keys_are_sorted_with_places_in_lists_as_numbers() -> None:
    assert sorted(["x[10].a", "x[9].a", "a.b", "a", "x"], key=order) == ["a", "a.b", "x", "x[9].a", "x[10].a"]


SETTINGS = st.dictionaries(
    st.text("ab.", min_size=1, max_size=4),
    st.tuples(st.sampled_from(["1", "1.0", "2", "true", '["1","2"]', '["2","1"]', "null", "[1"]),
              st.sampled_from(["string", "number", "boolean", "null", "list"])),
    max_size=8,
).map(lambda found: [leaf(key, *said) for key, said in found.items()])  # fmt: skip


@settings(deadline=None)
@given(SETTINGS, SETTINGS)
def test_a_difference_read_backwards_is_the_other_difference(one: list[Resolved], other: list[Resolved]) -> None:
    forth, back = compare(one, other), compare(other, one)
    turned = {"added": "removed", "removed": "added"}
    assert {(turned.get(c.kind, c.kind), c.right, c.left) for c in forth.changes} == {
        (c.kind, c.left, c.right) for c in back.changes
    }
    keys = [c.left.key for c in forth.changes if c.left] + [c.right.key for c in forth.changes if c.right]
    assert sorted(keys) == sorted([s.key for s in one] + [s.key for s in other])
    assert not compare(one, one).differs


@settings(deadline=None)
@given(SETTINGS, SETTINGS, st.integers(30, 200))
def test_side_by_side_fits_the_width_and_leaves_no_difference_out(
    one: list[Resolved], other: list[Resolved], columns: int
) -> None:
    diff = compare(one, other)
    lines = list(side_by_side(diff, ("left", "right"), columns))
    assert all(width(line) <= columns for line in lines)
    assert len(lines) == 1 + len(list(folded(diff)))


def test_unchanged_sections_are_folded_with_their_counts() -> None:
    one = yaml("a: {x: 1, y: 2}\nb: {x: 1}\nm: {lr: 0.1, n: 3}\nz: 1\n")
    other = yaml("a: {x: 1, y: 2}\nb: {x: 1}\nm: {lr: 0.2, n: 3}\nz: 1\n")
    diff = compare(one, other)
    assert list(inline(diff, where=True)) == [
        "  … 3 unchanged in a, b",
        "~ m.lr  0.1 → 0.2  (a.yaml:3)",
        "  … 2 unchanged in m, z",
    ]
    assert summary(diff) == "1 changed, 5 unchanged"


def test_side_by_side_as_it_is_read() -> None:
    one = [leaf("lr", "0.1", "number"), leaf("tags", '["a","b"]', "list"), leaf("gone", "1"), leaf("same", "x")]
    other = [leaf("lr", "0.25", "number"), leaf("tags", '["b","a"]', "list"), leaf("same", "x"), leaf("宽", "值" * 20)]
    assert list(side_by_side(compare(one, other), ("HEAD~1", "HEAD"), 44)) == [
        "        HEAD~1           │ HEAD",
        '- gone  "1"              │',
        "~ lr    0.1              │ 0.25",
        "  … 1 unchanged in same",
        "⇅ tags  [a, b]           │ [b, a]",
        "+ 宽                     │ 值值值值值值值值…",
    ]


def test_hostile_text_steers_nothing() -> None:
    bad = leaf("k\x1b[31m", "v\x1b]0;owned\x07\u202e", path="p\x1b.yaml")
    diff = compare([bad], [])
    for line in [*inline(diff, where=True), *side_by_side(diff, ("\x1b", "b"), 60), shown(bad)]:
        assert line.isprintable()


def test_ten_thousand_settings_are_compared_in_a_fifth_of_a_second() -> None:
    """In an interpreter of its own: coverage makes Python several times slower."""
    code = """
import time
from debtui.configdiff.compare import compare
from debtui.resolve.base import Resolved, Step
def leaf(key, value): return Resolved(key, value, "number", (Step("a", 1, value, "number", ""),))
one = [leaf(f"s{i % 50}.group{i % 7}.key_{i}", str(i)) for i in range(10_000)]
other = [leaf(f"s{i % 50}.group{i % 7}.{'new' if i % 10 == 0 else 'key'}_{i}", f"{i + (i % 5 == 0)}.0") for i in range(10_000)]
took = []
for _ in range(3):
    start = time.process_time(); diff = compare(one, other); took.append(time.process_time() - start)
print(min(took), diff.counts["changed"], diff.counts["same"])
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    seconds, changed, same = done.stdout.split()
    assert (int(changed), int(same)) == (1_000, 8_000)
    assert float(seconds) < 0.2, f"{float(seconds) * 1000:.0f} ms"

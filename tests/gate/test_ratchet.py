"""With something known from before only what is new or worse fails; what is there is counted, what is gone is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import DebtError
from debtui.check import Verdict, judge
from debtui.gate import baseline
from debtui.gate.known import Before, before, worse
from debtui.measures.result import Evidence, Judged
from debtui.measures.spec import Threshold
from tests.exports.reports import MOMENT, measure
from tests.gate.made import FILES, LIMITS, Answers, judged, row, unmeasured
from tests.repos import git

pytestmark = pytest.mark.measures("code", "onboarding", "flags")

HIGHER = measure(2, "Documented", "share", Threshold("higher", 0.8, 0.5))
AGED = replace(measure(3, "Old flags", "days", Threshold("lower", 90, 180)), threshold=Threshold("lower", 90, 180))


def verdict(
    was: Sequence[Judged], now: Sequence[Judged], renamed: Mapping[str, str] | None = None, **more: object
) -> Verdict:
    return judge(Answers(now, renamed or {}), MOMENT, before("the baseline", was), **more)  # type: ignore[arg-type]


def states(told: Verdict) -> dict[str, str]:
    return {item.row.subject if item.row else "headline": item.state for item in told.items}


@pytest.mark.parametrize(
    ("was", "now", "expected", "fixed"),
    [
        ([row("a.py::f")], [row("a.py::f")], {"a.py::f": "tolerated"}, []),
        ([row("a.py::f")], [row("a.py::f"), row("b.py::g")], {"a.py::f": "tolerated", "b.py::g": "new"}, []),
        ([row("a.py::f")], [], {}, ["a.py::f"]),
        ([row("a.py::f")], [row("a.py::f", 2.5)], {"a.py::f": "worse"}, []),
        ([row("a.py::f")], [row("a.py::f", 1.5)], {"a.py::f": "tolerated"}, []),
        ([row("a.py::f")], [row("a.py::f", 2.0000000001)], {"a.py::f": "tolerated"}, []),
        ([row("a.py::f")], [row("a.py::f", 2, "fail")], {"a.py::f": "worse"}, []),
        ([row("a.py::f", 3, "fail")], [row("a.py::f", 2, "warn")], {"a.py::f": "tolerated"}, []),
        ([row("a.py::f")], [row("a.py::f", 2, "ok")], {}, ["a.py::f"]),
        ([], [row("a.py::f", None, "none")], {}, []),
    ],
)
def test_rows_are_held_against_what_was_there(
    was: list[Evidence], now: list[Evidence], expected: dict[str, str], fixed: list[str]
) -> None:
    told = verdict([judged(*was, value=1)], [judged(*now, value=1)])
    assert states(told) == expected
    assert [one.subject for _, one in told.fixed] == fixed
    assert told.passed is not bool({"new", "worse"} & set(expected.values()))


@pytest.mark.parametrize(
    ("was", "now", "expected"), [(12, 12, "tolerated"), (12, 13, "beyond"), (12, 11, "tolerated"), (9, 10, "beyond"), (1, 5, None)]
)  # fmt: skip
def test_a_headline_fails_beyond_its_limit_and_worse_than_it_was(was: float, now: float, expected: str | None) -> None:
    assert states(verdict([judged(value=was)], [judged(value=now)])).get("headline") == expected


@pytest.mark.parametrize(
    ("limits", "unit", "was", "now", "expected"),
    [
        (LIMITS, "files", 3, 4, True),
        (Threshold("higher", 0.8, 0.5), "share", 0.7, 0.6, True),
        (Threshold("higher", 0.8, 0.5), "share", 0.6, 0.7, False),
        (Threshold("band", (5, 12), (2, 20)), "modules", 4, 3, True),
        (Threshold("band", (5, 12), (2, 20)), "modules", 4, 13, False),
        (Threshold("band", (5, 12), (2, 20)), "modules", 13, 14, True),
        (Threshold("lower", 0.1, 0.5), "share", 0.151, 0.152, False),
        (Threshold("lower", 0.1, 0.5), "share", 0.151, 0.161, True),
        (Threshold("lower", 90, 180), "days", 100, 101, False),
        (Threshold("lower", 90, 180), "days", 100, 200, True),
        (Threshold("lower", 1, 2), "times the allowed age", 1.1, 1.2, False),
    ],
)
def test_worse_is_what_the_measure_calls_worse_and_an_age_alone_is_not(
    limits: Threshold, unit: str, was: float, now: float, expected: bool
) -> None:
    assert worse(limits, unit, (was, limits.severity(was)), (now, limits.severity(now))) is expected


def test_a_row_of_a_renamed_file_is_the_row_that_was_there() -> None:
    was = [judged(row("old/a.py::f"), row("x.py ~ old/a.py", path="x.py"), row("old.a", path="old/a.py"), value=1)]
    now = [judged(row("new/b.py::f"), row("x.py ~ new/b.py", path="x.py"), row("new.b", path="new/b.py"), value=1)]
    assert set(states(verdict(was, now, {"old/a.py": "new/b.py"})).values()) == {"tolerated"}
    told = verdict(was, now)
    assert (told.count("new"), len(told.fixed), told.passed) == (3, 3, False)


def test_a_renamed_file_hides_neither_another_row_nor_a_worse_one() -> None:
    was = [judged(row("a.py::f"), value=1)]
    now = [judged(row("b.py::f", 5), row("b.py::g"), value=1)]
    told = verdict(was, now, {"a.py": "b.py"})
    assert states(told) == {"b.py::f": "worse", "b.py::g": "new"}
    assert told.fixed == []


def test_one_row_that_was_there_stands_for_one_row_of_the_renamed_file() -> None:
    was, moved = [judged(row("a.py::f"), value=1)], {"a.py": "b.py"}
    twice = [judged(row("b.py::f", fingerprint="1"), row("b.py::f", fingerprint="2"), value=1)]
    assert (verdict(was, twice, moved).count("new"), verdict(was, twice, moved).count("tolerated")) == (1, 1)
    both = [judged(row("a.py::f"), row("b.py::f"), value=1)]
    assert [gone.subject for _, gone in verdict(both, [judged(row("b.py::f"), value=1)], moved).fixed] == ["a.py::f"]


def test_what_is_measured_no_more_is_told_and_fails_where_that_is_asked() -> None:
    was, now = [judged(row("a.py::f"))], [unmeasured("collect more")]
    told = verdict(was, now)
    assert (told.passed, [r.measure.id for r in told.lapsed], told.fixed) == (True, [FILES.id], [])
    assert not verdict(was, now, strict=True).passed


def test_nothing_of_the_kind_is_an_answer_before_and_now() -> None:
    told = verdict([judged(row("a.py::f"))], [unmeasured("")])
    assert (len(told.fixed), told.lapsed) == (1, [])
    assert states(verdict([unmeasured("")], [judged(row("a.py::f"))])) == {"a.py::f": "new"}


def test_a_measure_that_was_not_measured_is_held_against_its_limit_alone() -> None:
    told = verdict([unmeasured("supply it")], [judged(row("a.py::f"))])
    assert (told.passed, [r.measure.id for r in told.uncompared]) == (True, [FILES.id])
    assert not verdict([], [judged(value=10)]).passed


def test_where_it_was_not_measured_before_only_rows_in_files_that_were_changed_since_are_new() -> None:
    known = replace(before("the merge base", [unmeasured("supply it")]), touched={"b.py": ("c0ffee",)})
    now = [judged(row("a.py::f"), row("b.py::g"), value=1)]
    told = judge(Answers(now), MOMENT, known)  # type: ignore[arg-type]
    assert states(told) == {"b.py::g": "new"}
    assert told.items[0].commits == ("c0ffee",)


def test_other_rules_are_told_and_compared_all_the_same() -> None:
    told = verdict([judged(row("a.py::f"))], [judged(row("a.py::f"), row("b.py::f"), rules="r2")])
    assert [r.measure.id for r in told.other_rules] == [FILES.id]
    assert states(told) == {"a.py::f": "tolerated", "b.py::f": "new"}


def test_accepted_rows_never_fail_with_and_without_a_baseline() -> None:
    kept = [judged(row("a.py::f", accepted="accepted until 2027-01-31 by Ada"), value=1)]
    assert verdict([], kept).passed
    told = verdict([judged(value=0)], kept)
    assert (told.passed, told.count("accepted"), told.count("new")) == (True, 1, 0)
    assert verdict([judged(value=0)], [judged(row("a.py::f"), value=1)]).count("new") == 1


def test_a_baseline_reads_back_what_was_written_one_line_an_item(tmp_path: Path) -> None:
    told = before(
        "the baseline",
        [
            judged(row("b.py::\x1b[31m\n\ud800", 1 / 3, fingerprint="b"), row("a.py::f"), value=2),
            judged(value=0.25, of=HIGHER),
        ],
    )
    place = tmp_path / "debt" / "baseline.json"
    baseline.write(place, told)
    text = place.read_bytes()
    assert text.count(b"\n") == len(told.measures) + len(told.rows) + 2
    assert text.isascii()
    assert all(byte == 10 or 32 <= byte < 127 for byte in text)
    back = baseline.read(place)
    assert (back.measures.keys(), back.rows.keys()) == (told.measures.keys(), told.rows.keys())
    baseline.write(place, back)
    assert place.read_bytes() == text
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_baselines_of_two_branches_merge_and_the_better_of_two_lines_counts(tmp_path: Path) -> None:
    common = [row("a.py::f"), row("z.py::f", 12, "fail")]
    sides = {
        "base": judged(*common, value=1),
        "ours": judged(*common[:1], row("b.py::g"), value=1),
        "theirs": judged(row("a.py::f", 12, "fail"), common[1], row("y.py::g"), value=12),
    }
    for name, told in sides.items():
        baseline.write(tmp_path / name, before("b", [told]))
    git(tmp_path, "merge-file", "--union", "ours", "base", "theirs")
    told = baseline.read(tmp_path / "ours")
    assert {key[1]: told.rows[key].severity for key in told.rows} == {
        "fp:a.py::f": "warn", "fp:b.py::g": "warn", "fp:y.py::g": "warn", "fp:z.py::f": "fail",
    }  # fmt: skip
    assert told.measures[FILES.id].severity == "ok"
    both = [*(tmp_path / "base").read_text().splitlines()[:-1], *(tmp_path / "theirs").read_text().splitlines()[1:]]
    (tmp_path / "both").write_text("\n".join(both))
    told = baseline.read(tmp_path / "both")
    assert told.rows[FILES.id, "fp:a.py::f"].severity == "warn"
    assert told.measures[FILES.id].severity == "ok"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<<<<<< HEAD\n{}\n=======\n", "conflict markers"),
        ('{"layout": 2, "items": [null]}', "layout 2"),
        ('{"layout": "1", "items": [null]}', "layout '1'"),
        ("{", "no baseline"),
        ("[]", "no baseline"),
        ("[" * 100_000, "no baseline"),
        ('{"layout": 1, "items": [7]}', "item 1 is damaged"),
        ('{"layout": 1, "items": [{"measure": "a"}, null]}', "item 1 is damaged"),
        ('{"layout": 1, "items": [{"measure": "a", "value": [], "severity": "ok", "rules": ""}]}', "item 1 is damaged"),
        ('{"layout": 1, "items": [{"measure": "a", "value": 1, "severity": "bad", "rules": ""}]}', "item 1 is damaged"),
        (
            f'{{"layout": 1, "items": [{{"measure": "a", "value": 1{"0" * 400}, "severity": "ok", "rules": ""}}]}}',
            "item 1",
        ),
        ("\udcff", "not UTF-8"),
    ],
)
def test_what_is_no_baseline_is_refused_with_a_hint(tmp_path: Path, text: str, message: str) -> None:
    place = tmp_path / "b.json"
    place.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DebtError, match=message) as caught:
        baseline.read(place)
    assert caught.value.hint


def test_a_baseline_lies_in_the_repository_and_replaces_a_link(tmp_path: Path) -> None:
    tree, outside = tmp_path / "tree", tmp_path / "outside"
    tree.mkdir()
    outside.mkdir()
    victim = outside / "victim"
    victim.write_text("mine")
    (tree / "debt").symlink_to(outside)
    with pytest.raises(DebtError, match="leads out"):
        baseline.place_of(tree, None)
    (tree / "debt").unlink()
    (tree / "debt").mkdir()
    (tree / "debt" / "baseline.json").symlink_to(victim)
    baseline.write(baseline.place_of(tree, None), before("b", []))
    assert victim.read_text() == "mine"
    with pytest.raises(DebtError, match="bare"):
        baseline.place_of(None, None)


def test_an_update_keeps_what_cannot_be_measured_now_and_drops_what_is_no_measure_any_more() -> None:
    old = before("b", [judged(row("a.py::f")), judged(value=0.4, of=HIGHER), judged(row("x"), of=AGED)])
    new = baseline.updated(old, [unmeasured("collect"), judged(value=0.6, of=HIGHER)], [AGED.id])
    assert new.measures.keys() == {FILES.id, HIGHER.id}
    assert new.measures[HIGHER.id].value == 0.6
    assert list(new.rows) == [(FILES.id, "fp:a.py::f")]


_rows = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.floats(0, 20), st.sampled_from(["warn", "fail"])), unique_by=lambda r: r[0]
)


@given(_rows, _rows)
def test_an_updated_baseline_tolerates_all_there_is_and_nothing_fixed_returns(
    first: list[tuple[str, float, str]], second: list[tuple[str, float, str]]
) -> None:
    def told(rows: list[tuple[str, float, str]]) -> list[Judged]:
        return [judged(*(row(f"{name}.py::f", value, severity) for name, value, severity in rows))]  # type: ignore[arg-type]

    def known(rows: list[tuple[str, float, str]], old: Before | None = None) -> Before:
        return baseline.updated(old, told(rows))

    new = known(second, known(first))
    assert judge(Answers(told(second)), MOMENT, new).passed  # type: ignore[arg-type]
    gone = {name for name, *_ in first} - {name for name, *_ in second}
    assert judge(Answers(told(first)), MOMENT, new).count("new") == len(gone)  # type: ignore[arg-type]

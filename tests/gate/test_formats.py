"""Every format says the same verdict in its own way, keeps its own rules, and lets no text of a repository out of them."""

from __future__ import annotations

import json
import re
import shlex
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from click import Context
from jsonschema import Draft4Validator

from collectors.gitstream import decode_path, encode_path
from debtui.check import Verdict, judge
from debtui.commands.check import check
from debtui.gate import formats
from debtui.gate.formats.base import named
from debtui.gate.known import before
from debtui.measures.result import Judged, Result
from debtui.measures.spec import Headline
from tests.exports.reports import MOMENT, measure
from tests.gate.made import FILES, LIMITS, Answers, judged, row, unmeasured

SCHEMA = Path(__file__).parents[1] / "data/sarif/sarif-2.1.0-rtm.5.json"
"""The standard's JSON schema, as the npm package @microsoft/jest-sarif 1.0.0-beta.0 ships it (MIT)."""
NAMES = sorted(place.stem for place in Path(formats.__path__[0]).glob("*.py") if place.stem not in {"base", "__init__"})
EVIL = (  # ends with what no store can hold, and a name of a file can
    "\x1b]0;owned\x07\x9b31m\u202e\n::error file=a::owned\r\n::stop-commands::x ##[set-env name=A]b ##vso[task.complete]"
    " ##teamcity[x] ]]><script>alert(1)</script>&amp; [a](http://evil) {0} %0A::warning::x, a: b\x00\ud800"
)
COMMANDS = re.compile(r"^\s*::|##(\[|vso\[|teamcity\[)", re.MULTILINE)
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
BROKEN, MISSING = measure(4, "Broken", limits=LIMITS), measure(5, "Missing")


def plain(*, compared: bool) -> Verdict:
    """A headline beyond its limit, rows that are new, worse, tolerated and accepted, one broken measure, one that is not measured."""
    rows = [
        row("src/a b.py::f", 3),
        row("src/ü#1.py::g", 12, "fail"),
        row("team", path=None, accepted="accepted until 2027-01-31 by Ada"),
        row("src/old.py::h"),
    ]
    failed = Judged(Result(BROKEN, MOMENT, "failed", reason="no column x"), (), "r")
    answers = Answers([judged(*rows, value=11), failed, unmeasured("supply it", MISSING)])
    known = [judged(row("src/a b.py::f", 2), row("src/old.py::h"), row("src/gone.py::i"), value=10)]
    return judge(answers, MOMENT, before("the baseline", known) if compared else None)  # type: ignore[arg-type]


def hostile(*, compared: bool) -> Verdict:
    """A repository, and a measure of its own, all of whose texts are hostile."""
    names = ("id", "folder", "title", "catalogue", "question", "paper", "unit", "why", "remedy", "pitfalls", "formula")
    evil = replace(FILES, **dict.fromkeys(names, EVIL), headline=Headline("count(*)", EVIL, LIMITS, EVIL))  # type: ignore[arg-type]
    rows = [
        row(EVIL, path=EVIL[:-1], explanation=EVIL, fingerprint="a"), row(EVIL, path=None, fingerprint="b"),
        row("::error::x", path="::error::x", explanation="::error::x", fingerprint="c", line=None),
    ]  # fmt: skip
    broken = Judged(Result(replace(evil, id="x"), MOMENT, "failed", reason=EVIL, hint=EVIL), (), "r")
    missing = Judged(Result(replace(evil, id="y"), MOMENT, "unavailable", reason=EVIL, hint=EVIL), (), "r")
    gone = row(EVIL, path=EVIL, fingerprint="gone")
    known = before("the baseline", [judged(gone, of=evil, value=10), judged(gone, of=missing.result.measure)])
    return judge(Answers([judged(*rows, of=evil, value=12), broken, missing]), MOMENT, known if compared else None)  # type: ignore[arg-type]


@pytest.mark.parametrize("compared", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_is_inert_in_every_format(name: str, compared: bool) -> None:
    text = named(name).write(hostile(compared=compared))
    assert UNSAFE.search(text) is None
    found = [match.group() for match in COMMANDS.finditer(text)]
    if name == "github":  # every line is one command of our own, with nothing behind it that begins another
        lines = text.splitlines()
        assert all(re.match(r"::(error|warning|notice) [a-z]+=[^:,]*(,[a-z]+=[^:,]*)*::", line) for line in lines)
        assert all("\\" not in line.split("::")[1] for line in lines)
        return
    assert found == []


def test_every_module_of_the_folder_is_a_format_and_another_name_is_refused() -> None:
    from collectors.errors import DebtError

    assert {"text", "json", "sarif", "github", "gitlab", "junit"} <= set(NAMES)
    with pytest.raises(DebtError, match="no format 'base'"):
        named("base")


def sarif(verdict: Verdict) -> dict[str, Any]:
    document = json.loads(named("sarif").write(verdict))
    Draft4Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    run: dict[str, Any] = document["runs"][0]
    return run


@pytest.mark.parametrize("make", [plain, hostile])
@pytest.mark.parametrize("compared", [False, True])
def test_sarif_keeps_the_standards_schema_and_its_references_hold(make: Any, compared: bool) -> None:
    run = sarif(make(compared=compared))
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        told = urlsplit(place["uri"])
        assert (told.scheme, told.netloc, told.query, told.fragment) == ("", "", "", "")
        assert not told.path.startswith("/")
        assert place["uriBaseId"] in run["originalUriBaseIds"]
        assert "](" not in result["message"]["text"]
    prints = [json.dumps(result["partialFingerprints"]) for result in run["results"]]
    assert len(prints) == len(set(prints))


def test_sarif_says_what_is_new_what_is_worse_and_what_is_suppressed() -> None:
    results = sarif(plain(compared=True))["results"]
    told = {
        r["partialFingerprints"]["debtuiRow/v1"]: (r["baselineState"], r["level"], len(r.get("suppressions", ()))) for r in results
    }  # fmt: skip
    assert told == {
        f"{FILES.id}/headline": ("new", "error", 0), "fp:src/a b.py::f": ("updated", "warning", 0),
        "fp:src/ü#1.py::g": ("new", "error", 0), "fp:team": ("unchanged", "warning", 1), "fp:src/old.py::h": ("unchanged", "warning", 1),
    }  # fmt: skip
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]
    assert uris == [".", "src/a%20b.py", "src/%C3%BC%231.py", ".", "src/old.py"]


@pytest.mark.parametrize("raw", [b"a:b/c.py", b"caf\xe9.py", b"a\n%41.py", b"../x?y#z", "ü/日.py".encode()])
def test_a_path_in_sarif_keeps_every_byte(raw: bytes) -> None:
    path = decode_path(raw)
    run = sarif(judge(Answers([judged(row("x", path=path), value=11)]), MOMENT))  # type: ignore[arg-type]
    uri = run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert encode_path(decode_path(unquote(uri, "utf-8", "surrogateescape").encode("utf-8", "surrogateescape"))) == raw


def test_github_annotates_the_line_and_escapes_as_the_runner_reads_it() -> None:
    lines = named("github").write(plain(compared=True)).splitlines()
    assert lines[1].startswith("::warning file=src/a b.py,line=3,title=XX-1 Files in debt::src/a b.py")
    assert lines[1].endswith("; was 2 files")
    assert lines[2].startswith("::error file=src/ü#1.py,line=3,")
    assert not any("team" in line or "old.py" in line for line in lines)
    told = judge(Answers([judged(row("100%,a:b\n.py", path="100%,a:b\n.py"), value=11)]), MOMENT)  # type: ignore[arg-type]
    assert "file=100%25%2Ca%3Ab .py," in named("github").write(told)


def test_a_row_about_a_pair_names_both() -> None:
    pair = row("a.py ~ b.py", path="a.py", explanation="changed together 7 times")
    told = named("text").write(judge(Answers([judged(pair, value=11)]), MOMENT))  # type: ignore[arg-type]
    assert "- a.py:3: b.py: changed together 7 times" in told


def test_gitlab_lists_what_fails_with_a_place_and_a_mark_of_its_own() -> None:
    issues = json.loads(named("gitlab").write(plain(compared=True)))
    assert [(i["location"]["path"], i["severity"]) for i in issues] == [
        (".", "major"), ("src/a b.py", "minor"), ("src/ü#1.py", "major"), (".", "critical"),
    ]  # fmt: skip
    assert len({i["fingerprint"] for i in issues}) == len(issues)
    assert all({"description", "check_name"} <= i.keys() and i["location"]["lines"]["begin"] >= 1 for i in issues)


def test_junit_counts_failures_errors_and_what_is_skipped() -> None:
    root = ElementTree.fromstring(named("junit").write(plain(compared=True)))
    assert {kind: root.get(kind) for kind in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    text = root.find(".//failure").text or ""  # type: ignore[union-attr]
    assert [line.split()[0] for line in text.splitlines()] == ["beyond", "worse", "new"]


def test_text_and_json_tell_the_same() -> None:
    verdict = plain(compared=True)
    text, told = named("text").write(verdict), json.loads(named("json").write(verdict))
    assert "1 new, 1 worse, 1 tolerated as in the baseline, 1 fixed" in text
    assert (told["new"], told["worse"], told["tolerated"], told["accepted"], len(told["fixed"])) == (1, 1, 1, 1, 1)
    assert [r["state"] for r in told["failing"][0]["rows"]] == ["worse", "new"]
    assert (told["passed"], told["broken"][0]["reason"]) == (False, "no column x")
    assert "worse src/a b.py:3: " in text
    assert "src/gone.py::i" in text


def test_examples_of_pipelines_and_the_hook_ask_for_what_there_is() -> None:
    root = Path(__file__).parents[2]
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("debtui-check", "python", False)
    readme = (root / "README.md").read_text("utf-8").partition("## The gate")[2].partition("\n## ")[0]
    steps = yaml.safe_load(textwrap.dedent(readme.partition("Code scanning:\n")[2].partition("GitLab,")[0]))
    gitlab = yaml.safe_load(textwrap.dedent(readme.partition("merge request:\n")[2].partition("As a hook")[0]))
    commands = [
        hook["entry"],
        *(step.get("run", "") for step in steps["jobs"]["debt"]["steps"]),
        *gitlab["debt"]["script"],
    ]
    asked = [shlex.split(command)[2:] for command in commands if command.startswith("debtui check")]
    assert len(asked) == 3
    for words in asked:
        check.make_parser(Context(check)).parse_args(words)
        assert "--format" not in words or named(words[words.index("--format") + 1])

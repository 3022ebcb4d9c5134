"""Jsonnet is evaluated where the extra is installed: within the tree, a time and a memory; else its literals are read."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from collectors import evaluation
from collectors.spec import Unreadable
from debtui.configfiles import place
from debtui.resolve.base import Composition
from tests.repos import GitRepo

needs_rjsonnet = pytest.mark.skipif(not evaluation.available(), reason="the extra jsonnet is not installed")
MAIN = """local base = import 'lib/base.libsonnet';
base + {
  seed: 1,
  model+: { width: 2 * $.seed + 30 },
  note: importstr 'note.txt',
  api_key: 'hunter2' + 'hunter2',
}
"""
TREE: dict[str, str | bytes | None] = {
    "conf/train.jsonnet": MAIN,
    "conf/lib/base.libsonnet": "{ model: { kind: 'cnn', width: 8 }, hidden:: 3, up: import '../../top.json' }\n",
    "conf/note.txt": "hello",
    "top.json": '{"a": [1, 2]}',
}


@pytest.fixture
def tree(repo: GitRepo) -> GitRepo:
    repo.commit(TREE, "begin")
    return repo


def composed(tree: GitRepo, spec: str) -> Composition:
    from collectors.gitstream import Repository

    return place(spec, Repository(tree.path)).composition()


@needs_rjsonnet
def test_imports_come_from_the_commit_and_not_from_the_disk(tree: GitRepo) -> None:
    tree.commit({"conf/lib/base.libsonnet": "{ model: { kind: 'other' } }\n"}, "change")
    (tree.path / "conf/note.txt").write_text("changed on disk")
    found = composed(tree, "HEAD~1:conf/train.jsonnet")
    values = {leaf.key: (leaf.value, leaf.type, leaf.line) for leaf in found.leaves}
    secret = values.pop("api_key")[0]
    assert "hunter2" not in secret
    assert values == {
        "seed": ("1", "number", 3),
        "model.kind": ("cnn", "string", 1),
        "model.width": ("32", "number", 1),
        "note": ("hello", "string", 1),
        "up.a": ("[1,2]", "list", 1),
    }
    assert found.opaque == ()


@needs_rjsonnet
@pytest.mark.parametrize("name", ["{outside}", "../../{up}", "../.git/config", "link.txt", "gone.libsonnet"])
def test_nothing_outside_the_tree_is_read(tree: GitRepo, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("do not tell")
    (tree.path / "conf/link.txt").symlink_to(outside)
    wanted = name.format(outside=outside, up="/".join([".."] * 20) + str(outside))
    tree.commit({"conf/steal.jsonnet": f"{{ a: 1, b: importstr {json.dumps(wanted)} }}\n"}, "steal")
    for spec in ("HEAD:conf/steal.jsonnet", str(tree.path / "conf/steal.jsonnet")):
        found = composed(tree, spec)
        assert {leaf.key: leaf.value for leaf in found.leaves} == {"a": "1"}
        assert "is not in the repository" in found.opaque[0].reason
        assert "do not tell" not in repr(found)


@needs_rjsonnet
@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("std.foldl(function(a, b) a + b, std.range(1, 1000000000), 0)", "seconds|MB"),
        ("local f(n) = if n == 0 then 1 else f(n - 1) + f(n - 1); f(200)", "seconds"),
        ("local f(s) = f(s + s); f('x')", "MB|stack"),
        ("local f(x) = f(x + 1); f(1)", "stack overflow"),
        ("std.repeat('x', 5000000)", "characters"),
        ("std.extVar('city')", "external variable is not defined"),
        ("{ a: error 'stop \u001b[31m' }", "stop"),
        ("import 'a.jsonnet'", "recursion|stack"),
        ("{ a: }", "syntax error"),
    ],
)
def test_a_program_without_measure_ends_with_its_reason(program: str, reason: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Unreadable, match=reason):
        evaluation.evaluate("a.jsonnet", {"a.jsonnet": program}.get, seconds=2)
    assert time.monotonic() - begun < 10


@needs_rjsonnet
def test_what_is_evaluated_is_what_the_oracle_gave() -> None:
    folder = Path(__file__).parents[1] / "data/formats"
    told = json.loads((folder / "answers.json").read_text("utf-8"))
    told = told.get("answers", told)
    found = evaluation.evaluate("train.jsonnet", lambda path: (folder / path).read_text("utf-8"))
    assert json.loads(found) == told["train.jsonnet"]


def test_without_the_extra_the_literals_are_read(tree: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "available", lambda: False)
    found = composed(tree, "HEAD:conf/train.jsonnet")
    assert {leaf.key: leaf.value for leaf in found.leaves} == {"seed": "1"}
    assert "only known when it is evaluated" in found.opaque[0].reason

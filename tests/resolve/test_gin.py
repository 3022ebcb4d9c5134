"""Bindings hold as they held in a run of the real gin, which recorded them in tests/data/gin (see make.py there)."""

from __future__ import annotations

import json
from pathlib import Path

from collectors.forms.config import Directive, Leaf, Settings
from debtui.resolve.base import Files, resolve, roots
from debtui.resolve.systems import gin

MADE = json.loads((Path(__file__).parents[1] / "data/gin/run.json").read_text())
TREE = Files.of(
    {
        f"configs/{path}": Settings(
            [Leaf(*leaf) for leaf in said["leaves"]], [Directive(*d) for d in said["directives"]]
        )
        for path, said in MADE["files"].items()
    }
)
OPERATIVE = [Leaf(*leaf) for leaf in MADE["operative"]]
DEFAULTS = {"load.shuffle", "train.verbose"}
"""What the program itself says and no file does."""


def bindings(*lines: str) -> Settings:
    pairs = [line.split(" = ") for line in lines]
    return Settings([Leaf(key, value, "string", number, 0) for number, (key, value) in enumerate(pairs, 2)], [])


def test_every_operative_binding_has_the_value_that_was_resolved() -> None:
    assert MADE["made_by"] == {"gin-config": "0.5.0"}
    composition = resolve(TREE, "configs/main.gin")
    macros = {leaf.key: leaf.value for leaf in OPERATIVE if "." not in leaf.key}
    compared = 0
    for leaf in OPERATIVE:
        if leaf.key.rpartition("/")[2] in DEFAULTS:
            continue
        ours = gin.value_of(composition, leaf.key)
        assert ours is not None, leaf.key
        assert ours.value == macros.get(leaf.value.removeprefix("%"), leaf.value), leaf.key
        compared += 1
    assert compared == 39


def test_bindings_that_the_run_did_not_use_are_dead() -> None:
    found = gin.dead(resolve(TREE, "configs/main.gin"), OPERATIVE)
    assert [leaf.key for leaf in found] == ["UNUSED", "never.x", "never_scope/train.lr"]


def test_only_the_file_that_nobody_includes_is_an_entry() -> None:
    assert [(path, system.name) for path, system in roots(TREE)] == [("configs/main.gin", "gin")]


def test_a_chain_goes_through_includes_and_macros() -> None:
    leaves = {leaf.key: leaf for leaf in resolve(TREE, "configs/main.gin", ["Net.depth = 9"]).leaves}
    told = [(step.path, step.line, step.value) for step in leaves["Net.width"].chain]
    assert told == [("configs/base.gin", 5, "64"), ("configs/main.gin", 7, "128")]
    told = [(step.path, step.line, step.value, step.how) for step in leaves["train.lr"].chain]
    assert told == [
        ("configs/base.gin", 3, "%BASE_LR", "included by configs/main.gin"),
        ("configs/main.gin", 4, "0.3", "macro %BASE_LR, the entry"),
    ]
    assert leaves["Net.depth"].chain[-1].how == "override Net.depth = 9"


def test_what_is_not_in_the_repository_is_opaque() -> None:
    files = Files.of(
        {
            "a.gin": Settings(
                [Leaf("f.x", "%NOWHERE", "string", 2, 0), Leaf("f.y", "'100 %x'", "string", 3, 0)],
                [Directive("include", "gone.gin", 1)],
            )
        }
    )
    composition = resolve(files, "a.gin")
    assert [(told.line, "gone.gin" in told.reason) for told in composition.opaque] == [(1, True)]
    assert [bool(leaf.opaque) for leaf in composition.leaves] == [True, False]


def test_macros_and_includes_in_a_circle_end() -> None:
    circle = Files.of(
        {
            "a.gin": Settings([], [Directive("include", "b.gin", 1)]),
            "b.gin": Settings([], [Directive("include", "a.gin", 1)]),
        }
    )
    assert "without end" in gin.resolve(circle, "a.gin").opaque[0].reason
    composition = resolve(Files.of({"a.gin": bindings("A = %B", "B = %A")}), "a.gin")
    assert all("without end" in leaf.opaque for leaf in composition.leaves)

"""What the settings say of data: read strictly, and part of the graph at every moment that has what they name."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from collectors.errors import DebtError
from debtui import config
from debtui.collect import collect
from debtui.data_claims import Claim, joined
from debtui.datagraph import Graph, graph
from debtui.open import open_session
from tests.datagraph.test_graph import link
from tests.repos import GitRepo

pytestmark = pytest.mark.measures("data")

SETTINGS = """
[data]
frozen = ["embedding.pkl"]

[data.surfaces."ranking page"]
shown_by = ["rank.pkl"]
logs = ["clicks"]
mitigated = "5 % random"

[data.consumers.billing]
reads = ["scores"]
owner = "@shop/billing"
principals = ["svc-billing"]
slo = "by 6:00 on 99 % of days"
"""
PIPELINE = """
stages:
  rank:
    cmd: echo 1
    deps: [embedding.pkl]
    outs: [rank.pkl]
"""


def test_the_settings_are_read_with_their_lines() -> None:
    told = config.parse(tomllib.loads(SETTINGS), "debtui.toml", SETTINGS).data
    assert [(c.kind, c.name, c.role, c.thing, c.line) for c in told] == [
        ("surface", "ranking page", "shown_by", "rank.pkl", 5),
        ("surface", "ranking page", "logs", "clicks", 5),
        ("consumer", "billing", "reads", "scores", 10),
        ("frozen", "embedding.pkl", "frozen", "embedding.pkl", 3),
    ]
    assert (told[0].mitigated, told[2].owner, told[2].principals) == ("5 % random", "@shop/billing", "svc-billing")
    assert (told[0].slo, told[2].slo, told[2].mitigated) == (None, "by 6:00 on 99 % of days", None)


def test_a_table_on_one_line_has_its_line_too() -> None:
    text = '[tool.debtui.data.consumers]\nshop = { reads = ["scores"] }\n'
    document = tomllib.loads(text)["tool"]["debtui"]
    assert config.parse(document, "pyproject.toml", text).data[0].line == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("data = 1", "data is no table"),
        ("[data.surface.x]", "unknown setting data.surface"),
        ('[data.surfaces.x]\nshown = ["m"]', "unknown setting data.surfaces.x.shown"),
        ('[data.surfaces.x]\nlogs = ["l"]', "says nothing of what it shows"),
        ('[data.surfaces.x]\nshown_by = "m"', "data.surfaces.x.shown_by is no list of names"),
        ('[data.surfaces.x]\nshown_by = ["m"]\nmitigated = 0.05', "data.surfaces.x.mitigated is no text"),
        ("[data.surfaces]\nx = 1", "data.surfaces.x is no table"),
        ("[data.consumers.x]", "says nothing of what it reads"),
        ('[data.consumers.x]\nread = ["t"]', "unknown setting data.consumers.x.read"),
        ("[data]\nfrozen = [1]", "data.frozen is no list of names"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, fault: str) -> None:
    with pytest.raises(DebtError, match=fault):
        config.parse(tomllib.loads(text), "debtui.toml", text)


def test_the_numbers_depend_on_these_settings() -> None:
    claims = config.parse(tomllib.loads(SETTINGS), "debtui.toml", SETTINGS)
    assert claims.digest != config.Settings().digest


def base() -> Graph:
    return graph(
        [],
        [
            link("dvc.yaml", "file:a/clicks.csv", "job:rank"), link("dvc.yaml", "job:rank", "model:a/rank.pkl", "writes"),
            link("dvc.yaml", "file:a/x.csv", "job:rank"), link("dvc.yaml", "file:b/x.csv", "job:rank"),
        ],
        [],
    )  # fmt: skip


def claim(kind: str, name: str, role: str, thing: str) -> Claim:
    return Claim(kind, name, role, thing, None, None, None, None, "debtui.toml", 1)


# The claim, and the edges that it brings.
NAMES: dict[str, tuple[Claim, list[tuple[str, str, str]]]] = {
    "by the end of its path": (claim("surface", "p", "shown_by", "rank.pkl"), [("file:a/rank.pkl", "surface:p", "serves")]),
    "by its id": (claim("consumer", "c", "reads", "file:a/clicks.csv"), [("file:a/clicks.csv", "consumer:c", "serves")]),
    "by its whole path": (claim("surface", "p", "logs", "a/clicks.csv"), [("surface:p", "file:a/clicks.csv", "returns")]),
    "not by half a word": (claim("consumer", "c", "reads", "icks.csv"), []),
    "not by what two are called": (claim("consumer", "c", "reads", "x.csv"), []),
    "not by what nothing is called": (claim("consumer", "c", "reads", "y.csv"), []),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_thing_is_known(name: str) -> None:
    told, wanted = NAMES[name]
    before = base()
    after = joined(before, [told])
    model = next(node for node in before.nodes if node.endswith("rank.pkl"))
    found = [(e.source, e.target, e.how) for e in after.edges if e not in before.edges]
    assert found == [(a.replace("file:a/rank.pkl", model), b, how) for a, b, how in wanted]
    assert set(after.nodes) - set(before.nodes) == {f"{told.kind}:{told.name}"} & {n for e in wanted for n in e}


def rows(repo: GitRepo, sql: str) -> list[Any]:
    session, moment = open_session(repo.path, fresh=False)
    try:
        return [session.sql(sql, seq, 100).rows for seq in range(moment.seq + 1)]
    finally:
        session.close()


def test_claims_hold_at_every_moment_that_has_the_thing_and_no_cycle_comes_of_them(repo: GitRepo) -> None:
    repo.commit({"a.txt": "one"})
    repo.commit({"dvc.yaml": PIPELINE.replace("[embedding.pkl]", "[embedding.pkl, clicks]")})
    repo.commit({"debtui.toml": SETTINGS.replace('["scores"]', '["embedding.pkl"]')})
    collect(repo.path)
    sql = "SELECT node FROM data_node_at WHERE kind IN ('surface', 'consumer') ORDER BY node"
    both = [("consumer:billing",), ("surface:ranking page",)]
    assert [list(map(tuple, found)) for found in rows(repo, sql)] == [[], both, both]
    assert not rows(repo, "SELECT node FROM data_node_at WHERE cycle > 0")[-1]
    frozen = rows(repo, "SELECT node, models FROM data_node_at WHERE frozen OR name = 'rank.pkl' ORDER BY node")[-1]
    assert list(map(tuple, frozen)) == [("model:embedding.pkl", 0), ("model:rank.pkl", 1)]


def test_text_of_the_settings_is_cleaned_like_any_other(repo: GitRepo) -> None:
    repo.commit({"dvc.yaml": PIPELINE, "debtui.toml": '[data.consumers."x\\u001b[31m"]\nreads = ["rank.pkl"]\n'})
    collect(repo.path)
    (found,) = rows(repo, "SELECT name FROM data_claim_at")[-1]
    assert "\x1b" not in found[0]

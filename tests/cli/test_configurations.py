"""`config-diff` and `why` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import debtui
from tests.repos import GitRepo

pytestmark = pytest.mark.measures()

TREE: dict[str, str | bytes | None] = {
    "conf/train.yaml": "defaults:\n  - model: small\n  - _self_\nseed: 1\ntags: [a, b]\napi_key: hunter2hunter2\n",
    "conf/model/small.yaml": "name: small\nwidth: 16\n",
    "conf/model/big.yaml": "name: big\nwidth: 512\n",
    "plain.toml": "lr = 0.1\nsteps = 10\n",
}


@pytest.fixture
def configured(repo: GitRepo) -> GitRepo:
    repo.commit(TREE, "begin", author="Ada <ada@x.org>")
    repo.commit({"conf/model/small.yaml": "name: small\nwidth: 32\n"}, "wider", author="Grace <grace@x.org>")
    repo.commit({"conf/train.yaml": str(TREE["conf/train.yaml"]).replace("[a, b]", "[b, a]")}, "turned round")
    return repo


def test_a_composition_is_compared_with_itself_at_another_commit(configured: GitRepo) -> None:
    for sides in (("HEAD~2:conf/train.yaml", "conf/train.yaml"), ("conf/train.yaml", "--at", "HEAD~2")):
        done = debtui("config-diff", *sides, where=configured.path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[1:] == [
            "+++ conf/train.yaml  (hydra, 5 settings)",
            "1 changed, 1 reordered, 3 unchanged",
            "  … 2 unchanged in api_key, model",
            "~ model.width  16 → 32  (conf/model/small.yaml:2)",
            "  … 1 unchanged in seed",
            "⇅ tags         [a, b] → [b, a] (reordered)  (conf/train.yaml:5)",
        ]


def test_what_a_file_says_itself_is_compared_when_asked_for(configured: GitRepo) -> None:
    done = debtui("config-diff", "conf/train.yaml", "--at", "HEAD~1", "--at", "HEAD~2", "--raw", where=configured.path)
    assert "nothing differs" in done.stdout
    assert "as it stands" in done.stdout


def test_side_by_side_fits_the_terminal(configured: GitRepo) -> None:
    sides = ("conf/model/small.yaml", "conf/model/big.yaml")
    for columns in (40, 120):
        done = debtui("config-diff", *sides, "-y", where=configured.path, COLUMNS=str(columns))
        assert "│" in done.stdout
        assert max(map(len, done.stdout.splitlines()[3:])) <= columns


def test_json_has_the_promised_shape(configured: GitRepo) -> None:
    done = debtui(
        "config-diff", "HEAD~2:conf/train.yaml", "HEAD:conf/train.yaml", "--format", "json", where=configured.path
    )
    told = json.loads(done.stdout)
    assert told.keys() == {"left", "right", "counts", "changes", "unchanged"}
    assert told["left"].keys() == {"name", "root", "system", "settings", "opaque"}
    assert [(change["kind"], change["key"]) for change in told["changes"]] == [
        ("changed", "model.width"),
        ("reordered", "tags"),
    ]
    assert told["changes"][0]["right"]["chain"][0]["path"] == "conf/model/small.yaml"
    assert told["unchanged"] == {"api_key": 1, "model": 1, "seed": 1}


def test_markdown_is_a_table(configured: GitRepo) -> None:
    done = debtui(
        "config-diff", "HEAD~2:conf/train.yaml", "conf/train.yaml", "--format", "markdown", where=configured.path
    )
    assert "| changed | `model.width` | `16` | `32` | `conf/model/small.yaml:2` |" in done.stdout.splitlines()


def test_a_recorded_run_is_compared_with_the_configuration_under_its_own_overrides(configured: GitRepo) -> None:
    run = configured.path / "outputs/run"
    (run / ".hydra").mkdir(parents=True)
    (run / ".hydra/config.yaml").write_text(
        "model:\n  name: big\n  width: 256\nseed: 7\ntags:\n- b\n- a\napi_key: hunter2hunter2\n"
    )
    (run / ".hydra/overrides.yaml").write_text("- model=big\n- seed=7\n")
    done = debtui("config-diff", "outputs/run", "conf/train.yaml", where=configured.path)
    assert "model=big seed=7" in done.stderr
    assert done.stdout.splitlines()[2] == "1 changed, 4 unchanged"
    assert "~ model.width  256 → 512" in done.stdout


def test_a_secret_is_never_printed_and_still_compared(configured: GitRepo) -> None:
    configured.write({"conf/other.yaml": "api_key: hunter3hunter3\n", "conf/same.yaml": "api_key: hunter2hunter2\n"})
    changed = debtui("config-diff", "conf/other.yaml", "conf/same.yaml", where=configured.path)
    assert "1 changed" in changed.stdout
    for form in ("text", "markdown", "json"):
        done = debtui("config-diff", "conf/train.yaml", "conf/other.yaml", "--format", form, where=configured.path)
        assert done.returncode == 0
        assert "hunter" not in done.stdout + done.stderr
    (configured.path / "run/.hydra").mkdir(parents=True)
    (configured.path / "run/.hydra/config.yaml").write_text("api_key: hunter4hunter4\nseed: 1\n")
    (configured.path / "run/.hydra/overrides.yaml").write_text("- api_key=hunter4hunter4\n")
    for overrides in ((), ("-O", "api_key=hunter5hunter5")):
        done = debtui("config-diff", "run", "conf/train.yaml", *overrides, where=configured.path)
        assert "applied" in done.stderr
        assert ("~ api_key" in done.stdout) is bool(overrides)
        assert "hunter" not in done.stdout + done.stderr
    done = debtui("why", "api_key", configured.path, "-O", "api_key=hunter5hunter5")
    assert done.returncode == 0
    assert "hunter" not in done.stdout + done.stderr


def test_two_files_outside_any_repository_are_compared(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"lr": 1.0, "gone": "x1y2"}')
    (tmp_path / "b.yaml").write_text("lr: 1\nnew: 2\n")
    done = debtui("config-diff", "a.json", "b.yaml", where=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[2]) == (0, "1 added, 1 removed, 1 unchanged")


def test_why_tells_the_chain_and_who_set_it_last(configured: GitRepo) -> None:
    done = debtui("why", "model.width", configured.path, "--root", "conf/train.yaml", "-O", "model.width=64")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "model.width = 64  in conf/train.yaml (hydra)",
        "    1. 32  conf/model/small.yaml:2  model: small (defaults of conf/train.yaml)",
        "  ▶ 2. 64  given from outside  override model.width=64",
    ]
    told = json.loads(debtui("why", "width", configured.path, "--root", "conf/train.yaml", "--format", "json").stdout)
    assert [(one["key"], one["value"]) for one in told] == [("model.width", "32")]
    assert (told[0]["set_by"]["author"], told[0]["set_by"]["before"]) == ("Grace", "16")
    earlier = debtui("why", "model.width", configured.path, "--at", "HEAD~2")
    assert "= 16" in earlier.stdout
    assert "by Ada" in earlier.stdout


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("config-diff", "conf/train.yaml"), "give A and B"),
        (("config-diff", "conf/train.yaml", "gone.yaml"), "there is no file gone.yaml"),
        (("config-diff", "HEAD:conf/trin.yaml", "conf/train.yaml"), "did you mean conf/train.yaml?"),
        (("config-diff", "nonsense:conf/train.yaml", "conf/train.yaml"), "nonsense"),
        (("config-diff", "conf", "conf/train.yaml"), "the directory of a run"),
        (("config-diff", "broken.yaml", "conf/train.yaml"), "not YAML"),
        (("config-diff", "plain.toml", "--at", "HEAD", "--at", "HEAD", "--at", "HEAD"), "at most twice"),
        (("why", "model.widht"), "did you mean model.width"),
        (("why", "seed", "--root", "gone.yaml"), "gone.yaml is not in this commit"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_input_ends_with_status_2_and_a_hint(command: tuple[str, ...], told: str, configured: GitRepo) -> None:
    (configured.path / "broken.yaml").write_text("a: [\n")
    done = debtui(*command, where=configured.path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_derived_table_tells_every_setting_of_every_entry(configured: GitRepo) -> None:
    configured.commit({"conf/top.yaml": "defaults:\n  - train\n  - gone: x\n  - _self_\nseed: 1\nnew: ???\n"})
    query = "SELECT key, value, path, line, layers, restates, opaque, reason FROM resolved_setting_at WHERE root = 'conf/top.yaml' ORDER BY key"
    rows = json.loads(debtui("sql", query, configured.path, "--format", "json").stdout)
    told = {
        row["key"]: (row["value"], row["path"], row["line"], row["layers"], row["restates"], row["opaque"])
        for row in rows
    }
    assert told == {
        "api_key": (told["api_key"][0], "conf/train.yaml", 6, 1, False, False),
        "model.name": ("small", "conf/model/small.yaml", 1, 1, False, False),
        "model.width": ("32", "conf/model/small.yaml", 2, 1, False, False),
        "new": ("???", "conf/top.yaml", 6, 1, False, True),
        "seed": ("1", "conf/top.yaml", 5, 2, True, False),
        "tags": ('["b","a"]', "conf/train.yaml", 5, 1, False, False),
        None: (None, "conf/top.yaml", 3, 0, False, True),
    }
    assert "hunter" not in told["api_key"][0]
    assert all(row["reason"] for row in rows if row["opaque"])

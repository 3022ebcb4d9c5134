"""What a path is, by its name."""

from __future__ import annotations

import pytest

from collectors.kinds import KINDS, classify

CASES = {
    "src/app/model.py": ("Python", "code"),
    "tests/test_model.py": ("Python", "test"),
    "src/test_helper.py": ("Python", "test"),
    "conf/base.yaml": ("YAML", "ml-config"),
    "config/train.json": ("JSON", "ml-config"),
    "params.yaml": ("YAML", "ml-config"),
    "deploy/k8s/app.yaml": ("YAML", "deployment-config"),
    "docker-compose.prod.yml": ("YAML", "deployment-config"),
    "Dockerfile": ("Dockerfile", "deployment-config"),
    "docker/train.Dockerfile": ("Dockerfile", "deployment-config"),
    "conf/train.gin": ("gin", "ml-config"),
    "runs/operative_config-0.gin": ("gin", "record"),
    "outputs/1/.hydra/config.yaml": ("YAML", "record"),
    "multirun/1/multirun.yaml": ("YAML", "record"),
    "conf/train.jsonnet": ("Jsonnet", "ml-config"),
    "conf/lib/base.libsonnet": ("Jsonnet", "ml-config"),
    "conf/train.json5": ("JSON5", "ml-config"),
    "settings.jsonc": ("JSONC", "ml-config"),
    "renovate.json5": ("JSON5", "tool-config"),
    ".markdownlint.jsonc": ("JSONC", "tool-config"),
    "src/main/resources/application.properties": ("properties", "ml-config"),
    "gradle/wrapper/gradle-wrapper.properties": ("properties", "tool-config"),
    "cloud/main.tf": ("HCL", "deployment-config"),
    "cloud/prod.tfvars": ("HCL", "deployment-config"),
    "cloud/prod.tfvars.json": ("JSON", "deployment-config"),
    "cloud/terragrunt.hcl": ("HCL", "deployment-config"),
    "cloud/.terraform.lock.hcl": ("HCL", "lock"),
    "tests/data/train.gin": ("gin", "data"),
    ".github/workflows/ci.yml": ("YAML", "ci-config"),
    ".gitlab-ci.yml": ("YAML", "ci-config"),
    "pyproject.toml": ("TOML", "tool-config"),
    "requirements-dev.txt": ("Text", "tool-config"),
    "setup.py": ("Python", "tool-config"),
    ".pre-commit-config.yaml": ("YAML", "tool-config"),
    "uv.lock": ("TOML", "lock"),
    "package-lock.json": ("JSON", "lock"),
    "data/train.csv": ("CSV", "data"),
    "tests/fixtures/case.yaml": ("YAML", "data"),
    "examples/result.json": ("JSON", "data"),
    "eval/live/metrics.json": ("JSON", "metrics"),
    "scores.json": ("JSON", "metrics"),
    "runs/bert/all_results.json": ("JSON", "metrics"),
    "dvclive/metrics.yaml": ("YAML", "metrics"),
    "tests/fixtures/metrics.json": ("JSON", "data"),
    "dvclive/plots/metrics/train/loss.tsv": ("CSV", "plots"),
    "live/dvclive/plots/custom/points.json": ("JSON", "plots"),
    "deploy/prometheus/metrics.yaml": ("YAML", "deployment-config"),
    "README.md": ("Markdown", "docs"),
    "docs/index.rst": ("reStructuredText", "docs"),
    "notebooks/eda.ipynb": ("Jupyter Notebook", "notebook"),
    "vendor/lib/x.py": ("Python", "vendored"),
    "static/jquery-3.1.min.js": ("JavaScript", "vendored"),
    "proto/eta_pb2.py": ("Python", "generated"),
    "queries/daily.sql": ("SQL", "code"),
    "Makefile": ("Makefile", "code"),
    ".env.example": ("dotenv", "ml-config"),
    "LICENSE": ("Text", "docs"),
    ".github/CODEOWNERS": ("CODEOWNERS", "docs"),
}


@pytest.mark.parametrize("path", CASES)
def test_a_path_has_a_language_and_a_kind(path: str) -> None:
    assert classify(path) == CASES[path]


def test_settings_decide_before_the_table() -> None:
    assert classify("src/legacy/x.py", [("src/legacy/**", "vendored")]) == ("Python", "vendored")
    assert classify("src/new/x.py", [("src/legacy/**", "vendored")]) == ("Python", "code")


def test_every_kind_is_one_of_the_known_ones() -> None:
    assert {classify(path)[1] for path in CASES} == KINDS


def test_what_another_file_declares_counts_behind_the_settings_and_before_the_name() -> None:
    assert classify("out/x.json", declared="metrics") == ("JSON", "metrics")
    assert classify("out/x.json", [("out/**", "docs")], "metrics") == ("JSON", "docs")
    assert classify("out/x.png", declared="plots") == ("", "data")
    assert classify("params.py", declared="ml-config") == ("Python", "code")
    assert classify("vendor/x.json", declared="metrics") == ("JSON", "vendored")

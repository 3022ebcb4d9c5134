"""MLflow projects: what the entry points of an MLproject file run, and the data that their parameters name.

An entry point is a job under its name. A parameter of the type `path` or `uri` is, as MLflow has it, for what a program reads; where its
name speaks of output, or where only the caller says which, it is opaque.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import normpath

from collectors.commands import programs
from collectors.dataflow import File, Found, Link, Opaque, Pipeline, Ref
from collectors.trees import Tree

_SECTIONS = frozenset(
    {"name", "entry_points", "conda_env", "python_env", "docker_env", "databricks_spark_job", "description"}
)
_PLACEHOLDER = re.compile(r"\{([\w.-]+)\}")
_ABSOLUTE = re.compile(r"/|[a-z][a-z\d+.-]*:/", re.IGNORECASE)
_OUTPUT = re.compile(r"(^|[_-])(outputs?|out|dest|destination|target|save|log|logs|results?|artifacts?)([_-]|$)")


def read(file: File) -> Iterator[Found]:
    """Links of one MLproject; nothing for any other YAML."""
    for document in file.documents[:1]:
        entries = document.get("entry_points").entries
        if _SECTIONS.issuperset(document.entries) and all(entry.get("command").text for entry in entries.values()):
            for name, entry in entries.items():
                yield from _entry(Ref("job", name), entry)
            python = document.get("databricks_spark_job", "python_file")
            if python.text and not entries:
                yield Link(python.line, Ref("job", _place(python.text)), Ref("job", "main"), "runs")


def _entry(job: Ref, entry: Tree) -> Iterator[Found]:
    parameters, command = entry.get("parameters").entries, entry.get("command")
    defaults = {
        name: told for name, tree in parameters.items() if (told := tree.get("default").text) not in {None, "null"}
    }
    for run in programs(_PLACEHOLDER.sub(lambda match: defaults.get(match[1]) or match[0], command.text or "")):
        if run.module:
            yield Opaque(command.line, "command", f"python -m {run.name} does not say which file runs"[:300])
        elif _PLACEHOLDER.search(run.name):
            yield Opaque(command.line, "command", f"{run.name} depends on what the caller says"[:300])
        else:
            yield Link(command.line, Ref("job", _place(run.name)), job, "runs")
    for name, tree in parameters.items():
        if (tree.text or tree.get("type").text) in {"path", "uri"}:
            told = defaults.get(name)
            if told and not _OUTPUT.search(name.lower()):
                yield Link(tree.line, Ref("file", _place(told)), job, "reads")
            else:
                why = (
                    "its name speaks of output, and which job reads it is not told"
                    if told
                    else "which, the caller says"
                )
                yield Opaque(tree.line, f"parameter {name}"[:100], why)


def _place(path: str) -> str:
    """Relative to the MLproject; what is absolute or has a scheme stays as it is."""
    return path if _ABSOLUTE.match(path) else f"./{normpath(path)}"


PIPELINE = Pipeline(frozenset({"YAML"}), (b"entry_points:", b"databricks_spark_job:"), read)

"""What a file says about the flow of data: things (sources, datasets, models, jobs, ...) and links between them.

Each module of `collectors/pipelines` reads one tool's way to say it. A link points the way the data goes: what is read points
to the job that reads it, the job to what it writes. What cannot be read from the text alone is told as `Opaque`, never dropped.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal, NamedTuple

from collectors import pipelines
from collectors.forms import python
from collectors.forms.python import PythonFile
from collectors.spec import Column, Row, Unreadable
from collectors.trees import Tree, json_document, toml_document, yaml_documents

Kind = Literal[
    "source", "file", "table", "topic", "api", "dataset", "view", "feature", "model", "output", "surface", "job", "service", "consumer",
]  # fmt: skip
"""source: where data comes into the system, declared as such. file, table, topic, api: by its location. dataset: a name that some
catalogue gives a location to. view: a feature view or another named set of features. model: a trained model. output: predictions, scores.
surface: where people see them. job: what reads and writes: a stage, a task, a node, a program. service: a feature service, an
endpoint. consumer: who uses an output, outside this repository."""
How = Literal["reads", "writes", "derives", "serves", "uses", "runs", "evaluates", "precedes"]
"""reads: thing to job. writes: job to thing. derives: thing to thing. serves: thing to service or consumer. uses: a
model or view to the job that asks it. runs: a program to the job that runs it. evaluates: a model to the job or metrics about it. precedes: a job to one that only starts after
it: an order, no data."""


LANGUAGES = frozenset({"Python", "Jupyter Notebook", "YAML", "JSON", "JSON Lines", "SQL", "TOML"})
KINDS = frozenset({"code", "notebook", "ml-config", "deployment-config", "lock", "data", "tool-config"})
"""Of the files that are read. Tests make up data of their own."""
LARGEST = 4_000_000
"""Bytes that a tool reads if it does not say otherwise: one that needs no tree of the whole file may read more."""


class Ref(NamedTuple):
    """A thing, named.

    The name of a file is its path as written: `./x` and `../x` are relative to the file that says so, all else to the
    repository's root, or a location with a scheme (`s3://bucket/x`). That of a table is `schema.name` as far as it is written.
    """

    kind: Kind
    name: str


THIS = Ref("job", "")
"""The file that is being read: a program, an SQL model."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something declared, with what its declaration says about it; what it does not say is None."""

    line: int
    ref: Ref
    location: Ref | None = None
    """Where it is stored: things with one location are one thing."""
    owner: str | None = None
    description: str | None = None
    freshness: str | None = None
    """A rule about how old it may be, as written."""
    tests: int | None = None
    """Data tests that are declared for it."""
    pin: str | None = None
    """The version that is read: a hash, a revision, a snapshot, a dated partition."""
    frozen: bool | None = None
    """Declared not to change: a version-pinned copy."""
    access: str | None = None
    """Who may use it, as declared: private, protected, public, a group."""
    contract: bool | None = None
    """Whether its columns and their types are checked whenever it is made."""


@dataclass(frozen=True, slots=True)
class Link:
    """Data goes from one thing to another."""

    line: int
    source: Ref
    target: Ref
    how: How
    pin: str | None = None
    """The version that is read, where the reading says one."""
    recorded: bool = False
    """Told by a record of a run or by a tool's own manifest, rather than by a program's text."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """A place that takes part in the flow, where the text alone does not say what with."""

    line: int
    what: str
    """A few words: `read_csv`, `dag_id`, `dbt ref`."""
    reason: str


Found = Thing | Link | Opaque


@dataclass(frozen=True)
class File:
    """One file's bytes, and the forms that readers ask for; each is made once. They raise Unreadable."""

    data: bytes
    language: str

    @cached_property
    def text(self) -> str:
        """Its text; what is not UTF-8 is replaced."""
        return self.data.decode("utf-8-sig", "replace")

    @cached_property
    def python(self) -> PythonFile:
        """A Python file, or the code of a notebook."""
        return python.parse(self.data, self.language)

    @cached_property
    def documents(self) -> list[Tree]:
        """The documents of a YAML file; of a JSON or TOML file the one there is."""
        if self.language == "JSON":
            return [json_document(self.text)]
        return [toml_document(self.text)] if self.language == "TOML" else yaml_documents(self.text)


@dataclass(frozen=True)
class Pipeline:
    """How one tool says where data goes. A module of `collectors/pipelines` has one, called PIPELINE."""

    languages: frozenset[str]
    needles: tuple[bytes, ...]
    """A file that holds none of these is not read."""
    read: Callable[[File], Iterable[Found]]
    """Raises Unreadable for a file that is this tool's and cannot be read; yields nothing for one that is not."""
    largest: int = LARGEST
    """Bytes above which a file is not read; said of those that hold a needle."""


@cache
def tools() -> dict[str, Pipeline]:
    """Every tool, by the name of its module."""
    found = {}
    for info in sorted(pkgutil.iter_modules(pipelines.__path__), key=lambda info: info.name):
        found[info.name] = importlib.import_module(f"{pipelines.__name__}.{info.name}").PIPELINE
    return found


@dataclass(frozen=True, slots=True)
class Flow:
    """What all tools found in one file: (tool, finding), in the order of the tools and of the file."""

    found: list[tuple[str, Found]] = field(default_factory=list)


def read(data: bytes, language: str) -> Flow:
    """Ask every tool that reads this language. A tool that fails is told as opaque; the others are heard."""
    file = File(data, language)
    flow = Flow()
    for name, tool in tools().items():
        if language in tool.languages and any(needle in data for needle in tool.needles):
            if len(data) > tool.largest:
                reason = f"larger than {tool.largest:,} bytes ({len(data):,})"
                flow.found.append((name, Opaque(1, name, reason)))
                continue
            try:
                flow.found.extend((name, found) for found in tool.read(file))
            except Unreadable as error:
                flow.found.append((name, Opaque(1, name, str(error))))
    return flow


THING: tuple[Column, ...] = (
    Column("line", "int", "line of the declaration"),
    Column("tool", "word", "the tool whose way of saying it is"),
    Column("kind", "word", "source, file, table, topic, api, dataset, view, feature, model, output, surface, job, service or consumer"),
    Column("name", "text", "its name; of a file its path as written; empty: the file itself"),
    Column("location_kind", "word", "file, table, topic or api; null where none is told"),
    Column("location", "text", "where it is stored"),
    Column("owner", "owners", "who answers for it"),
    Column("description", "prose", "what it is"),
    Column("freshness", "text", "a rule about how old it may be"),
    Column("tests", "int", "data tests declared for it"),
    Column("pin", "text", "the version that is read"),
    Column("frozen", "bool", "declared not to change"),
    Column("access", "text", "who may use it"),
    Column("contract", "bool", "its columns and their types are checked whenever it is made"),
)  # fmt: skip
"""Columns of a declared thing, as tables hold it."""
LINK: tuple[Column, ...] = (
    Column("line", "int", "line"),
    Column("tool", "word", "the tool whose way of saying it is"),
    Column("from_kind", "word", "kind of the thing that data comes from, as in data_thing"),
    Column("from_name", "text", "its name; empty: the file itself"),
    Column("to_kind", "word", "kind of the thing that data goes to"),
    Column("to_name", "text", "its name; empty: the file itself"),
    Column("how", "word", "reads, writes, derives, serves, uses, runs, evaluates or precedes"),
    Column("pin", "text", "the version that is read"),
    Column("recorded", "bool", "told by a record of a run or by a tool's manifest, not by a program's text"),
)
"""Columns of a link."""


def thing_row(tool: str, found: Thing) -> Row:
    """A thing that a tool declares, in the order of THING."""
    place = found.location
    return (
        found.line, tool, found.ref.kind, found.ref.name, place and place.kind, place and place.name, found.owner,
        found.description, found.freshness, found.tests, found.pin, found.frozen, found.access,
        found.contract,
    )  # fmt: skip


def link_row(tool: str, found: Link) -> Row:
    """A link that a tool tells, in the order of LINK."""
    return found.line, tool, *found.source, *found.target, found.how, found.pin, found.recorded

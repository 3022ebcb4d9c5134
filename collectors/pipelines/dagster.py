"""Dagster: assets and what they are made of; jobs and graphs of ops, and the values that go between them.

An asset is a dataset under its key, `analytics/orders`; an op in a job is `job.op`, what it hands on `job.op:result`. A parameter of an
asset is an asset, but for the context, the configuration and resources: whether a class of another module is a resource, its name
does not always say, and then that is opaque.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from collectors.dataflow import File, Found, Link, Opaque, Pipeline, Ref, Thing
from collectors.forms.python import line, text
from collectors.program import Arguments, Program, arguments
from collectors.task_calls import Decorator, Uses, Values, decorated, parameters

ASSETS = frozenset({"asset", "graph_asset", "observable_source_asset"})
MANY = frozenset({"multi_asset", "graph_multi_asset", "multi_observable_source_asset"})
SPECS = frozenset({"AssetSpec", "SourceAsset", "ObservableSourceAsset"})
GRAPHS = frozenset({"job", "graph"})
CONTEXT = frozenset({"context", "_context", "_", "__", "self"})
DATA = re.compile(
    r"(?:builtins|typing|pandas|polars|numpy|pyspark|sklearn|scipy|xgboost|lightgbm|catboost|torch|tensorflow|keras|dask|pyarrow|datasets|geopandas)\."
)
RESOURCE = re.compile(r"(?:Resource|IOManager|PipesSubprocessClient|Client)$")
BUILT_IN = frozenset({"str", "int", "float", "bool", "bytes", "dict", "list", "tuple", "set", "object", "None"})


def read(file: File) -> Iterator[Found]:
    """Things and links of one file of definitions; nothing where Dagster is not imported."""
    program = Program(file.python)
    if any(name.partition(".")[0] == "dagster" for name in program.imports.values()):
        yield from dict.fromkeys(_Definitions(file, program).read())


class _Definitions:
    def __init__(self, file: File, program: Program) -> None:
        self._program = program
        self._uses = Uses(file, program)
        self._decorated = decorated(program)
        self._opaque: list[Opaque] = []
        self._classes = {
            text(node.child_by_field_name("name")): " ".join(
                program.dotted(base) or text(base) for base in bases.named_children
            )
            for node in program.file.get("class")
            if (bases := node.child_by_field_name("superclasses")) is not None
        }
        self._ops = {
            id_: (function, made)
            for id_, (function, _) in self._decorated.items()
            if (made := self._made(id_)) and self._kind(made) == "op"
        }
        self._names = {text(function.child_by_field_name("name")) for function, made in self._assets()}

    def read(self) -> Iterator[Found]:
        for function, made in self._assets():
            yield from self._several(function, made) if self._kind(made) in MANY else self._one(function, made)
        for call in self._program.file.get("call"):
            if self._own(call) in SPECS:
                yield from self._spec(call)
        for id_, (function, _) in self._decorated.items():
            made_ = self._made(id_)
            if made_ is not None and self._kind(made_) in GRAPHS:
                yield from self._graph(function, made_)
        yield from self._opaque

    # What is Dagster's.

    def _own(self, node: Node) -> str:
        """What of Dagster's own is called; empty for all else."""
        name = self._program.dotted(node.child_by_field_name("function")) if node.type == "call" else ""
        return name.rpartition(".")[2] if name.startswith("dagster") else ""

    def _made(self, function: int) -> Decorator | None:
        known = ASSETS | MANY | GRAPHS | {"op"}
        found = self._decorated.get(function)
        return (
            next((each for each in found[1] if each.name.startswith("dagster") and self._kind(each) in known), None)
            if found
            else None
        )

    def _kind(self, made: Decorator) -> str:
        return made.name.rpartition(".")[2]

    def _assets(self) -> Iterator[tuple[Node, Decorator]]:
        for id_, (function, _) in self._decorated.items():
            made = self._made(id_)
            if made is not None and self._kind(made) in ASSETS | MANY:
                yield function, made

    def _given(self, made: Decorator) -> Arguments:
        return arguments(made.call) if made.call is not None else Arguments([], {}, False)

    # Keys.

    def _key(self, node: Node | None) -> Ref | None:
        """What an expression names as an asset: a text, a list of texts, a key, a spec, a function that makes one; None where it does not."""
        for value in self._program.values(node) if node is not None else ():
            if value.type in {"list", "tuple"}:
                parts = [self._program.fold(part) for part in self._program.items(value)]
                return Ref("dataset", "/".join(part for part in parts if part)) if all(parts) and parts else None
            if value.type == "function_definition":
                made = self._made(value.id)
                return self._name(value, made) if made is not None and self._kind(made) in ASSETS else None
            if (name := self._program.fold(value)) is not None:
                return Ref("dataset", name)
            own = self._own(value)
            if own == "AssetKey":
                return self._key(arguments(value).get("path", at=0))
            if own == "get_asset_key_for_model":
                return None
            if own in SPECS:
                return self._spec_key(value)
            if own in {"AssetDep", "AssetIn", "AssetOut"}:
                return self._key(arguments(value).get("asset", "key", at=0))
        lists = self._held(node, "list", "tuple")
        return self._key(lists[0]) if len(lists) == 1 else None

    def _held(self, node: Node | None, *kinds: str) -> list[Node]:
        """The functions that a name stands for, or lists, which are no values of `values`."""
        held = self._program.held(node) if node is not None and node.type == "identifier" else []
        return [each for each in held if each is not None and each.type in (kinds or {"function_definition"})]

    def _spec_key(self, call: Node) -> Ref | None:
        given = arguments(call)
        key = self._key(given.get("key", at=0))
        prefix = given.get("key_prefix")
        return self._prefixed(prefix, key)

    def _prefixed(self, prefix: Node | None, key: Ref | None) -> Ref | None:
        before = self._key(prefix) if prefix is not None else None
        if key is None or (prefix is not None and before is None):
            return None
        return key if before is None else Ref("dataset", f"{before.name}/{key.name}")

    def _name(self, function: Node, made: Decorator) -> Ref | None:
        given = self._given(made)
        if given.get("key") is not None:
            return self._key(given.get("key"))
        written = given.get("name")
        name = text(function.child_by_field_name("name")) if written is None else self._program.fold(written)
        return self._prefixed(given.get("key_prefix"), Ref("dataset", name) if name else None)

    def _tell(self, node: Node, what: str, reason: str | None = None) -> None:
        self._opaque.append(Opaque(line(node), what, reason or self._program.why(node)))

    # Assets.

    def _one(self, function: Node, made: Decorator) -> Iterator[Found]:
        ref = self._name(function, made)
        if ref is None:
            self._tell(self._given(made).get("key", "name", "key_prefix") or function, "key of an asset")
            return
        yield self._declared(ref, function, self._given(made))
        for source in self._sources(function, made):
            yield Link(line(function), source, ref, "derives")
        for link in self._uses.of(function, ref):
            yield replace(link, how="derives")

    def _several(self, function: Node, made: Decorator) -> Iterator[Found]:
        """`@multi_asset`: every output is made of every input, but where a spec or `internal_asset_deps` says of what."""
        given = self._given(made)
        inputs = list(self._sources(function, made))
        outputs: dict[str, Ref] = {}
        for name, node in self._pairs(given.get("outs"), "outs"):
            key = self._key(arguments(node).get("key")) if arguments(node).get("key") else Ref("dataset", name)
            if (ref := self._prefixed(arguments(node).get("key_prefix"), key)) is not None:
                outputs[name] = ref
                yield self._declared(ref, node, arguments(node))
            else:
                self._tell(node, "key of an asset")
        within = {
            name: [self._key(each) for each in self._program.items(node)]
            for name, node in self._pairs(given.get("internal_asset_deps"), "internal_asset_deps")
        }
        for name, ref in outputs.items():
            sources = [each for each in within[name] if each] if name in within else inputs
            yield from (Link(line(function), source, ref, "derives") for source in sources if source != ref)
        for spec in self._program.items(given.get("specs")):
            for value in self._program.values(spec):
                if self._own(value) != "AssetSpec":
                    self._tell(value, "specs of an asset")
                elif (made_ref := self._spec_key(value)) is not None:
                    outputs[made_ref.name] = made_ref
                    if arguments(value).get("deps") is None:
                        yield from (Link(line(function), source, made_ref, "derives") for source in inputs)
        for ref in outputs.values():
            for link in self._uses.of(function, ref):
                yield replace(link, how="derives")

    def _declared(self, ref: Ref, node: Node, given: Arguments) -> Thing:
        owners = [owner for each in self._program.items(given.get("owners")) if (owner := self._program.fold(each))]
        fresh = given.get("freshness_policy")
        description = self._program.fold(given.get("description"))
        return Thing(
            line(node),
            ref,
            None,
            " ".join(owners) or None,
            description,
            freshness=" ".join(text(fresh).split())[:200] or None,
        )

    def _spec(self, call: Node) -> Iterator[Found]:
        ref = self._spec_key(call)
        if ref is None:
            self._tell(call, "key of an asset", self._program.why(arguments(call).get("key", at=0)))
            return
        given = arguments(call)
        yield self._declared(ref, call, given)
        for source in self._deps(given.get("deps")):
            yield Link(line(call), source, ref, "derives")

    def _deps(self, node: Node | None) -> Iterator[Ref]:
        for item in self._program.items(node):
            if (ref := self._key(item)) is not None:
                yield ref
            else:
                self._tell(item, "deps of an asset")

    def _sources(self, function: Node, made: Decorator) -> Iterator[Ref]:
        """Everything that a function is given, and what it depends on without being given it."""
        given = self._given(made)
        yield from self._deps(given.get("deps"))
        yield from self._deps(given.get("non_argument_deps"))
        told = dict(self._pairs(given.get("ins"), "ins"))
        for name, node in told.items():
            each = arguments(node)
            key = self._key(each.get("key", at=0)) if each.get("key", at=0) is not None else Ref("dataset", name)
            if (ref := self._prefixed(each.get("key_prefix"), key)) is not None:
                yield ref
            else:
                self._tell(node, "key of an asset")
        for name, annotation in parameters(function):
            if name not in told and name not in CONTEXT and name != "config":
                verdict = self._is_data(name, annotation)
                if verdict:
                    yield Ref("dataset", name)
                elif verdict is None:
                    self._tell(
                        function,
                        f"parameter {name}"[:100],
                        f"{annotation}: an asset or a resource, another module says"[:200],
                    )

    def _is_data(self, name: str, annotation: str) -> bool | None:
        """Whether a parameter of this type is an asset; None where that is not told here."""
        first = re.split(r"[\[|\s]", annotation.strip("\"'"))[0]
        if not first or first in BUILT_IN or name in self._names:
            return True
        root, _, rest = first.partition(".")
        full = f"{self._program.imports.get(root, root)}{'.' + rest if rest else ''}"
        bases = self._classes.get(first)
        if bases is not None:
            return re.search(r"Resource|IOManager|Config\b", bases) is None
        if full.startswith("dagster") or RESOURCE.search(first):
            return False
        return True if DATA.match(full + ".") else None

    def _pairs(self, node: Node | None, what: str) -> Iterator[tuple[str, Node]]:
        """Names and values of a dictionary that is written out."""
        for value in self._program.values(node) if node is not None else ():
            if value.type != "dictionary":
                self._tell(value, what)
                continue
            for pair in value.named_children:
                name = self._program.fold(pair.child_by_field_name("key")) if pair.type == "pair" else None
                held = pair.child_by_field_name("value")
                if name is not None and held is not None:
                    yield name, held
                elif pair.type != "comment":
                    self._tell(pair, what)

    # Ops.

    def _op(self, call: Node) -> tuple[Node, Decorator, Node | None] | None:
        """(function, decorator, alias) where a call is one of an op of this file, also by `.alias("x")`."""
        function, alias = call.child_by_field_name("function") if call.type == "call" else None, None
        while function is not None and function.type == "call":
            inner = function.child_by_field_name("function")
            if inner is not None and text(inner.child_by_field_name("attribute")) == "alias":
                alias = arguments(function).get("name", at=0)
            function = inner.child_by_field_name("object") if inner is not None else None
        for held in self._held(function):
            if held.id in self._ops:
                return (*self._ops[held.id], alias)
        return None

    def _graph(self, graph: Node, made: Decorator) -> Iterator[Found]:
        given = self._given(made)
        written = given.get("name")
        name = text(graph.child_by_field_name("name")) if written is None else self._program.fold(written)
        if name is None:
            self._tell(graph, "name of a job", self._program.why(written))
            return
        inside = [
            call for call in self._program.file.get("call") if graph.start_byte <= call.start_byte < graph.end_byte
        ]
        jobs: dict[int, Ref] = {}
        taken: dict[str, int] = {}
        for call in inside:
            if (op := self._op(call)) is not None:
                own = self._op_name(op, call)
                if own is not None:
                    taken[own] = taken.get(own, 0) + 1
                    jobs[call.id] = Ref("job", f"{name}.{own}" + (f"_{taken[own]}" if taken[own] > 1 else ""))
        values = Values(self._program, lambda node: node.id in jobs)
        for call in inside:
            job = jobs.get(call.id)
            if job is None:
                continue
            yield Thing(line(call), job)
            yield from self._uses.of(self._op(call)[0], job)  # type: ignore[index]  # it is one
            for argument in (*arguments(call).positional, *arguments(call).named.values()):
                for other in values.of(argument):
                    value = Ref("dataset", f"{jobs[other.id].name}:result")
                    yield Link(line(other), jobs[other.id], value, "writes")
                    yield Link(line(call), value, job, "reads")

    def _op_name(self, op: tuple[Node, Decorator, Node | None], call: Node) -> str | None:
        function, made, alias = op
        written = alias or self._given(made).get("name")
        if written is None:
            return text(function.child_by_field_name("name"))
        name = self._program.fold(written)
        if name is None:
            self._tell(call, "name of an op", self._program.why(written))
        return name


PIPELINE = Pipeline(frozenset({"Python"}), (b"dagster",), read)

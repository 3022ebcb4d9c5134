"""Feast: definitions of sources, views and services, and who asks for features.

Entities are keys that rows are joined by, and no data: a graph that went through them would tie together all that is about
customers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tree_sitter import Node

from collectors.dataflow import THIS, File, Found, How, Link, Opaque, Pipeline, Ref, Thing
from collectors.forms.python import line, text
from collectors.program import Arguments, Program, arguments

DEEPEST = 40
VIEWS = frozenset({"FeatureView", "BatchFeatureView", "StreamFeatureView", "OnDemandFeatureView", "LabelView"})
DECORATORS = frozenset({"on_demand_feature_view", "stream_feature_view", "batch_feature_view"})
SOURCE_WORDS = ("source", "sources", "batch_source", "stream_source", "input", "inputs")
"""How a view is told its sources, old ways included."""
ASKS = {
    "get_online_features": 0, "get_online_features_async": 0, "get_historical_features": 1,
    "retrieve_online_documents": 9, "retrieve_online_documents_v2": 9,
}  # fmt: skip
"""Methods that ask for features, and which positional argument says for which; 9: none does."""
TEAMS = ("owner", "team")
"""Tags that say who answers for a thing, where `owner` does not."""
NEVER = re.compile(r"(?:[\w.]*timedelta|Duration)\(\s*(?:\w+\s*=\s*)?0*\s*\)|0s")
_PLACEHOLDER = re.compile(r"%[A-Z_]+%|\{\{")
_FEATURE = re.compile(r"([\w.-]+?)(?:@(v\d+|latest))?:([\w.-]+)")


def read(file: File) -> Iterator[Found]:
    """Things and links of a file of definitions, or of a program that asks for features."""
    yield from _Definitions(Program(file.python)).read()


class _Made(NamedTuple):
    """What an expression of a program stands for."""

    ref: Ref
    features: tuple[str, ...]
    """Picked out of a view."""
    call: Node


class _Definitions:
    def __init__(self, program: Program) -> None:
        self._program = program
        self._feast = any(name.split(".")[0] == "feast" for name in program.imports.values())
        self._decorators: dict[
            int, tuple[Node, str]
        ] = {}  # by function: the call that makes a view of it, and its name
        for decorated in program.decorated:
            function = decorated.child_by_field_name("definition")
            for decorator in decorated.children:
                call = (
                    decorator.named_children[0] if decorator.type == "decorator" and decorator.named_children else None
                )
                if call is not None and function is not None and self._class(call) in DECORATORS:
                    self._decorators[function.id] = call, text(function.child_by_field_name("name"))
        self._functions = {call.id: name for call, name in self._decorators.values()}

    def read(self) -> Iterator[Found]:
        for call in self._program.file.get("call"):
            made = self._class(call)
            if made.endswith("Source"):
                yield from self._source(call, made)
            elif made in VIEWS or call.id in self._functions:
                yield from self._view(call, made)
            elif made == "FeatureService":
                yield from self._service(call)
            else:
                yield from self._use(call)
        for dictionary in self._program.dictionaries:
            yield from self._request(dictionary)

    def _class(self, call: Node) -> str:
        """What of Feast's own is called; empty for all else."""
        name = self._program.dotted(call.child_by_field_name("function")) if call.type == "call" else ""
        own = name.startswith("feast.") and not name.startswith(
            "feast.protos."
        )  # messages are called like what they carry
        last = name.rpartition(".")[2]
        return last if own and last not in {"DataSource", "FeatureServiceLoggingSource"} else ""

    def _name(self, call: Node, given: Arguments) -> str | None:
        written = given.get("name", at=0)
        return self._functions.get(call.id) if written is None else self._program.fold(written)

    def _ref(self, call: Node) -> Ref | None:
        made = self._class(call)
        given = arguments(call)
        if made in VIEWS or call.id in self._functions:
            name = self._name(call, given)
            return Ref("view", name) if name else None
        if made == "FeatureService":
            name = self._name(call, given)
            return Ref("service", name) if name else None
        if not made.endswith("Source"):
            return None
        if given.get("name", at=0) is None:  # Feast calls it like its table or path
            unnamed = given.get("table", "path", "table_ref", "collection")
            name = self._program.fold(unnamed) if unnamed is not None else None
        else:
            name = self._name(call, given)
        return Ref("source", name) if name else None

    def _owned(self, given: Arguments) -> tuple[str | None, str | None]:
        """(owner, description)."""
        fold = self._program.fold
        owner = fold(given.get("owner")) or None
        tags = given.get("tags")
        for each in self._program.values(tags) if tags is not None and not owner else []:
            for pair in each.named_children if each.type == "dictionary" else []:
                if not owner and fold(pair.child_by_field_name("key")) in TEAMS:
                    owner = fold(pair.child_by_field_name("value")) or None
        return owner, fold(given.get("description")) or None

    def _source(self, call: Node, made: str) -> Iterator[Found]:
        given = arguments(call)
        ref = self._ref(call)
        location, opaque = self._location(given)
        if given.get("query") is not None:
            yield Opaque(line(call), f"{made} query", "its tables stand in SQL")
        elif opaque is not None:
            yield Opaque(line(opaque), f"{made} location", self._why(opaque))
        if ref is not None:
            owner, description = self._owned(given)
            yield Thing(line(call), ref, location, owner, description)
        elif given.get("name", at=0) is not None or opaque is None:
            yield Opaque(line(call), f"{made} name", self._why(given.get("name", at=0)))

    def _location(self, given: Arguments) -> tuple[Ref | None, Node | None]:
        """(location, the expression that does not tell it)."""
        fold = self._program.fold
        for word, kind in (("path", "file"), ("file_url", "file"), ("topic", "topic"), ("stream_name", "topic")):
            node = given.get(word)
            name = fold(node)
            if node is not None:
                if not name or _PLACEHOLDER.search(name):
                    return None, node
                return (Ref("file", beside(name)) if kind == "file" else Ref("topic", name)), None
        for word in ("table", "table_ref", "collection"):
            node = given.get(word)
            name = fold(node)
            if node is not None:
                parts = [fold(given.get(part)) for part in ("database", "schema", "namespace", "scope")]
                return (table(*parts, name), None) if name and not _PLACEHOLDER.search(name) else (None, node)
        return None, None

    def _view(self, call: Node, made: str) -> Iterator[Found]:
        given = arguments(call)
        ref = self._ref(call)
        if ref is None:
            yield Opaque(line(call), f"{made} name", self._why(given.get("name", at=0)))
            return
        owner, description = self._owned(given)
        yield Thing(line(call), ref, None, owner, description, self._ttl(given.get("ttl")))
        for word in SOURCE_WORDS:
            if word in given.named:
                for item in self._program.items(given.named[word]):
                    yield from self._derived(item, ref, f"{made} {word}")
        yield from self._features(call, given, ref, made)

    def _derived(self, item: Node, view: Ref, what: str) -> Iterator[Found]:
        if item.type == "none":
            return
        sources = list(self._made(item))
        if not sources:
            yield Opaque(line(item), what, self._why(item))
        for source in sources:
            yield from drawn(line(item), source.ref, source.features, view, "derives")
            if source.ref.kind == "source":  # a stream's past, for training
                past = arguments(source.call).get("batch_source")
                for batch in self._made(past) if past is not None else []:
                    yield from drawn(line(item), batch.ref, (), view, "derives")
                if past is not None and not any(self._made(past)):
                    yield Opaque(line(past), what, self._why(past))

    def _features(self, call: Node, given: Arguments, view: Ref, made: str) -> Iterator[Found]:
        written = given.get("schema", "features")
        if written is None:
            yield Opaque(line(call), f"{made} schema", "inferred from its source")
            return
        keys = set(self._keys(given.get("entities")))
        for item in self._program.items(written):
            fields = [value for value in self._program.values(item) if self._class(value) in {"Field", "Feature"}]
            names = [self._program.fold(arguments(value).get("name", at=0)) for value in fields]
            if not names or None in names:
                yield Opaque(line(item), f"{made} field", self._why(item))
            for name in names:
                if name and name not in keys:
                    feature = Ref("feature", f"{view.name}:{name}")
                    yield Thing(line(item), feature)
                    yield Link(line(item), view, feature, "derives")

    def _keys(self, entities: Node | None) -> Iterator[str]:
        """The columns that a view's entities are joined by: no features, though they stand in its schema."""
        for item in self._program.items(entities) if entities is not None else []:
            for value in self._program.values(item):
                if self._class(value) == "Entity":
                    given = arguments(value)
                    joined = given.get("join_keys", "join_key", "name", at=0)
                    names = (
                        [self._program.fold(key) for key in self._program.items(joined)] if joined is not None else []
                    )
                else:
                    names = [self._program.fold(value)]
                yield from filter(None, names)

    def _service(self, call: Node) -> Iterator[Found]:
        given = arguments(call)
        ref = self._ref(call)
        if ref is None:
            yield Opaque(line(call), "FeatureService name", self._why(given.get("name", at=0)))
            return
        owner, description = self._owned(given)
        yield Thing(line(call), ref, None, owner, description)
        features = given.get("features", at=1)
        for item in self._program.items(features) if features is not None else []:
            views = list(self._made(item))
            if not views:
                yield Opaque(line(item), "FeatureService features", self._why(item))
            for view in views:
                yield from drawn(line(item), view.ref, view.features, ref, "serves")

    def _use(self, call: Node) -> Iterator[Found]:
        function = call.child_by_field_name("function")
        if function is None or function.type != "attribute":
            return
        method = text(function.child_by_field_name("attribute"))
        given = arguments(call)
        if method in ASKS:
            asked = given.get("features", "feature_refs", "feature", at=ASKS[method])
            for item in self._program.items(asked) if asked is not None else []:
                yield from self._asked(item, method)
            if asked is None and given.splat and self._feast:
                yield Opaque(line(call), method, self._why(None))
        elif self._feast and method == "push" and (name := self._pushed(given, "push_source_name")):
            yield Link(line(call), THIS, Ref("source", name), "writes")
        elif self._feast and method in {"write_to_online_store", "write_to_offline_store"}:
            if name := self._pushed(given, "feature_view_name"):
                yield Link(line(call), THIS, Ref("view", name), "writes")
            else:
                yield Opaque(line(call), method, self._why(given.get("feature_view_name", at=0)))

    def _request(self, dictionary: Node) -> Iterator[Found]:
        """What a program asks Feast's server for, by HTTP or through an agent's tools: `{"features": [...], "entities": {...}}`."""
        pairs = {text(pair.child_by_field_name("key")).strip("'\""): pair.child_by_field_name("value") for pair in dictionary.named_children}  # fmt: skip
        if pairs.keys() & {"entities", "query", "query_string"}:
            for item in self._program.items(pairs.get("features")):
                match = _FEATURE.fullmatch(self._program.fold(item) or "")
                if match:
                    yield Link(line(item), Ref("feature", f"{match[1]}:{match[3]}"), THIS, "uses", match[2])
            service = self._program.fold(pairs.get("feature_service"))
            if service:
                yield Link(line(dictionary), Ref("service", service), THIS, "uses")

    def _pushed(self, given: Arguments, word: str) -> str | None:
        """The name that data is written under: other things have a method `push`, too, but give it no frame."""
        return self._program.fold(given.get(word, at=0)) if len(given.positional) + len(given.named) > 1 else None

    def _asked(self, item: Node, method: str) -> Iterator[Found]:
        """One thing that a program asks for. `view:feature` is Feast's notation; all else is Feast's where Feast is imported."""
        for value in self._program.values(item):
            name = self._program.fold(value)
            match = _FEATURE.fullmatch(name) if name is not None else None
            if match:
                yield Link(line(item), Ref("feature", f"{match[1]}:{match[3]}"), THIS, "uses", match[2])
            elif self._feast and value.type != "none":
                yield from self._asked_object(item, value, method)

    def _asked_object(self, item: Node, value: Node, method: str) -> Iterator[Found]:
        function = value.child_by_field_name("function") if value.type == "call" else None
        service = None
        if function is not None and text(function.child_by_field_name("attribute")) == "get_feature_service":
            service = self._program.fold(arguments(value).get("name", at=0))
        made = list(self._made(value))
        if service:
            yield Link(line(item), Ref("service", service), THIS, "uses")
        for each in made:
            yield from drawn(line(item), each.ref, each.features, THIS, "uses")
        if not made and not service:
            yield Opaque(line(item), method, self._why(value))

    def _made(self, node: Node, features: tuple[str, ...] = (), depth: int = 0) -> Iterator[_Made]:
        """The things that an expression may stand for; nothing where the file does not say."""
        for value in self._program.values(node):
            function = value.child_by_field_name("function") if value.type == "call" else None
            if value.id in self._decorators:
                value = self._decorators[value.id][0]
            ref = self._ref(value) if value.type == "call" else None
            if ref is not None:
                yield _Made(ref, features, value)
            elif value.type == "call" and self._class(value).endswith("Source"):
                location, _ = self._location(arguments(value))
                if location is not None:
                    yield _Made(location, (), value)
            elif depth < DEEPEST and value.type == "subscript":
                of, picked = value.child_by_field_name("value"), value.child_by_field_name("subscript")
                names = [self._program.fold(item) for item in self._program.items(picked)] if picked is not None else []
                if of is not None:
                    yield from self._made(of, tuple(name for name in names if name), depth + 1)
            elif depth < DEEPEST and function is not None and function.type == "attribute":  # view.with_name("other")
                of = function.child_by_field_name("object")
                if of is not None and text(function.child_by_field_name("attribute")).startswith("with_"):
                    yield from self._made(of, features, depth + 1)

    def _ttl(self, node: Node | None) -> str | None:
        values = list(self._program.values(node)) if node is not None else []
        written = " ".join(text(values[0]).split()) if len(values) == 1 else ""
        return None if written in {"", "None"} or NEVER.fullmatch(written) else written[:100]

    def _why(self, node: Node | None) -> str:
        known = self._program.fold(node)
        if known is not None:
            return "a placeholder of a template" if _PLACEHOLDER.search(known) else "not a thing of Feast's"
        return self._program.why(node)


def drawn(at: int, source: Ref, features: Iterable[str], target: Ref, how: How) -> Iterator[Link]:
    """From a view, and from the features that are picked out of it."""
    for ref in (source, *(Ref("feature", f"{source.name}:{feature}") for feature in features)):
        yield Link(at, ref, target, how)


def table(*parts: str | None) -> Ref:
    """A table by its parts, those that are written."""
    return Ref("table", ".".join(part for part in parts if part))


def beside(path: str) -> str:
    """A path is relative to the folder of `feature_store.yaml`, where the definitions stand too."""
    return path if path.startswith(("./", "../", "/")) or "://" in path else f"./{path}"


PIPELINE = Pipeline(
    frozenset({"Python", "Jupyter Notebook"}),
    (b"feast", b"get_online_features", b"get_historical_features", b"get-online-features"),
    read,
)

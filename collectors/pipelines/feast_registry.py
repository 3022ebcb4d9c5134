"""Feast's registry, as `feast registry-dump` writes it: what was applied last.

`registry.db` itself is protobuf, in a file of no language that is read here; the dump holds the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from collectors.dataflow import File, Found, How, Kind, Link, Pipeline, Ref, Thing
from collectors.pipelines.feast import NEVER, TEAMS, beside, drawn, table
from collectors.trees import Tree


def read(file: File) -> Iterator[Found]:
    """Things and links of a dumped registry; nothing for other JSON."""
    for document in file.documents:
        yield from _Registry(document).read()


class _Registry:
    """What `feast registry-dump` writes: the protobuf message as JSON."""

    def __init__(self, document: Tree) -> None:
        self._document = document

    def read(self) -> Iterator[Found]:
        known = self._document.get("project").text is not None
        sources = self._each("dataSources")
        views = [view for part in ("featureViews", "streamFeatureViews", "labelViews", "onDemandFeatureViews") for view in self._each(part)]  # fmt: skip
        services = [service.get("spec") for service in self._each("featureServices")]
        specs = [view.get("spec") for view in views]
        if not known or not all(tree.get("name").text for tree in [*sources, *specs, *services]):
            return
        for source in sources:
            yield self._thing(source, "source", _location(source))
        features = {spec.get("name").text or "": self._columns(spec) for spec in specs}
        for spec in specs:
            yield from self._view(spec, features)
        for service in services:
            yield self._thing(service, "service")
            for view in service.get("features").items:
                yield from self._projected(view, Ref("service", service.get("name").text or ""), features)

    def _each(self, part: str) -> tuple[Tree, ...]:
        return self._document.get(part).items

    def _columns(self, spec: Tree) -> list[str]:
        """Names of features. A stream view's list holds the keys of its entities too."""
        entities = {
            entity.get("spec", "name").text: entity.get("spec", "joinKey").text for entity in self._each("entities")
        }
        keys = {entities.get(name) for name in spec.get("entities").texts()}
        names = [column.get("name").text for column in spec.get("features").items]
        return [name for name in names if name and name not in keys]

    def _thing(self, tree: Tree, kind: Kind, location: Ref | None = None) -> Thing:
        owner = next(filter(None, (tree.get("owner").text, *(tree.get("tags", tag).text for tag in TEAMS))), None)
        ttl = tree.get("ttl").text
        ref = Ref(kind, tree.get("name").text or "")
        return Thing(tree.line, ref, location, owner, tree.get("description").text, None if not ttl or NEVER.fullmatch(ttl) else ttl)  # fmt: skip

    def _view(self, spec: Tree, features: dict[str, list[str]]) -> Iterator[Found]:
        thing = self._thing(spec, "view")
        yield thing
        sources = [spec.get(part) for part in ("batchSource", "streamSource", "source")]
        sources += [spec.get("source", "batchSource")]
        sources += [source.get("requestDataSource") for source in spec.get("sources").entries.values()]
        for name in dict.fromkeys(source.get("name").text for source in sources):
            if name:
                yield Link(spec.line, Ref("source", name), thing.ref, "derives", recorded=True)
        for source in spec.get("sources").entries.values():
            if source.get("featureViewProjection"):
                yield from self._projected(source.get("featureViewProjection"), thing.ref, features)
        for name in features[thing.ref.name]:
            feature = Ref("feature", f"{thing.ref.name}:{name}")
            yield Thing(spec.line, feature)
            yield Link(spec.line, thing.ref, feature, "derives", recorded=True)

    def _projected(self, view: Tree, target: Ref, features: dict[str, list[str]]) -> Iterator[Link]:
        name = view.get("featureViewName").text
        columns = [column.get("name").text or "" for column in view.get("featureColumns").items]
        picked = columns if name and set(columns) < set(features.get(name, [])) else []
        how: How = "serves" if target.kind == "service" else "derives"
        for link in drawn(view.line, Ref("view", name or ""), picked, target, how) if name else []:
            yield Link(link.line, link.source, link.target, link.how, recorded=True)


def _location(source: Tree) -> Ref | None:
    for options, part in (("fileOptions", "uri"), ("sparkOptions", "path")):
        if path := source.get(options, part).text:
            return Ref("file", beside(path))
    for options, part in (("kafkaOptions", "topic"), ("kinesisOptions", "streamName")):
        if topic := source.get(options, part).text:
            return Ref("topic", topic)
    for options in ("bigquery", "snowflake", "redshift", "spark", "trino", "athena"):
        of = source.get(f"{options}Options")
        if of.get("table"):
            return table(*(of.get(part).text for part in ("database", "schema", "table")))
    return None


PIPELINE = Pipeline(
    frozenset({"JSON"}), (b'"featureViews"', b'"dataSources"', b'"featureServices"', b'FeatureViews"'), read
)

"""dbt's properties files: what is declared about models, sources, seeds and snapshots, and who uses them (exposures)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors import jinja
from collectors.dataflow import File, Found, How, Link, Opaque, Pipeline, Ref, Thing
from collectors.pipelines.dbt import reference
from collectors.spec import Unreadable
from collectors.trees import Tree

LOOK = re.compile(r"^version:\s*['\"]?2\b.*^(models|sources|seeds|snapshots|exposures):", re.MULTILINE | re.DOTALL)
"""A text that looks like one, even where it is no YAML."""
_NODES = ("models", "seeds", "snapshots")


def read(file: File) -> Iterator[Found]:
    """Things and links of one properties file; nothing for any other YAML. Raises Unreadable for what is broken and looks like one."""
    try:
        documents = file.documents[:1]
    except Unreadable:
        if LOOK.search(file.text):
            raise
        return
    for document in documents:
        if not is_properties(document):
            continue
        groups = {group.get("name").text: _contact(group.get("owner")) for group in document.get("groups").each()}
        for section in _NODES:
            for node in document.get(section).each():
                yield from _node(node, groups)
        for source in document.get("sources").each():
            yield from _source(source)
        for exposure in document.get("exposures").each():
            yield from _exposure(exposure)
        for model in document.get("semantic_models").each():
            if name := model.get("name").text:
                yield from _uses(model.get("model"), Ref("view", name), "derives")


def is_properties(document: Tree) -> bool:
    """Lists of named things under version 2; without the version, which newer releases of dbt do not ask for, things that only dbt has."""
    version = document.get("version").text
    if version is not None:
        named = (part for section in (*_NODES, "sources", "exposures") for part in document.get(section).items)
        return version in {"2", "2.0"} and any(part.get("name").text for part in named)
    tests = (
        part.get(word)
        for node in document.get("models").items
        for part in (node, *node.get("columns").items)
        for word in ("data_tests", "tests")
    )
    tables = (table.get("name") for source in document.get("sources").items for table in source.get("tables").items)
    users = (each.get("depends_on") for each in document.get("exposures").items if each.get("owner"))
    return any(tests) or any(tables) or any(users)


def _node(node: Tree, groups: dict[str | None, str | None]) -> Iterator[Found]:
    name = node.get("name").text
    if not name or setting(node, "enabled").text == "false":
        return
    group = setting(node, "group").text
    ref, alias = Ref("table", name), setting(node, "alias").text
    yield Thing(
        node.line,
        ref,
        location=Ref("table", alias) if alias and "{" not in alias else None,
        owner=owner(node) or groups.get(group) or group,
        description=node.get("description").text or None,
        tests=_tests(node),
        access=setting(node, "access").text,
        contract={"true": True, "false": False}.get(setting(node, "contract").get("enforced").text or ""),
    )
    versions = [each.get("v").text for each in node.get("versions").each()]
    latest = node.get("latest_version").text or max((v for v in versions if v), key=_number, default=None)
    if latest:  # the plain name stands for the latest version
        yield Link(node.get("versions").line or node.line, Ref("table", f"{name}_v{latest}"), ref, "derives")
    if node.get("relation"):
        yield from _uses(node.get("relation"), ref, "derives")


def _number(version: str) -> tuple[bool, float, str]:
    """dbt orders versions as numbers where they are, else as texts."""
    plain = version.replace(".", "", 1).isdecimal()
    return not plain, float(version) if plain else 0, version


def _source(source: Tree) -> Iterator[Found]:
    name, schema = source.get("name").text, source.get("schema").text or source.get("name").text
    database = source.get("database").text
    if not name or setting(source, "enabled").text == "false":
        return
    for table in source.get("tables").each():
        title = table.get("name").text
        if not title or setting(table, "enabled").text == "false":
            continue
        place = [part for part in (database, schema, table.get("identifier").text or title) if part]
        computed = any("{{" in part or "{%" in part for part in place)
        if computed:
            yield Opaque(
                table.line, "dbt source", f"where {name}.{title} is stored is computed: {'.'.join(place)}"[:200]
            )
        yield Thing(
            table.line,
            Ref("source", f"{name}.{title}"),
            location=None if computed else Ref("table", ".".join(place)),
            owner=owner(table) or owner(source),
            description=table.get("description").text or source.get("description").text or None,
            freshness=_freshness(setting(table, "freshness"), setting(source, "freshness")),
            tests=_tests(table),
        )


def _freshness(own: Tree, inherited: Tree) -> str | None:
    """`warn_after 1 day, error_after 30 day`. What a table does not say it has from its source; null there is an end to it."""
    told = []
    if own.text is None:
        for rule in ("warn_after", "error_after"):
            limit = own.get(rule) or inherited.get(rule)
            if limit.get("count").text and limit.get("period").text:
                told.append(f"{rule} {limit.get('count').text} {limit.get('period').text}")
    return ", ".join(told) or None


def _exposure(exposure: Tree) -> Iterator[Found]:
    name, kind = exposure.get("name").text, exposure.get("type").text
    if not name or setting(exposure, "enabled").text == "false":
        return
    user = Ref("model" if kind == "ml" else "consumer", name)
    yield Thing(
        exposure.line,
        user,
        owner=_contact(exposure.get("owner")) or owner(exposure),
        description=exposure.get("description").text or exposure.get("label").text or None,
    )
    for each in exposure.get("depends_on").each():
        yield from _uses(each, user, "derives" if kind == "ml" else "serves")


def _uses(said: Tree, user: Ref, how: How) -> Iterator[Found]:
    for call in jinja.calls((said.text or "").strip("{} ")):
        named = reference(call) if call.name in {"ref", "source"} else None
        if named is None:
            yield Opaque(said.line, f"dbt {call.name}", f"{user.name} takes {said.text}"[:200])
        else:
            yield Link(said.line, named, user, how)
        return
    yield Opaque(said.line, "depends_on", f"{user.name} takes {said.text}"[:200])


def setting(node: Tree, name: str) -> Tree:
    """A property, or the setting of that name under `config`."""
    return node.get(name) or node.get("config", name)


def owner(node: Tree) -> str | None:
    """Who answers for a node, by its `meta`: an address, else a name."""
    told = node.get("meta", "owner") or node.get("config", "meta", "owner")
    return _contact(told) or ", ".join(told.texts()) or None


def _contact(owner: Tree) -> str | None:
    """The address of an owner, else the name."""
    addresses = owner.get("email").texts() or owner.get("name").texts()
    return ", ".join(addresses) or None


def _tests(node: Tree) -> int:
    """Data tests of a node and of its columns."""
    parts = (node, *node.get("columns").each())
    return sum(len(part.get(word).each()) for part in parts for word in ("data_tests", "tests"))


PIPELINE = Pipeline(
    frozenset({"YAML"}), (b"models:", b"sources:", b"seeds:", b"snapshots:", b"exposures:", b"semantic_models:"), read
)

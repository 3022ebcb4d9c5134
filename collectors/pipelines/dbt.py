"""dbt's models, as their files tell them: references to models and sources in SQL with Jinja and in Python, and their settings.

The file is the model: what it makes is the table `""`, which goes by the file's stem, as with dbt. A version `x.v2` is `x_v2`.
Branches are not weighed: a reference counts where dbt, as it is set up today, would not come by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from collectors import jinja
from collectors.dataflow import File, Found, Link, Opaque, Pipeline, Ref, Thing
from collectors.forms import python

if TYPE_CHECKING:
    from tree_sitter import Node

_BLOCKS = {"macro", "test", "materialization"}
"""What stands in these is not of the file: whoever calls it takes it over."""
_MODEL = Ref("table", "")
_PYTHON = b"def model(dbt"
_LONGEST_NAME = 1_000


def read(file: File) -> Iterator[Found]:
    """What one model reads; nothing for SQL that is templated for others, and for Python that is no model."""
    if file.language == "SQL":
        yield from _sql(file.text)
    elif file.language == "Python" and _PYTHON in file.data:
        yield from _python(file)


def is_dbt(text: str) -> bool:
    """Whether a templated SQL text is dbt's: it refers to models or sources, sets a model up, or holds macros."""
    return any(_speaks(part) for part in jinja.parts(text))


def reference(call: jinja.Call) -> Ref | None:
    """What `ref('x')`, `ref('package', 'x', v=2)` or `source('s', 't')` names; None where that is computed."""
    found = jinja.arguments(call.inside) if len(call.inside) <= _LONGEST_NAME else None
    if found is None:
        return None
    names = [each for each in found[0] if isinstance(each, str)]
    if len(names) != len(found[0]) or not 1 <= len(names) <= 2 or any(v is jinja.COMPUTED for v in found[1].values()):
        return None
    if call.name == "source":
        return Ref("source", ".".join(names)) if len(names) == 2 else None
    version = found[1].get("v", found[1].get("version"))
    return Ref("table", names[-1] if version is None else f"{names[-1]}_v{version}")


def owner_of(config: Mapping[str, object]) -> str | None:
    """Who answers for a thing, by its settings: `meta.owner`, else its group."""
    meta = config.get("meta")
    told = meta.get("owner") if isinstance(meta, dict) else None
    names = told if isinstance(told, list) else [told]
    group = config.get("group")
    return ", ".join(each for each in names if isinstance(each, str)) or (group if isinstance(group, str) else None)


def _speaks(part: jinja.Part) -> bool:
    if part.kind == "statement" and _word(part) in {"macro", "snapshot", "test", "materialization"}:
        return True
    return any(call.name in {"ref", "source", "config", "is_incremental"} for call in jinja.calls(part.inner))


def _word(part: jinja.Part) -> str:
    return part.inner.split(maxsplit=1)[0] if part.kind == "statement" and part.inner else ""


def _sql(text: str) -> Iterator[Found]:
    lines = jinja.Lines(text)
    inside: list[str] = []
    model = _MODEL
    spoken = False
    found: list[Found] = []
    config: dict[Ref, dict[str, object]] = {}
    for part in jinja.parts(text):
        word = _word(part)
        if word in _BLOCKS:
            inside.append(word)
        elif word.startswith("end") and inside and word[3:] == inside[-1]:
            inside.pop()
        elif word == "snapshot":
            model, spoken = Ref("table", part.inner.partition(" ")[2].strip()), True
            config.setdefault(model, {})
        elif word == "endsnapshot":
            model = _MODEL
        for call in jinja.calls(part.inner):
            line = lines.of(part.at + call.start)
            if call.name in {"ref", "source"}:
                spoken = spoken or not inside
                found.append(_link(line, call, model, inside))
            elif call.name == "config" and not inside:
                spoken = True
                config.setdefault(model, {}).update(_config(call))
    if any(each.get("enabled") is False for each in config.values()):
        return
    if spoken:
        for each in config or {_MODEL: {}}:
            yield _thing(1, each, config.get(each, {}))
    yield from found


def _link(line: int, call: jinja.Call, model: Ref, inside: list[str]) -> Found:
    named = reference(call)
    if inside:
        return Opaque(
            line, f"dbt {call.name}", f"in a {inside[-1]}: who calls it refers to {call.inside.strip()}"[:200]
        )
    if named is None:
        return Opaque(line, f"dbt {call.name}", f"the name is computed: {call.inside.strip()}"[:200])
    return Link(line, named, model, "derives")


def _config(call: jinja.Call) -> dict[str, object]:
    found = jinja.arguments(call.inside)
    if found is None:
        return {}
    return {**next((each for each in found[0] if isinstance(each, dict)), {}), **found[1]}


def _thing(line: int, model: Ref, config: Mapping[str, object]) -> Thing:
    alias, access, contract = config.get("alias"), config.get("access"), config.get("contract")
    return Thing(
        line,
        model,
        location=Ref("table", alias) if isinstance(alias, str) else None,
        owner=owner_of(config),
        access=access if isinstance(access, str) else None,
        contract=contract.get("enforced") is True if isinstance(contract, dict) else None,
    )


def _python(file: File) -> Iterator[Found]:
    if not any(_is_model(node) for node in file.python.get("function")):
        return
    config: dict[str, object] = {}
    found: list[Found] = []
    for node in file.python.get("call"):
        receiver, _, name = python.text(node.child_by_field_name("function")).partition(".")
        inside = python.text(node.child_by_field_name("arguments"))[1:-1]
        if receiver == "dbt" and name in {"ref", "source"}:
            found.append(_link(python.line(node), jinja.Call(name, 0, inside), _MODEL, []))
        elif receiver == "dbt" and name == "config":
            config.update(_config(jinja.Call(name, 0, inside)))
    if config.get("enabled") is not False:
        yield _thing(1, _MODEL, config)
        yield from found


def _is_model(node: Node) -> bool:
    taken = node.child_by_field_name("parameters")
    first = next((each for each in taken.named_children if each.type != "comment"), None) if taken else None
    return python.text(node.child_by_field_name("name")) == "model" and python.text(first).startswith("dbt")


PIPELINE = Pipeline(frozenset({"SQL", "Python"}), (b"{{", b"{%", _PYTHON), read)

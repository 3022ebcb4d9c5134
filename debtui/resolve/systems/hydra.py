"""Hydra: defaults lists, packages and overrides, as hydra-core 1.3 composes them (`hydra/_internal/defaults_list.py`).

A defaults list is walked from its end, so that an `override` further down, or further out, is known when the entry that
it overrides is reached. Without `_self_` a file's own settings come last. Hydra's own node, `hydra`, is left out, as in
the `config.yaml` that it records of a run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from collectors.forms.config import Leaf
from debtui.resolve import overrides
from debtui.resolve.base import Composition, Files, Opaque, Resolved, System, Walk
from debtui.resolve.layers import Layers, above_of, items_of

_ENTRY = re.compile(r"defaults\[(\d+)\](?:\.(.*))?", re.DOTALL)
_CHOICE = re.compile(r"\$\{([^${}]+)\}")
_FLOAT = re.compile(r"[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?")
_RESOLVER = re.compile(r"\$\{\s*([A-Za-z_][\w.]*)\s*:")


@dataclass(frozen=True, slots=True)
class _Default:
    """One entry of a defaults list, and where it stands. A list of options is one entry with several names."""

    group: str | None
    """None: a config by its path."""
    names: tuple[str | None, ...]
    package: str | None = None
    line: int = 1
    optional: bool = False
    override: bool = False
    several: bool = False
    appended: bool = False
    base: str = ""
    """Directory of the file that lists it."""
    above: str = ""
    """Package of that file."""

    @property
    def is_self(self) -> bool:
        return self.group is None and self.names == ("_self_",)

    @property
    def name(self) -> str | None:
        return self.names[0] if self.names else None

    @property
    def _place(self) -> str:
        return self.group if self.group is not None else (self.name or "").rpartition("/")[0]

    @property
    def directory(self) -> str:
        """The group's directory below the config root."""
        absolute = self._place if self.group is not None else self.name or ""
        if absolute.startswith("/") or not self.base:
            return self._place.lstrip("/")
        return "/".join(part for part in (self.base, self._place) if part)

    @property
    def config(self) -> str:
        """Path below the config root, without its ending."""
        return "/".join(part for part in (self.directory, (self.name or "").rpartition("/")[2]) if part)

    def placed(self, header: str | None = None) -> str:
        """The package that its settings go to."""
        package = self.package if self.package is not None else header
        if package is None:
            package = self._place.lstrip("/").replace("/", ".")
        whole = ".".join(part for part in (self.above, package) if part)
        return whole.rpartition("_global_")[2].removeprefix(".") if "_global_" in whole else whole

    @property
    def key(self) -> str:
        """What an override calls it."""
        package = self.placed()
        return (
            self.directory
            if package == self.directory.replace("/", ".")
            else f"{self.directory}@{package or '_global_'}"
        )

    def told(self) -> str:
        """As it stands in the list."""
        names = ", ".join(str(name or "null") for name in self.names)
        if self.group is None:
            return names
        return f"{self.group}{'' if self.package is None else f'@{self.package}'}: {names}"


@dataclass
class _Part:
    """One file of the composition: its settings go to a package."""

    path: str
    package: str
    how: str


@dataclass
class _Compose:
    files: Files
    base: str
    choices: dict[str, tuple[tuple[str | None, ...], str]] = field(default_factory=dict)
    """Overridden groups: the option, and who says so."""
    used: set[str] = field(default_factory=set)
    deletions: dict[str, str | None] = field(default_factory=dict)
    known: dict[str, str | None] = field(default_factory=dict)
    opaque: list[Opaque] = field(default_factory=list)
    walk: Walk = field(default_factory=Walk)

    def path_of(self, config: str) -> str | None:
        stem = f"{self.base}/{config}" if self.base else config
        ends = ("",) if stem.endswith((".yaml", ".yml")) else (".yaml", ".yml")
        return next((stem + end for end in ends if stem + end in self.files), None)

    def is_group(self, name: str) -> bool:
        return (f"{self.base}/{name}" if self.base else name) in self.files.directories

    def parts(
        self, entry: _Default, listed: str, how: str, added: Sequence[_Default] = (), depth: int = 0
    ) -> list[_Part]:
        """The files that an entry of a list leads to, in the order in which they are laid."""
        path = self._chosen(entry, listed)
        if path is None:
            return []
        if not self.walk.may_open(self.files[path], depth):
            self.unknown(listed, entry.line, "defaults lists include each other without end")
            return []
        header = _header(self.files, path)
        listed_here = defaults(self.files[path].leaves)
        own = _Part(path, entry.placed(header), how)
        silent = not any(child.is_self for child in listed_here)
        if silent and (not all(child.override for child in listed_here) or not listed_here):
            listed_here.append(_Default(None, ("_self_",)))
        children = [
            replace(child, base=entry.directory, above=entry.placed(header)) for child in (*listed_here, *added)
        ]
        for child in children:
            if child.override and child.key not in self.choices:
                self.choices[child.key] = (child.names, f"{child.told()} (override in {path})")
        if all(child.override for child in children):
            return [own]
        return self._children(children, own, path, depth)

    def _chosen(self, entry: _Default, listed: str) -> str | None:
        """The file that an entry names; None where it names none, was taken away, or cannot be read."""
        if entry.group is not None:
            if entry.key in self.deletions and self.deletions[entry.key] in (None, entry.name):
                self.used.add(f"~{entry.key}")
                return None
            if self.known.setdefault(entry.key, entry.name) != entry.name:
                self.unknown(listed, entry.line, f"two values for the group {entry.key}: Hydra refuses this")
        if entry.name is None:
            return None
        if entry.config.endswith("???"):
            self.unknown(listed, entry.line, f"nobody chooses an option of {entry.key}")
            return None
        path = self.path_of(entry.config)
        if path is not None and self.files.get(path) is not None:
            return path
        if not entry.optional and not entry.directory.startswith("hydra/"):
            told = "cannot be read" if path else "is no file: a structured config, a plugin's, or missing"
            self.unknown(listed, entry.line, f"{entry.config} {told}")
        return None

    def _children(self, children: list[_Default], own: _Part, path: str, depth: int) -> list[_Part]:
        found: list[list[_Part]] = []
        later: list[tuple[int, _Default]] = []
        for child in reversed(children):
            if child.is_self:
                found.append([own])
            elif not child.override:
                how = f"{child.told()} ({'added' if child.appended else f'defaults of {path}'})"
                if child.group is not None and child.key in self.choices:
                    names, who = self.choices[child.key]
                    self.used.add(child.key)
                    child, how = replace(child, names=names, several=len(names) > 1), who
                if not child.several and "${" in (child.name or ""):
                    later.append((len(found), child))
                    found.append([])
                    continue
                found.append(self._options(child, path, how, depth))
        for place, child in later:
            name = _CHOICE.sub(lambda match: str(self.known.get(match[1], match[0])), child.name or "")
            if "${" in name:
                self.unknown(path, child.line, f"{child.told()} names a choice that is not known")
            else:
                named = replace(child, names=(name,))
                found[place] = self.parts(named, path, f"{named.told()} (defaults of {path})", depth=depth + 1)
        return [part for parts in reversed(found) for part in parts]

    def _options(self, entry: _Default, path: str, how: str, depth: int) -> list[_Part]:
        if not entry.several:
            return self.parts(entry, path, how, depth=depth + 1)
        found = [
            self.parts(
                replace(entry, group=None, names=(f"{entry.group}/{name}",), several=False), path, how, depth=depth + 1
            )
            for name in reversed(entry.names)
        ]
        return [part for parts in reversed(found) for part in parts]

    def unknown(self, path: str, line: int, reason: str) -> None:
        self.opaque.append(Opaque(path, line, reason))


def defaults(leaves: Sequence[Leaf]) -> list[_Default]:
    """The defaults list of a file."""
    found: list[tuple[int, _Default]] = []
    for leaf in leaves:
        if leaf.document:
            break
        if leaf.key == "defaults" and leaf.type == "list":
            return [_config(item, leaf.line) for item in items_of(leaf)]
        if (match := _ENTRY.fullmatch(leaf.key)) is not None:
            found.append(
                (int(match[1][:9]), _config(leaf.value, leaf.line) if match[2] is None else _group(match[2], leaf))
            )
    return [entry for _, entry in sorted(found, key=lambda item: item[0])]


def _group(said: str, leaf: Leaf) -> _Default:
    """`optional db@backup: mysql`, its words before the colon being `said`."""
    *words, group = said.split(" ")
    group, at, package = group.partition("@")
    several = leaf.type == "list"
    names = tuple(items_of(leaf)) if several else (None if leaf.type == "null" else leaf.value,)
    return _Default(
        group, names, _package(package, bool(at)), leaf.line, "optional" in words, "override" in words, several
    )


def _config(text: str, line: int) -> _Default:
    path, at, package = text.partition("@")
    return _Default(None, (path,), _package(package, bool(at)), line)


def _package(text: str, given: bool) -> str | None:
    return None if not given else "" if text == "_here_" else text.partition(":")[0]


def _header(files: Files, path: str) -> str | None:
    """The package of a `# @package` header; below the first setting it is a comment like any other."""
    settings = files[path]
    first = min((leaf.line for leaf in settings.leaves), default=1 << 30)
    for directive in settings.directives:
        if directive.kind == "package" and directive.line < first:
            return directive.target if directive.target.startswith("_global_") else f"_global_.{directive.target}"
    return None


def is_root(files: Files, path: str) -> bool:
    """An entry: it has a defaults list that names files beside it, and no directory above holds such a file."""
    directory = path.rpartition("/")[0]
    if not _has_defaults(files, path):
        return False
    while directory:
        directory = directory.rpartition("/")[0]
        if files.once(f"hydra's entries in {directory}", partial(_any_entry, files, directory)):
            return False
    return True


def _any_entry(files: Files, directory: str) -> bool:
    return any(_has_defaults(files, path) for path in files.folder(directory))


def _has_defaults(files: Files, path: str) -> bool:
    if not path.endswith((".yaml", ".yml")) or (settings := files.get(path)) is None:
        return False
    listed = defaults(settings.leaves)
    if not listed:  # an entry without groups says `defaults: []`
        return any(leaf.key == "defaults" and leaf.value == "[]" for leaf in settings.leaves)
    within = _Compose(files, path.rpartition("/")[0])
    return any(
        entry.is_self
        or (entry.name is not None and within.path_of(entry.config) is not None)
        or (entry.group and within.is_group(entry.directory))
        for entry in listed
    )


def resolve(files: Files, root: str, given: Sequence[str] = ()) -> Composition:
    """Compose an entry with overrides, as `hydra.compose` does. Interpolations stay text, `???` stays."""
    base, _, name = root.rpartition("/")
    compose = _Compose(files, base)
    added, settings = _given(compose, given)
    parts = compose.parts(_Default(None, (name,)), root, "the entry", added)
    for key in sorted({*compose.choices, *(f"~{key}" for key in compose.deletions)} - compose.used):
        if not key.startswith("hydra/"):
            compose.unknown(root, 1, f"{key} is overridden and in no defaults list: Hydra refuses this")
    layers = Layers()
    for part in parts:
        _lay(part, layers, compose)
    for override in settings:
        _apply(override, layers, compose, root)
    resolved = tuple(_judged(leaf) for leaf in layers.resolved() if leaf.key.partition(".")[0] != "hydra")
    return Composition(root, "hydra", resolved, tuple(compose.opaque))


def _lay(part: _Part, layers: Layers, compose: _Compose) -> None:
    """Put a file on top; `???` says nothing where something was said."""
    leaves = []
    for leaf in compose.files[part.path].leaves:
        if leaf.document or leaf.key == "defaults" or _ENTRY.fullmatch(leaf.key):
            continue
        key = f"{part.package}.{leaf.key}" if part.package else leaf.key
        if leaf.value == "???" and key in layers:
            continue
        if key.startswith("hydra.searchpath"):
            compose.unknown(part.path, leaf.line, f"{leaf.value} on the search path is not looked into")
        if any((step := layers.last(above)) and "${" in step.value for above in above_of(key)):
            compose.unknown(part.path, leaf.line, f"{key} is laid over an interpolation, which only a run follows")
        leaves.append(_typed(leaf))
    layers.lay(leaves, part.path, part.how, part.package)


def _given(compose: _Compose, given: Sequence[str]) -> tuple[list[_Default], list[overrides.Override]]:
    """Overrides of groups go into the composition; groups to append and overrides of settings are returned."""
    added, settings = [], []
    for text in given:
        try:
            override = overrides.parse(text)
        except ValueError as error:
            compose.unknown("", 0, f"{text}: {error}")
            continue
        key = override.key if override.package is None else f"{override.key}@{override.package}"
        names = tuple(override.value) if isinstance(override.value, list) else (override.value,)
        if not compose.is_group(override.key) or any(below for below, _, _ in override.values):
            if override.key.replace("/", ".").partition(".")[0] != "hydra":
                settings.append(override)
        elif override.sign == "~":
            compose.deletions[key] = override.value if isinstance(override.value, str) else None
        elif override.sign == "+":
            added.append(
                _Default(
                    override.key, names, override.package, 0, several=isinstance(override.value, list), appended=True
                )
            )
        else:
            compose.choices[key] = (names, f"override {text}")
    return added, settings


def _apply(override: overrides.Override, layers: Layers, compose: _Compose, root: str) -> None:
    key = override.key
    if override.sign == "~":
        if not layers.take(key):
            compose.unknown(root, 0, f"{override.text} takes away what is not there: Hydra refuses this")
        return
    if not override.sign and key not in layers:
        compose.unknown(root, 0, f"{override.text} names no setting: Hydra refuses this")
    leaves = [Leaf(_below(key, below), value, kind, 0, 0) for below, value, kind in override.values]
    layers.lay(leaves, "", f"override {override.text}")


def _below(key: str, below: str) -> str:
    return key + below if not below or below.startswith("[") else f"{key}.{below}"


def _typed(leaf: Leaf) -> Leaf:
    """OmegaConf reads 1e-3 as a number; YAML 1.1 reads a text."""
    if leaf.type == "string" and ("e" in leaf.value or "E" in leaf.value) and _FLOAT.fullmatch(leaf.value):
        return replace(leaf, type="number")
    return leaf


def _judged(leaf: Resolved) -> Resolved:
    """Say why a value is only known in a run, where it is: it must be given, or the program's own code makes it."""
    if leaf.value == "???":
        return replace(leaf, opaque="must be given when the program is started")
    named = _RESOLVER.findall(leaf.value) if leaf.type in {"string", "list"} else ()
    own = [name for name in named if not name.startswith("oc.") and name not in {"hydra", "now"}]
    return replace(leaf, opaque=f"the resolver {own[0]} is the program's own") if own else leaf


SYSTEM = System("hydra", "Hydra's defaults lists, packages and overrides", is_root, resolve)

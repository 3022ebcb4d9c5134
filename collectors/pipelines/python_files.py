"""Files, tables, models and addresses that a Python program reads and writes, where it says them in so many words.

`open` of something computed is no news, a thousand programs have it; a data frame read from somewhere computed is told as opaque.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tree_sitter import Node

from collectors.dataflow import THIS, File, Found, Link, Opaque, Pipeline, Ref
from collectors.forms.python import line, text
from collectors.program import Arguments, Program, arguments

_FRAMES = (
    "pandas",
    "polars",
    "dask",
    "geopandas",
    "modin",
    "cudf",
    "pyarrow",
    "fastparquet",
    "ibis",
    "duckdb",
    "vaex",
    "daft",
)
_FORMATS = frozenset(
    [
        "csv",
        "parquet",
        "json",
        "excel",
        "feather",
        "pickle",
        "orc",
        "hdf",
        "stata",
        "sas",
        "spss",
        "fwf",
        "ipc",
        "avro",
        "delta",
        "ndjson",
        "xml",
        "table",
        "file",
    ]
)


@dataclass(frozen=True, slots=True)
class _Use:
    """How a call names what it reads or writes."""

    way: Literal["reads", "writes"]
    names: tuple[str, ...] = ()
    at: int | None = 0
    kind: Literal["file", "table", "model", "api"] = "file"
    certain: bool = True
    """Told as opaque where the name is computed."""


_FUNCTIONS: dict[str, _Use] = {
    "numpy.load": _Use("reads", ("file",)), "numpy.loadtxt": _Use("reads", ("fname",)), "numpy.genfromtxt": _Use("reads", ("fname",)),
    "numpy.save": _Use("writes", ("file",)), "numpy.savez": _Use("writes", ("file",)), "numpy.savetxt": _Use("writes", ("fname",)),
    "numpy.savez_compressed": _Use("writes", ("file",)),
    "joblib.load": _Use("reads", ("filename",)), "joblib.dump": _Use("writes", ("filename",), 1),
    "torch.load": _Use("reads", ("f",)), "torch.save": _Use("writes", ("f",), 1),
    "pandas.read_sql_table": _Use("reads", ("table_name",), kind="table"),
    "tensorflow.keras.models.load_model": _Use("reads", ("filepath",), kind="model"),
    "keras.models.load_model": _Use("reads", ("filepath",), kind="model"),
    "tensorflow.saved_model.load": _Use("reads", ("export_dir",), kind="model"),
    "tensorflow.saved_model.save": _Use("writes", ("export_dir",), 1, kind="model"),
    "mlflow.register_model": _Use("writes", ("name",), 1, kind="model"),
    "requests.get": _Use("reads", ("url",), kind="api", certain=False), "requests.post": _Use("reads", ("url",), kind="api", certain=False),
    "httpx.get": _Use("reads", ("url",), kind="api", certain=False), "httpx.post": _Use("reads", ("url",), kind="api", certain=False),
    "urllib.request.urlopen": _Use("reads", ("url",), kind="api", certain=False),
    "urllib.request.urlretrieve": _Use("reads", ("url",), kind="api", certain=False),
}  # fmt: skip
_METHODS: dict[str, _Use] = {
    **{f"to_{name}": _Use("writes", ("path_or_buf", "path", "excel_writer")) for name in ("csv", "parquet", "excel", "feather", "pickle", "hdf", "stata", "orc")},
    **{f"write_{name}": _Use("writes", ("file", "target", "workbook")) for name in ("csv", "parquet", "ipc", "ndjson", "excel", "avro", "delta")},
    **{f"sink_{name}": _Use("writes", ("path",)) for name in ("csv", "parquet", "ipc", "ndjson")},
    "to_json": _Use("writes", ("path_or_buf",), certain=False), "to_sql": _Use("writes", ("name",), kind="table"),
    "saveAsTable": _Use("writes", ("name",), kind="table"), "insertInto": _Use("writes", ("tableName",), kind="table"),
    "save_pretrained": _Use("writes", ("save_directory",), kind="model", certain=False),
    "from_pretrained": _Use("reads", ("pretrained_model_name_or_path",), kind="model", certain=False),
    "save_model": _Use("writes", ("fname", "filename", "filepath"), kind="model", certain=False),
    "load_model": _Use("reads", ("fname", "filename", "filepath", "model_uri"), kind="model", certain=False),
}  # fmt: skip
_SPARK = re.compile(r"\.(read|write|readStream|writeStream)\b")
_SPARK_FORMATS = frozenset({"parquet", "csv", "json", "orc", "text", "load", "save", "table", "delta"})
_PATHS = {"read_text": "reads", "read_bytes": "reads", "write_text": "writes", "write_bytes": "writes"}
_REGISTRY = re.compile(r"models:/(?P<name>[^/@]+)(?:/(?P<version>[^/@]+)|@(?P<alias>[^/]+))?\Z")
_DATED = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2}|(?<=[/=_-])\d{8})(?!\d)")
_NO_FILES = frozenset({"", "-", "/dev/null", "/dev/stdin", "/dev/stdout", ".", ".."})
_SYSTEM = ("/dev/", "/etc/", "/proc/", "/sys/", "/var/run/", "/run/")
"""What the system keeps there is no data of anybody's."""
_NAME = re.compile(
    rb"read_|scan_|to_(?:csv|parquet|json|excel|feather|pickle|hdf|sql)|open\(|\.load|\.save|\.dump|\.read\.|\.write\b|_pretrained|log_model|register_model|urlopen|urlretrieve"
)


def read(file: File) -> Iterator[Found]:
    """Links between this program and what its calls name."""
    return (found for _, found in uses(file))


def uses(file: File) -> Iterator[tuple[Node, Found]]:
    """The same, each with the call that says it."""
    if _NAME.search(file.data) is None and b"requests." not in file.data and b"httpx." not in file.data:
        return
    calls = [(call, function) for call in file.python.get("call") if (function := call.child_by_field_name("function"))]
    likely = [(call, function, text(function)) for call, function in calls if _likely(text(function))]
    if not likely:
        return
    program = Program(file.python)
    for call, function, written in likely:
        for found in _told(program, call, function, written):
            yield call, found


def _likely(written: str) -> bool:
    """Whether a call of this name may read or write: asked of every call, before anything else is looked at."""
    last = written.rpartition(".")[2]
    return (
        last in _METHODS or last in _PATHS or last in {"open", "load", "dump", "save", "table", "get", "post", "log_model"}
        or last.startswith(("read_", "scan_", "load", "save", "urlopen", "urlretrieve", "genfromtxt", "register_model"))
        or (last in _SPARK_FORMATS and _SPARK.search(written) is not None)
    )  # fmt: skip


def _told(program: Program, call: Node, function: Node, written: str) -> Iterator[Found]:
    given = arguments(call)
    last = written.rpartition(".")[2]
    full = program.dotted(function)
    holder = function.child_by_field_name("object")
    if last in _PATHS or (last == "open" and holder is not None):
        if (place := program.fold(holder)) is not None and _is_path(place):
            way = _PATHS.get(last) or _by_mode(program.fold(given.get("mode", at=0)))
            yield from _link(call, Ref("file", place), way)
    elif full in {"open", "io.open", "gzip.open", "fsspec.open", "smart_open.open"}:
        place = program.fold(given.get("file", at=0))
        if place is not None and _is_path(place):
            yield from _link(call, Ref("file", place), _by_mode(program.fold(given.get("mode", at=1))))
    elif full.startswith("mlflow.") and last == "log_model":
        if (name := program.fold(given.get("registered_model_name"))) is not None:
            yield from _link(call, Ref("model", name), "writes")
    elif (use := _use(full, last, written)) is not None:
        yield from _used(program, call, given, use, last)


def _use(full: str, last: str, written: str) -> _Use | None:
    if full in _FUNCTIONS:
        return _FUNCTIONS[full]
    root = full.partition(".")[0]
    verb, _, form = last.partition("_")
    if verb in {"read", "scan"} and form in _FORMATS and root in _FRAMES:
        return _Use("reads", ("path", "filepath_or_buffer", "io", "source", "path_or_buf"))
    if (way := _SPARK.search(written)) is not None and last in _SPARK_FORMATS:
        kind: Literal["file", "table"] = "table" if last == "table" else "file"
        return _Use("reads" if way.group(1).startswith("read") else "writes", ("path", "tableName"), kind=kind)
    if last == "table" and re.fullmatch(r"(\w+\.)*spark(_session)?\.table", written):
        return _Use("reads", ("tableName",), kind="table")
    return _METHODS.get(last) if "." in written else None


def _used(program: Program, call: Node, given: Arguments, use: _Use, last: str) -> Iterator[Found]:
    node = given.get(*use.names, at=use.at)
    if node is None:
        return  # `to_csv()` is a text
    place = program.fold(node)
    if place is None:
        if use.certain and not given.splat:
            yield Opaque(line(call), last, program.why(node))
        return
    registered = _REGISTRY.match(place)
    if registered is not None:
        version = registered["version"]
        pin = version if version and version.isdigit() else None
        yield from _link(call, Ref("model", registered["name"]), use.way, pin)
    elif use.kind == "api":
        if "://" in place:
            yield from _link(call, Ref("api", place.partition("?")[0]), use.way)
    elif use.kind == "file":
        if _is_path(place):
            yield from _link(call, Ref("file", place), use.way)
    elif place not in _NO_FILES and "\n" not in place:
        yield from _link(call, Ref(use.kind, place), use.way)


def _link(call: Node, ref: Ref, way: str, pin: str | None = None) -> Iterator[Found]:
    if way == "writes":
        yield Link(line(call), THIS, ref, "writes")
    else:
        dated = _DATED.search(ref.name)
        yield Link(line(call), ref, THIS, "reads", pin or (dated.group(1) if dated else None))


def _by_mode(mode: str | None) -> str:
    return "writes" if mode is not None and mode[:1] in {"w", "a", "x"} else "reads"


def _is_path(place: str) -> bool:
    """Whether a folded text can be the name of a file, and says more than a folder that everybody has."""
    return not place.startswith(_SYSTEM) and place not in _NO_FILES and len(place) <= 500 and "\n" not in place and place.strip("./") != ""  # fmt: skip


PIPELINE = Pipeline(
    frozenset({"Python", "Jupyter Notebook"}),
    (
        b"read_",
        b"scan_",
        b"open(",
        b".load",
        b".save",
        b".dump",
        b"to_",
        b"write_",
        b"_pretrained",
        b"requests.",
        b"httpx.",
        b".table(",
        b".read",
        b".write",
        b"sink_",
        b"_model(",
        b"urlopen",
        b"urlretrieve",
        b"saveAsTable",
        b"insertInto",
    ),
    read,
)  # fmt: skip

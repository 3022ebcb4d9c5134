"""Runs of W&B as it keeps them on disk: the file `run-<id>.wandb` of a run, or, without one, what lies beside it as JSON and YAML.

The file is a log of messages: the run, its settings, rows of its history, its summary after each of them, and at last its exit code.
Of the machine's own statistics and what the program printed nothing is read.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from collectors import leveldb_log, wandb_runs
from collectors.json_record import document, mapping, text
from collectors.records import Recorder, Records, when
from collectors.spec import Unreadable
from collectors.trees import Tree, yaml_documents
from collectors.wandb_messages import Log
from collectors.wandb_runs import Run, base, hardware

_MANY = 5_000
_LARGEST = 1_000_000
_SIDECARS = ("config.yaml", "wandb-metadata.json", "wandb-summary.json")
"""In the order in which they are asked for: the first that is there speaks for the run."""
_FOLDER = re.compile(r"(?:run|offline-run)-\d{8}_\d{6}-(.+)")
_CONFIGURED = re.compile(rb"^(_wandb|wandb_version):", re.MULTILINE)


def knows(path: Path, head: bytes) -> bool:
    """A run's file by its name; what lies beside one by its name too, where no such file is there to speak for the run."""
    if path.name.endswith(".wandb"):
        return True
    if path.name not in _SIDECARS or (path.parent.name == "files" and any(path.parent.parent.glob("run-*.wandb"))):
        return False
    first = next((name for name in _SIDECARS if _is_own(path.parent / name)), None)
    return first == path.name


def _is_own(path: Path) -> bool:
    """Whether there is such a file, and W&B's: every other tool has a config.yaml too."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.name != "config.yaml":
        return True
    with path.open("rb") as file:
        return bool(_CONFIGURED.search(file.read(_LARGEST)))


def read(path: Path, into: Records) -> Iterator[None]:
    """A run with its points."""
    if not path.name.endswith(".wandb"):
        yield from _sidecars(path, into)
        return
    if path.stat().st_size == 0:
        into.fault("empty: nothing was written of this run yet, or it was lost")
        return
    log = Log(Run(path.stem.removeprefix("run-")), into)
    with path.open("rb") as file:
        for data in leveldb_log.entries(file, into.fault):
            try:
                log.take(data)
            except (ValueError, struct.error, RecursionError) as error:
                log.broken(str(error))
            if len(log.rows) >= _MANY:
                log.hand_on()
                yield
    log.hand_on()
    log.settle()
    if log.faults > 1:
        into.fault(f"records that cannot be read: {log.faults:,}")
    if log.seen:
        _beside(path.parent / "files", log.run, into)
        log.run.tell(into, log.last)
    yield


def _sidecars(path: Path, into: Records) -> Iterator[None]:
    """A run by its metadata, settings and summary: its history is not at hand."""
    folder = path.parent
    place = folder.parent if folder.name == "files" else folder
    named = _FOLDER.fullmatch(place.name)
    run = Run(named[1] if named else place.name)
    if (folder / "config.yaml").is_file():
        run.config = _settings(folder / "config.yaml", into)
    if (folder / "wandb-summary.json").is_file():
        run.summary = _document(folder / "wandb-summary.json", into)
    _beside(folder, run, into)
    run.tell(into)
    yield


def _beside(folder: Path, run: Run, into: Records) -> None:
    """What metadata and the list of packages add to what is known of a run."""
    told = _document(folder / "wandb-metadata.json", into) if (folder / "wandb-metadata.json").is_file() else {}
    git = mapping(told.get("git"))
    run.commit = run.commit or text(git.get("commit"))
    if address := text(git.get("remote")):
        run.tags.setdefault("git.remote", wandb_runs.remote(address))
    arguments = told.get("args")
    run.program = run.program or text(told.get("codePath")) or base(text(told.get("program")))
    run.arguments = run.arguments or ([str(each) for each in arguments] if isinstance(arguments, list) else ())
    run.environment = run.environment or text(told.get("docker")) or _packages(folder / "requirements.txt")
    count = told.get("gpu_count")
    run.hardware = run.hardware or hardware(text(told.get("gpu")), count if isinstance(count, int) else 0)
    if run.status == "unknown" and text(told.get("state")) != "running":  # so says one that broke off, too
        run.status = wandb_runs.STATUS.get(text(told.get("state")) or "", "unknown")
    if run.started is None and text(told.get("startedAt")):
        try:
            run.started = when(told["startedAt"])
        except ValueError as error:
            into.fault(f"wandb-metadata.json: {error}")


def _document(path: Path, into: Records) -> dict[str, Any]:
    """One JSON mapping of those beside each other; what is wrong with it costs no other."""
    try:
        return document(path, into) if not path.is_symlink() else {}
    except (OSError, ValueError) as error:
        into.fault(f"{path.name}: {error}")
        return {}


def _settings(path: Path, into: Records) -> dict[str, Any]:
    """Values of a config.yaml, each with its description or without."""
    if path.stat().st_size > _LARGEST:
        into.fault(f"{path.name}: larger than {_LARGEST:,} bytes")
        return {}
    try:
        told = next(iter(yaml_documents(path.read_bytes().decode("utf-8", "replace"))), Tree())
    except (OSError, ValueError, Unreadable) as error:
        into.fault(f"{path.name}: {error}")
        return {}
    return {key: _plain(value.get("value")) for key, value in told.entries.items() if value.get("value")}


def _plain(tree: Tree) -> Any:
    """A scalar as it is written."""
    if tree.entries:
        return {key: _plain(value) for key, value in tree.entries.items()}
    return f"[{', '.join(str(_plain(item)) for item in tree.items)}]" if tree.items else tree.text or ""


def _packages(path: Path) -> str | None:
    """A digest of the list of packages that W&B wrote down."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
        return None
    return f"requirements.txt sha256:{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"


RECORDER = Recorder(("*.wandb", *_SIDECARS), read, knows)

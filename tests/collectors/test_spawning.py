"""A process of ours takes nothing from where the user stands."""

from __future__ import annotations

import os
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from collectors.spawning import spawn


def tell(connection: Connection) -> None:
    connection.send([sys.flags.safe_path, "multiprocessing" in sys.modules])


@pytest.mark.parametrize("own", [None, "", "1"])
def test_a_new_interpreter_imports_nothing_from_the_repository_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str | None
) -> None:
    for name in ("multiprocessing", "json", "click"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    if own is None:
        monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    else:
        monkeypatch.setenv("PYTHONSAFEPATH", own)
    rest = threading.Event()
    thread = threading.Thread(target=rest.wait)
    thread.start()  # beside a thread it is no copy of this process
    try:
        process, connection = spawn(tell)
        assert connection.poll(20)
        assert connection.recv() == [True, True]
        process.join()
        connection.close()
    finally:
        rest.set()
        thread.join()
    assert not (tmp_path / "run").exists()
    assert os.environ.get("PYTHONSAFEPATH") == own  # an editor that is opened later sees none of it

"""Worker processes: what is sent to them and what they send."""

from __future__ import annotations

import threading

from collectors.clean import Cleaner
from collectors.pool import Pool
from collectors.worker import Task
from tests.repos import GitRepo, git


def test_large_batches_and_large_answers_do_not_wait_for_each_other(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    oid = git(repo.path, "rev-parse", "HEAD:a.py").strip()
    # A language's name travels there and back; half a megabyte of them is more than a connection holds.
    tasks = [Task(number, oid, ((f"{number:0200}", ("file_text",)),)) for number in range(2_500)]
    pool = Pool(repo.path / ".git", Cleaner(b"salt"), 1)
    done: list[int] = []

    def run() -> None:
        pool.start()
        done.extend(len(found.sizes) for _, found in pool.run([tasks, tasks, tasks]))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(30)
    pool.close()
    assert done == [2_500, 2_500, 2_500]

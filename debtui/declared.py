"""What the repository's own files declare of others: a dvc.yaml says of any file that it holds metrics, plots or parameters."""

from __future__ import annotations

import json
from collections.abc import Callable
from posixpath import dirname, join, normpath

from collectors import dvc_declared
from collectors.gitstream import Repository
from collectors.kinds import CONFIG, classify
from debtui.store.db import Store

_MOST = 2_000
"""Versions of dvc.yaml that are read, the newest."""
_FILES = (
    "SELECT path, oid FROM file_span JOIN blob_id USING (blob) WHERE mode LIKE '100%' AND (path = 'dvc.yaml' OR path LIKE '%/dvc.yaml')"
    f" GROUP BY path, oid ORDER BY max(from_seq) DESC, path, oid LIMIT {_MOST}"
)
_KEPT = "declarations"
"""Fact of the store: what each blob says, by its id. A blob never changes, so it is read once."""


def declared(store: Store, repo: Repository) -> Callable[[str], str | None]:
    """Tells the kind of a path that any version of a dvc.yaml names; None of others. Metrics come before plots, plots before parameters.

    Like every rule about paths it holds for the whole history. Those of tests and of other people's code declare nothing.
    """
    files = [(path, oid) for path, oid in store.main.rows(_FILES) if classify(path)[1] in CONFIG]
    kept = store.get(_KEPT)
    known: dict[str, list[list[str]]] = json.loads(kept) if kept else {}
    wanted = list(dict.fromkeys(oid for _, oid in files if oid not in known))
    if wanted:
        for oid, _, _, data in repo.blobs(wanted, dvc_declared.LARGEST):
            if data is not None:  # one that is missing may come yet
                known[oid] = [list(each) for each in dvc_declared.declared(data)]
        store.set(_KEPT, json.dumps({oid: known[oid] for _, oid in files if oid in known}))
    found: dict[str, str] = {}
    for wanting in ("ml-config", "plots", "metrics"):
        for file, oid in files:
            for kind, path in known.get(oid, ()):
                if kind == wanting:
                    found[normpath(join(dirname(file), path))] = kind

    def kind_of(path: str) -> str | None:
        kind = found.get(path)
        above = dirname(path)
        while kind is None and above:
            kind = "plots" if found.get(above) == "plots" else None  # of plots a directory may be named
            above = dirname(above)
        return kind

    return kind_of if found else lambda path: None

"""One dashboard behind a page: `python -m debtui.serve PATH [STORE]`, started by the server for each page that is opened."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path


def main() -> None:
    """Run a read-only dashboard whose screen is standard output, in the packets of textual-serve."""
    os.environ["TEXTUAL_DRIVER"] = "debtui.serve.driver:Driver"  # before Textual is imported
    from debtui.app import run
    from debtui.target import find

    path, *store = map(Path, sys.argv[1:])
    sys.exit(run(partial(find, path, *store), path.resolve().name, read_only=True))


if __name__ == "__main__":
    main()

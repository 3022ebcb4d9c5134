"""Which programs of the repository a shell command runs, as far as its text says so."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 20_000
"""Characters of a command; of a longer one the beginning is read."""
_ENDS = re.compile(r"&&|\|\||[;&|\n()]")
_WORD = re.compile(r"""'[^']*'|"[^"]*"|[^\s'"]+""")
_INTERPRETER = re.compile(
    r"(?:python|pypy|ipython)[\d.]*|bash|sh|zsh|ksh|Rscript|julia|papermill|jupyter|torchrun|launch|spark-submit"
)
_PROGRAM = re.compile(r"\.(py|ipynb|sh|bash|r|jl)$", re.IGNORECASE)


class Run(NamedTuple):
    """A program that is run: a path, or after `-m` the name of a module."""

    name: str
    module: bool = False


def programs(command: str) -> list[Run]:
    """What each part of a command line runs: `python -u src/t.py --a 1 && bash go.sh` runs two. Of a part without an interpreter
    its first word counts, where that is a path to a script."""
    found = [_run(_WORD.findall(part)) for part in _ENDS.split(command[:LONGEST].replace("\\\n", " "))]
    return list(dict.fromkeys(run for run in found if run))


def _run(words: list[str]) -> Run | None:
    interpreted = False
    for place, quoted in enumerate(words):
        word = quoted.strip("'\"")
        if interpreted and word in {"-m", "-c"}:
            following = "".join(words[place + 1 : place + 2]).strip("'\"")
            if word == "-c":  # another command, or code
                return _run(following.split())
            return Run(following, True) if following else None
        if interpreted and _PROGRAM.search(word) and not word.startswith("-"):
            return Run(word)
        if _INTERPRETER.fullmatch(word.rpartition("/")[2]):
            interpreted = True
        elif not place and "/" in word and _PROGRAM.search(word):
            return Run(word)
    return None

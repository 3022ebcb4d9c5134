"""The filter grammar of evidence: words, `!word`, `column:word`, `column>number`, as a SQL condition with parameters."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

from collectors.errors import DebtError

_TERM = re.compile(r"(?P<not>!)?(?:(?P<column>\w+)(?P<operator>:|>=|<=|>|<|=))?(?P<value>.*)\Z", re.DOTALL)
EVIDENCE = ("subject", "path", "explanation", "owner")


def condition(text: str, columns: Mapping[str, str], searched: Sequence[str] = EVIDENCE) -> tuple[str, list[object]]:
    """(SQL, parameters) of a filter over these columns (name to type); bare words are looked for in the `searched` ones.

    Raises DebtError for what it cannot mean.
    """
    clauses, parameters = ["true"], []
    for term in _terms(text):
        match = _TERM.match(term)
        assert match is not None  # the pattern's last group takes anything
        column, operator, value = match["column"], match["operator"], match["value"]
        if column is not None and column not in columns:
            column, operator, value = None, None, term.removeprefix("!")
        if column is None:
            clause = " OR ".join(f"contains(lower(coalesce({name}, '')), lower(?))" for name in searched) or "false"
            parameters += [value] * len(searched)
        elif operator == ":":
            clause = f"contains(lower(coalesce(\"{column}\"::VARCHAR, '')), lower(?))"
            parameters.append(value)
        else:
            clause = f'"{column}" {operator} ?'
            parameters.append(_number(column, value) if columns[column] != "VARCHAR" else value)
        clauses.append(f"NOT coalesce({clause}, false)" if match["not"] else f"({clause})")
    return " AND ".join(clauses), parameters


def _terms(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()  # an open quote: the user is still typing


def _number(column: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise DebtError(f"the filter compares {column} with {value!r}", "give a number") from error

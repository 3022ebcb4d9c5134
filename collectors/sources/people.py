"""Who is who: the identities in the history, joined into people by mailmap, address and name.

The alias rule is that of the published truck-factor tool (aserg-ufmg/Truck-Factor): same address, then same name in
upper case without accents; a mailmap comes first. The tip's mailmap identifies people at every moment.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from collectors.spec import Batch, Column, Reading, Row, Source, Table

PERSON = Table(
    "person",
    "People who wrote commits, aliases joined.",
    (
        Column("person", "int", "number in this store"),
        Column("name", "text", "the name most of their commits carry"),
        Column("email", "text", "the address most of their commits carry"),
        Column("bot", "bool", "a program, by its name"),
    ),
)
IDENTITY = Table(
    "identity",
    "What a commit says about its author, and which person that is.",
    (
        Column("raw_name", "text", "name as it stands in commits"),
        Column("raw_email", "text", "address as it stands in commits"),
        Column("person", "int", "see person"),
        Column("basis", "word", "what joined it: alone, mailmap, address or name"),
    ),
)

BOT = re.compile(
    r"\[bot\]|^dependabot|^renovate|^pre-commit-ci|^github-actions|^greenkeeper|^snyk-bot|^codecov|^mergify|^allcontributors"
    r"|^semantic-release|^azure-pipelines|^travis ci|^circleci|[-_ ]bot$|^bot[-_ ]|^web-flow$",
    re.IGNORECASE,
)
# Shared by strangers: joining on these would make one person of many.
_NOBODY = {
    "",
    "ROOT",
    "UNKNOWN",
    "NONE",
    "YOUR NAME",
    "USER",
    "UBUNTU",
    "ADMIN",
    "ADMINISTRATOR",
    "TEST",
    "GIT",
    "NO AUTHOR",
}
_NO_ADDRESS = re.compile(
    r"^$|^noreply@|^no-?reply@|^you@example\.com$|^root@|@localhost|^none@none|^user@|^unknown", re.IGNORECASE
)

Identity = tuple[str, str, str, str]


def state(reading: Reading) -> str:
    """The tip decides both the commits and the mailmap."""
    return reading.tip


def collect(reading: Reading) -> Iterator[Batch]:
    """All identities anew: a mailmap may join old ones."""
    seen = reading.repo.identities(reading.tip)
    identities = sorted(seen)
    groups = alias_groups(identities)
    people: list[Row] = []
    rows: list[Row] = []
    for person, members in enumerate(groups):
        names: Counter[str] = Counter()
        emails: Counter[str] = Counter()
        for identity, basis in members:
            names[identity[2] or identity[0]] += seen[identity]
            emails[identity[3] or identity[1]] += seen[identity]
            rows.append((identity[0], identity[1], person, basis))
        name = _most(names)
        people.append((person, name, _most(emails), any(BOT.search(n) for n in names)))
    yield Batch(PERSON, people)
    yield Batch(IDENTITY, rows)


def alias_groups(identities: Sequence[Identity]) -> list[list[tuple[Identity, str]]]:
    """Identities grouped into people, each with what joined it to its group, in the order given."""
    import rustworkx  # 25 ms

    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(identities)))
    basis = ["alone"] * len(identities)
    first: dict[tuple[str, str], int] = {}
    for number, (raw_name, raw_email, name, email) in enumerate(identities):
        if (raw_name, raw_email) != (name, email):
            basis[number] = "mailmap"
        for how, key in (("address", _address(email)), ("name", normal_name(name))):
            if key is None:
                continue
            other = first.setdefault((how, key), number)
            if other != number:
                graph.add_edge(other, number, None)
                basis[number] = how if basis[number] == "alone" else basis[number]
    groups = sorted((sorted(group) for group in rustworkx.connected_components(graph)), key=lambda group: group[0])
    return [[(identities[number], basis[number]) for number in group] for group in groups]


def normal_name(name: str) -> str | None:
    """The name in upper case without accents and extra spaces; None where it names nobody."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    text = " ".join(plain.upper().split())
    return None if text in _NOBODY else text


def _address(email: str) -> str | None:
    return None if _NO_ADDRESS.search(email) else email.lower()


def _most(counted: Counter[str]) -> str:
    return min(counted, key=lambda text: (-counted[text], text))


COLLECTOR = Source("people", 1, (PERSON, IDENTITY), state=state, collect=collect)

"""Which identities of a history are one person, and which are programs.

The alias rule is that of the published truck-factor tool (aserg-ufmg/Truck-Factor): same address, then same name in
upper case without accents; a mailmap comes first. The tip's mailmap identifies people at every moment.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

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
"""(name, address, name by the mailmap, address by it)."""


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


def main_name(members: Sequence[Identity], commits: Mapping[Identity, int]) -> str:
    """The name that most commits of a person carry."""
    return _most([(identity[2] or identity[0], commits[identity]) for identity in members])


def main_address(members: Sequence[Identity], commits: Mapping[Identity, int]) -> str:
    """The address that most commits of a person carry."""
    return _most([(identity[3] or identity[1], commits[identity]) for identity in members])


def normal_name(name: str) -> str | None:
    """The name in upper case without accents and extra spaces; None where it names nobody."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    text = " ".join(plain.upper().split())
    return None if text in _NOBODY else text


def _address(email: str) -> str | None:
    return None if _NO_ADDRESS.search(email) else email.lower()


def _most(counted: Sequence[tuple[str, int]]) -> str:
    total: Counter[str] = Counter()
    for text, commits in counted:
        total[text] += commits
    return min(total, key=lambda text: (-total[text], text))

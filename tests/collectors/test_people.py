"""Who is who."""

from __future__ import annotations

import pytest

from collectors.aliases import BOT, alias_groups, normal_name
from collectors.gitstream import Repository
from collectors.sources.people import COLLECTOR
from collectors.spec import Reading
from tests.repos import GitRepo


def same(name: str, email: str) -> tuple[str, str, str, str]:
    return name, email, name, email


@pytest.mark.parametrize(
    ("identities", "people"),
    [
        ([same("Ada", "a@x.org"), same("Bo", "b@x.org")], 2),
        ([same("Ada", "a@x.org"), same("A. L.", "A@X.org")], 1),
        ([same("Chloé Martin", "a@x.org"), same("CHLOE  MARTIN", "b@x.org")], 1),
        ([same("root", "root@localhost"), same("root", "root@localhost.localdomain")], 2),
        ([same("Ada", "noreply@github.com"), same("Bo", "noreply@github.com")], 2),
        ([("ada", "old@x.org", "Ada L", "a@x.org"), same("Ada L", "a@x.org")], 1),
        ([same("Ada", "a@x.org"), same("Ada", "b@x.org"), same("Bo", "b@x.org")], 1),
    ],
    ids=[
        "strangers",
        "same address",
        "same name but for accents and case",
        "nobody's name",
        "nobody's address",
        "mailmap",
        "chain",
    ],
)
def test_identities_are_joined_by_mailmap_address_and_name(
    identities: list[tuple[str, str, str, str]], people: int
) -> None:
    assert len(alias_groups(sorted(identities))) == people


@pytest.mark.parametrize(
    "name", ["dependabot[bot]", "renovate-bot", "pre-commit-ci[bot]", "github-actions", "Renovate Bot"]
)
def test_programs_are_known_by_their_names(name: str) -> None:
    assert BOT.search(name)


@pytest.mark.parametrize("name", ["Abbot Smith", "Robotti", "Bo Bottomley"])
def test_people_are_not_taken_for_programs(name: str) -> None:
    assert not BOT.search(name)


def test_a_name_without_meaning_joins_nobody() -> None:
    assert normal_name("  unknown ") is None
    assert normal_name("José  Núñez") == "JOSE NUNEZ"


def test_the_tips_mailmap_identifies_people(repo: GitRepo) -> None:
    repo.commit({"a.py": "1"}, author="ada <ada@laptop>")
    repo.commit({".mailmap": "Ada Lovelace <ada@x.org> ada <ada@laptop>\n"}, author="Ada Lovelace <ada@x.org>")
    opened = Repository(repo.path)
    people, identities = COLLECTOR.collect(Reading(opened, opened.resolve("HEAD")))
    assert [row[1] for row in people.rows] == ["Ada Lovelace"]
    assert {row[3] for row in identities.rows} == {"alone", "mailmap"} or len(identities.rows) == 2

"""How people are named in texts."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.names import Names, names_of

SEEN = {
    ("Ada Lovelace", "ada@x.org", "Ada Lovelace", "ada@x.org"): 3,
    ("lovelace", "12+adalove@users.noreply.github.com", "Ada Lovelace", "ada@x.org"): 1,
    ("Alan Lamport", "al@x.org", "Alan Lamport", "al@x.org"): 2,
    ("José Núñez", "jn@x.org", "José Núñez", "jn@x.org"): 2,
    ("dependabot[bot]", "1+dependabot[bot]@users.noreply.github.com", "dependabot[bot]", "d@x.org"): 9,
    ("root", "root@localhost", "root", "root@localhost"): 1,
    ("Bo", "bo@laptop", "Bo", "bo@laptop"): 1,
}
INITIALS = names_of(SEEN, "initials", b"salt")
CODES = names_of(SEEN, "pseudonyms", b"salt")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Lovelace", "A. L."),
        ("ada  lovelace", "A. L."),
        ("Alan Lamport", "A. L. 2"),
        ("Jose Nunez", "J. N."),
        ("dependabot[bot]", "dependabot[bot]"),
        ("root", "R."),
        ("Bo", "B."),
    ],
)
def test_a_name_becomes_initials_with_a_number_where_they_are_taken(text: str, shown: str) -> None:
    assert INITIALS.name(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Undo Ada Lovelace's change", "Undo A. L.'s change"),
        ("by ADA LOVELACE, ada@x.org", "by A. L., A. L."),
        ("see lovelace and @adalove", "see A. L. and A. L."),
        ("TODO(adalove): why", "TODO(A. L.): why"),
        ("Merge pull request #3 from adalove/fix", "Merge pull request #3 from A. L./fix"),
        ("Merge pull request #3 from x-corp/fix", f"Merge pull request #3 from X. {INITIALS.code('x-corp')}/fix"),
        ("mail eve@y.org", f"mail E. {INITIALS.code('eve@y.org')}"),
        ("thanks @eve", f"thanks E. {INITIALS.code('eve')}"),
        ("todo (José Núñez) and bo@laptop", "todo (J. N.) and B."),
        ("Bump x by dependabot[bot]", "Bump x by dependabot[bot]"),
    ],
)
def test_who_is_named_in_a_sentence_is_replaced(text: str, shown: str) -> None:
    assert INITIALS.prose(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "TODO(#12): x", "TODO(MER-12): x", "fixme (12): y", "uses: actions/checkout@v4", "git@github.com:x/y", "@dataclass", "a@1.2.3",
        "the root of it all is Bo", "model @pytest.fixture", "@functools.cache()", "Merge branch 'main'",
    ],
)  # fmt: skip
def test_what_names_nobody_stays(text: str) -> None:
    assert CODES.prose(text) == text


def test_other_texts_lose_addresses_and_names_of_several_words_only() -> None:
    assert CODES.text("owner: Ada Lovelace <ada@x.org>") == "owner: {0} <{0}>".format(CODES.name("Ada Lovelace"))
    assert CODES.text("lovelace") == "lovelace"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("@org/team", "@org/team"), ("@@role", "@@role"), ("", ""), ("ada@x.org @org/team", "A. L. @org/team"), ("@adalove", "A. L."),
     ("@eve", f"E. {INITIALS.code('eve')}")],
)  # fmt: skip
def test_owners_are_people_where_they_are_no_teams(text: str, shown: str) -> None:
    assert INITIALS.owners(text) == shown


@given(st.text(max_size=40), st.text(max_size=40))
def test_pseudonyms_are_equal_for_equal_names_and_differ_with_the_salt(one: str, other: str) -> None:
    here, there = Names("pseudonyms", b"here"), Names("pseudonyms", b"there")
    assert here.key(one) != there.key(one)
    assert (here.key(one) == here.key(other)) == (one == other)
    assert here.name(one) == here.name(one)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for names in (INITIALS, CODES):
        for told in (names.prose(text), names.text(text), names.owners(text), names.name(text)):
            assert isinstance(told, str)


def test_names_can_be_sent_to_another_process_and_keep_what_they_know() -> None:
    assert pickle.loads(pickle.dumps(CODES)).prose("Ada Lovelace") == CODES.prose("Ada Lovelace")


def test_whoever_comes_later_changes_nobody_elses_name() -> None:
    more = {**SEEN, ("Aaron Lee", "a@x.org", "Aaron Lee", "a@x.org"): 99}
    later = names_of(more, "initials", b"salt")
    assert {name: later.known[name] for name in INITIALS.known} == dict(INITIALS.known)
    assert later.name("Aaron Lee") == "A. L. 3"

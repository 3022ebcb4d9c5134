"""Text from outside: neutral, and without secrets."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.clean import Cleaner, neutral
from collectors.secrets import Secret, blanked, is_secret_name, spans
from collectors.spec import Column, Table
from tests import planted_secrets
from tests.clock import seconds

SECRETS = [
    "AKIA" + "ABCDEFGHIJKLMNOP", "ghp_" + "a" * 36, "glpat-" + "x" * 20, "xoxb-1234567890-abc", "sk-ant-" + "a" * 30,
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3.SflKxwRJSMeKKF2QT4", "-----BEGIN RSA PRIVATE KEY-----\nabc",
]  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_what_has_the_shape_of_a_secret_is_replaced(secret: str) -> None:
    told = Cleaner(b"salt").redact(f"key = {secret} # end")
    assert secret.splitlines()[0] not in told
    assert "‹secret " in told


WRITTEN = {
    "as a shell has it": "{name}={value}", "as a module has it": '{name} = "{value}"', "as a default": "def f(a, *, {name}: str = '{value}') -> None:",
    "as a comment has it": "TODO rotate {name}={value}", "as a document has it": '{name}: "{value}"', "as an object has it": '{{"{name}": "{value}"}}',
    "as the environment's default": 'os.environ.get("{name}", "{value}")', "as an option's default": 'add_argument("--{name}", default="{value}")',
    "as an image has it": "ENV {name} {value}", "as a command has it": 'run --{name} "{value}"', "as a list has it": '["--{name}","{value}"]',
}  # fmt: skip


@pytest.mark.parametrize("kind", planted_secrets.SECRETS, ids=lambda kind: kind[0])
def test_a_secret_of_every_kind_is_found_however_it_is_written(kind: tuple[str, str, str, str]) -> None:
    _, name, secret, value = kind
    cleaner, plain = Cleaner(b"s"), re.sub(r"\W+", "_", name).strip("_")
    told = {how: cleaner.redact(form.format(name=plain, value=value)) for how, form in WRITTEN.items()}
    told["as a setting"] = cleaner.value(name, value)
    told["as a word"] = blanked(f'{plain} = "{value}"'.encode()).decode()
    pieces = planted_secrets.pieces(secret)
    assert {how: text for how, text in told.items() if any(piece in text for piece in pieces)} == {}


@pytest.mark.parametrize(("key", "value"), planted_secrets.INNOCENT)
def test_what_only_looks_like_a_secret_stays_readable(key: str, value: str) -> None:
    cleaner = Cleaner(b"s")
    assert cleaner.value(key, value) == value
    for text in (
        value,
        f"{key} = {value}",
        f"{key}={value}",
        f'{key}: "{value}"',
        f'{{"{key}": "{value}"}}',
        f"fix {key}: {value} again",
    ):
        assert cleaner.redact(text) == text


def test_there_are_enough_kinds_and_enough_innocents() -> None:
    assert len({kind for kind, *_ in planted_secrets.SECRETS}) >= 60
    assert len(planted_secrets.INNOCENT) >= 50


@given(st.text(max_size=80), st.sampled_from([value for *_, value in planted_secrets.SECRETS]), st.text(max_size=20))
def test_what_is_found_is_in_order_and_apart_and_blanks_change_no_length(before: str, value: str, after: str) -> None:
    text = before + value + after
    places = spans(text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    data = text.encode("utf-8", "replace")
    assert len(blanked(data)) == len(data)
    assert blanked(data).count(b"\n") == data.count(b"\n")


def test_no_text_makes_the_search_slow() -> None:
    for part in (
        "password ",
        "password=",
        "://a:",
        "mysql ",
        "token, ",
        "-----BEGIN ",
        "eyJ",
        "--password ",
        ":AA",
        '_key="',
        "sk-a-",
    ):
        text = part * (100_000 // len(part))
        begun = time.process_time()
        spans(text)
        assert time.process_time() - begun < seconds(2), part


def test_what_a_reader_knows_to_be_a_secret_is_hidden_whatever_its_shape() -> None:
    clean = Cleaner(b"s").rows(Table("t", "d", (Column("value", "text", ""),)))
    assert str(clean((Secret("plain"),))[0]).startswith("‹secret")


def test_lines_stay_as_many_where_a_secret_goes_over_several() -> None:
    key = next(secret for kind, _, secret, _ in planted_secrets.SECRETS if kind == "pem key")
    lines = ["x = 1", "KEY = '''", *key.split("\n"), "'''", "token = 'bos'"]
    clean = Cleaner(b"salt").lines(lines)
    assert len(clean) == len(lines)
    assert [clean[0], clean[-1]] == [lines[0], lines[-1]]
    assert not [line for line in key.split("\n") if line in "\n".join(clean)]


def test_equal_secrets_stay_equal_in_one_store_and_differ_between_stores() -> None:
    one, other = Cleaner(b"one"), Cleaner(b"other")
    assert one.redact(SECRETS[0]) == one.redact(SECRETS[0])
    assert one.redact(SECRETS[0]) != other.redact(SECRETS[0])


@pytest.mark.parametrize("name", ["password", "db.password", "API_KEY", "auth_token", "client-secret", "spec.token"])
def test_a_key_that_says_secret_hides_its_value(name: str) -> None:
    assert is_secret_name(name)
    assert "hunter2" not in Cleaner(b"s").value(name, "hunter2!")


@pytest.mark.parametrize("name", ["tokens", "max_tokens", "tokenizer", "password_length", "threshold", "keyboard"])
def test_a_harmless_key_keeps_its_value(name: str) -> None:
    assert Cleaner(b"s").value(name, "hunter2!") == "hunter2!"


@given(st.text(max_size=60))
def test_no_control_or_bidi_character_survives(text: str) -> None:
    told = neutral(text)
    assert not any(c in told for c in "\x00\x07\x08\x1b\x7f\x9b\u202e\u2066\u200b\ufeff")
    assert neutral(told) == told


def test_every_text_column_of_a_row_is_cleaned_and_nothing_else() -> None:
    table = Table(
        "t",
        "d",
        (Column("key", "text", ""), Column("value", "text", ""), Column("path", "path", ""), Column("n", "int", "")),
    )
    clean = Cleaner(b"s").rows(table)
    assert clean(("a\x1b", "b\x07", "p\x1b", 3)) == ("a\ufffd", "b\ufffd", "p\x1b", 3)
    assert str(clean(("password", "hunter2", "p", 3))[1]).startswith("‹secret")

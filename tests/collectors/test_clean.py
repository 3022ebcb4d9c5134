"""Text from outside: neutral, and without secrets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.clean import Cleaner, is_secret_name, neutral
from collectors.spec import Column, Table

SECRETS = [
    "AKIA" + "ABCDEFGHIJKLMNOP", "ghp_" + "a" * 36, "glpat-" + "x" * 20, "xoxb-1234567890-abc", "sk-ant-" + "a" * 30,
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3.SflKxwRJSMeKKF2QT4", "-----BEGIN RSA PRIVATE KEY-----\nabc",
]  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_what_has_the_shape_of_a_secret_is_replaced(secret: str) -> None:
    told = Cleaner(b"salt").redact(f"key = {secret} # end")
    assert secret.splitlines()[0] not in told
    assert "‹secret " in told


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

"""Which flags a file names: a lexical reading, cheap enough for all of history.

The first and last mainline commit with a key come from here: parsing all 4,766 candidate blobs of a repository like dvc
would take 2 s, this takes a tenth of that. What a flag is worth at one commit is told by flag_read and flag_definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors import flags, languages
from collectors.forms.bytes import Bytes
from collectors.spec import BlobAnalyser, Column, Row, Table

TABLE = Table(
    "flag_mention",
    "One row per flag that a program names, without judging how; read for every blob of history.",
    (
        Column("key", "text", "key of the flag, as in flag_read and flag_definition"),
        Column(
            "mechanism",
            "word",
            "env, sdk, settings, config, option or constant; named: a text constant in a file that asks for flags",
        ),
    ),
)
_SWITCHED = re.compile(rb"= (?:[Tt]rue|[Ff]alse)\b")
_CONSTANT = re.compile(rb".{0,60}?\b([A-Z][A-Z0-9_]{3,})(?:\s*:\s*\w+)?\s*\Z")
_NAMED = re.compile(rb"""= ["']([A-Za-z_][\w.:/-]{1,99})["']""")
_SURE = {
    b"nabled(",
    b"ariation",
    b"feature_flag",
    b"Flag(",
    b"reatment",
}  # other needles are in many files that ask for no flag
# A settings object's attribute that says on or off: found by its dot, judged by what stands before it.
_ATTRIBUTE = re.compile(rb"\.(?:use|enable|disable|is|has|with|without|skip|no|allow|should|USE|ENABLE|DISABLE)_\w+")
_ENDING = re.compile(rb"abled\b")
_ROOT = re.compile(
    rb"(?:^|[^\w\"'])_?(cfg|config|conf|hparams|hps|settings|model_config|train_config|training_config|args|arguments|opts?|options|FLAGS)"
    rb"\.((?:\w+\.)*\w*)\Z"
)

_OPTIONS = {b"args", b"arguments", b"opt", b"opts", b"options", b"FLAGS"}


def analyse(form: Bytes) -> Iterator[Row]:
    """Distinct keys, in order."""
    data = form.data
    found: set[tuple[str, str]] = set()
    asks = False
    for mechanism, needles, pattern in languages.by_name()[form.language].MENTIONS:
        for needle in needles:
            if needle in data:
                asks = asks or needle in _SURE
                for match in pattern.finditer(data):
                    key = match.group(1).decode("utf-8", "replace")
                    found.add((flags.option_key(key) if mechanism == "option" else key, mechanism))
                break
    for match in _SWITCHED.finditer(data):
        if name := _constant_before(data, match.start()):
            found.add((name, "constant"))
    if asks:
        found |= {(m.group(1).decode(), "named") for m in _NAMED.finditer(data) if _constant_before(data, m.start())}
    if form.language == "Python":
        found |= _settings(data)
    yield from sorted(found)


def _constant_before(data: bytes, place: int) -> str | None:
    """The name in upper case that an equals sign gives a value to."""
    name = _CONSTANT.match(data, data.rfind(b"\n", 0, place) + 1, place)
    return name.group(1).decode() if name is not None else None


def _settings(data: bytes) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for pattern in (_ATTRIBUTE, _ENDING):
        for place in pattern.finditer(data):
            if match := _ROOT.search(data, max(0, place.start() - 120), place.end()):
                root, last = match.group(1), match.group(2).decode().rpartition(".")[2]
                if flags.names_a_switch(last):
                    found.add((last, "settings" if last.isupper() else "option" if root in _OPTIONS else "config"))
    return found


COLLECTOR = BlobAnalyser(
    TABLE, version=2, form="bytes", analyse=analyse, languages=languages.names() - {"Jupyter Notebook"}, history=True,
    kinds=frozenset({"code", "test", "tool-config"}),
)  # fmt: skip

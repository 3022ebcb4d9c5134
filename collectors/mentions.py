"""Lexical patterns of flags that languages share: cheap enough for every blob of history."""

from __future__ import annotations

import re

from collectors import flags
from collectors.languages import Mention

QUOTED = rb"""["'`]([^"'`\n${}]{1,120})["'`]"""
GO_TYPES = "Bool|String|Int|Int64|Uint|Uint64|Float64|Duration"


def alternatives(names: frozenset[str], *, joined: bool) -> bytes:
    """Names as one group of a pattern, longer ones first: in snake_case, or `joined` as isEnabled and IsEnabled."""
    spelled = {word for name in names for word in (flags.spellings(name)[1:] if joined else [name])}
    return f"(?:{'|'.join(sorted(spelled, key=lambda word: (-len(word), word)))})\\(\\s*".encode()


# Bytes that every name of SDK_CALLS has one of.
_SERVICE = (
    b"nabled(", b"ariation", b"sActive(", b"Value(", b"Details(", b"Flag(", b"FlagPayload(", b"Treatment", b"Gate(", b"sOn(", b"sOff(",
    b"Variant(", b"Feature(",
)  # fmt: skip
OPTION = Mention(
    "option", (b".option(",), re.compile(rb"""\.option\(\s*(?:["']-\w["']\s*,)?\s*["'](?:-\w,? ?)?(--[\w-]+)""")
)
# One list for all languages with braces: a file names flags in one way or another, and each needle costs one search.
BRACED: tuple[Mention, ...] = (
    Mention("env", (b"process.env", b"meta.env", b"Bun.env"), re.compile(rb"""\benv(?:\.|\?\.|\[["'])([A-Za-z_]\w*)""")),
    Mention("env", (b"etenv", b"LookupEnv", b"env.get("), re.compile(rb"(?:[gG]etenv|LookupEnv|\benv\.get)\s*\(\s*" + QUOTED)),
    Mention("sdk", _SERVICE, re.compile(rb"[.>]" + alternatives(flags.SDK_CALLS, joined=True) + rb"(?:[\w.()]+\s*,\s*)?" + QUOTED)),
    Mention("sdk", (b" use", b"(use", b"\tuse"), re.compile(rb"use" + alternatives(
        frozenset(name.removeprefix("use_") for name in flags.SDK_HOOKS), joined=True) + QUOTED)),
    OPTION,
    Mention("option", (b"lag",), re.compile(
        rb"\.(?:" + GO_TYPES.encode() + rb")(?:Var)?P?\(\s*(?:&[\w.]+\s*,\s*)?" + rb'"([\w-]{2,60})"\s*,')),
    Mention("option", (b"BoolFlag{",), re.compile(rb'BoolFlag\s*\{\s*Name:\s*"([\w-]{1,60})')),
    Mention("option", (b"@Option", b"@Parameter"), re.compile(rb'names?\s*=\s*\{?\s*(?:"-\w"\s*,\s*)?"(--[\w-]+)')),
    Mention("option", (b"DEFINE_",), re.compile(rb"DEFINE_[a-z]\w+\s*\(\s*(\w+)\s*,")),
    Mention("option", (b"ABSL_FLAG",), re.compile(rb"ABSL_FLAG\s*\([^,()\n]+,\s*(\w+)")),
)  # fmt: skip

_NAMES = sorted({word for name in flags.SDK_CALLS | flags.SDK_HOOKS for word in flags.spellings(name)})
READ_NEEDLES = (
    b"environ", b"getenv", b"Getenv", b"LookupEnv", b".env", b"getProperty", b"getBoolean", b"GetBool", b".config", b"decouple", b"FLAGS",
    b"settings", b"cfg.", b"conf", b"hparams", b"args.", b"opt", b"arguments.", b"useFlags", b"useFeatures",
    b":\n", b":\r",  # any block of Python: a constant in a condition has no other sign
    *(name.encode() + b"(" for name in _NAMES),
    b"flag", b"Flag", b"feature", b"Feature", b"oggle", b"xperiment", b"ate(", b"nabled(",
)  # fmt: skip
"""Bytes of which every file that reads a flag has one."""

"""What in a text from outside is a secret: by the shape that its issuer gave it, or by the name that stands before it.

One pass finds every literal that a secret can begin with; the pattern of that literal then looks at that place alone. A
row without any such literal, and that is nearly every one, costs the pass and nothing else.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

# What stands behind a prefix that an issuer reserved. Lengths are lower bounds below the real ones: texts are cut before they come here.
_PREFIXES: tuple[tuple[str, str], ...] = (
    ("AKIA ASIA ABIA ACCA", r"[0-9A-Z]{16}"),  # AWS access key ids
    ("ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"\w{16,}"),
    ("glpat- gldt- glrt- glcbt- glptt- gloas-", r"[\w-]{16,}"),
    ("xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs- xapp-", r"[A-Za-z0-9-]{10,}"),  # Slack
    ("hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/", r"[\w/]{10,}"),
    ("discord.com/api/webhooks/ discordapp.com/api/webhooks/", r"[\w/-]{10,}"),
    ("sk_live_ sk_test_ rk_live_ rk_test_ whsec_", r"[A-Za-z0-9+/=]{10,}"),  # Stripe
    ("SK", r"[0-9a-f]{32}(?![0-9a-zA-Z])"),  # Twilio
    ("SG.", r"[\w-]{16,100}\.[\w-]{16,}"),  # SendGrid
    ("key-", r"[0-9a-f]{32}(?![0-9a-zA-Z])"),  # Mailgun
    ("npm_ dckr_pat_ dckr_oat_ shpat_ shpss_ shpca_ shppa_ rubygems_ sbp_ ntn_ figd_ ATATT3xFf glsa_ pplx- gsk_ xai- r8_ pcsk_ lsv2_pt_ lsv2_sk_ tskey-",
     r"(?=[A-Za-z_=-]{0,60}\d)[\w=-]{16,}"),
    ("pypi-AgE", r"[\w-]{16,}"),
    ("hf_ api_org_", r"(?![a-z_]+\b)[A-Za-z0-9]{16,}"),  # Hugging Face; but `hf_transformers_config` is a name
    ("sk-ant-", r"[\w-]{16,}"),
    ("sk-", r"(?:[a-z0-9]{1,8}-){0,2}(?=[A-Za-z_-]{0,60}\d)\w{16}[\w-]*"),  # OpenAI and those who followed
    ("wandb_v1_", r"\w{16,}"),
    ("dapi", r"[0-9a-f]{32}(?:-\d)?"),  # Databricks
    ("AIza", r"[\w-]{30,}"), ("ya29.", r"[\w-]{20,}"), ("GOCSPX-", r"[\w-]{20,}"), ("1//0", r"[\w-]{30,}"),  # Google
    ("eyJ", r"[\w-]{8,2000}\.[\w-]{8,}(?:\.[\w-]*)?|[\w+/-]{40,}={0,2}"),  # JSON web tokens, and JSON in base64 (Neptune)
    ("NRAK- NRII- NRJS- NRRA- NRIQ- NRAA-", r"[A-Za-z0-9_-]{16,}"),  # New Relic
    ("sdk- mob- api-", r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),  # LaunchDarkly
    ("phc_ phx_ phs_ php_", r"[A-Za-z0-9]{20,}"),  # PostHog
    ("HRKU-", r"[\w-]{20,}"),
    ("dop_v1_ doo_v1_ dor_v1_", r"[0-9a-f]{16,}"),  # DigitalOcean
    ("pat", r"[A-Za-z0-9]{14}\.[0-9a-f]{16,}"),  # Airtable
    ("lin_api_ lin_oauth_", r"\w{16,}"), ("hvs. hvb. hvr.", r"[\w-]{20,}"), ("PMAK-", r"[0-9a-f-]{20,}"),
    ("sntrys_ sntryu_", r"[\w+/=]{16,}"), ("dt0c01.", r"[A-Z0-9.]{20,}"), ("AGE-SECRET-KEY-1", r"[0-9A-Z]{20,}"),
    ("secret_", r"(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{32,}"),  # Notion
    ("Q~", r"[\w.~-]{20,}"),  # Azure, client secrets
)  # fmt: skip
_PEM = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|\Z)",
    re.DOTALL,
)
_TELEGRAM = re.compile(r"\d{8,12}:AA[\w-]{30,}")
_SIGNATURE = re.compile(r"(?<![A-Za-z])sig=[\w%+/=-]{16,}")  # Azure, shared access signatures
_ADDRESS = re.compile(
    r"://(?P<user>[^/\s:@\"'<>]{0,200}):(?P<secret>[^/\s\"'<>]{1,400})(?=@)|://(?P<token>[\w.-]{16,400})(?=@)"
)
_SCHEME = re.compile(r"(?:bearer|basic)[ ]{1,3}(?P<secret>[\w.~+/=-]{8,})", re.IGNORECASE)
_COMMAND = re.compile(
    r"(?:mysql\w*|mariadb|sshpass|mongo\w*|redis-cli|curl|htpasswd|(?:docker|podman|helm|npm|az|oc) login)\b"
    r"[^|;&\n]{0,200}?[\s\"',](?:-p|-a|(?:-u|--user)(?=[\s=]*[\"']?[^\s:\"']+:))(?:[\"']?[\s,=]+)?[\"']?(?P<secret>[^\s\"',;|&={$-][^\s\"',;|&]{3,})"
)

# Names. A strong one hides whatever stands behind it, a weak one what looks like made by a machine.
_STRONG = re.compile(
    r"(?:\w*(?:password|passwd|passphrase|passcode|secret|api_?key|private_?key|access_?key|credential)"
    r"|(?:\w+_)?(?:pwd|salt|bearer|(?:secret|account|signing|encryption|master|app|application|license|sdk|consumer|auth|service"
    r"|deploy|storage|admin|integration|ingest|server|webhook|session)_?key"
    r"|(?:auth|access|api|refresh|bot|bearer|session|secret|private|personal|deploy|oauth|security)_?token))s?\Z"
)
_WEAK = re.compile(
    r"(?:(?:\w+_)?(?:token|auth|pass|cookie|session|session_?id|sid|dsn|signature|sig|jwt|pat|webhook|connection_?string)"
    r"|(?P<key>(?:\w+_)?keys?|\w+_tokens)|\w*secrets|authtoken)\Z"
)
_NO_SECRET = re.compile(
    r"existing_|image_pull_|(?:\w+_)?(?:public|primary|foreign|partition|sort|cache|feature|join|group|row)_keys?\Z"
)
_LEAST = {"strong": 8, "weak": 8, "key": 20}
"""Characters from which on a value may look drawn at random."""
_ITEM = re.compile(r"[^\s\"',\[\]]+")
_SEGMENT = re.compile(r"([\w-]+)(?:\[\d+\])*\Z")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|-")
_HARMLESS = re.compile(
    r"(?:|null|none|nil|true|false|yes|no|on|off|change-?me|todo|\*+|\.{3}|<[^<>]*>|\$\{\{.*\}\}|\$\(.*\)|\{\{.*\}\}|\{[\w.!:]*\}"
    r"|%\(\w+\)s|%s|%\w+%|x{3,}|\d{1,4}|your[-_ ].*|\?{3})\Z",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_NAME = re.compile(
    r"\$?[A-Z][A-Z0-9]*_[A-Z0-9_]*(?:KEY|TOKEN|PASSWORD|PASSWD|SECRET|PASS|PWD|CREDENTIALS)\Z|\$[A-Z_][A-Z0-9_]*\Z|\$[a-z_]+\Z"
    r"|\$\{(?:[\w.]+|(?:[\w.]+:)?[A-Z][A-Z0-9_]*)\}(?::\w+)?\Z"
)
_PLACE = re.compile(
    r"(?:~|\.{1,2})?/(?:[\w.@-]+/)*[\w.@-]+\.[a-z][a-z0-9]{1,5}\Z|/(?:run|etc|var|home|root|opt|usr|mnt|secrets?|app|tmp)/[\w./@-]*\Z"
)
_ORDINARY = re.compile(r"[A-Za-z]*\d{0,4}[A-Za-z]*|\d+[A-Za-z]{0,2}\d?")
_PIECES = re.compile(r"[-_./:@ ]")

_WORDS = (
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "apikey",
    "credential",
    "cookie",
    "session",
    "salt",
)
_KEY_WORDS = ("_key", "_KEY", "-key", "-KEY", "-Key", "ApiKey", "apiKey", "AccessKey", "accessKey", "AccountKey", "accountKey",
              "privateKey", "PrivateKey", "APIKey", "db_pass", "DB_PASS", "_pass", "_PASS", "_DSN", "_dsn", "_AUTH", "_auth", "_PAT")  # fmt: skip
_BEFORE = re.compile(
    r"(?P<lead>(?:--|(?:^|\n)\s*(?:ENV|ARG)\s+|(?:get|getenv|env|pop|setdefault|setenv|config|add_argument|option|Option)\(\s*[\"'])?)(?P<name>[\w.-]*)\Z"
)
_REST = re.compile(r"[^\s\"'`]*")
_GOES_ON = re.compile(r"[\w-]{0,60}(?:[\"'`\]:=,]|\s{1,4}(?:[:=,\"']|is\b|was\b|[^\s\w]|\S{0,60}[\d!@#$%^&*+/]))")
_AFTER = re.compile(
    r"(?P<rest>[\w-]{0,60})(?P<closed>[\"'`]?\]?)"
    r"(?P<sep>\s{0,4}(?::\s{0,2}[A-Za-z][\w.\[\] |]{0,40}=|:=|=>|[:=])\s{0,4}|\s{0,4},\s{0,4}(?:\w+\s?=\s?[\w.]+,\s{0,4}){0,3}(?:default\s?=\s?)?(?=[rbuf]?[\"'])|\s{1,4}(?:is|was)\s{1,3}|\s{1,3})"
    r"(?:[rbuf]?(?P<quote>\"\"\"|'''|[\"'`])(?![\s,)\]}:])(?P<quoted>(?:\\.|(?!(?P=quote))[^\n]){1,400})|(?P<bare>[^\s\"'`,;&|<>\\]{4,400}))",
    re.DOTALL,
)


Span = tuple[int, int] | None


class Secret(str):
    """A text that whoever read it knows to be a secret by what stands around it; the cleaner hides it, whatever its shape."""

    __slots__ = ()


def is_secret_name(name: str) -> bool:
    """Whether a key's own name says that its value is a secret, or may be one."""
    return _says(name) is not None


def hides(name: str, value: str) -> bool:
    """Whether the value behind a name is a secret."""
    says = _says(name)
    if says is None or innocent(value.strip()):
        return False
    return says == "strong" or any(machine_made(item, _LEAST[says]) for item in _ITEM.findall(value))


def innocent(value: str) -> bool:
    """Whether a value, whatever it is called, only stands for a secret: a placeholder, a variable, a file's place."""
    return bool(_HARMLESS.match(value) or _OTHER_NAME.match(value) or _PLACE.match(value))


def machine_made(value: str, least: int) -> bool:
    """Whether a text looks drawn at random: no words with a number behind each, as versions and names of models are."""
    if len(value) < least or any(c.isspace() for c in value):
        return False
    if least > 16 and ("/" in value or "." in value):
        return False
    letters = sum(c.isalpha() for c in value)
    if letters == len(value):
        turns = sum(a.islower() and b.isupper() for a, b in pairwise(value))
        return len(value) >= 20 and turns >= 5
    if not letters or not any(c.isdigit() for c in value):
        return False
    return not all(_ORDINARY.fullmatch(piece) for piece in _PIECES.split(value))


def spans(text: str) -> list[tuple[int, int]]:
    """Where the secrets of a text are, in order, none touching another."""
    hits = _FIND.find_matches_as_indexes(text, overlapping=True) if len(text) > 7 else []
    return _joined(text, hits) if hits else []


def blanked(data: bytes) -> bytes:
    """The bytes of a program with blanks for its secrets: what reads words out of it takes none of them for a word."""
    hits = _FIND_BYTES.find_matches_as_indexes(data, overlapping=True)
    if not hits:
        return data
    places = _joined(data.decode("latin-1"), hits)  # a character for each byte
    if not places:
        return data
    cleared = bytearray(data)
    for start, end in places:
        cleared[start:end] = bytes(c if c == 10 else 32 for c in data[start:end])
    return bytes(cleared)


def _joined(text: str, hits: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """What is found at the places where literals are: linear, for nothing is looked for inside what was found."""
    found: list[tuple[int, int]] = []
    keys_end = 0
    for number, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        key = number == _KEY_BLOCK  # one that is quoted goes on behind the line that its name's value ends with
        if start < (keys_end if key else found[-1][1] if found else 0):
            continue
        span = _LITERALS[number][1](text, start, end)
        if span is None:
            continue
        keys_end = span[1] if key else keys_end
        if found and span[0] < found[-1][1]:
            found[-1] = (found[-1][0], max(span[1], found[-1][1]))
        else:
            found.append(span)
    return found


@lru_cache(maxsize=50_000)
def _says(name: str) -> str | None:
    """strong, weak or key; None for a name that says nothing of secrets."""
    segment = _SEGMENT.search(name)
    if segment is None:
        return None
    plain = _CAMEL.sub("_", segment.group(1)).lower().lstrip("_")
    if _NO_SECRET.match(plain):
        return None
    if _STRONG.match(plain) and not plain.endswith("secrets"):
        return "strong"
    weak = _WEAK.match(plain)
    return None if weak is None else "key" if weak.group("key") else "weak"


def _shape(pattern: re.Pattern[str]) -> Callable[[str, int, int], Span]:
    def look(text: str, start: int, end: int) -> Span:
        match = pattern.match(text, start)
        return match.span() if match is not None else None

    return look


def _address(text: str, start: int, end: int) -> Span:
    """`user:password` of an address; also a token before the host, as Sentry's and GitHub's addresses have it."""
    match = _ADDRESS.match(text, start)
    if match is None:
        return None
    if match["token"] is not None:
        return match.span("token") if machine_made(match["token"], 16) else None
    return None if innocent(match["secret"]) else (match.start("user"), match.end("secret"))


def _telegram(text: str, start: int, end: int) -> Span:
    """Its number of 8 to 12 digits stands before what can be found."""
    match = _TELEGRAM.search(text, max(0, start - 12), start + 60)
    return match.span() if match is not None else None


def _scheme(text: str, start: int, end: int) -> Span:
    match = _SCHEME.match(text, start)
    if match is None:
        return None
    value = match["secret"]
    if text[start] in "Bb" and text[start + 1] in "Aa":  # basic
        try:
            known = b":" in base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
        except (binascii.Error, ValueError):
            known = False
    else:
        known = machine_made(value, 12)
    return match.span("secret") if known else None


def _command(text: str, start: int, end: int) -> Span:
    match = _COMMAND.match(text, start)
    return match.span("secret") if match is not None and not innocent(match["secret"]) else None


def _assigned(text: str, start: int, end: int) -> Span:
    """The value behind a secret's name: assigned, passed, given as a default, or as an option of a command."""
    context = text[max(0, start - 60) : start]
    if not _GOES_ON.match(text, end) and not any(mark in context for mark in ("--", "ENV", "ARG")):
        return None
    before, after = _BEFORE.search(context), _AFTER.match(text, end)
    if before is None or after is None:
        return None
    if context[: before.start()].endswith(("$", "${")):
        return None  # a variable is named, not set
    name = before["name"] + text[start:end] + after["rest"]
    lead, sep = before["lead"].strip(), after["sep"].strip()
    says = _says(name)
    if says is None or (not sep and lead not in {"--", "ENV", "ARG"}) or (sep.startswith(",") and not after["closed"]):
        return None
    if (quoted := after["quoted"]) is not None:
        span, value, sure = after.span("quoted"), quoted, sep != "" and (not sep.startswith(",") or bool(lead))
        sure = sure or lead in {"--", "ENV", "ARG"}
    else:
        bare = after["bare"].rstrip(")]}")
        span, value = (after.start("bare"), after.start("bare") + len(bare)), bare
        if "(" in value or "[" in value or re.fullmatch(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", value):
            return None
        tight = after["sep"] == "=" and (
            name.isupper() or (value.isalnum() and text[span[1] : span[1] + 1] not in {",", ")"})
        )
        sure = tight or lead in {"--", "ENV", "ARG"}
    if innocent(value) or innocent(after["bare"] or value) or value == name:
        return None
    if (says == "strong" and (sure or (len(value) >= 6 and _mixed(value)))) or machine_made(value, _LEAST[says]):
        rest = _REST.match(text, span[1]) if len(value) >= 400 else None
        return (span[0], rest.end()) if rest is not None else span
    return None


def _mixed(value: str) -> bool:
    return any(c.isalpha() for c in value) and any(c.isdigit() or c in "!@#$%^&*" for c in value)


def _literals() -> Iterator[tuple[str, Callable[[str, int, int], Span]]]:
    for prefixes, tail in _PREFIXES:
        for prefix in prefixes.split():
            before = "" if prefix == "Q~" else "(?<![A-Za-z0-9])"
            yield prefix, _shape(re.compile(f"{before}{re.escape(prefix)}(?:{tail})", re.ASCII))
    yield from (("-----BEGIN ", _shape(_PEM)), (":AA", _telegram), ("sig=", _shape(_SIGNATURE)), ("://", _address))
    yield from ((f"{word} ", _scheme) for word in ("bearer", "Bearer", "BEARER", "basic", "Basic"))
    for name in ("mysql", "mariadb", "sshpass", "mongo", "redis-cli", "curl ", "htpasswd", "docker login", "podman login",
                 "helm login", "npm login", "az login", "oc login"):  # fmt: skip
        yield name, _command
    for word in _WORDS:
        yield from ((cased, _assigned) for cased in (word, word.upper(), word.capitalize()))
    yield from ((word, _assigned) for word in _KEY_WORDS)


_LITERALS = list(dict(_literals()).items())
_KEY_BLOCK = next(number for number, (literal, _) in enumerate(_LITERALS) if literal == "-----BEGIN ")
_FIND = AhoCorasick([literal for literal, _ in _LITERALS])
_FIND_BYTES = BytesAhoCorasick([literal.encode() for literal, _ in _LITERALS])

"""How people are named to others: by name, by initials, or by pseudonyms that mean nothing outside one store.

The one place that decides it. Whatever names a person is replaced on its way into the store, as secrets are, so that
nothing made from the store can tell it: no measure, no pane, no export, no SQL.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from collectors.aliases import BOT, Identity, alias_groups, main_address, main_name, normal_name

FORMS = ("names", "initials", "pseudonyms")
"""From the one that tells most to the one that tells least."""

_ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"  # no vowels, hence no words; nothing that looks like something else
_ADDRESS = re.compile(r"(?<![\w.+%-])(?!git@)[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_NO_REPLY = re.compile(r"(?:\d+\+)?([\w-]+(?:\[bot\])?)@users\.noreply\.github\.com$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Where a sentence of a developer names somebody by a handle: `@ada`, `TODO(ada)`, and what GitHub writes on merging.
_MENTION = re.compile(
    r"(?<![\w/.`])@(?P<at>\w[\w-]*)(?![\w(./-])"
    r"|(?i:\b(?:todo|fixme|xxx|hack)\s?\()(?P<tag>[^\s#()\d][^#()\n]{0,60})(?=\))"
    r"|^Merge pull request #\d+ from (?P<merged>[\w-]+)(?=/)"
)
_TICKET = re.compile(r"[A-Z]{2,}-\d+$")


@dataclass(frozen=True)
class Names:
    """What to write instead of whatever names a person. Pure, and small enough to be sent to worker processes."""

    form: str = "names"
    salt: bytes = b""
    known: Mapping[str, str] = field(default_factory=dict)
    """A name, address or handle of somebody who wrote a commit, its words in upper case, to what is written instead."""

    @property
    def hidden(self) -> bool:
        """Whether anything is replaced."""
        return self.form != "names"

    @property
    def mark(self) -> str:
        """Equal marks: what was stored under one can stand beside what is stored under the other."""
        return f"{self.form} {self._digest('mark')[:4].hex()}" if self.hidden else self.form

    def name(self, text: str) -> str:
        """A person's name; a program's is nobody's, and stays."""
        if BOT.search(text):
            return text
        return self.known.get(_words(text)) or _coined(self.form, text, self.code(text))

    def key(self, text: str) -> str:
        """A name or an address that only ties tables together: equal ones stay equal, and say nothing."""
        return self._digest(text)[:8].hex()

    def owners(self, text: str) -> str:
        """The owners of a CODEOWNERS line, or a list of names with commas. A team (`@org/team`) and a role (`@@role`) are no persons."""
        return ", ".join(self.known.get(_words(part)) or self._owners(part) for part in text.split(","))

    def _owners(self, text: str) -> str:
        return " ".join(
            word if word.startswith("@@") or (word.startswith("@") and "/" in word) else self._handle(word)
            for word in text.split()
        )

    def text(self, text: str) -> str:
        """Any text, without the addresses and the known names of several words in it."""
        if "@" in text:
            text = _ADDRESS.sub(lambda match: self._handle(match.group()), text)
        return self._without_names(text, 2) if " " in text else text

    def prose(self, text: str) -> str:
        """A sentence, without the addresses, handles and known names in it, also those of a single word."""
        return self._without_names(self.text(_MENTION.sub(self._mentioned, text)), 1)

    def code(self, text: str) -> str:
        """Five letters and digits that stand for a name; without the salt nobody can guess the name from them."""
        number = int.from_bytes(self._digest(_words(text) or text)[:8])
        return "".join(_ALPHABET[number // len(_ALPHABET) ** place % len(_ALPHABET)] for place in range(5))

    def _without_names(self, text: str, least: int) -> str:
        """The longest known name at each word, if it has so many words, replaced."""
        words = list(_WORD.finditer(text))
        plain = [_words(match.group()) for match in words]
        parts, done, at = [], 0, 0
        while at < len(words):
            for length in range(self._longest.get(plain[at], 0), least - 1, -1):
                shown = self.known.get(" ".join(plain[at : at + length]))
                if shown is not None and at + length <= len(words) and (length > 1 or len(plain[at]) > 2):
                    parts += [text[done : words[at].start()], shown]
                    done, at = words[at + length - 1].end(), at + length
                    break
            else:
                at += 1
        return "".join((*parts, text[done:]))

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        """First word of each known name to the number of words of the longest one that begins so."""
        longest: dict[str, int] = {}
        for name in self.known:
            first = name.partition(" ")[0]
            longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
        return longest

    def _mentioned(self, match: re.Match[str]) -> str:
        who = match.group(str(match.lastgroup))
        decorator = match.lastgroup == "at" and not match.string[: match.start()].strip()
        if _TICKET.match(who) or (decorator and _words(who) not in self.known):
            return match.group()
        return match.group().removesuffix(who).removesuffix("@") + self._handle(who)

    def _handle(self, text: str) -> str:
        """A handle or an address; whose it is, is known only where a commit says so."""
        text = text.lstrip("@")
        return self.known.get(_words(text)) or _coined(self.form, text, self.code(text), stranger=True)

    def _digest(self, text: str) -> bytes:
        return hmac.new(self.salt, f"person\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def names_of(identities: Mapping[Identity, int], form: str, salt: bytes) -> Names:
    """How the people of a history are named; `identities` counts commits, in the order of their first appearance.

    Of people who would be named alike the second gets a 2, and keeps it as the history grows.
    """
    if form == "names":
        return Names()
    coin = Names(form, salt)
    order = {identity: place for place, identity in enumerate(identities)}
    groups = [[identity for identity, _ in group] for group in alias_groups(sorted(identities))]
    used: Counter[str] = Counter()
    known: dict[str, str] = {}
    for members in sorted(groups, key=lambda group: min(order[identity] for identity in group)):
        shown = _shown(coin, members, identities)
        used[shown] += 1
        if used[shown] > 1:
            shown = f"{shown} {used[shown]}"
        for text in {text for identity in members for text in _called(identity)}:
            if text != _words(shown):  # a program's own name
                known.setdefault(text, shown)
    return Names(form, salt, known)


def _shown(coin: Names, members: Sequence[Identity], commits: Mapping[Identity, int]) -> str:
    name = main_name(members, commits)
    if BOT.search(name):
        return name
    return _coined(coin.form, name, coin.code(name if normal_name(name) else main_address(members, commits)))


def _called(identity: Identity) -> set[str]:
    """What one identity may be called in a text."""
    texts = {_words(text) for text in identity}
    texts |= {_words(found.group(1)) for email in (identity[1], identity[3]) if (found := _NO_REPLY.match(email))}
    return {text for text in texts if normal_name(text) and not text.isdigit()}


def _coined(form: str, text: str, code: str, *, stranger: bool = False) -> str:
    if form == "pseudonyms":
        return f"P-{code}"
    letters = [word[0].upper() for word in re.split(r"[\s.]+", text.partition("@")[0]) if word[:1].isalnum()]
    shown = " ".join(f"{letter}." for letter in (letters[:1] + letters[1:][-1:] or ["?"]))
    return f"{shown} {code}" if stranger else shown


def _words(text: str) -> str:
    """The words of a text in upper case without accents, with single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain)).upper()

"""Who may come in: whoever has the token, once, and then this browser; asked for by our own name, from our own page."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


class Door:
    """Judges requests by what is in them; every secret is compared in constant time."""

    def __init__(self, host: str) -> None:
        """`host` is the name or address that is listened at."""
        self._host = host.casefold()
        self.token = secrets.token_urlsafe(32)
        """For the address that is given to the user; of no use any more once it was used."""
        self.key = secrets.token_urlsafe(32)
        """For the cookie of the browser that had the token."""
        self._used = False

    def stranger(self, headers: Mapping[str, str], *, socket: bool) -> str:
        """Why a request is refused whatever secret it has; empty: it is not.

        A name that is not ours is another site's, which has it point here to be let in as itself (DNS rebinding); an
        address cannot be pointed elsewhere. A socket may be opened by any page of any site: only its origin tells.
        """
        host = headers.get("Host", "")
        name = _name("//" + host)
        if name not in {"localhost", self._host} and not _is_address(name):
            return "this server is not called by that name: ask by its address, or start it with --host NAME"
        origin = headers.get("Origin")
        if (socket or origin is not None) and origin not in {f"http://{host}", f"https://{host}"}:
            return "another site asks"
        return ""

    def exchange(self, token: str) -> bool:
        """Whether a token may be exchanged for the key; it may be once."""
        good = hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())
        good, self._used = good and not self._used, self._used or good
        return good

    def fits(self, key: str) -> bool:
        """Whether this is the key."""
        return hmac.compare_digest(key.encode("utf-8", "replace"), self.key.encode())


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine can reach what listens there."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True

"""The command palette: every action that can be done now, every measure, every theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Command:
    """One line of the palette."""

    title: str
    help: str
    run: Callable[[], Any]


class Commands(Provider):
    """Offers what the app lists in `commands()`; titles are data, never markup."""

    def _listed(self) -> Iterable[Command]:
        listed: Iterable[Command] = self.app.commands()  # type: ignore[attr-defined]
        return listed

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for command in self._listed():
            yield DiscoveryHit(Content(command.title), command.run, text=command.title, help=_escaped(command.help))

    async def search(self, query: str) -> Hits:
        """What resembles the query, in its title or, less so, in its help."""
        matcher = self.matcher(query)
        for command in self._listed():
            score = max(matcher.match(command.title), 0.5 * matcher.match(command.help))
            if score > 0:
                yield Hit(score, Content(command.title), command.run, text=command.title, help=_escaped(command.help))


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")

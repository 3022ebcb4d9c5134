"""Pane 3: how much of the system is configuration, how it is kept, and what programs get from it."""

from __future__ import annotations

from typing import ClassVar

from debtui.panes.listing import SectionListing


class Configuration(SectionListing):
    """Its measures, each with its number, trend and change; and the files themselves."""

    KEY = "3"
    TITLE = "Configuration"
    SHORT = "Conf"
    ORDER = 30
    FOLDER = "configuration"
    HELP = """
How much of the system is configuration, and how it is kept. Each measure takes two lines: state, title,
number and the change since a quarter ago; then the question it answers, its trend, its id and its evidence
grade. enter shows the evidence, d what the number means and what to do about it. f lists the configuration files:
what a program gets from each, who had a say in it, and how two of them differ.
"""
    ACTIONS: ClassVar[frozenset[str]] = SectionListing.ACTIONS | {"files"}

    def act(self, action: str) -> None:
        """See Level."""
        if action == "files":
            from debtui.panes.config_files import ConfigFilesLevel

            self.post_message(self.Deeper(ConfigFilesLevel(self.ledger, self.view)))
        else:
            super().act(action)

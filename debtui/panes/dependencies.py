"""Pane 5: what depends on what, and which boundaries have worn thin."""

from __future__ import annotations

from debtui.panes.listing import SectionListing


class Dependencies(SectionListing):
    """Its measures, each with its number, trend and change."""

    KEY = "5"
    TITLE = "Dependencies"
    SHORT = "Deps"
    ORDER = 50
    FOLDER = "dependencies"
    HELP = """
What depends on what, and which boundaries have worn thin. Each measure takes two lines: state, title, number
and the change since a quarter ago; then the question it answers, its trend, its id and its evidence grade.
enter shows the evidence, d what the number means and what to do about it.
"""

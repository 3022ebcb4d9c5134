"""Pane 4: switches and experimental paths that look abandoned."""

from __future__ import annotations

from debtui.panes.listing import SectionListing


class Flags(SectionListing):
    """Its measures, each with its number, trend and change."""

    KEY = "4"
    TITLE = "Flags"
    SHORT = "Flags"
    ORDER = 40
    FOLDER = "flags"
    HELP = """
Switches and experimental paths that look abandoned. Each measure takes two lines: state, title, number and
the change since a quarter ago; then the question it answers, its trend, its id and its evidence grade. enter
shows the evidence, d what the number means and what to do about it.
"""

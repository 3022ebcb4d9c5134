"""Pane 8: where change and complexity meet, and what the authors themselves called debt."""

from __future__ import annotations

from debtui.panes.listing import SectionListing


class Code(SectionListing):
    """Its measures, each with its number, trend and change."""

    KEY = "8"
    TITLE = "Code"
    SHORT = "Code"
    ORDER = 80
    FOLDER = "code"
    HELP = """
Where change and complexity meet, and what the authors themselves called debt. Each measure takes two lines:
state, title, number and the change since a quarter ago; then the question it answers, its trend, its id and
its evidence grade. enter shows the evidence, d what the number means and what to do about it.
"""

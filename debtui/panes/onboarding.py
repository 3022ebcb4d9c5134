"""Pane 2: how fast newcomers can become useful, as far as history and code can tell."""

from __future__ import annotations

from debtui.panes.listing import SectionListing


class Onboarding(SectionListing):
    """Its measures, each with its number, trend and change."""

    KEY = "2"
    TITLE = "Onboarding"
    SHORT = "Team"
    ORDER = 20
    FOLDER = "onboarding"
    HELP = """
How fast newcomers can become useful, as far as history and code can tell. Each measure takes two lines:
state, title, number and the change since a quarter ago; then the question it answers, its trend, its id and
its evidence grade. enter shows the evidence, d what the number means and what to do about it.
"""

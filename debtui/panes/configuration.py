"""Pane 3: how much of the system is configuration, and how it is kept."""

from __future__ import annotations

from debtui.panes.listing import SectionListing


class Configuration(SectionListing):
    """Its measures, each with its number, trend and change."""

    KEY = "3"
    TITLE = "Configuration"
    SHORT = "Config"
    ORDER = 30
    FOLDER = "configuration"
    HELP = """
How much of the system is configuration, and how it is kept. Each measure takes two lines: state, title,
number and the change since a quarter ago; then the question it answers, its trend, its id and its evidence
grade. enter shows the evidence, d what the number means and what to do about it.
"""

"""Text and Markdown: eighty columns, and nothing that Markdown would take for markup."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import unescape

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from debtui.exports.base import Report
from debtui.exports.inert import text
from debtui.format import cells
from tests.exports.reports import every_state, hostile, written

SNEAKY = [
    "<b>x</b>", "[x](http://x.org)", "![x](y)", "http://x.org", "www.example.com", "a@b.org", "**x**", "_x_", "~~x~~", "`x`", "&lt;b&gt;",
    "# x", "- x", "+ x", "1. x", "1) x", "> x", "---", "===", "    code", "| a | b |", "\\", "$x$", "<!-- x -->", "<http://x.org>",
    "@octocat", "@org/team", "#123", "org/repo#12", "GH-12", ":tada:", ":+1:", "mailto:a@b.org", "[^1]", "[ ] x",
]  # fmt: skip


def wide() -> Report:
    """Every text in characters that fill two columns of a terminal."""
    report = every_state()
    section = report.sections[5]
    result = replace(section.result, reason="模型" * 300, hint="配置" * 300)
    return replace(report, name="模型" * 100, sections=[*report.sections, replace(section, result=result)])


@pytest.mark.parametrize("report", [every_state, hostile, wide])
def test_no_line_of_text_is_wider_than_a_terminal(report: type[Report]) -> None:
    lines = written("text", report()).decode().splitlines()
    assert [line for line in lines if cells(line) > 80] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_text_shows_every_state_with_its_word() -> None:
    lines = [re.sub(r" +", " ", line) for line in written("text", every_state()).decode().splitlines()]
    for line in (
        "▲ XX-1 Files | that nobody knows", " 4 files (2 files unread) act ▁ ▅█", "● XX-2 Share of orphans 31 % watch ▁█",
        "○ XX-3 People 7 people ok ▄▄", "· XX-4 Ratio without a threshold 0.031", "· XX-6 Not measured not measured",
        "· XX-7 Failed failed", " … 3 of 1,234 rows; all: debtui show measure_1",
    ):  # fmt: skip
        assert line in lines, line


def tokens(source: str) -> list[Token]:
    parser = MarkdownIt("gfm-like")
    return [t for token in parser.parse(source) for t in (token, *(token.children or []))]


@pytest.mark.parametrize("sneaky", SNEAKY)
def test_text_from_outside_is_no_markup(sneaky: str) -> None:
    kinds = {token.type for token in tokens(text(sneaky))}
    assert kinds <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}, kinds


@pytest.mark.parametrize("sneaky", SNEAKY)
def test_nothing_in_a_text_calls_people_or_names_issues_on_github(sneaky: str) -> None:
    """What GitHub's filters look for in rendered text, where no backslash is left."""
    shown = re.sub("<[^>]*>", "", MarkdownIt("gfm-like").render(text(sneaky)))
    assert not re.search(r"@[\w/-]|#\d|\bGH-\d|:[\w+-]+:|www\.|://", shown), shown
    assert unescape(shown).replace("\u200b", "").strip() == sneaky.strip()


@pytest.mark.parametrize("report", [every_state, hostile])
def test_the_markdown_has_no_html_no_links_and_whole_tables(report: type[Report]) -> None:
    source = written("markdown", report()).decode()
    found = tokens(source)
    kinds = {token.type for token in found}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_block", "fence", "s_open"}
    assert "table_open" in kinds
    count = partial([token.type for token in found].count)
    assert count("td_open") % 5 == 0
    assert count("th_open") == 5 * count("table_open")


def test_the_questions_are_counted_through() -> None:
    found = tokens(written("markdown", every_state()).decode())
    assert [token.type for token in found].count("ordered_list_open") == 1

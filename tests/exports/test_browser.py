"""The HTML report in a real browser: it asks nobody, complains of nothing, and can be read in the dark, by keyboard, on a phone and on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from debtui.exports.base import Report
from debtui.graphview import Shown, View
from tests.browser import CHROMIUM, Page, chromium
from tests.exports.reports import every_state, hostile, written

AXE = Path(__file__).parents[1] / "data" / "axe" / "axe.min.js"
UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = {}); document.documentElement.scrollWidth"
RULES = "axe.run().then(found => ({{bad: found.violations.map(v => [v.impact, v.id, v.nodes[0].html]), good: found.passes.map(p => p.id)}}))"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here: chromium or google-chrome")


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as opened:
        yield opened


def drawn() -> Report:
    """Every state, and a graph in which names are as long as they get."""
    nodes = {
        f"{kind}:{n}": Shown(kind, f"{kind}/{'x' * 40}{n}", "src/a.py:3")
        for kind in ("file", "job", "model")
        for n in range(8)
    }
    edges = [(f"file:{n}", f"job:{n}") for n in range(8)] + [(f"job:{n}", "model:0") for n in range(8)]
    return replace(every_state(), graph=View(nodes, edges, ["8 things that nothing links are not drawn"]))


@pytest.fixture(params=[drawn, hostile], ids=["every state", "hostile"])
def opened(page: Page, request: pytest.FixtureRequest, tmp_path: Path) -> Page:
    """The page with one of the reports, folded, as on a desk in the light."""
    file = tmp_path / "report.html"
    file.write_bytes(written("html", request.param()))
    page.look()
    page.open(file)
    return page


def test_it_asks_nobody_and_the_console_stays_empty(opened: Page) -> None:
    opened.ask(UNFOLD.format("true"))
    opened.picture()
    assert [address.split("/")[-1] for address in opened.requests] == ["report.html"]
    assert opened.said == []
    assert opened.ask("document.scripts.length") == 0


@pytest.mark.skipif(not AXE.exists(), reason="tests/data/axe/axe.min.js is not here")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_audit_of_accessibility_finds_nothing(opened: Page, scheme: str) -> None:
    opened.look(scheme=scheme)
    opened.ask(UNFOLD.format("true"))
    opened.ask(f"{AXE.read_text('utf-8')};0")
    found = opened.ask(RULES.format())
    assert found["bad"] == [], json.dumps(found["bad"], indent=1)
    assert {"color-contrast", "region", "heading-order", "skip-link", "svg-img-alt", "html-has-lang"} <= set(
        found["good"]
    )


@pytest.mark.parametrize("width", [320, 768])
def test_the_page_is_never_wider_than_the_screen(opened: Page, width: int) -> None:
    opened.look(width=width, height=800)
    for folded in ("false", "true"):
        assert opened.ask(UNFOLD.format(folded)) <= width


def test_on_paper_everything_is_unfolded_and_nothing_lies_beside_it(opened: Page) -> None:
    heights = (
        "[...document.querySelectorAll('details > .about')].map(each => each.offsetHeight * each.checkVisibility())"
    )
    assert set(opened.ask(heights)) == {0}
    opened.look(width=700, media="print")
    shown = opened.ask(heights)
    assert shown
    assert min(shown) > 0
    assert opened.ask("document.documentElement.scrollWidth") <= 700
    assert opened.paper().startswith(b"%PDF")


def test_the_first_tab_skips_to_the_content_and_a_measure_unfolds_by_key(opened: Page) -> None:
    opened.press("Tab", 9)
    assert opened.ask("document.activeElement.textContent") == "Skip to the content"
    assert opened.ask("document.activeElement.getBoundingClientRect().top") >= 0
    opened.press("Enter", 13)
    assert opened.ask("location.hash") == "#main"
    opened.ask("document.querySelector('summary').focus()")
    opened.press("Enter", 13)
    assert opened.ask("document.querySelector('details').open") is True

"""The HTML report: inert, whole, readable without colour, in both schemes, and one file."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from debtui.exports import graph
from debtui.exports.base import Report, Section
from debtui.measures.result import Moment, Result
from debtui.measures.spec import Threshold
from debtui.report import build
from debtui.stored import StoreSession
from tests.exports.reports import HOSTILE, every_state, hostile, measure, trend, written

CSS = (files("debtui.exports") / "report.css").read_text("utf-8")
VOID = {"meta", "line", "polyline", "br"}
WORDS = re.compile(r"[\w-]+")
ELEMENTS = WORDS.findall(
    "html head meta title style body header nav main footer section article details summary h1 h2 h3 p b small code time a ul ol li span "
    "figure figcaption svg line polyline table caption thead tbody tr th td dl div dt dd desc"
)
ATTRIBUTES = WORDS.findall(
    "lang charset name content http-equiv id class href role scope aria-label aria-labelledby aria-hidden viewbox preserveaspectratio "
    "points x1 x2 y1 y2 tabindex"
)


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    inside: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> list[Element]:
        return [e for e in self.inside if e.tag == tag] + [e for child in self.inside for e in child.all(tag)]

    def words(self) -> str:
        return " ".join([self.text, *(child.words() for child in self.inside)]).strip()


class Tree(HTMLParser):
    """The document as elements; refuses what is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self.path = [self.root]
        self.feed(text)
        self.close()
        assert len(self.path) == 1, [e.tag for e in self.path]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Element(tag, {name: value or "" for name, value in attrs})
        assert len(found.attrs) == len(attrs), "an attribute twice"
        self.path[-1].inside.append(found)
        if tag not in VOID:
            self.path.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.path.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.path[-1].text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def everything(element: Element) -> list[Element]:
    return [element, *(e for child in element.inside for e in everything(child))]


def tree(report: Report) -> Element:
    return Tree(written("html", report).decode()).root


@pytest.fixture(scope="module")
def sample(demo_session: StoreSession) -> Report:
    return build(demo_session, demo_session.moments()[-1])


@pytest.mark.parametrize("report", [every_state, hostile])
def test_no_element_and_no_attribute_is_unknown_and_nothing_is_loaded_or_run(report: type[Report]) -> None:
    for element in everything(tree(report()))[1:]:
        assert element.tag in ELEMENTS
        assert element.attrs.keys() <= set(ATTRIBUTES), element.attrs
        assert element.attrs.get("href", "#").startswith("#")
        for name in ("id", "class", "href", "role", "scope"):
            assert re.fullmatch(r"#?[\w -]*", element.attrs.get(name, "")), element.attrs
    assert not re.search(
        r"https?:|@import|url\(|<script|javascript:", written("html", report()).decode(), re.IGNORECASE
    )


def test_hostile_text_makes_the_same_elements_as_harmless_text() -> None:
    def shape(element: Element) -> list[object]:
        return [element.tag, sorted(element.attrs), *map(shape, element.inside)]

    harmless = re.sub(r"\W", "x", HOSTILE)
    evil = hostile()

    def tamed(value: object) -> object:
        if isinstance(value, str):
            return value.replace(HOSTILE, harmless)
        if isinstance(value, dict):
            return {tamed(key): tamed(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(map(tamed, value))  # type: ignore[call-arg]
        if hasattr(value, "__dataclass_fields__"):
            return replace(value, **{name: tamed(getattr(value, name)) for name in value.__dataclass_fields__})  # type: ignore[type-var]
        return value

    tame = tamed(evil)
    assert isinstance(tame, Report)
    assert HOSTILE not in repr(tame)
    assert shape(tree(tame)) == shape(tree(evil))


@pytest.mark.parametrize("report", [every_state, hostile])
def test_every_link_leads_somewhere_inside_a_fold(report: type[Report]) -> None:
    root = tree(report())
    ids = Counter(e.attrs["id"] for e in everything(root) if "id" in e.attrs)
    links = [a.attrs["href"][1:] for a in root.all("a")]
    assert links
    assert set(links) <= set(ids)
    folded = {e.attrs.get("id") for details in root.all("details") for e in everything(details)}
    assert {link for link in links if link.startswith("m-")} <= folded


def test_no_id_stands_twice(sample: Report) -> None:
    for report in (every_state(), sample):
        ids = Counter(e.attrs["id"] for e in everything(tree(report)) if "id" in e.attrs)
        assert set(ids.values()) == {1}


def test_tables_name_their_columns_and_rows() -> None:
    tables = tree(every_state()).all("table")
    assert len(tables) == 2
    for table in tables:
        assert table.all("caption")
        head, *rows = table.all("tr")
        assert all(cell.tag == "th" and cell.attrs["scope"] == "col" and cell.text for cell in head.inside)
        for row in rows:
            assert len(row.inside) == len(head.inside)
            assert [cell.attrs["scope"] for cell in row.inside if cell.tag == "th"] == ["row"]
    assert tables[0].all("tr")[0].words().split() == ["State", "Where", "Value", "Why", "Owner", "Since"]
    assert "Since" not in tables[1].words()


def test_a_state_is_a_word_too_and_never_a_colour_alone() -> None:
    articles = tree(every_state()).all("article")
    assert [a.attrs["class"] for a in articles] == ["fail", "warn", "ok", "open", "ok", "lacking", "broken"]
    words = [next(e.text for e in a.all("span") if e.attrs.get("class") == "word") for a in articles]
    assert words == ["act", "watch", "ok", "no threshold", "ok", "not measured", "failed"]


def test_what_asks_for_attention_comes_first_and_worst_first() -> None:
    page = tree(every_state())
    assert [e.attrs.get("id") for e in page.all("h2")][:3] == ["minute", "questions", "attention"]
    cards = [ul for ul in page.all("ul") if ul.attrs.get("class") == "cards"]
    assert [li.attrs["class"] for li in cards[0].inside] == ["fail"]
    assert "Mend it." in cards[0].words()
    lines = [ul.words() for ul in page.all("ul") if ul.attrs.get("class") == "lines many"]
    assert "Share of orphans" in lines[-1]


def boxes(report: Report) -> dict[str, list[str]]:
    """The lists of the summary by their headings, a sentence where there is no list."""
    found = [div for div in tree(report).all("div") if div.attrs.get("class", "").startswith("box ")]
    lines = [[" ".join(li.words().split()) for li in div.all("li")] or [div.all("p")[0].words()] for div in found]
    return dict(zip([div.all("h3")[0].words() for div in found], lines, strict=True))


def test_one_minute_tells_what_is_beyond_worse_better_and_not_measured() -> None:
    limits, now = Threshold("lower", 20, 30), Moment(9, "c" * 40, datetime(2025, 7, 28), "Ada", "x")
    told = (
        ("Beyond", 40.0, "fail", 40.0),
        ("Crossed", 21.0, "warn", 19.0),
        ("Worse", 4.0, "ok", 3.0),
        ("Better", 1.0, "ok", 2.0),
    )
    sections = [
        Section(Result(measure(n, title, limits=limits), now, "measured", value, state), (), trend(was))  # type: ignore[arg-type]
        for n, (title, value, state, was) in enumerate(told)
    ]
    sections.append(Section(Result(measure(9, "Nowhere"), now, "unavailable", reason="no log"), ()))
    assert boxes(Report("shop", now, sections)) == {
        "Beyond its limit": ["Beyond 40 files"],
        "Worse than on 2025-01-28": ["Crossed 19 21 files → to", "Worse 3 4 files → to"],
        "Better than on 2025-01-28": ["Better 2 1 file → to"],
        "Not measured": ["Code hotspots and self-admitted debt 1 of 1"],
    }


def test_of_a_quarter_that_was_not_measured_nothing_is_claimed() -> None:
    told = boxes(replace(every_state(), sections=[replace(every_state().sections[2], trend=())]))
    assert told["Worse than a quarter ago"][0].startswith("Not known: nothing of a quarter ago is stored")
    assert told["Not measured"] == ["Every measure has a number."]
    assert told["Beyond its limit"] == ["No measured number is."]


def test_where_nothing_is_beyond_a_threshold_that_is_said() -> None:
    report = every_state()
    told = tree(replace(report, sections=report.sections[2:3])).words()
    assert "No measured number is beyond a threshold." in told


def test_the_reason_for_no_answer_shows_without_unfolding() -> None:
    for article in tree(every_state()).all("article")[5:]:
        summary = article.all("summary")[0].words()
        assert "no export of a flag service; put one into debt/flags" in summary or "Binder Error" in summary


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_colour_has_a_contrast_of_four_and_a_half(scheme: int) -> None:
    """WCAG 2.2, success criterion 1.4.3, level AA."""
    colours = dict(re.findall(r"--(\w+): (#\w{6})", CSS.split(":root {")[scheme + 1].split("}")[0]))
    for ground in ("paper", "card"):
        for ink in ("ink", "soft", "act", "watch", "fine", "line"):
            high, low = sorted((luminance(colours[ground]), luminance(colours[ink])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ground, ink)


def test_no_colour_stands_outside_the_two_schemes() -> None:
    rules = CSS.split("* { box-sizing")[1]
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", rules)


def test_every_class_has_a_rule_and_every_rule_a_class(sample: Report) -> None:
    found = [e for report in (every_state(), hostile(), sample) for e in everything(tree(report))]
    used = {name for e in found for name in e.attrs.get("class", "").split()}
    ruled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r'"[^"]*"', "", CSS)))
    assert ruled - used == set()
    assert used - ruled - set(re.findall(r"\.([a-z]+)", graph.STYLE)) <= {"open", "dg"}


def test_the_sample_fits_into_a_megabyte(sample: Report) -> None:
    assert len(written("html", sample)) < 1_000_000

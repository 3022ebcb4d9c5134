"""For whatever reads JUnit's XML: a test case for each measure, skipped where it is not measured."""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from debtui.check import FAILING, Item, Verdict
from debtui.exports.rows import where, why
from debtui.gate.formats.base import Format, failed, sentence, summary, title
from debtui.gate.inert import inert


class Junit(Format):
    """`<testsuites>`, a suite for each section."""

    def write(self, verdict: Verdict) -> str:
        """See Format."""
        root = Element("testsuites", name="debtui")
        suites: dict[str, Element] = {}
        counts: Counter[tuple[str, str]] = Counter()
        lapsed = {result.measure.id for result in verdict.lapsed} if verdict.strict else set()
        for result in verdict.results:
            section = inert(result.measure.section)
            suite = suites.get(section)
            if suite is None:
                suite = suites[section] = SubElement(root, "testsuite", name=section)
            case = SubElement(suite, "testcase", classname=section, name=title(result.measure))
            failing = [i for i in verdict.of(result.measure.id) if i.state in {*FAILING, "behind"}]
            kind = "tests"
            if result.status == "failed":
                kind, told = "errors", SubElement(case, "error", message=failed(result))
            elif failing or result.measure.id in lapsed:
                kind = "failures"
                message = sentence(failing[0]) if failing else "measured before, and not now"
                told = SubElement(case, "failure", message=message, type="debt")
                told.text = "\n".join(map(_line, failing))
            elif result.status == "unavailable":
                kind = "skipped"
                SubElement(case, "skipped", message=inert(why(result)))
            counts[section, kind] += 1
        for name, suite in suites.items():
            kinds = {kind: counts[name, kind] for kind in ("failures", "errors", "skipped")}
            suite.attrib.update({"tests": str(len(suite)), **{kind: str(n) for kind, n in kinds.items()}})
        for kind in ("tests", "failures", "errors", "skipped"):
            root.set(kind, str(sum(int(suite.get(kind, 0)) for suite in suites.values())))
        if suites:
            SubElement(next(iter(suites.values())), "system-out").text = summary(verdict)
        indent(root)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _line(item: Item) -> str:
    place = "the whole" if item.row is None else inert(where(item.row))
    return f"{item.state} {place}: {sentence(item)}"


FORMAT = Junit()

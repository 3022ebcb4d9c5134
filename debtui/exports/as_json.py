"""The report as one JSON document."""

from __future__ import annotations

from typing import BinaryIO

from debtui.exports.base import Exporter, Report
from debtui.exports.documents import dump, point, shown, threshold
from debtui.exports.rows import iso


class JsonExporter(Exporter):
    """One document with every measure, its rows and its trend."""

    NAME = "json"
    SUFFIX = ".json"

    def write(self, report: Report, out: BinaryIO) -> None:
        """See Exporter."""
        document = {
            "repository": report.name,
            "debtui": report.version,
            "commit": report.moment.commit_id,
            "committed": iso(report.moment.committed),
            "questions": [
                {
                    "question": answer.question,
                    "status": "measured" if answer.firm else "not measured",
                    "measures": [result.measure.id for result in answer.firm],
                    "proxies": [result.measure.id for result in answer.proxies],
                    "lacking": None if answer.firm else answer.lacking,
                }
                for answer in report.questions
            ],
            "measures": [
                {
                    **shown(section),
                    "title": section.result.measure.title,
                    "section": section.result.measure.section,
                    "question": section.result.measure.question,
                    "threshold": threshold(section.result.measure),
                    "trend": [point(p) for p in section.trend],
                }
                for section in report.sections
            ],
            "notes": [{"topic": topic, "text": text} for topic, text in report.notes],
        }
        out.write(dump(document).encode())

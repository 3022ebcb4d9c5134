"""Grafana: panels of dashboards that ask something, with the thresholds of their alerts or colours; alert rules as provisioned in YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from collectors import jinja
from collectors.dataflow import File
from collectors.monitoring import Monitor, Rule, short
from collectors.monitors.prometheus import kind_of, metrics
from collectors.trees import Tree, json_document, walk

_TITLE = re.compile(r'"title"\s*:\s*("(?:[^"\\]|\\.)*")')
_DEFAULT = ["80"]
"""Every panel is made with a red threshold at 80: nobody has chosen it."""
_SIGNS = {"gt": ">", "lt": "<", "gte": ">=", "lte": "<="}


def read(file: File) -> Iterator[Rule]:
    """A rule per panel with a query; per rule of a provisioning file."""
    boards = b'"panels"' in file.data
    if file.language == "JSON" and boards:
        yield from _board(file.documents[0], file.text, 0)
    elif boards:  # a config map holds each as a text
        texts = (
            part for document in file.documents for part in walk(document) if part.text and '"panels"' in part.text
        )
        for part in sorted(texts, key=lambda part: part.line):
            text = part.text or ""
            if text.lstrip().startswith("{"):
                yield from _board(json_document(text), text, part.line)
    elif file.language == "YAML" and b"apiVersion:" in file.data and b"condition:" in file.data:
        for document in file.documents:
            for group in document.get("groups").items:
                yield from (
                    _alert(rule)
                    for rule in group.get("rules").items
                    if rule.get("title").text and rule.get("data").items
                )


def _board(document: Tree, text: str, above: int) -> Iterator[Rule]:
    board = document.get("dashboard") or document
    places: dict[str, list[int]] = {}
    for found in _TITLE.finditer(text):
        places.setdefault(_decoded(found[1]), []).append(found.start())
    lines = jinja.Lines(text)
    whose = ", ".join(tag.removeprefix("team:") for tag in board.get("tags").texts() if tag.startswith("team:")) or None
    for panel in _panels(board):
        asked = [target.get("expr").text or target.get("rawSql").text for target in panel.get("targets").items]
        expressions = [each for each in asked if each]
        title = panel.get("title").text
        if not expressions:
            continue
        at = places.get(title or "", [])
        line = above + (lines.of(at.pop(0)) if at else 1)
        watched = list(
            dict.fromkeys(
                name for target in panel.get("targets").items for name in metrics(target.get("expr").text or "")
            )
        )
        yield Rule(
            line, title or "", ", ".join(watched[:10]) or None, kind_of(title or "", " ".join(expressions), watched), short(_threshold(panel)), owner=whose
        )  # fmt: skip


def _decoded(quoted: str) -> str:
    try:
        return str(json.loads(quoted))
    except ValueError:
        return quoted


def _panels(board: Tree) -> Iterator[Tree]:
    """Of the board, of its rows, old and new."""
    for panel in (
        *board.get("panels").items,
        *(each for row in board.get("rows").items for each in row.get("panels").items),
    ):
        yield panel
        yield from panel.get("panels").items


def _threshold(panel: Tree) -> str | None:
    """Of the alert; else of the colours, as far as anybody has set them."""
    told = _evaluators(panel.get("alert"))
    if told:
        return told
    steps = [step.get("value").text for step in panel.get("fieldConfig", "defaults", "thresholds", "steps").items]
    values = [value for value in steps if value not in {None, "null"}]
    if values and values != _DEFAULT:
        return ", ".join(filter(None, values))
    older = panel.get("thresholds")
    return (
        older.text
        or ", ".join(
            f"{_SIGNS.get(each.get('op').text or '', '')} {each.get('value').text}".strip()
            for each in older.items
            if each.get("value").text
        )
        or None
    )


def _evaluators(part: Tree) -> str:
    told = []
    for each in walk(part):
        params = each.get("evaluator", "params").texts()
        if params:
            sign = each.get("evaluator", "type").text or ""
            told.append(f"{_SIGNS.get(sign, sign)} {', '.join(params)}")
    return " ".join(dict.fromkeys(reversed(told)))


def _alert(rule: Tree) -> Rule:
    name, notes, labels = rule.get("title").text or "", rule.get("annotations"), rule.get("labels")
    expressions = [
        text
        for data in rule.get("data").items
        if (text := data.get("model", "expr").text or data.get("model", "rawSql").text)
    ]
    watched = list(
        dict.fromkeys(
            metric for data in rule.get("data").items for metric in metrics(data.get("model", "expr").text or "")
        )
    )
    told = [_evaluators(rule.get("data")), f"for {rule.get('for').text}" if rule.get("for").text else ""]
    return Rule(
        rule.line, name, ", ".join(watched) or None, kind_of(name, " ".join(expressions), watched), short(" ".join(filter(None, told))),
        labels.get("severity").text, labels.get("team").text or labels.get("owner").text, notes.get("runbook_url").text,
    )  # fmt: skip


MONITOR = Monitor(frozenset({"JSON", "YAML"}), (b'"targets"', b"condition:"), read)

"""Alerting rules of Prometheus: rule files, PrometheusRule resources, and what charts and config maps hold of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.dataflow import File
from collectors.monitoring import Kind, Monitor, Rule, kind_of_words, short
from collectors.spec import Unreadable
from collectors.trees import Tree, walk, yaml_documents

_LOOK = re.compile(r"\balert:.*\bexpr:|\bexpr:.*\balert:", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|`[^`]*`')
_DROPPED = re.compile(
    r"\{[^{}]*\}|\[[^\[\]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)|\boffset\s+-?\w+"
)
"""Matchers, ranges, and lists of labels."""
_NAME = re.compile(r"(?<![\w.:$])[a-zA-Z_:][\w:]*(?!\s*\()(?![\w:])")
_WORDS = frozenset({
    "and", "or", "unless", "bool", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "inf", "nan", "atan2",
})  # fmt: skip
_BOUND = re.compile(
    r"([<>]=?|[=!]=)\s*(?:bool\s+)?([-+]?(?:\d[\d.]*|\.\d+)(?:e[-+]?\d+)?(?:\s*[*/]\s*\d[\d.]*)*)(?![\w.])",
    re.IGNORECASE,
)
_MODEL = re.compile(r"""\bmodel(?:_name)?\s*=~?\s*["']([\w.:/-]+)["']""")
_SLOW = re.compile(
    r"latency|duration|(?:request|response|processing|inference|predict\w*)_(?:time|seconds)", re.IGNORECASE
)
_AGE = re.compile(r"\btime\s*\(\s*\)\s*-|-\s*time\s*\(\s*\)|timestamp\s*\(")


def read(file: File) -> Iterator[Rule]:
    """A rule per alert; recording rules watch nothing."""
    if not _LOOK.search(file.text):
        return
    try:
        documents = file.documents
    except Unreadable:  # a chart's template: what is between the braces stands for a value, or for lines that are none
        documents = yaml_documents(
            re.sub(r"(?m)^\s*\{\{.*\}\}\s*$", "", file.text).replace("{{", "<<").replace("}}", ">>")
        )
    for document in documents:
        yield from _rules(document, 0, True)


def _rules(document: Tree, above: int, outer: bool) -> Iterator[Rule]:
    found = []
    for part in walk(document):
        for group in part.get("groups").items:
            found += [
                _rule(rule, above)
                for rule in group.get("rules").items
                if rule.get("alert").text and rule.get("expr").text
            ]
        if outer and part.text and "\n" in part.text and _LOOK.search(part.text):
            found += [rule for inner in yaml_documents(part.text) for rule in _rules(inner, part.line, False)]
    yield from sorted(found, key=lambda rule: rule.line)


def _rule(rule: Tree, above: int) -> Rule:
    name, expression = rule.get("alert").text or "", rule.get("expr").text or ""
    compared = ", ".join(f"{sign} {number}" for sign, number in bounds(expression))
    lasting = f"for {rule.get('for').text}" if rule.get("for").text else ""
    labels, notes = rule.get("labels"), rule.get("annotations")
    watched = metrics(expression)
    return Rule(
        rule.line + above, name, ", ".join([*watched, *models(expression)]) or None, kind_of(name, expression, watched), short(f"{compared} {lasting}"), short(labels.get("severity").text),
        labels.get("team").text or labels.get("owner").text or notes.get("owner").text, notes.get("runbook_url").text or notes.get("runbook").text,
    )  # fmt: skip


def kind_of(name: str, expression: str, watched: list[str]) -> Kind:
    """By its name, then by what its expression computes, then by the metrics' names."""
    told = kind_of_words(name)
    if told != "other":
        return told
    if _AGE.search(expression):
        return "freshness"
    slow = any(_SLOW.search(each) and "_count" not in each for each in watched)
    return "latency" if slow else kind_of_words(" ".join(watched))


def metrics(expression: str) -> list[str]:
    """Names of the metrics of an expression, each once, in its order. What is not PromQL gives some nonsense or nothing."""
    plain = _plain(expression)
    for _ in range(5):  # a range may stand in a range, as in a subquery
        bare = _DROPPED.sub(" ", plain)
        if bare == plain:
            break
        plain = bare
    names = [name for name in _NAME.findall(plain) if name.lower() not in _WORDS]
    return list(dict.fromkeys(names))[:10]


def models(expression: str) -> list[str]:
    """Names of models that its matchers choose."""
    return list(dict.fromkeys(_MODEL.findall(expression[:10_000])))[:10]


def bounds(expression: str) -> list[tuple[str, str]]:
    """(sign, number) of what is compared with a number, matchers of labels left out."""
    plain = re.sub(r"\{[^{}]*\}", "", _plain(expression))
    return [(found[1], found[2].strip()) for found in _BOUND.finditer(plain)]


def _plain(expression: str) -> str:
    """Without texts and comments."""
    return re.sub(r"#[^\n]*", "", _STRING.sub("''", expression[:10_000]))


MONITOR = Monitor(frozenset({"YAML"}), (b"alert:",), read)

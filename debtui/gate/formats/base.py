"""What a format of the gate is: a name, and a verdict as text. And what several of them say alike."""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Sequence

from collectors.errors import DebtError
from debtui.check import Item, Verdict
from debtui.exports.rows import LONGEST, headline, limits
from debtui.format import cut, number, safe
from debtui.gate import formats
from debtui.gate.inert import inert
from debtui.measures.result import Evidence, Result
from debtui.measures.spec import Measure, Severity


class Format(ABC):
    """One format. Each module of this folder but this one has one as FORMAT; `--format` calls it by the module's name."""

    @abstractmethod
    def write(self, verdict: Verdict) -> str:
        """The verdict, ending with a line feed."""
        ...


def named(name: str) -> Format:
    """The format of a name; only its module is loaded. Raises DebtError that lists those there are."""
    names = sorted(info.name for info in pkgutil.iter_modules(formats.__path__) if info.name != "base")
    if name not in names:
        raise DebtError(f"there is no format {name!r}", f"formats: {', '.join(names)}")
    found = importlib.import_module(f"{formats.__name__}.{name}").FORMAT
    if not isinstance(found, Format):
        raise TypeError(f"{formats.__name__}.{name}: FORMAT must be a Format, it is {found!r}")
    return found


def title(measure: Measure) -> str:
    """A measure in a few words."""
    return inert(f"{measure.catalogue} {measure.title}")


def sentence(item: Item) -> str:
    """What is wrong, in one line, the row's place left out."""
    if item.row is None:
        told = f"{headline(item.result)} ({limits(item.result.measure)}){_was(item, item.result.measure.headline.unit)}"
        return inert(told)
    told = f"{_beside(item.row)}{item.row.explanation}"
    return inert(f"{cut(safe(told), LONGEST)}{_was(item, item.result.measure.unit)}{_by(item.commits)}")


def severity(item: Item) -> Severity:
    """How bad it is: a headline that is told is beyond its limit."""
    return "fail" if item.row is None else item.row.severity


def summary(verdict: Verdict) -> str:
    """The verdict in one line."""
    measured, unmeasured = len(verdict.with_status("measured")), len(verdict.with_status("unavailable"))
    beyond = verdict.count("beyond")
    told = f"{beyond} of {measured} measures beyond their limit, {unmeasured} not measured"
    if verdict.before:
        told = (
            f"{verdict.count('new')} new, {verdict.count('worse')} worse, {verdict.count('tolerated')} tolerated as in"
            f" {verdict.before}, {len(verdict.fixed)} fixed; {beyond} of {measured} measures beyond their limit and worse"
            f" than there, {unmeasured} not measured"
        )
    if accepted := verdict.count("accepted"):
        told += f", {accepted} accepted"
    return inert(f"{told}, at {verdict.moment.commit_id[:12]}")


def notes(verdict: Verdict) -> list[str]:
    """What does not fail and should be known."""
    told = []
    if verdict.fixed:
        told.append(
            f"{len(verdict.fixed)} that stood in {verdict.before} are fixed: {_listed([row.subject for _, row in verdict.fixed])}"
            + (
                "; --update-baseline takes them out, so that they cannot return"
                if verdict.before == "the baseline"
                else ""
            )
        )
    for results, said in (
        (verdict.lapsed, "measured in {} and not now"),
        (verdict.uncompared, "not measured in {}, so held against their limit alone"),
        (verdict.other_rules, "judged by other rules in {}, compared all the same"),
    ):
        if results:
            names = _listed([result.measure.catalogue for result in results])
            told.append(f"{len(results)} measures were {said.format(verdict.before)}: {names}")
    return [inert(text) for text in told]


def failed(result: Result) -> str:
    """Why a measure could not be computed."""
    return inert(f"failed: {'; '.join(filter(None, (result.reason, result.hint)))}")


def _beside(row: Evidence) -> str:
    """What the row is about besides its path, where its explanation does not say it: the other file of a pair."""
    rest = "" if row.path is None else row.subject.removeprefix(row.path).strip(" :~<>-")
    return f"{rest}: " if rest and rest not in row.explanation else ""


def _was(item: Item, unit: str) -> str:
    return "" if item.was is None or item.state in {"tolerated", "new"} else f"; was {number(item.was.value, unit)}"


def _by(commits: Sequence[str]) -> str:
    return (
        f"; its file was changed by {', '.join(c[:12] for c in commits[:3])}{' …' if len(commits) > 3 else ''}"
        if commits
        else ""
    )


def _listed(names: Sequence[str], most: int = 5) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")

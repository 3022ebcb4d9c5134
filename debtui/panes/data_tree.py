"""The lower half of the Data pane: what each model is made of, or what each source feeds, unfolded step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from collectors.errors import DebtError
from debtui.panes import data_facts
from debtui.panes.base import Level
from debtui.panes.data_facts import Data, Node
from debtui.widgets.prose import DIM, notice, text
from debtui.widgets.reader import Reader
from debtui.widgets.reporting import Reporting
from debtui.widgets.tree_list import TreeList, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from debtui.ledger import Ledger
    from debtui.panes.base import View
    from debtui.widgets.lines import LineList

_NAMED = 6
"""Names that a sentence lists before it counts the others."""


class DataTree(Vertical, Reporting):
    """A tree from the models up to their sources; turned around, from the sources down to what they feed."""

    class _Ready(Message):
        def __init__(self, view: View, data: Data | None, error: DebtError | None) -> None:
            super().__init__()
            self.view, self.data, self.error = view, data, error

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        """The filter of the first level."""
        self._down = False
        self._view: View | None = None
        self._data: Data | None = None
        self._error: DebtError | None = None

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        yield Static(classes="head")
        yield TreeList[Node](self._below, self._words, lambda node: node.node)
        with Reader(classes="notice"):
            yield Static()
        yield Static(classes="about")

    @property
    def lines(self) -> TreeList[Node]:
        """The list of lines."""
        return self.query_one(TreeList)

    @property
    def node(self) -> Node | None:
        """The node under the cursor."""
        return self.lines.item if self.lines.display else None

    @property
    def target(self) -> Widget:
        """What the keys are meant for."""
        return self.lines if self.lines.display else self.query_one(Reader)

    def show(self, ledger: Ledger, view: View) -> None:
        """Ask for another moment; what was drawn stays until the answer is there."""
        self._view = view
        self._load(ledger, view)

    def filter(self, told: str) -> None:
        """Show only nodes of the first level whose name, kind or owner has all these words."""
        if told != self.text:
            self.text = told
            self._list(keep=False)

    def why_not(self, action: str) -> str:
        """Why an action does nothing now; empty: it does."""
        if action in ("view", "filter") and not (self._data and self._data.nodes):
            return "there is no graph of data here"
        return ""

    def act(self, action: str) -> None:
        """Turn the tree around."""
        if action == "view":
            self._down = not self._down
            self._list(keep=False)

    @work(thread=True, exclusive=True, exit_on_error=False, group="data")
    def _load(self, ledger: Ledger, view: View) -> None:
        data, error = None, None
        try:
            data = data_facts.load(ledger.session, view.moment.seq)
            _ = data.roots, data.ends  # counted here: a walk from every root takes its time
        except DebtError as failed:
            error = failed
        self.post_message(self._Ready(view, data, error))

    def on_data_tree__ready(self, message: _Ready) -> None:
        """Draw it, unless the view is another by now."""
        message.stop()
        if message.view is self._view:
            self._data, self._error = message.data, message.error
            self._list(keep=True)

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Unfold, or go to where it is unfolded."""
        message.stop()
        if not self.lines.toggle(message.line) and (there := self.lines.elsewhere(message.line)) is not None:
            self.lines.move_to(there)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """What is known of the node under the cursor."""
        message.stop()
        self._tell()
        self.post_message(Level.Altered())

    # Drawing

    def _below(self, node: Node) -> Sequence[Node]:
        if self._data is None:
            return ()
        return [self._data.nodes[name] for name in (self._data.feeds if self._down else self._data.needs).of(node.node)]

    def _words(self, node: Node) -> Words:
        known = [
            f"owner {node.owner}" if node.owner else "",
            f"{node.tests} test{'s' * (node.tests != 1)}" if node.tests else "",
            f"fresh {node.freshness}" if node.freshness else "",
            f"pinned {node.pin[:8]}" if node.pin else "",
        ]
        facts = "  ".join([node.kind, *filter(None, known)])
        fall = self._data.stake(node.node) if self._down and self._data else 0
        stake = f"{fall} would fall" if fall else ""
        return Words(node.name, facts, "in a cycle" if node.cycle else stake, strong=node.end)

    def _list(self, *, keep: bool) -> None:
        data = self._data
        first = (data.roots if self._down else data.ends) if data else []
        words = self.text.casefold().split()
        chosen = [n for n in first if all(w in f"{n.name} {n.kind} {n.owner or ''}".casefold() for w in words)]
        had = self.has_focus_within
        self.lines.display = bool(chosen)
        self.query_one(".notice").display = not chosen
        self.lines.set_items(chosen, keep=keep)
        if not chosen:
            self.query_one(".notice Static", Static).update(self._why_empty(len(first)))
        self.query_one(".head", Static).update(self._head(len(chosen)))
        self._tell()
        if had and not self.target.has_focus:
            self.target.focus()
        self.post_message(Level.Altered())

    def _head(self, shown: int) -> Content:
        if self._data is None or not self._data.nodes:
            return text(" Data", "bold")
        what = "what each source feeds" if self._down else "what each model, output and last dataset is made of"
        opaque = f"; {self._data.opaque:,} places do not say what they read or write" if self._data.opaque else ""
        return Content.assemble(
            text(f" {what}", "bold"), text(f"  {shown:,} of {len(self._data.nodes):,} nodes{opaque}", DIM)
        )

    def _tell(self) -> None:
        """Two lines about the node under the cursor: where it is said, what it lacks, and who would feel its loss."""
        node, about = self.node, self.query_one(".about", Static)
        about.display = node is not None
        if node is None or self._data is None:
            return
        lacks = ", ".join(node.lacks)
        stored = f" at {node.location}" if node.location else ""
        fall = self._data.fall(node.node)
        names = ", ".join(n.name for n in fall[:_NAMED]) + (f" and {len(fall) - _NAMED} more" * (len(fall) > _NAMED))
        ages = self._data.links.get(node.node)
        since = f", made so since {ages[0]:%Y-%m-%d}" if ages else ""
        since += f" to {ages[1]:%Y-%m-%d}" if ages and ages[0].date() != ages[1].date() else ""
        lines = [
            f" {node.path}:{node.line}{since}{stored}{f': {node.description}' if node.description else ''}{f'  ({lacks})' if lacks else ''}",
            f" without it: {names}" if fall else " nothing that data is made for needs it",
        ]
        about.update(Content("\n").join(text(line, DIM) for line in lines))

    def _why_empty(self, unfiltered: int) -> Content:
        if self._data is None and self._error is None:
            return notice("… Reading the graph of data", "It is put together from what the files say.")
        if self._error is not None:
            return notice("◌ Not measured", self._error.message, self._error.hint)
        if unfiltered:
            return notice("○ Nothing matches", f"No node of the first level has {self.text!r}.", "/ changes the filter")
        opaque = self._data.opaque if self._data else 0
        told = f"{opaque:,} places read or write data and do not say what." if opaque else ""
        return notice(
            "○ No file says where data goes",
            f"Read are pipelines and catalogues of the tools that `debtui doctor` names, and literal paths in programs. {told}".strip(),
            "exports of OpenLineage or dbt: debtui collect --exports DIR",
        )

"""Pane 0: a walk through a period, for the whole team, and what it promises itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from collectors.errors import DebtError
from debtui.panes.base import Pane, View
from debtui.widgets.piece_list import PieceList
from debtui.widgets.prose import DIM, HEAD, notice, text
from debtui.widgets.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from textual.app import ComposeResult

    from debtui.ledger import Ledger
    from debtui.measures.result import Moment
    from debtui.panes.retro_pages import Page, Piece
    from debtui.widgets.lines import LineList

_WAIT = "Two moments are compared, measure by measure; then the commits are looked for. It takes seconds to a minute."


class _Blank(Reader):
    """In place of a list with nothing in it: left and right turn the pages here, too."""

    def action_act(self, name: str) -> None:
        """See Reader."""
        if name in ("left", "right"):
            self.post_message(PieceList.Turned(-1 if name == "left" else 1))
        else:
            super().action_act(name)


class Retro(Pane):
    """Seven pages: left and right turn them, up and down go through one."""

    KEY = "0"
    TITLE = "Retro"
    SHORT = "Retro"
    ORDER = 100
    HELP = """
A walk through a period that ends at this commit: what went away and thanks to whom, what got better and worse by more than it usually
moves, what is new and nobody's, what was promised in earlier retros and whether it moved, and what is worth doing next, with the
reasons. The period begins where the last retro ended, else a quarter earlier; D begins it elsewhere. ← and → (or n and p) turn the
pages, enter leads to the measure. N writes a note, P a promise about what is under the cursor, T ends the retro; all of it stands in
debt/retro/DATE.toml, to be committed. v shows the pages for a shared screen. People are named only where the settings choose names.
"""
    ACTIONS: ClassVar[frozenset[str]] = frozenset(
        {"back", "view", "next", "previous", "detail", "since", "note", "promise", "hold"}
    )

    class _Stage(Message):
        def __init__(self, view: View, told: str) -> None:
            super().__init__()
            self.view, self.told = view, told

    class _Ready(Message):
        def __init__(
            self, view: View, pages: Sequence[Page], about: str, first: Moment | None, error: DebtError | None
        ) -> None:
            super().__init__()
            self.view, self.pages, self.about, self.first, self.error = view, pages, about, first, error

    def __init__(self, ledger: Ledger, view: View) -> None:
        super().__init__(ledger, view)
        self._pages: Sequence[Page] = ()
        self._at = 0
        self._about = ""
        self._since: str | None = None
        self._first: Moment | None = None

    def compose(self) -> ComposeResult:
        """Its parts, from top to bottom."""
        with Container(classes="body"):
            yield Static(classes="head")
            yield Static(classes="title")
            yield PieceList()
            with _Blank(classes="notice"):
                yield Static()

    @property
    def _list(self) -> PieceList:
        return self.query_one(PieceList)

    @property
    def _piece(self) -> Piece | None:
        index = self._list.index if self._list.display else None
        return None if index is None or not self._pages else self._pages[self._at].pieces[index]

    def take_focus(self) -> None:
        """See Level."""
        (self._list if self._list.display else self.query_one(".notice", _Blank)).focus()

    def redraw(self) -> None:
        """See Level."""
        self._pages = ()
        self.query_one(".head", Static).update(text(""))
        self.query_one(".title", Static).update(text(""))
        self._say(notice("… Looking back", _WAIT))
        self._load(self.view, self._since)

    def _say(self, told: Content) -> None:
        had = self.has_focus_within
        self._list.display, self.query_one(".notice", _Blank).display = False, True
        self.query_one(".notice Static", Static).update(told)
        if had:
            self.take_focus()

    @work(thread=True, exclusive=True, exit_on_error=False, group="result")
    def _load(self, view: View, since: str | None) -> None:
        from debtui.panes.retro_pages import about, pages
        from debtui.retro import build

        worker, session = get_current_worker(), self.ledger.session

        def told(stage: str) -> None:
            if worker.is_cancelled:
                raise DebtError("nobody waits for it any more", "")
            self.post_message(self._Stage(view, stage))

        try:
            first = build.first_of(session, self._named, since, view.moment)
            retro = build.build(session, first, view.moment, _today(), names=session.names_chosen, told=told)
        except DebtError as error:
            self.post_message(self._Ready(view, (), "", None, error))
        else:
            self.post_message(self._Ready(view, pages(retro), about(retro), first, None))

    def _named(self, word: str) -> Moment:
        """A moment by the beginning of its commit id, or by a time."""
        from debtui.moments import moment_by, time_of

        asked = time_of(word)
        if asked is not None:
            return moment_by(self.ledger.moments, asked, word)
        found = [moment for moment in self.ledger.moments if moment.commit_id.startswith(word)]
        if len(found) != 1:
            raise DebtError(
                f"{word!r} names no commit of the mainline", "write a day such as 2026-08-01, or a commit id"
            )
        return found[0]

    def on_retro__stage(self, message: _Stage) -> None:
        """Say what is being done."""
        message.stop()
        if message.view is self.view:
            self._say(notice(f"… {message.told[:1].upper()}{message.told[1:]}", _WAIT))

    def on_retro__ready(self, message: _Ready) -> None:
        """Draw it, unless the view is another by now."""
        message.stop()
        if message.view is not self.view:
            return
        if message.error is not None:
            self._say(notice("◌ No retro", message.error.message, message.error.hint))
            return
        self._pages, self._about, self._first = message.pages, message.about, message.first
        self._turn(0)

    def _turn(self, step: int) -> None:
        if not self._pages:
            return
        self._at = min(max(self._at + step, 0), len(self._pages) - 1)
        page, had = self._pages[self._at], self.has_focus_within
        dots = "".join("●" if n == self._at else "○" for n in range(len(self._pages)))
        self.query_one(".head", Static).update(text(f" {self._about}", DIM))
        title = Content.assemble(
            text(f" {page.title}", HEAD), text(f"  {page.number}", "bold"), text(f"   {dots}", DIM)
        )
        self.query_one(".title", Static).update(title)
        if page.pieces:
            self._list.display, self.query_one(".notice", _Blank).display = True, False
            self._list.show(page.pieces)
        else:
            self._say(notice("○ Nothing here", page.empty))
        if had:
            self.take_focus()
        self.post_message(self.Altered())

    def on_piece_list_turned(self, message: PieceList.Turned) -> None:
        """Another page."""
        message.stop()
        self._turn(message.step)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """What can be done may depend on what is under the cursor."""
        message.stop()
        self.post_message(self.Altered())

    def on_line_list_opened(self, message: LineList.Opened) -> None:
        """Go to the measure."""
        message.stop()
        if self._piece is not None and self._piece.measure is not None:
            from debtui.panes.measure import MeasureLevel

            self.post_message(self.Deeper(MeasureLevel(self.ledger, self.view, self._piece.measure)))

    def why_not(self, action: str) -> str:
        """See Level."""
        if action in ("view", "next", "previous", "hold", "note", "promise") and not self._pages:
            return "the period is still being looked at"
        if action == "next" and self._at + 1 >= len(self._pages):
            return "this is the last page"
        if action == "previous" and self._at == 0:
            return "this is the first page"
        if action == "detail" and (self._piece is None or self._piece.measure is None):
            return "there is no measure under the cursor"
        if action in ("note", "promise", "hold") and self.ledger.session.root is None:
            return "there is no work tree to write debt/retro into"
        return super().why_not(action)

    def act(self, action: str) -> None:
        """See Level."""
        if action in ("next", "previous"):
            self._turn(1 if action == "next" else -1)
        elif action == "view":
            self._present()
        elif action == "detail" and self._piece is not None and self._piece.measure is not None:
            from debtui.panes.detail import DetailLevel

            self.post_message(self.Deeper(DetailLevel(self.ledger, self.view, self._piece.measure)))
        elif action in ("since", "note", "promise"):
            self._ask(action)
        elif action == "hold":
            self._write(
                "period", {"first": self._first.commit_id if self._first else "", "last": self.view.moment.commit_id}
            )

    def _present(self) -> None:
        from debtui.panes.slide import SlideScreen

        def back(at: int | None) -> None:
            self._turn((at or 0) - self._at)

        self.app.push_screen(SlideScreen(self._about, self._pages, self._at), back)

    def _ask(self, action: str) -> None:
        from debtui.widgets.form import Field, FormScreen

        about = self._piece.about if self._piece is not None else ""
        on = self._piece.head if self._piece is not None else "the whole period"
        forms = {
            "since": ("Where the period begins", "A day, a commit id, or last: where the last retro ended.",
                      [Field("since", "since", "2026-08-01", self._since or "last")]),
            "note": ("A note", f"About {on}", [Field("text", "note", "what was said")]),
            "promise": ("A promise", f"About {on}", [
                Field("text", "what", "what will be done"), Field("owner", "who", "a person or a team"),
                Field("due", "due", "2027-01-31, or 30d, 8w, 6m from today on", "6w"),
                Field("about", "moves", "catalogue id or fingerprint", about)]),
        }  # fmt: skip
        title, told, fields = forms[action]

        def keep(values: Mapping[str, str]) -> None:
            self._keep(action, dict(values), about)

        self.app.push_screen(FormScreen(title, told, fields, keep))

    def _keep(self, action: str, values: dict[str, str], about: str) -> None:
        from debtui import accepted
        from debtui.retro import diary

        if action == "since":
            if values["since"].strip() not in ("", "last"):
                self._named(values["since"].strip())
            self._since = values["since"].strip() or None
            self.redraw()
        elif action == "note":
            self._write("note", {"text": values["text"], "about": about})
        else:
            due = accepted.day(values["due"], _today())
            session, seq = self.ledger.session, self.view.moment.seq
            told = diary.promised(session, seq, values["text"], values["owner"], values["about"].strip())
            self._write("action", told | {"due": due})

    def _write(self, table: str, values: Mapping[str, Any]) -> None:
        """Into today's file; DebtError is the form's to show."""
        from debtui.retro import diary

        path = diary.write(self.ledger.session.root, _today(), table, values)
        self.notify(f"written to {diary.FOLDER}/{path.name}; commit it to share it", markup=False)


def _today() -> date:
    return datetime.now(UTC).date()

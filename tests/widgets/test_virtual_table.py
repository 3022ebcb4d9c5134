"""The table that draws only what is in sight."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

from textual.app import App, ComposeResult

from collectors.errors import DebtError
from debtui.widgets.virtual_table import PAGE, Column, VirtualTable

ROWS = 1_000_000


class Numbers:
    """Numbers as rows; remembers which pages were asked for."""

    def __init__(self, total: int = ROWS, start: int = 0) -> None:
        self.total, self.start = total, start
        self.pages: list[int] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def count(self) -> int:
        self.may_answer.wait(10)
        return self.total

    def page(self, first: int, last: int) -> Sequence[Any]:
        self.may_answer.wait(10)
        self.pages.append(first // PAGE)
        return range(self.start + first, self.start + min(last, self.total))


class Broken(Numbers):
    def count(self) -> int:
        raise DebtError("no such column", "did you mean value?")


class Shown(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.failed: list[DebtError] = []

    def compose(self) -> ComposeResult:
        yield VirtualTable()

    def on_mount(self) -> None:
        self.query_one(VirtualTable).set_columns([Column("n", "number", 12, str, right=True)])
        self.query_one(VirtualTable).focus()

    def on_virtual_table_failed(self, message: VirtualTable.Failed) -> None:
        self.failed.append(message.error)


def play(scene: Any) -> Shown:
    async def run() -> Shown:
        app = Shown()
        async with app.run_test(size=(40, 20)) as pilot:

            async def settle() -> None:
                for _ in range(3):
                    await pilot.pause()
                    await app.workers.wait_for_complete()
                await pilot.pause()

            await scene(pilot, app.query_one(VirtualTable), settle)
        return app

    return asyncio.run(run())


def lines(table: VirtualTable) -> list[str]:
    return [table.render_line(y).text.strip() for y in range(table.size.height)]


def test_a_million_rows_ask_for_the_pages_in_sight_and_no_other() -> None:
    source = Numbers()

    async def scene(pilot: Any, table: VirtualTable, settle: Any) -> None:
        table.set_source(source)
        await settle()
        assert lines(table)[:3] == ["number", "❯            0", "1"]
        await pilot.press("end")
        await settle()
        assert lines(table)[-1] == f"❯       {ROWS - 1}"
        await pilot.press("home")
        await settle()
        assert lines(table)[1].endswith(" 0")
        assert set(source.pages) == {0, (ROWS - 1) // PAGE}

    play(scene)


def test_a_page_that_is_not_there_yet_is_a_dim_line_and_then_its_rows() -> None:
    source = Numbers()

    async def scene(pilot: Any, table: VirtualTable, settle: Any) -> None:
        table.set_source(source)
        await settle()
        source.may_answer.clear()
        await pilot.press("end")
        await pilot.pause()
        assert "····" in lines(table)[-1]
        assert table.row is None
        source.may_answer.set()
        await settle()
        assert table.row == ROWS - 1

    play(scene)


def test_the_rows_of_the_newest_source_win_whoever_answers_first() -> None:
    slow, fast = Numbers(start=5_000), Numbers(start=9_000)

    async def scene(pilot: Any, table: VirtualTable, settle: Any) -> None:
        slow.may_answer.clear()
        table.set_source(slow)
        table.set_source(fast)
        await pilot.pause(0.1)
        slow.may_answer.set()
        await settle()
        assert table.row == 9_000

    play(scene)


def test_the_cursor_stays_at_its_line_when_it_is_asked_to_and_never_below_the_last_row() -> None:
    async def scene(pilot: Any, table: VirtualTable, settle: Any) -> None:
        table.set_source(Numbers(1_000))
        await settle()
        await pilot.press(*["down"] * 7, *["pagedown"] * 3)
        here = table.cursor
        assert here > 50
        table.set_source(Numbers(1_000, start=1), keep=True)
        await settle()
        assert (table.cursor, table.row) == (here, here + 1)
        table.set_source(Numbers(10), keep=True)
        await settle()
        assert (table.cursor, table.row) == (9, 9)
        table.set_source(Numbers(1_000))
        await settle()
        assert table.cursor == 0

    play(scene)


def test_a_source_that_fails_is_told_and_the_rows_stay() -> None:
    async def scene(pilot: Any, table: VirtualTable, settle: Any) -> None:
        table.set_source(Numbers(10))
        await settle()
        table.set_source(Broken())
        await settle()
        assert table.row == 0

    assert [error.hint for error in play(scene).failed] == ["did you mean value?"]


def test_only_so_many_pages_are_kept() -> None:
    source = Numbers(200_000)

    async def scene(pilot: Any, table: VirtualTable, settle: Any) -> None:
        table.set_source(source)
        await settle()
        for at in range(0, 200_000, 2_500):
            table.move_to(at)
            await asyncio.sleep(0.01)
        await settle()
        assert len(table._pages) <= 60
        assert table.row == 197_500

    play(scene)


def test_an_empty_source_has_no_rows_and_no_cursor_trouble() -> None:
    async def scene(pilot: Any, table: VirtualTable, settle: Any) -> None:
        table.set_source(Numbers(0))
        await settle()
        await pilot.press("down", "up", "end", "home", "pagedown", "enter")
        assert lines(table)[1] == ""
        assert table.row is None

    play(scene)

"""The Dependencies pane over a real store: the matrix of who imports whom, its order, cells and cycles, down to the line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Static

from debtui.app import DebtApp
from debtui.collect import collect
from debtui.open import open_session
from debtui.panes.import_board import ImportBoard
from debtui.panes.import_facts import Import, Imports, load
from debtui.panes.import_places import ImportPlaces
from debtui.stored import StoreSession
from tests.driving import line_with, play, press, screen, settle
from tests.fakes import FakeSession
from tests.repos import GitRepo

TREE: dict[str, str | bytes | None] = {
    "shop/__init__.py": "", "shop/base/__init__.py": "", "shop/base/a.py": "X = 1\n", "shop/base/b.py": "from shop.base import a\n",
    "shop/mid/__init__.py": "", "shop/mid/c.py": "from shop.base import a\nfrom shop.base import b\n",
    "shop/top/__init__.py": "", "shop/top/d.py": "from shop.mid import c\n\ndef f():\n    from shop.top import e\n",
    "shop/top/e.py": "from shop.top import d\n", "shop/lonely/__init__.py": "", "shop/lonely/z.py": "Z = 1\n",
    "debtui.toml": "[components]\nbase = ['shop/base/**']\nmid = ['shop/mid/**']\ntop = ['shop/top/**']\nlonely = ['shop/lonely/**']\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSession]:
    repo = GitRepo(tmp_path_factory.mktemp("imports") / "repo")
    repo.commit(TREE)
    collect(repo.path)
    found = open_session(repo.path, fresh=False)[0]
    yield found
    found.close()


def about(app: DebtApp) -> str:
    return str(app.query_one("ImportBoard .about", Static).content)


async def at_board(pilot: Pilot[None], app: DebtApp) -> ImportBoard:
    await press(pilot, "5", "tab")
    await settle(pilot)
    return app.query_one(ImportBoard)


def test_components_have_the_fans_and_the_instability_of_martin(session: StoreSession) -> None:
    found = {one.name: one for one in load(session, 0).components}
    base, mid, top = (found[name] for name in ("base", "mid", "top"))
    assert [(one.fan_in, one.fan_out, one.instability) for one in (base, mid, top)] == [
        (1, 0, 0.0),
        (1, 1, 0.5),
        (0, 1, 1.0),
    ]
    assert found["lonely"].instability is None


def test_what_is_imported_stands_before_what_imports_it(session: StoreSession) -> None:
    matrix = load(session, 0).matrix()
    assert [name for name in matrix.names if name in {"base", "mid", "top"}] == ["base", "mid", "top"]
    assert matrix.back == 0
    assert matrix.alone >= 1
    assert "lonely" not in matrix.names


def test_modules_of_a_component_in_a_cycle_have_an_import_right_of_the_diagonal(session: StoreSession) -> None:
    matrix = load(session, 0).matrix("top")
    cycle = [name for name in matrix.names if name in {"shop.top.d", "shop.top.e"}]
    assert len(cycle) == 2
    assert matrix.back == 1


def test_cells_lead_to_modules_and_to_every_place_with_its_code(session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        board = await at_board(pilot, app)
        assert "who imports whom" in screen(app)
        names = load(session, 0).matrix().names
        board.map.move_to(names.index("mid"))
        board.map.back = len(names) - 1 - names.index("base")
        await press(pilot, "enter")
        await settle(pilot)
        assert isinstance(app.stage.level, ImportPlaces)
        told = screen(app)
        assert "shop/mid/c.py:1" in told
        assert "shop/mid/c.py:2" in told
        await press(pilot, "down")
        await settle(pilot)
        assert app.stage.level.place == ("shop/mid/c.py", 2)
        assert "from shop.base import b" in screen(app)
        await press(pilot, "escape")
        board.map.move_to(names.index("top"))
        board.map.back = len(names) - 1 - names.index("top")
        await press(pilot, "enter")
        await settle(pilot)
        assert "modules of top" in screen(app)
        await press(pilot, "escape")
        await settle(pilot)
        assert "components" in screen(app)

    play(drive, session=session, size=(130, 40))


def test_the_other_views_list_components_and_cycles_with_the_import_to_cut(session: StoreSession) -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        await at_board(pilot, app)
        await press(pilot, "v")
        await settle(pilot)
        assert "instability" in screen(app)
        await press(pilot, "v")
        await settle(pilot)
        assert "modules in cycles with each other" in about(app)
        assert "shop.top" in line_with(app, "❯")
        await press(pilot, "enter")
        await settle(pilot)
        assert isinstance(app.stage.level, ImportPlaces)

    play(drive, session=session, size=(80, 24))


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=25))
def test_right_of_the_diagonal_there_are_only_imports_of_cycles(pairs: list[tuple[int, int]]) -> None:
    paths = [f"m{n}" for n in range(8)]
    imports = [Import(paths[a], 1, paths[b], lazy=False) for a, b in pairs]
    matrix = Imports({path: path for path in paths}, {path: path for path in paths}, imports, []).matrix()
    follow = {name: {paths[b] for a, b in pairs if paths[a] == name} for name in paths}
    for row, column in matrix.cells:
        reached: set[str] = set()
        todo = [matrix.names[column]]
        while todo:
            if (one := todo.pop()) not in reached:
                reached.add(one)
                todo += follow[one]
        assert column < row or matrix.names[row] in reached


def test_where_nothing_is_imported_a_sentence_says_so() -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        await at_board(pilot, app)
        assert "No module is read here" in screen(app)

    play(drive, session=FakeSession(flags=0), size=(80, 40))


def test_hostile_names_are_drawn_as_harmless_text() -> None:
    async def drive(pilot: Pilot[None], app: DebtApp) -> None:
        await at_board(pilot, app)
        await press(pilot, "right", "down", "v", "v", "v")
        assert "\x1b" not in screen(app)

    play(drive, session=FakeSession(hostile=True), size=(80, 24))

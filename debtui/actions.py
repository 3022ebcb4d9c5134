"""Every action once: its keys, its words and its place. Bindings, palette, footer and help are made from this list."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from collectors.errors import DebtError

Scope = Literal["app", "level", "list"]


@dataclass(frozen=True)
class Action:
    """Something that a key does."""

    id: str
    keys: str
    """Textual key names, separated by commas."""
    label: str
    """One or two words for the footer."""
    help: str
    """A sentence for help and palette."""
    scope: Scope = "level"
    """`app`: everywhere. `level`: where the thing on the screen offers it. `list`: in whatever list has the focus."""
    rank: int = 50
    """Place in the footer, low first; 100 and above stay out of it."""
    group: str = ""
    """Actions of one group stand in the footer as one entry, under the first one's label."""
    outward: bool = False
    """Whether it reaches beyond the screen: to the store, a file, the clipboard. A read-only dashboard refuses it."""


ACTIONS = (
    Action("open", "enter", "open", "Go deeper: what is under the cursor", "list", 1),
    Action("back", "escape,backspace", "back", "Go back to where you came from", "level", 2),
    Action("filter", "slash", "filter", "Show only rows that match", "level", 10),
    Action("view", "v", "view", "Show the same things another way", "level", 9),
    Action("removed", "a", "removed", "Show what was removed too, or only what is still there", "level", 11),
    Action("switch", "tab", "other list", "To the other list of this screen", "level", 13),
    Action("worse", "w", "worse", "Show only what got worse in a quarter, or everything again", "app", 12),
    Action("detail", "d", "detail", "Why it matters, the remedy, formula, source and pitfalls", "level", 14),
    Action("time.earlier", "comma", "commit", "One mainline commit earlier", "app", 20, "commit"),
    Action("time.later", "full_stop", "commit", "One mainline commit later", "app", 20, "commit"),
    Action("time.month_earlier", "left_square_bracket", "month", "One month earlier", "app", 22, "month"),
    Action("time.month_later", "right_square_bracket", "month", "One month later", "app", 22, "month"),
    Action("time.head", "H", "newest", "Back to the newest commit", "app", 24),
    Action("run", "f5,ctrl+r", "run", "Run the query", "level", 5),
    Action("files", "f", "files", "Configuration files: what programs get from them, and how two differ", "level", 13),
    Action("compare", "m", "compare", "Compare with another file", "level", 17),
    Action("before", "b", "before", "Compare with itself at an earlier commit", "level", 18),
    Action("unfold", "u", "unfold", "Show what is the same too, or fold it again", "level", 11),
    Action("edit", "e", "edit", "Open the file at the line in $VISUAL or $EDITOR", "level", 30, outward=True),
    Action("copy", "y", "copy", "Copy path:line", "level", 31, outward=True),
    Action(
        "accept",
        "A",
        "live with",
        "Accept this finding until a day, with a reason and an owner",
        "level",
        32,
        outward=True,
    ),
    Action("since", "D", "since", "Where the period begins", "level", 15),
    Action("note", "N", "note", "Write a note into this retro", "level", 34, outward=True),
    Action("promise", "P", "promise", "Write down what somebody will do", "level", 35, outward=True),
    Action(
        "hold",
        "T",
        "end it",
        "Write down that the retro was held: the next one begins where it ends",
        "level",
        36,
        outward=True,
    ),
    Action("sort", "o", "sort", "Order by the next column", "level", 33, "sort"),
    Action("reverse", "O", "sort", "Turn the order round", "level", 33, "sort"),
    Action("next", "n", "next", "The next row", "level", 16, "next"),
    Action("previous", "p", "next", "The previous row", "level", 16, "next"),
    Action("sql_of", "S", "its SQL", "See and change the query behind this number", "level", 40),
    Action(
        "collect",
        "r,c",
        "collect",
        "Read what is new in the repository, and what this commit lacks",
        "app",
        60,
        outward=True,
    ),
    Action("cancel", "x", "stop", "Stop reading the repository; what is published stays", "app", 3),
    Action("help", "question_mark,f1", "help", "Keys and help for what has the focus", "app", 8),
    Action("palette", "ctrl+p,colon", "commands", "Find any command or measure by name", "app", 70),
    Action("quit", "q", "quit", "Leave debtui", "app", 80),
    Action("up", "up,k", "up", "One row up", "list", 100),
    Action("down", "down,j", "down", "One row down", "list", 100),
    Action("left", "left,h", "left", "One column to the left, where there are columns", "list", 100),
    Action("right", "right,l", "right", "One column to the right, where there are columns", "list", 100),
    Action("page_up", "pageup,ctrl+b", "page up", "One page up", "list", 100),
    Action("page_down", "pagedown,ctrl+f,space", "page down", "One page down", "list", 100),
    Action("first", "home,g", "first", "The first row", "list", 100),
    Action("last", "end,G", "last", "The last row", "list", 100),
)

KEY_SIGNS = {
    "enter": "⏎",
    "escape": "esc",
    "comma": ",",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "up": "↑",
    "down": "↓",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


def sign(key: str) -> str:
    """A key as it is printed: `,` for comma, `^p` for ctrl+p."""
    return KEY_SIGNS.get(key, key.replace("ctrl+", "^"))


def signs(keys: str) -> str:
    """All keys of an action as they are printed."""
    return " ".join(sign(key.strip()) for key in keys.split(","))


def remapped(actions: Iterable[Action], keys: Mapping[str, object], source: str) -> list[Action]:
    """The actions with a user's own keys. Raises DebtError for unknown ids and for keys that would mean two things.

    Textual itself ignores an unknown id and silently drops one of two clashing bindings, so it is checked here.
    """
    known = {action.id: action for action in actions}
    for name, value in keys.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0)
            raise DebtError(f"{source}: there is no action {name!r}", f"did you mean {near[0]}?" if near else "")
        if not isinstance(value, str) or not value.strip(" ,"):
            raise DebtError(f"{source}: {name} needs a key", f'write {name} = "{known[name].keys}"')
        known[name] = replace(known[name], keys=",".join(key.strip() for key in value.split(",") if key.strip()))
    taken: dict[str, str] = {}
    for action in known.values():
        for key in action.keys.split(","):
            if key in taken:
                raise DebtError(
                    f"{source}: the key {sign(key)} would mean both {taken[key]} and {action.id}",
                    f"give {action.id if action.id in keys else taken[key]} another key",
                )
            taken[key] = action.id
    return list(known.values())

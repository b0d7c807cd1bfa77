"""What a list shows: its kind and filters, as the address of the page carries them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from models.casework.cases.nouns import COLOURS, STATES
from models.casework.clues.clue_file import STEPS

TABS = ("cases", "orders", "between", "clues", "criminal", "forces", "seasons", "items")
FORCE_STATES = ("engaged", "ready", "short", "off", "down")
LIVE = "live"
STATES_OF = {
    "cases": (LIVE, *STATES),
    "orders": (LIVE, "issued", "acknowledged", "under_way", "on_scene", "reported"),
    "between": (LIVE, "offered", "returned", "open", "answered"),
    "clues": (LIVE, *STEPS),
    "criminal": (LIVE, "owed", "done"),
    "seasons": (LIVE, "late", "done"),
    "items": (LIVE, "past"),
    "forces": (LIVE, *FORCE_STATES),
}


@dataclass(frozen=True)
class ListQuery:
    """The empty text is no filter; `after` is the key of the last row of the page before, `q` words to search for."""

    tab: str = "cases"
    unit: str = ""
    state: str = LIVE
    colour: str = ""
    kind: str = ""
    after: str = ""
    lang: str = "zh"
    palette: str = ""
    q: str = ""

    def address(self, **changed: str) -> str:
        """Return the address of this list with other values; a new filter begins at the first page."""
        wanted = replace(self, **{"after": "", **changed})
        shown = {name: value for name, value in vars(wanted).items() if value}
        return f"/cases?{urlencode(shown)}"


def query_from(argument: Callable[[str, str], str], lang: str) -> ListQuery:
    """Return the query of an address; what it cannot mean is left out."""
    tab = argument("tab", TABS[0])
    tab = tab if tab in TABS else TABS[0]
    given = {name: argument(name, "")[:64] for name in ("unit", "colour", "kind", "after", "palette", "q")}
    state = argument("state", LIVE)
    colour = given["colour"] if given["colour"] in COLOURS else ""
    return ListQuery(
        tab=tab, **{**given, "colour": colour}, state=state if state in STATES_OF[tab] else LIVE, lang=lang
    )

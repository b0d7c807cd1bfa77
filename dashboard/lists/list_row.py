"""A line of a list as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.common.theme import SHAPES
from dashboard.lists.list_buttons import ListButton
from dashboard.lists.list_model import ListModel
from dashboard.lists.ranked import NEVER, Ranked
from models.casework.cases.nouns import Case


@dataclass(frozen=True)
class FlowStamp:
    """One stamp of a way: when it was passed, or that it is due or late, or neither yet."""

    word: str
    state: str
    at_s: float | None


@dataclass(frozen=True)
class ListRow:
    """One line. `due_s` is that of its first clock, None without one; `href` opens the case on the desk.

    A heading stands above the first line of each `group`; `marks` are short warnings.
    """

    key: str
    href: str
    colour: str
    shape: str
    name: str
    title: str
    unit: str
    state: str
    clock: str
    due_s: float | None
    late: bool
    since_s: float | None
    notes: list[str]
    stamps: list[FlowStamp]
    buttons: list[ListButton]
    group: str = ""
    since: str = ""
    marks: tuple[str, ...] = ()
    done: bool = False
    compact: bool = False


def list_row(model: ListModel, it: Ranked, case: Case | None, **values: Any) -> ListRow:
    """Return the line of a noun; `values` are what is its own."""
    late = it.due_s < model.t_s
    colour = case.colour if case else ""
    given: dict[str, Any] = {
        "href": f"/desk?case={case.id}&lang={model.query.lang}" if case else "",
        "colour": colour,
        "shape": SHAPES.get(colour, "●"),
        "clock": model.say_or(f"case_step_{it.clock}", model.say_or(f"clue_step_{it.clock}", "")) if it.clock else "",
        "due_s": it.due_s if it.due_s < NEVER else None,
        "late": late,
        "notes": [],
        "stamps": [],
        "buttons": [],
        "since": model.say("lists_since"),
    }
    return ListRow(**{"key": it.key, **given, **values})

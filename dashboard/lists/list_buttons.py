"""Buttons of the rows: what the person may do with a clue, a case, an order, a transfer or a thread right here.

The forms are data, as those of the case view: js/lists/forms.js makes each a dialog.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.cases.joins import JoinButton, joins
from dashboard.cases.legal_moves import case_moves, has_role, order_moves, part_moves
from dashboard.cases.view.case_forms import COLOUR, WHY
from dashboard.cases.view.form_field import FormField
from dashboard.lists.list_model import ListModel
from dashboard.words import WORDS
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import Case, Order
from models.casework.cases.papers import Transfer
from models.casework.clues.clue_file import OUTCOMES, ClueFile
from models.casework.clues.clue_kind import CLUE_MOVES
from models.casework.clues.joining import subject_of_record

TEXT = FormField("text", "long", needed=True)
TO = FormField("to", "choice", needed=True)
LIST_FORMS: Mapping[str, tuple[FormField, ...]] = {
    "clue_class": (FormField("kind", "choice", needed=True), COLOUR, TO, FormField("why")),
    "clue_answer": (FormField("outcome", "choice", OUTCOMES, "outcome_", needed=True), TEXT),
    "transfer_offer": (TO, WHY),
    "transfer_return": (WHY,),
    "transfer_refuse": (WHY,),
    "thread_answer": (TEXT,),
    "order_decline": (WHY,),
    "craft_state": (
        FormField("state", "choice", ("ready", "short", "off", "down"), "force_", needed=True),
        FormField("why", needed=True, only="state!=ready"),
        FormField("until_s", "when", only="state!=ready"),
        FormField("crew", "count"),
    ),
    "season_note": (FormField("text", "long"),),
    "season_undo": (FormField("done", "fixed"), TEXT),
}
AT_ONCE = ("clue_take", "case_open", "transfer_accept", "transfer_withdraw", "order_ack", "order_under_way")
HERE = {*LIST_FORMS, *AT_ONCE}


@dataclass(frozen=True)
class ListButton:
    """A button: its command with subject and the version that is shown; `values` and `choices` are JSON by field.

    `form` is the form that it opens first, a row of LIST_FORMS; without one the command is given at once.
    """

    kind: str
    word: str
    subject: str
    version: int
    title: str
    values: str = "{}"
    choices: str = "{}"
    main: bool = False
    form: str = ""


def forms_of_lists() -> dict[str, Any]:
    """Return the forms as the page gets them, with the words of choices in both languages."""
    return {kind: [_field(each) for each in fields] for kind, fields in LIST_FORMS.items()}


def clue_buttons(model: ListModel, clue: ClueFile) -> list[ListButton]:
    """Return what may be done with a clue, the next step first."""
    kinds = [kind for kind in ("clue_class", "clue_take", "clue_answer") if _may_clue(model, clue, kind)]
    buttons = [_button(model, kind, clue.id, clue.seq, _clue_values(model, clue, kind)) for kind in kinds]
    if clue.open and not clue.case and has_role(model.desk, "case_open"):
        values = json.dumps({"clues": [f"clue:{clue.id}"]})
        offers = [
            ListButton("case_open", each.word, each.case, 0, each.word, values) for each in clue_joins(model, clue)
        ]
        buttons[1:1] = [ListButton("case_open", model.say("move_case_open"), "new", 0, "", values), *offers]
    return buttons


def clue_joins(model: ListModel, clue: ClueFile) -> list[JoinButton]:
    """Return the open cases that a clue may belong to; empty once it is in a case or answered."""
    if clue.case or not clue.open:
        return []
    about = subject_of_record(clue.clue, clue.times["received"])
    return joins(model.desk, model.book.cases.values(), about, model.query.lang)


def case_buttons_of(model: ListModel, case: Case) -> list[ListButton]:
    """Return the hand-over of a case: to the unit above and to those beside."""
    offers = "transfer_offer" in [each.kind for each in _moves(model, case, None, "case")]
    units = _neighbours(model, case.unit)
    if not offers or not units:
        return []
    choices = {"to": [[unit, *_both(model, unit)] for unit in units]}
    return [_button(model, "transfer_offer", case.id, case.seq, ({"to": units[0]}, choices))]


def order_buttons(model: ListModel, case: Case, order: Order) -> list[ListButton]:
    """Return the moves of an order that need no more than a click."""
    moves = [each for each in order_moves(model.desk, case, order) if each.kind in HERE and not each.heard]
    return [_button(model, each.kind, order.id, order.seq) for each in moves]


def paper_buttons(model: ListModel, case: Case, part: Any) -> list[ListButton]:
    """Return the moves of a transfer or a thread."""
    noun = "transfer" if isinstance(part, Transfer) else "thread"
    moves = [each for each in _moves(model, case, part, noun) if each.kind in HERE]
    return [_button(model, each.kind, part.id, part.seq) for each in moves]


def _moves(model: ListModel, case: Case, part: Any, noun: str) -> Iterable[Any]:
    return case_moves(model.desk, case) if part is None else part_moves(model.desk, case, part, noun)


def _may_clue(model: ListModel, clue: ClueFile, kind: str) -> bool:
    move, by = CLUE_MOVES[kind], model.desk.person
    mine = by.has(*move.roles) and model.desk.place.over(clue.unit, by.unit)
    return mine and has_role(model.desk, kind) and clue.state in move.states


def _clue_values(model: ListModel, clue: ClueFile, kind: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if kind == "clue_answer":
        return {"outcome": "in_case" if clue.case else "no_action"}, {}
    if kind != "clue_class":
        return {}, {}
    books = model.site.rulebook.playbooks.all
    fitting = [each.id for each in books if clue.kind in (each.id, *each.form.from_clues)]
    values = {"kind": fitting[0] if fitting else "general", "colour": clue.colour or "yellow", "to": clue.unit}
    units = [[each.id, each.name_zh, each.name_en] for each in model.site.units]
    return values, {"kind": [[each.id, each.form.name.zh, each.form.name.en] for each in books], "to": units}


def _neighbours(model: ListModel, unit: str) -> list[str]:
    """Return the unit above, then those beside."""
    units = model.site.units
    if unit not in {each.id for each in units}:
        return []
    above = units.parent(unit)
    beside = [each.id for each in units if each.parent == above and each.id != unit and above]
    return [*([above] if above else []), *beside]


def _both(model: ListModel, unit: str) -> tuple[str, str]:
    found = model.site.units.of(unit)
    return found.name_zh, found.name_en


def _button(
    model: ListModel,
    kind: str,
    subject: str,
    version: int,
    given: tuple[dict[str, Any], dict[str, Any]] = ({}, {}),
) -> ListButton:
    word = model.say_or(f"move_{kind}", "") or _word(model, kind)
    values, choices = (json.dumps(each, ensure_ascii=False) for each in given)
    form = kind if kind in LIST_FORMS else ""
    return ListButton(kind, word, subject, version, f"{word} {subject}", values, choices, form=form)


def _word(model: ListModel, kind: str) -> str:
    move = MOVES.get(kind) or CLUE_MOVES[kind]
    return move.zh if model.query.lang == "zh" else move.en[:1].upper() + move.en[1:]


def _field(field: FormField) -> dict[str, Any]:
    choices = [(value, *WORDS[f"{field.words}{value}"]) for value in field.choices]
    return {**asdict(field), "word": f"form_{field.name}", "choices": choices}

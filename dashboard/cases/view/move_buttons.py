"""Buttons of the moves that are legal now, each with what its form needs to begin: values, and choices of the case."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.cases.between.between_forms import BETWEEN_FORMS
from dashboard.cases.between.between_values import BETWEEN_BEGINS, BETWEEN_CHOICES
from dashboard.cases.legal_moves import LegalMove, case_moves, has_role, part_moves
from dashboard.cases.view.call_values import call_values
from dashboard.cases.view.case_forms import ELSEWHERE, FORMS
from dashboard.cases.view.case_model import CaseModel, short
from dashboard.cases.view.reported import reported_lines
from models.casework.cases.law.by_playbook import items_of
from models.casework.cases.law.case_facts import facts_of
from models.casework.cases.nouns import Case
from models.site.law.items import Items

Values = Mapping[str, Any]
KEYS = {"case_assess": "I", "order_issue": "O"}
FIRST = ("case_assess", "order_issue", "review")


@dataclass(frozen=True)
class MoveButton:
    """A button: its action and word, the command and its subject, the version that is shown, and its form's values.

    `values` and `choices` are JSON, for fields by name; `heard` is set if the words that were heard are needed,
    `barred` says why this person cannot make the move although its state and their seat allow it.
    """

    do: str
    kind: str
    word: str
    key: str
    subject: str
    version: int
    title: str
    values: str = "{}"
    choices: str = "{}"
    heard: bool = False
    barred: str = ""


def case_buttons(model: CaseModel) -> list[MoveButton]:
    """Return the buttons of the case: its legal moves that have a form here, and the note."""
    moves = [each for each in case_moves(model.casework, model.case) if _in_head(each.kind)]
    moves.sort(key=lambda each: each.kind not in FIRST)
    buttons = [_button(model, each, model.case.id, model.case.seq, "") for each in moves if _makes_sense(model, each)]
    if has_role(model.casework, "note"):
        buttons.append(_button(model, LegalMove("note"), f"case:{model.case.id}", model.case.seq, ""))
    return buttons


def _in_head(kind: str) -> bool:
    """Return whether a move stands at the head of the case; what is between departments stands in its section."""
    return (kind in FORMS and kind not in BETWEEN_FORMS) or kind in ELSEWHERE


def buttons_of(model: CaseModel, kinds: tuple[str, ...]) -> tuple[MoveButton, ...]:
    """Return the buttons of these moves of the case, where they are legal now."""
    moves = [each for each in case_moves(model.casework, model.case) if each.kind in kinds]
    return tuple(_button(model, each, model.case.id, model.case.seq, "") for each in moves)


def plain_button(model: CaseModel, kind: str, subject: str, version: int = 0) -> MoveButton:
    """Return the button of a command about something beside the case."""
    return _button(model, LegalMove(kind), subject, version, "")


def part_buttons(model: CaseModel, part: Any, noun: str) -> tuple[MoveButton, ...]:
    """Return the buttons of an order or another part of the case."""
    moves = part_moves(model.casework, model.case, part, noun)
    name = short(model.case, part.id)
    return tuple(_button(model, each, part.id, part.seq, name) for each in moves if each.kind in FORMS)


def _makes_sense(model: CaseModel, move: LegalMove) -> bool:
    """Return whether a move that its state allows is of any use: the clocks are paused or run."""
    paused = any(each.to_s is None for each in model.case.pauses)
    senseless = {
        "case_pause": paused or model.case.colour == "distress",
        "case_resume": not paused,
        "case_split": len(model.case.clues) < 2,
        "case_merge": not _others(model),
        "case_dismiss": any(each.live for each in model.case.orders),
        "case_reopen": bool(model.case.merged_into),
    }
    return not senseless.get(move.kind, False)


def _button(model: CaseModel, move: LegalMove, subject: str, version: int, name: str) -> MoveButton:
    values = BEGINS[move.kind](model) if move.kind in BEGINS else {}
    choices = CHOICES[move.kind](model) if move.kind in CHOICES else {}
    word = model.say(f"move_{move.kind}")
    return MoveButton(
        do=ELSEWHERE.get(move.kind, "case-move"),
        kind=move.kind,
        word=word,
        key=KEYS.get(move.kind, ""),
        subject=subject,
        version=version,
        title=" · ".join(each for each in (word, name, model.case.id) if each),
        values=json.dumps(values, ensure_ascii=False),
        choices=json.dumps(choices, ensure_ascii=False),
        heard=move.heard,
        barred=move.barred[model.lang] if move.barred else "",
    )


def _assess_values(model: CaseModel) -> Values:
    """Return the judgement that stands, or what the play-book proposes and the clue says."""
    case, made = model.case, model.case.assessment
    if made:
        shown = ("kind", "colour", "why", "verified_by", "vhf", "criminal_hint")
        return {**{name: getattr(made, name) for name in shown}, "items": list(made.items), "flag": case.flag}
    playbook = model.playbook
    reason = next(
        (str(clue.frozen[f"text_{model.lang}"]) for clue in case.clues if f"text_{model.lang}" in clue.frozen), ""
    )
    proposed = playbook.colour_of(facts_of(case))
    colour = max((case.colour, proposed), key=("yellow", "orange", "red", "distress").index)
    judged = {"verified_by": "none", "vhf": "none", "items": [], "sensitive": case.sensitive}
    return {"kind": playbook.id, "colour": colour, "why": reason, **judged}


def _assess_choices(model: CaseModel) -> Values:
    """Return the play-books by name, and the items of the one that fits."""
    names = [(each.id, each.form.name.zh, each.form.name.en) for each in model.desk.context.site.rulebook.playbooks.all]
    items = model.desk.context.site.rulebook.items
    codes = [(code, *_item(items, code)) for code in model.playbook.form.items]
    return {"kind": names, "items": codes}


def _item(items: Items, code: str) -> tuple[str, str]:
    found = next((each for each in items.rows if each.code == code), None)
    return (f"{code} {found.name_zh}", f"{code} {found.name_en}") if found else (code, code)


def _report_items(model: CaseModel) -> list[tuple[str, str, str]]:
    items = model.desk.context.site.rulebook.items
    return [(code, *_item(items, code)) for code in items_of(model.case, model.casework.place)]


def _others(model: CaseModel) -> list[tuple[str, str, str]]:
    def named(case: Case) -> str:
        return " · ".join(each for each in (case.id, case.target.name if case.target else "") if each)

    cases = [each for each in model.desk.book.cases.values() if each.open and each.id != model.case.id]
    seen = [each for each in cases if model.casework.may_see(each)]
    return [(each.id, named(each), named(each)) for each in sorted(seen, key=lambda each: -each.seq)]


def _clues(model: CaseModel) -> list[tuple[str, str, str]]:
    return [(each.ref, each.ref, each.ref) for each in model.case.clues]


def _orders(model: CaseModel) -> list[tuple[str, str, str]]:
    names = [(each.id, f"{short(model.case, each.id)} {model.craft(each)}") for each in model.case.orders]
    return [(order, name, name) for order, name in names]


BEGINS: Mapping[str, Callable[[CaseModel], Values]] = {
    "case_assess": _assess_values,
    "vhf_call": call_values,
    "review": lambda model: {"stage": "centre", "verdict": "accept", "_reported": reported_lines(model)},
    **BETWEEN_BEGINS,
}
CHOICES: Mapping[str, Callable[[CaseModel], Values]] = {
    "case_assess": _assess_choices,
    "case_merge": lambda model: {"into": _others(model)},
    "case_split": lambda model: {"clues": _clues(model)},
    "evidence_add": lambda model: {"order": _orders(model)},
    "order_report": lambda model: {"items": _report_items(model)},
    **BETWEEN_CHOICES,
}

"""The case on the desk: its head, the state line, and one section after the other (assets/html/cases/case.html).

To add a section, write a function `CaseModel -> Html` that renders a template of assets/html/cases, and add a row to
SECTIONS: its name, which is the id of the element and gives the heading `case_NAME` of words/cases.py, and the
function. Return empty Html to leave the section out of a case. A button for a move is the macro `move` of
html/cases/moves.html with a `MoveButton` (move_buttons.py); its form is a row of FORMS (case_forms.py). Buttons of
another kind name their action in `data-do`; the table is js/cases/actions.js.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.cases.between.between_papers import between, inspection, procedure
from dashboard.cases.case_desk import ALERT, case_of, holders
from dashboard.cases.clock_steps import ClockStep, steps_of
from dashboard.cases.emergency.emergency_view import emergency
from dashboard.cases.legal_moves import has_role
from dashboard.cases.view.case_calls import calls
from dashboard.cases.view.case_head import CaseHead, assessment, head_of, target
from dashboard.cases.view.case_model import CaseModel
from dashboard.cases.view.case_papers import clues, evidence, reviews
from dashboard.cases.view.case_time_line import time_line
from dashboard.cases.view.case_work import orders, playbook
from dashboard.cases.view.move_buttons import MoveButton, case_buttons
from dashboard.common.markup import Html
from dashboard.common.templates import render
from dashboard.parts.desk_model import DeskModel
from models.casework.cases.nouns import Case

SECTIONS: tuple[tuple[str, Callable[[CaseModel], Html]], ...] = (
    ("target", target),
    ("emergency", emergency),
    ("assessment", assessment),
    ("playbook", playbook),
    ("calls", calls),
    ("orders", orders),
    ("clues", clues),
    ("evidence", evidence),
    ("between", between),
    ("procedure", procedure),
    ("inspection", inspection),
    ("reviews", reviews),
    ("timeline", time_line),
)


@dataclass(frozen=True)
class CaseSection:
    """One section: the name of its element, and its content."""

    name: str
    html: Html


@dataclass(frozen=True)
class CaseView:
    """Everything that html/cases/case.html shows."""

    head: CaseHead
    steps: list[ClockStep]
    buttons: list[MoveButton]
    sections: list[CaseSection]


def case_shown(model: DeskModel) -> Case | None:
    """Return the case that the page has chosen, by its id or by an alert that it holds; None if it may not be seen."""
    case = case_of(model.book, model.view_state.case)
    return case if case and model.casework.may_see(case) else None


def case_part(model: DeskModel) -> Html:
    """Return the case that is shown, or why there is none."""
    case = case_shown(model)
    if case is None:
        return render("cases/none.html", say=model.context.say, why=_why_none(model), alert=_opens(model))
    shown = CaseModel(model, case)
    sections = [CaseSection(name, section(shown)) for name, section in SECTIONS]
    view = CaseView(
        head_of(shown),
        steps_of(case, model.casework.place.limits_min, shown.t_s),
        case_buttons(shown),
        [each for each in sections if each.html],
    )
    return render("cases/case.html", say=model.context.say, view=view)


def _why_none(model: DeskModel) -> str:
    chosen = model.view_state.case
    if not chosen or chosen.startswith(ALERT):
        return ""
    key = "case_not_yours" if chosen in model.book.cases else "case_gone"
    return model.context.say(key, id=chosen)


def _opens(model: DeskModel) -> str:
    """Return the chosen alert if a case can be opened from it; empty otherwise."""
    alert = model.view_state.alert
    known = alert in model.alerts() and f"{ALERT}{alert}" not in holders(model.book)
    return alert if known and has_role(model.casework, "case_open") else ""

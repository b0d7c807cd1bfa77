"""The work of a case: the steps of its play-book with ticks, and its orders with state, clocks and moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.cases.clock_steps import ClockStep, clocks_about
from dashboard.cases.view.case_calls import call_button
from dashboard.cases.view.case_model import CaseModel, short
from dashboard.cases.view.move_buttons import MoveButton, part_buttons
from dashboard.cases.view.reported import item_texts, report_texts
from dashboard.common.markup import Html
from dashboard.common.site_time import local_minute
from dashboard.common.templates import render
from models.casework.cases.law.case_facts import facts_of
from models.casework.cases.nouns import Case, Order
from models.site.playbooks.forms import StepForm, WarningForm

# What a step of a play-book gives or does, and whether the case has it.
DONE: Mapping[str, Callable[[Case], bool]] = {
    "verified_by": lambda case: bool(case.assessment and case.assessment.verified_by != "none"),
    "vhf": lambda case: bool(case.calls or (case.assessment and case.assessment.vhf != "none")),
    "items": lambda case: bool(case.assessment and case.assessment.items),
    "lead": lambda case: any(each.lead and each.live for each in case.orders),
    "report": lambda case: any(each.report for each in case.orders),
    "place": lambda case: case.place is not None,
    "target": lambda case: case.target is not None,
    "case_assess": lambda case: case.assessment is not None,
    "order_issue": lambda case: bool(case.orders),
    "sar_plan": lambda case: bool(case.sar),
    "thread_open": lambda case: bool(case.threads),
    "transfer_offer": lambda case: bool(case.transfers),
    "inspection_plan": lambda case: bool(case.inspection),
    "procedure_step": lambda case: case.procedure is not None,
    "evidence_add": lambda case: bool(case.evidence),
    "review": lambda case: bool(case.reviews),
}
TICK = "✓ "


@dataclass(frozen=True)
class PlaybookStep:
    """One step. `state` is done, next or open; `tick` is the text of the note that ticks it, empty if none does.

    `call` is the button of a step that is a stage of a warning by radio.
    """

    id: str
    text: str
    who: str
    state: str
    due_s: float | None
    tick: str
    call: MoveButton | None


@dataclass(frozen=True)
class OrderCard:
    """One order: who, what, how far, and what came of it."""

    id: str
    name: str
    craft: str
    lead: str
    task: str
    state: str
    live: bool
    state_s: float | None
    line: list[str]
    text: str
    clocks: list[ClockStep]
    said: list[str]
    report: list[str]
    items: list[str]
    buttons: tuple[MoveButton, ...]


def playbook(model: CaseModel) -> Html:
    """Return the steps of the play-book that apply now, with those that are done."""
    steps = model.playbook.steps_for(facts_of(model.case), closed=not model.case.open)
    ticked = {text for event in model.events if event.kind == "note" for text in (str(event.body.get("text", "")),)}
    first = next((each.id for each in steps if not _done(model, each, ticked)), "")
    shown = [_step(model, each, ticked, first) for each in steps]
    return render("cases/playbook.html", say=model.say, steps=shown)


def orders(model: CaseModel) -> Html:
    """Return the orders, the newest round first."""
    ordered = sorted(model.case.orders, key=lambda each: (not each.live, -each.times.get("issued", 0.0)))
    return render("cases/orders.html", say=model.say, orders=[_order(model, each) for each in ordered])


def _done(model: CaseModel, step: StepForm, ticked: set[str]) -> bool:
    if _warning(model, step) is not None:
        return any(each.step == step.id for each in model.case.calls) or _tick(step) in ticked
    asks = [each for each in (step.gives, step.does) if each and each in DONE]
    return any(DONE[each](model.case) for each in asks) or _tick(step) in ticked


def _warning(model: CaseModel, step: StepForm) -> WarningForm | None:
    """Return the stage of the warning by radio that a step of the same name is."""
    return next((each for each in model.playbook.form.warnings if each.id == step.id), None)


def _tick(step: StepForm) -> str:
    return f"{TICK}{step.zh}"


def _step(model: CaseModel, step: StepForm, ticked: set[str], first: str) -> PlaybookStep:
    done = _done(model, step, ticked)
    opened_s = model.case.times.get("opened")
    by_itself, warning = any(each in DONE for each in (step.gives, step.does)), _warning(model, step)
    return PlaybookStep(
        id=step.id,
        text=step.zh if model.lang == "zh" else step.en,
        who=model.say(f"case_who_{step.who}"),
        state="done" if done else "next" if step.id == first else "open",
        due_s=opened_s + 60.0 * step.min if step.min and opened_s and not done and model.case.open else None,
        tick="" if done or by_itself or warning or not model.case.open else _tick(step),
        call=call_button(model, warning) if warning and not done else None,
    )


def _order(model: CaseModel, order: Order) -> OrderCard:
    text = order.text.get(model.lang) or order.text.get("zh", "")
    last_s = max(order.times.values(), default=None)
    heard = [model.say("case_heard", words=words) for words in order.heard.values()]
    why = [
        model.say_or(f"release_{words}", words) if state == "released" else words for state, words in order.why.items()
    ]
    return OrderCard(
        id=order.id,
        name=short(model.case, order.id),
        craft=model.craft(order),
        lead=model.say("case_lead" if order.lead else "case_with"),
        task=model.say(f"task_{order.task}"),
        state=model.say("planned_state") if order.planned(model.t_s) else model.state(order.state),
        live=order.live,
        state_s=last_s,
        line=_line(model, order),
        text=text,
        clocks=clocks_about(model.case, model.casework.place.limits_min, order.id, model.t_s),
        said=[*heard, *why],
        report=report_texts(model, order.report) if order.report else [],
        items=item_texts(model, order.report) if order.report else [],
        buttons=part_buttons(model, order, "order"),
    )


def _line(model: CaseModel, order: Order) -> list[str]:
    meet, check = order.meet, order.check_in_min
    parts = [
        model.unit(order.to),
        model.say("planned_for", at=_local(model, order.for_s)) if order.for_s is not None else "",
        model.say("case_meet", minutes=f"{meet['minutes']:.0f}", way=f"{meet['way_nm']:.1f}") if meet else "",
        model.say("case_check_in", min=f"{check:.0f}") if check else "",
    ]
    return [each for each in parts if each]


def _local(model: CaseModel, t_s: float) -> str:
    return local_minute(t_s, model.t_s, model.desk.context.site.utc_offset_h)

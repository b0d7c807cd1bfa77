"""What a case shows of the work between departments: transfers and threads, procedure and terms, inspections."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.cases.clock_steps import ClockStep, clock_step
from dashboard.cases.legal_moves import has_role
from dashboard.cases.view.case_model import CaseModel, short
from dashboard.cases.view.move_buttons import MoveButton, buttons_of, part_buttons, plain_button
from dashboard.cases.view.paper_line import PaperLine, listed, paper_lines
from dashboard.common.markup import Html
from models.casework.cases.clocks import clocks_of
from models.casework.cases.law.border import border_ahead
from models.casework.cases.law.case_clock import CaseClock
from models.casework.cases.law.legal_terms import LEGAL_TERMS, LegalTerm, surcharge_yuan
from models.casework.cases.law.police_terms import POLICE_TERMS, PoliceTerm, owes_police, police_times
from models.casework.cases.materials import MATERIALS, MaterialsAsked, missing_materials
from models.casework.cases.papers import POLICE_STEPS, SIDE_STEPS, STEPS, Inspection, InspectionMember, Thread, Transfer
from models.casework.cases.words import STEP_WORDS

ROWS: tuple[LegalTerm | PoliceTerm, ...] = (*LEGAL_TERMS, *POLICE_TERMS)
TERMS = {each.name: each for each in ROWS}
MATERIAL_NAMES = {each.code: each for each in MATERIALS["criminal"]}


def between(model: CaseModel) -> Html:
    """Return the threads and transfers with their moves, what a transfer would lack, and a border that is near."""
    threads = [_thread(model, each) for each in model.case.threads]
    lines = [*threads, *(_transfer(model, each) for each in model.case.transfers)]
    lines += _begin(model, "between", buttons_of(model, ("transfer_offer", "thread_open")), _offer_hint(model))
    return paper_lines(model, lines, "case_no_between", _border(model))


def _begin(model: CaseModel, key: str, buttons: tuple[MoveButton, ...], *more: str) -> list[PaperLine]:
    """Return the line with the moves that begin something; none where nobody may."""
    said = tuple(each for each in more if each)
    return [PaperLine(key=f"begin-{key}", name="", text="", buttons=buttons, more=said)] if buttons or said else []


def _offer_hint(model: CaseModel) -> str:
    """Return what a transfer to another department would lack now."""
    if not model.case.assessment or not model.case.open or not has_role(model.casework, "transfer_offer"):
        return ""
    place = model.casework.place
    lacks = missing_materials("department", MaterialsAsked(model.case, {}, model.t_s, place.tested_items))
    return model.say("between_lacks", codes=_materials(model, [each.code for each in lacks])) if lacks else ""


def _materials(model: CaseModel, codes: list[str]) -> str:
    names = ((each, MATERIAL_NAMES.get(each)) for each in codes)
    words = [f"{code} {(row.zh if model.lang == 'zh' else row.en) if row else ''}".strip() for code, row in names]
    return listed(model, words)


def _border(model: CaseModel) -> str:
    found = border_ahead(model.case, model.desk.picture.vessels, model.casework.place)
    return model.say("between_border", minutes=found.minutes, unit=model.unit(found.unit)) if found else ""


def _thread(model: CaseModel, each: Thread) -> PaperLine:
    colon = model.say("between_colon")
    answers = tuple(
        f"{model.unit(answer.unit)} {model.officer(answer.by)}{colon}{answer.text}" for answer in each.answers
    )
    ends = (
        model.say("between_outcome", text=each.outcome) if each.outcome else "",
        model.say("between_ruling", text=each.ruling) if each.ruling else "",
    )
    return PaperLine(
        key=each.id,
        name=f"{short(model.case, each.id)} {model.say(f'thread_{each.kind}')} → "
        + listed(model, [model.unit(unit) for unit in each.to]),
        text=each.question,
        by=model.officer(each.by),
        t_s=each.times.get("open"),
        state=model.say(f"thread_state_{each.state}"),
        clocks=_about(model, each.id),
        buttons=part_buttons(model, each, "thread"),
        more=(*answers, *(text for text in ends if text)),
    )


def _transfer(model: CaseModel, each: Transfer) -> PaperLine:
    more = (
        model.say("between_missing", codes=_materials(model, list(each.missing))) if each.missing else "",
        model.say("between_urgent", why=each.urgent_why) if each.urgent_why else "",
        model.say("between_gaps", codes=_materials(model, list(each.gaps))) if each.gaps else "",
        each.answer_why,
        model.say("between_receipt", no=each.receipt_no) if each.receipt_no else "",
    )
    return PaperLine(
        key=each.id,
        name=f"{short(model.case, each.id)} {model.say(f'transfer_{each.kind}')} → {model.unit(each.to)}",
        text=each.why,
        by=model.officer(each.by),
        t_s=each.times.get("offered"),
        state=model.state(each.state),
        clocks=_about(model, each.id),
        buttons=part_buttons(model, each, "transfer"),
        more=tuple(text for text in more if text),
    )


def _about(model: CaseModel, part: str) -> tuple[ClockStep, ...]:
    running = _running(model)
    return tuple(clock_step(each, model.case, model.t_s) for each in running if each.about == part)


def _running(model: CaseModel) -> list[CaseClock]:
    place = model.casework.place
    return [each for each in clocks_of(model.case, place.limits_min, place.calendar) if each.end_s is None]


def procedure(model: CaseModel) -> Html:
    """Return the penalty procedure and the hand-over to the police, with the terms that run."""
    found = model.case.procedure
    lines = [*_filed(model), *_police(model)]
    lines += [_term(model, each) for each in _running(model) if each.term]
    kinds = ("procedure_step", "procedure_hold") if found else ("procedure_step",)
    assessed = model.case.stage != "open"
    lines += _begin(model, "procedure", buttons_of(model, kinds) if assessed else ())
    note = model.say("police_owed") if owes_police(model.case, model.t_s) else ""
    return paper_lines(model, lines, "", note) if lines else Html("")


def _filed(model: CaseModel) -> Iterator[PaperLine]:
    found = model.case.procedure
    if found is None:
        return
    steps = [each for each in (*STEPS, *SIDE_STEPS) if each in found.steps and each != "measure"]
    said = [STEP_WORDS[each][model.lang == "en"] for each in steps]
    held = [model.say("procedure_held", basis=each.basis) for each in found.holds if each.to_s is None]
    things = [model.say("procedure_thing", what=each["what"]) for each in found.seizures if not each.get("dealt_s")]
    extra = surcharge_yuan(found, model.t_s, model.casework.place.calendar)
    more = [model.say("procedure_surcharge", yuan=f"{extra:,.0f}")] if extra else []
    yield PaperLine(
        key="procedure",
        name=found.no,
        text=" → ".join(said),
        by=str(found.party.get("name", "")) if found.party else "",
        state=model.unit(found.agency) if found.agency else "",
        more=(*things, *held, *more),
    )


def _police(model: CaseModel) -> Iterator[PaperLine]:
    times = police_times(model.case)
    done = [each for each in ("criminal", "sent", *POLICE_STEPS) if each in times]
    if done:
        done.sort(key=lambda each: times[each])
        said = " → ".join(STEP_WORDS[each][model.lang == "en"] for each in done)
        yield PaperLine(key="police", name=model.say("police_title"), text=said, t_s=times[done[0]])


def _term(model: CaseModel, clock: CaseClock) -> PaperLine:
    term = TERMS[clock.term]
    words = (term.zh, term.article_zh) if model.lang == "zh" else (term.en, term.article_en)
    step = clock_step(clock, model.case, model.t_s)
    return PaperLine(
        clock.name, words[0][:1].upper() + words[0][1:], words[1], clocks=(step,), clock_word="case_step_due"
    )


def inspection(model: CaseModel) -> Html:
    """Return the joint inspections of the case, each agency's part and result, and how to plan one."""
    own = [each for each in model.casework.inspections if model.case.id in each.cases]
    lines = [_inspection(model, each) for each in own]
    begins = model.case.open and not any(each.state in ("planned", "running") for each in own)
    plan = (
        plain_button(model, "inspection_plan", "new")
        if begins and has_role(model.casework, "inspection_plan")
        else None
    )
    lines += _begin(model, "inspection", (plan,) if plan else ())
    return paper_lines(model, lines, "") if lines else Html("")


def _inspection(model: CaseModel, each: Inspection) -> PaperLine:
    parts = [_part(model, one) for one in each.members]
    return PaperLine(
        key=each.id,
        name=each.code,
        text=model.say("inspection_lead", unit=model.unit(each.lead)),
        by=model.officer(each.by),
        t_s=each.from_s,
        state=model.state(each.state),
        buttons=tuple(_inspection_buttons(model, each)),
        more=(*parts, *([each.why] if each.why else [])),
    )


def _part(model: CaseModel, one: InspectionMember) -> str:
    """Return what one department found; every department has its own line."""
    head = f"{'✓' if one.result else '○'} {model.unit(one.agency)} · {model.unit(one.unit)}"
    return f"{head}{model.say('between_colon')}{one.result or model.say('inspection_none')}"


def _inspection_buttons(model: CaseModel, each: Inspection) -> Iterator[MoveButton]:
    site, unit = model.casework.place, model.casework.person.unit
    local = model.casework.person.via == "local"
    member = any(one.unit == (unit or site.units.root) for one in each.members)
    rows = {
        "inspection_join": each.state == "planned",
        "inspection_result": each.state in ("planned", "running") and (member or local),
        "inspection_end": each.state in ("planned", "running") and site.over(each.lead, unit),
    }
    for kind, may in rows.items():
        if may and has_role(model.casework, kind):
            yield plain_button(model, kind, each.id, each.seq)

"""Head of the case view, its target with the record of past cases, and its assessment."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.cases.second_vessel import SecondVessel, second_vessel
from dashboard.cases.view.case_model import CaseModel
from dashboard.common.markup import Html
from dashboard.common.templates import render
from dashboard.common.theme import SHAPES
from dashboard.map.tools import position
from models.casework.cases.nouns import Assessment, Target


@dataclass(frozen=True)
class CaseHead:
    """Title lines of a case; `seq` is the version that a command says it saw. `notes` are short warnings."""

    id: str
    seq: int
    colour: str
    shape: str
    kind: str
    state: str
    closed: bool
    unit: str
    area: str
    notes: list[str]
    vessel: str


@dataclass(frozen=True)
class CaseTarget:
    """The vessel: its identity, where it was and whether the map shows it now; and the other one of an encounter."""

    name: str
    line: str
    place: str
    vessel: str
    here: str
    partner: str = ""
    partner_vessel: str = ""


@dataclass(frozen=True)
class CaseJudgement:
    """What the officer judged: values in words, one line each."""

    why: str
    by: str
    t_s: float
    facts: list[str]
    record: str


def head_of(model: CaseModel) -> CaseHead:
    """Return the head of the case."""
    case = model.case
    return CaseHead(
        id=case.id,
        seq=case.seq,
        colour=case.colour,
        shape=SHAPES[case.colour],
        kind=model.kind(),
        state=model.state(case.state),
        closed=not case.open,
        unit=model.say("case_unit", unit=model.unit(case.unit), actor=model.officer(case.by)),
        area=model.area(),
        notes=_notes(model),
        vessel=_vessel(case.target),
    )


def target(model: CaseModel) -> Html:
    """Return the target and its place."""
    case, about = model.case, model.case.target
    identity = [f"MMSI {about.mmsi:09d}"] if about and about.mmsi else []
    identity += [f"IMO {about.imo}"] if about and about.imo else []
    identity += [model.say_or(f"case_register_{about.register}", about.register)] if about and about.register else []
    seen = bool(about and about.track_id and model.desk.row_of(about.track_id) is not None)
    other = second_vessel(case)
    shown = CaseTarget(
        name=(about.name if about else "") or model.say("case_no_target"),
        line=" · ".join(identity),
        place=" ".join((position(case.place.lat, case.place.lon), model.area())) if case.place else "",
        vessel=_vessel(about) if seen else "",
        here=model.say("case_seen_now" if seen else "case_not_seen") if about and about.track_id else "",
        partner=" · ".join(each for each in (other.name, other.number) if each),
        partner_vessel=_on_map(model, other),
    )
    return render("cases/target.html", say=model.say, it=shown)


def _on_map(model: CaseModel, other: SecondVessel) -> str:
    """Return the track of the other vessel while the map shows it."""
    return f"T{other.track_id}" if other.track_id and model.desk.row_of(other.track_id) is not None else ""


def assessment(model: CaseModel) -> Html:
    """Return what the officer judged, with the record of the target as it was then."""
    made = model.case.assessment
    it = _judgement(model, made) if made else None
    return render("cases/assessment.html", say=model.say, it=it)


def _judgement(model: CaseModel, made: Assessment) -> CaseJudgement:
    facts = [
        model.say("case_verified", how=model.say(f"case_verified_{made.verified_by}")),
        model.say(f"case_vhf_{made.vhf}"),
        model.say("case_items", items=" ".join(made.items)) if made.items else "",
        model.say("case_criminal") if made.criminal_hint else "",
    ]
    return CaseJudgement(
        made.why, model.officer(made.by), made.t_s, [each for each in facts if each], _record(model, made)
    )


def _record(model: CaseModel, made: Assessment) -> str:
    record = made.record
    if not record.get("cases_24m"):
        return model.say("case_record_none")
    counts = {"cases": record["cases_24m"], "same": record["same_item_24m"], "waived": record["waived"]}
    return model.say("case_record", **counts)


def _vessel(about: Target | None) -> str:
    return f"T{about.track_id}" if about and about.track_id else ""


def _notes(model: CaseModel) -> list[str]:
    case = model.case
    pause = next((each for each in case.pauses if each.to_s is None), None)
    notes = [
        model.say("case_paused", why=pause.reason or model.say(f"case_pause_{pause.why}")) if pause else "",
        model.say("case_raised", count=case.raised) if case.raised else "",
        model.say("case_sensitive") if case.sensitive else "",
        model.say(f"case_flag_{case.flag}") if case.flag else "",
        model.say("case_merged_into", id=case.merged_into) if case.merged_into else "",
        model.say_or(f"case_ending_{case.ending}", "") if case.ending and not case.merged_into else "",
    ]
    return [each for each in notes if each]

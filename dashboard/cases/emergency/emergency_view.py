"""The section `emergency` of the case view: facts, datum and areas, legs with ticks, who is near, and the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import Any

from dashboard.cases.emergency.nearest import MOST_SHIPS, near_craft, near_ships
from dashboard.cases.emergency.search_answer import HOURS, SearchAnswer, legs_of_plan, pod_reached, search_of
from dashboard.cases.emergency.search_facts import (
    LIMITS,
    OBJECTS,
    PATTERNS,
    SearchFacts,
    facts_of_search,
    needs_search,
    plain_facts,
)
from dashboard.cases.emergency.search_log import LogLine, log_of
from dashboard.cases.legal_moves import has_role
from dashboard.cases.sending.ranking import DispatchAim
from dashboard.cases.view.case_model import CaseModel
from dashboard.common.markup import Html
from dashboard.common.templates import render
from dashboard.map.tools import position
from models.base.units import MPS_PER_KN

NO_HTML = Html("")
MINUTE_S = 60.0
FORM_WORDS = ("plan_title", "preview", "save", "saved", "no_answer", "text", "first")
# Fields of the form: name, unit as a word, step.
NUMBERS = (
    *(("lon", "sar_degrees", "any"), ("lat", "sar_degrees", "any"), ("error_nm", "sar_nm", "0.01")),
    *(("wind_mps", "sar_mps", "0.1"), ("wind_from_deg", "sar_degrees", "1"), ("visibility_nm", "sar_nm", "0.1")),
    *(("speed_kn", "sar_kn", "0.5"), ("hours_h", "sar_hours", "0.25"), ("pod", "sar_share", "0.01")),
)


@dataclass(frozen=True)
class SearchLegLine:
    """One leg: when, course, length, and whether it was steered."""

    number: int
    from_s: float
    to_s: float
    text: str
    done: bool


@dataclass(frozen=True)
class HelperLine:
    """A craft or ship that can help: its name, what it is, and when it can be there."""

    key: str
    name: str
    line: str
    minutes: str
    vessel: str = ""


@dataclass(frozen=True)
class EmergencySection:
    """Everything that html/cases/emergency.html shows. `stamp` changes when the map has to be redrawn."""

    case: str
    stamp: str
    facts: list[str]
    doubt: list[str]
    datum: str
    times: list[tuple[float, str]]
    pattern: str
    pod: str
    planned: bool
    search: int
    legs: list[SearchLegLine]
    craft: list[HelperLine]
    ships: list[HelperLine]
    relay: str
    log: list[LogLine]
    may_plan: bool
    may_tick: bool
    form: str


def emergency(model: CaseModel) -> Html:
    """Return the section, empty for a case without a search."""
    if not needs_search(model.case, model.playbook.at(model.case.colour).needs.task):
        return NO_HTML
    desk, case, site = model.desk, model.case, model.desk.context.site
    facts = facts_of_search(case, desk.picture)
    answer = search_of(case, site, facts, model.t_s, desk.context.memo)
    return render("cases/emergency.html", say=model.say, it=_section(model, facts, answer))


def _section(model: CaseModel, facts: SearchFacts, answer: SearchAnswer) -> EmergencySection:
    case = model.case
    placed = answer.clouds is not None
    plan = case.sar.get("plan") or answer.plan
    reached, wanted = pod_reached(case.sar), plan.get("pod") or 0.0
    ships = _ships(model, facts) if facts.placed else []
    return EmergencySection(
        case=case.id,
        stamp=f"{case.id}:{case.seq}:{len(model.events)}:{int(model.t_s // MINUTE_S)}",
        facts=_facts(model, facts),
        doubt=_doubt(model, facts, answer),
        datum=position(answer.circle[1], answer.circle[0]) if placed else "",
        times=[
            (float(t_s), f"+{hour} h" if hour else model.say("sar_now"))
            for t_s, hour in zip(answer.clouds.t_s, HOURS, strict=True)
        ]
        if answer.clouds
        else [],
        pattern=_pattern(model, plan) if placed else "",
        pod=model.say("sar_reached", reached=f"{reached:.0%}", wanted=f"{wanted:.0%}"),
        planned=bool(case.sar),
        search=int(case.sar.get("number", 0)),
        legs=_legs(model, plan) if case.sar and plan.get("legs_nm") else [],
        craft=_craft(model, facts) if facts.placed else [],
        ships=ships[:MOST_SHIPS],
        relay=_relay(model, facts) if facts.placed else "",
        log=log_of(model),
        may_plan=case.open and has_role(model.casework, "sar_plan"),
        may_tick=case.open and has_role(model.casework, "sar_leg"),
        form=json.dumps(_form(model, facts), ensure_ascii=False),
    )


def _form(model: CaseModel, facts: SearchFacts) -> dict[str, Any]:
    """Return the fields of the form with their words, for js/cases/search_form.js."""
    values = plain_facts(facts)
    choices = {"object": OBJECTS, "pattern": PATTERNS}
    picked = [
        {
            "name": name,
            "label": model.say(f"sar_{name}"),
            "value": values[name],
            "choices": [(each, model.say(f"sar_{name}_{each}")) for each in known],
        }
        for name, known in choices.items()
    ]
    numbers = [_number_field(model, *row, values[row[0]]) for row in NUMBERS]
    words = {name: model.say(f"sar_{name}") for name in FORM_WORDS}
    words |= {"now": model.say("sar_now"), "cancel": model.say("desk_cancel")}
    return {"fields": [*picked, *numbers], "words": words}


def _number_field(model: CaseModel, name: str, unit: str, step: str, value: Any) -> dict[str, Any]:
    """Return a field with its limits and the sentence for what is outside them."""
    label, (low, high) = model.say(f"sar_{name}"), LIMITS[name]
    limit = model.say("sar_limit", name=label, low=low, high=high)
    shown = {"name": name, "label": label, "unit": model.say(unit), "step": step, "value": value}
    return {**shown, "low": low, "high": high, "limit": limit}


def _facts(model: CaseModel, facts: SearchFacts) -> list[str]:
    frozen = [each.frozen for each in model.case.clues]
    said = [str(each.get(f"text_{model.lang}") or each.get("text") or "") for each in frozen]
    target = model.case.target
    who = " · ".join(
        each
        for each in (target.name if target else "", f"MMSI {target.mmsi:09d}" if target and target.mmsi else "")
        if each
    )
    where = (
        model.say("sar_position", place=position(facts.lat, facts.lon), error=f"{facts.error_nm:.1f}")
        if facts.placed
        else model.say("sar_no_position")
    )
    return [
        each
        for each in (
            who,
            *dict.fromkeys(said),
            where,
            model.say(f"sar_where_{facts.where}"),
            model.say("sar_object_is", what=model.say(f"sar_object_{facts.object}")),
        )
        if each
    ]


def _doubt(model: CaseModel, facts: SearchFacts, answer: SearchAnswer) -> list[str]:
    """Return what is not known, and the circle of doubt."""
    radius = f"{answer.circle[2]:.1f}"
    if answer.clouds is None:
        unit = model.unit(model.case.unit)
        return [model.say("sar_doubt_none", unit=unit, radius=radius), model.say("sar_ask")]
    speed = f"{facts.wind_mps:.0f}" if isfinite(facts.wind_mps) else "0"
    wind = model.say(
        f"sar_wind_{facts.wind}",
        speed=speed,
        knots=f"{float(speed) / MPS_PER_KN:.0f}",
        degrees=f"{facts.wind_from_deg:03.0f}" if isfinite(facts.wind_from_deg) else "",
    )
    known = answer.clouds.stream_known
    stream = model.say("sar_stream_unknown") if known < 0.005 else model.say("sar_stream_partly", share=f"{known:.0%}")
    return [model.say("sar_circle", radius=radius), wind, stream]


def _pattern(model: CaseModel, plan: Any) -> str:
    return model.say(
        "sar_pattern_is",
        pattern=model.say(f"sar_pattern_{plan['pattern_used']}"),
        spacing=f"{plan['spacing_nm']:.2f}",
        sweep=f"{plan['sweep_nm']:.2f}",
        way=f"{sum(plan['legs_nm']):.1f}",
        pod=f"{plan['pod']:.0%}",
    )


def _legs(model: CaseModel, plan: Any) -> list[SearchLegLine]:
    legs = legs_of_plan(plan)
    done = set(model.case.sar.get("done", ()))
    rows = zip(
        legs.t_s[:-1].tolist(), legs.t_s[1:].tolist(), legs.course_deg.tolist(), legs.length_nm.tolist(), strict=True
    )
    return [
        SearchLegLine(
            number,
            from_s,
            to_s,
            model.say("sar_leg_line", course=f"{course:03.0f}", length=f"{length:.2f}"),
            number in done,
        )
        for number, (from_s, to_s, course, length) in enumerate(rows, start=1)
    ]


def _craft(model: CaseModel, facts: SearchFacts) -> list[HelperLine]:
    desk, case, site = model.desk, model.case, model.desk.context.site
    needs = model.playbook.at(case.colour).needs.model_copy(update={"powers": (), "officers": 0})
    aim = DispatchAim(facts.lon, facts.lat, case=case.id)
    stamp = int(model.t_s // MINUTE_S), desk.book.seq, aim
    found = desk.context.memo.once(
        ("search craft", case.id),
        stamp,
        lambda: near_craft(desk.picture, desk.book, site, model.casework.pressure, aim, needs),
    )
    lines = []
    for each in found:
        craft = site.force.craft[each.craft]
        unit = model.unit(site.units[craft.unit].id)
        lines.append(
            HelperLine(
                each.id,
                desk.context.named(craft),
                " · ".join((unit, model.say("sar_way", way=f"{each.way_nm:.1f}"))),
                f"{each.minutes:.0f}",
            )
        )
    return lines


def _ships(model: CaseModel, facts: SearchFacts) -> list[HelperLine]:
    track = model.case.target.track_id if model.case.target else 0
    found = near_ships(model.desk.picture, facts.lon, facts.lat, track or 0)
    return [
        HelperLine(
            f"T{each.track_id}",
            each.name or model.say("nameless"),
            " · ".join(
                (
                    f"MMSI {each.mmsi:09d}",
                    model.say_or(f"kind_{each.kind}", each.kind),
                    model.say("sar_way", way=f"{each.away_nm:.1f}"),
                )
            ),
            f"{each.minutes:.0f}",
            f"T{each.track_id}",
        )
        for each in found
    ]


def _relay(model: CaseModel, facts: SearchFacts) -> str:
    target = model.case.target
    name = (target.name if target else "") or model.say(f"sar_object_{facts.object}")
    return model.say("sar_relay", place=position(facts.lat, facts.lon), name=name, case=model.case.id)

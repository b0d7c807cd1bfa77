"""The ranking in the form of `GET /api/dispatch`: plain values with both languages, the same for page and program."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.cases.second_vessel import second_vessel
from dashboard.cases.sending.ranking import UNKNOWN_SEA, DispatchAim, live_orders, orders_on
from dashboard.cases.sending.sea_conditions import SeaConditions, conditions_at
from dashboard.common.sea_areas import OUTSIDE, area_of, short_name
from dashboard.map.tools import degrees_minutes
from models.base.clock import iso
from models.casework.case import Book
from models.casework.cases.nouns import Case
from models.messages.clue import Clue
from models.messages.picture import Picture
from models.site.force import Craft
from models.site.playbooks.forms import NeedsForm
from models.site.playbooks.playbook import Playbook
from models.site.site import Site
from models.ways.dispatch import Candidate

LANGUAGES = ("zh", "en")
DIGITS = 5  # of degrees in the answer


@dataclass(frozen=True)
class DispatchAsked:
    """What was asked for: the aim, the case if there is one, the play-book with what it needs, and the sea there."""

    aim: DispatchAim
    case: Case | None
    playbook: Playbook
    needs: NeedsForm
    sea: SeaConditions = UNKNOWN_SEA


def answer_of(picture: Picture, book: Book, site: Site, asked: DispatchAsked, found: list[Candidate]) -> dict[str, Any]:
    """Return the ranking as JSON values; numbers that are not known are null."""
    aim, case, needs = asked.aim, asked.case, asked.needs
    form = asked.playbook.at(case.colour if case else "")
    return {
        "t": iso(picture.t_s),
        "tick": picture.tick,
        "case": aim.case or None,
        "version": case.seq if case else None,
        "unit": case.unit if case else None,
        "track": f"T{aim.track_id}" if aim.track_id else None,
        "target": {"lon": aim.lon_deg, "lat": aim.lat_deg, "cog_deg": _number(aim.course_deg), "sog_kn": aim.speed_kn},
        "playbook": asked.playbook.ref,
        "task": needs.task,
        "needs": {
            **{"powers": list(needs.powers), "officers": needs.officers, "boats": needs.boats},
            "hours_h": needs.hours_h,
        },
        "check_in_min": needs.check_in_min,
        "sea": asked.sea.record(),
        "evidence_must": list(form.evidence.must),
        "ordered": [_order(site, case_, order.id, order.craft) for case_, order in orders_on(book, aim)],
        "candidates": [_candidate(picture, book, site, asked, each) for each in found],
    }


def _candidate(picture: Picture, book: Book, site: Site, asked: DispatchAsked, each: Candidate) -> dict[str, Any]:
    craft, force = site.force.craft[each.craft], picture.force
    said = book.crafts.get(each.id)
    out = bool(force["out"][each.craft]) if len(force["unit"]) == len(site.force.craft) else False
    meet = None
    if math.isfinite(each.minutes):
        meet = {
            **{"lon": round(each.lon_deg, DIGITS), "lat": round(each.lat_deg, DIGITS), "t": each.meet_t_s},
            **{"minutes": round(each.minutes, 1), "way_nm": round(each.way_nm, 2)},
        }
    return {
        "id": each.id,
        **{f"name_{lang}": getattr(craft, f"name_{lang}") for lang in LANGUAGES},
        "unit": site.units[craft.unit].id,
        **{f"unit_{lang}": getattr(site.units[craft.unit], f"name_{lang}") for lang in LANGUAGES},
        "agency": craft.agency,
        "minutes": _number(each.minutes),
        "range_min": _number(each.range_min),
        "way_nm": _number(each.way_nm),
        "meet": meet,
        "line": [[round(float(lon), DIGITS), round(float(lat), DIGITS)] for lon, lat in each.line.tolist()],
        "fit": each.fit,
        "may_leave": each.may_leave,
        "reasons": list(each.reasons),
        "limits": _limits(craft),
        "officers": each.officers,
        "crew": said.body.get("crew") if said and said.body.get("crew") is not None else craft.crew,
        "state": str(said.body["state"]) if said else "ready",
        "out": out,
        "order": _engaged(book, site, each.order),
        "leaves": _leaves(each),
        "text": _text(site, asked, each),
    }


def _limits(craft: Craft) -> dict[str, float | None]:
    """Return what the craft may go out in; null is no limit."""
    wave = craft.wave_max_m if math.isfinite(craft.wave_max_m) else None
    return {"wind_mps": craft.wind_max_mps, "wave_m": wave, "draught_m": craft.draught_m}


def _leaves(each: Candidate) -> dict[str, Any] | None:
    left = each.left
    if left is None:
        return None
    before, after = round(left.pressure_before, 3), round(left.pressure_after, 3)
    return {"pressure_before": before, "pressure_after": after, "bare_red": left.bare_red}


def _engaged(book: Book, site: Site, order_id: str) -> dict[str, Any] | None:
    """Return the order that a craft is on, with its case and colour; None if it is on none."""
    found = next(((case, order) for case, order in live_orders(book) if order.id == order_id), None)
    return _order(site, found[0], order_id, found[1].craft) if found else None


def _order(site: Site, case: Case, order_id: str, craft_id: str) -> dict[str, Any]:
    craft = next((each for each in site.force.craft if each.id == craft_id), None)
    names = {f"craft_{lang}": getattr(craft, f"name_{lang}") if craft else craft_id for lang in LANGUAGES}
    return {"id": order_id, "case": case.id, "colour": case.colour, **names}


def _text(site: Site, asked: DispatchAsked, each: Candidate) -> dict[str, str]:
    """Return the order in words, drafted from the play-book."""
    aim, case, craft = asked.aim, asked.case, site.force.craft[each.craft]
    unit = site.units[craft.unit]
    made = case.assessment if case else None
    values: dict[str, object] = {
        "craft": {"zh": craft.name_zh, "en": craft.name_en},
        "unit": {"zh": unit.name_zh, "en": unit.name_en},
        "place": _place(site, aim),
        "lat": degrees_minutes(aim.lat_deg, "N", "S", 2),
        "lon": degrees_minutes(aim.lon_deg, "E", "W", 3),
        "target": case.target.name if case and case.target else "",
        "other": second_vessel(case).called if case else "",
        "why": made.why if made else "",
        "minutes": f"{each.minutes:.0f}" if math.isfinite(each.minutes) else None,
    }
    return asked.playbook.fill_order(values, case.colour if case else "")


def _place(site: Site, aim: DispatchAim) -> dict[str, str]:
    at = int(area_of(site, aim.lon_deg, aim.lat_deg)[0])
    if at == OUTSIDE:
        return {}
    return {lang: short_name(getattr(site.areas[at], f"name_{lang}")) for lang in LANGUAGES}


def _number(value: float) -> float | None:
    return round(float(value), 2) if math.isfinite(value) else None


def asked_of(
    site: Site, aim: DispatchAim, case: Case | None, clues: Iterable[Clue] = (), t_s: float = 0.0
) -> DispatchAsked:
    """Return what the play-book of the case asks for; without a case, what the general one does.

    `clues` are those known at `t_s`, forecasts among them.
    """
    playbook = site.rulebook.playbooks.of(case.kind if case else "")
    colour = case.colour if case else playbook.colour_of({})
    needs = playbook.at(colour).needs
    sea = conditions_at(site, clues, aim.lon_deg, aim.lat_deg, t_s, float(needs.hours_h))
    return DispatchAsked(aim, case, playbook, needs, sea)

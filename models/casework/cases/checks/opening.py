"""How a case begins: its clues frozen, its vessel, place and colour taken from them, its owner and its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from models.casework.case import Book, Command
from models.casework.cases.checks.assessing import playbook_for_clue
from models.casework.cases.checks.may import Asked, assert_seat
from models.casework.cases.law.by_playbook import opening_colour
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import COLOURS, Case, CasePlace, ClueRef, LastMove, Target
from models.casework.cases.routing import owner, unit_at
from models.casework.facts import Facts
from models.casework.refusals import Refused
from models.messages.clue import Clue
from models.messages.picture import AlertView


def clue_refs(refs: Sequence[str], text: str, facts: Facts) -> tuple[ClueRef, ...]:
    """The clues as they are now. Raises Refused for one that is not known."""
    return tuple(_clue_ref(ref, text, facts) for ref in dict.fromkeys(refs))


def _clue_ref(ref: str, text: str, facts: Facts) -> ClueRef:
    kind, _, name = ref.partition(":")
    if kind == "alert" and (alert := facts.alerts.get(name)):
        source = "ais" if alert.mmsi else "radar"
        return ClueRef(ref, source, alert.since_s, alert.since_s, asdict(alert))
    if kind == "clue" and (clue := facts.clues.get(name)):
        return ClueRef(ref, clue.source, clue.t_s, facts.t_s, clue.record())
    if kind == "person" and name:
        return ClueRef(ref, "officer", facts.t_s, facts.t_s, {"text": text})
    raise Refused("clue_unknown" if kind in {"alert", "clue"} and name else "clue_form", ref=ref)


def draft_case(command: Command, body: Any, clues: tuple[ClueRef, ...], facts: Facts) -> Case:
    """The case that would begin, without its number."""
    alerts = [facts.alerts[ref.removeprefix("alert:")] for ref in body.clues if ref.startswith("alert:")]
    reports = [facts.clues[ref.removeprefix("clue:")] for ref in body.clues if ref.startswith("clue:")]
    place = _place(body, alerts, reports, facts)
    colours = [*(each.colour for each in alerts), *(each.colour for each in reports), "yellow"]
    kind = body.kind or playbook_for_clue(facts.site, alerts, reports)
    colour = max((each for each in colours if each in COLOURS), key=COLOURS.index)
    colour = opening_colour(facts.site, kind, colour, {})
    last = LastMove(command.kind, command.actor.strip(), facts.t_s)
    return Case(
        id="",
        seq=0,
        kind=kind,
        colour=body.colour or colour,
        unit=owner(facts.site, place),
        place_unit=unit_at(facts.site, place),
        by=command.actor.strip(),
        last=last,
        place=place,
        target=_target(body, alerts, reports),
        clues=clues,
        sensitive=body.sensitive,
        times={"sensitive": facts.t_s} if body.sensitive else {},
    )


def _place(body: Any, alerts: list[AlertView], reports: list[Clue], facts: Facts) -> CasePlace | None:
    if body.place is not None:
        lon, lat, radius_m = body.place.lon, body.place.lat, body.place.radius_m
    elif alerts:
        lon, lat, radius_m = alerts[0].lon, alerts[0].lat, 0.0
    else:
        known = next((each for each in reports if each.lon_deg is not None and each.lat_deg is not None), None)
        if known is None or known.lon_deg is None or known.lat_deg is None:
            return None
        lon, lat, radius_m = known.lon_deg, known.lat_deg, known.radius_m or 0.0
    area = facts.site.area_at(lon, lat) if facts.site.area_at else ""
    return CasePlace(lon, lat, radius_m, area)


def _target(body: Any, alerts: list[AlertView], reports: list[Clue]) -> Target | None:
    if body.target is not None:
        given = body.target
        return Target(given.track_id, given.mmsi, given.name, given.imo, given.kind, given.register_)
    about = next((each for each in alerts if each.track_id), None)
    if about is not None:
        return Target(about.track_id, about.mmsi, about.name)
    clue = next((each for each in reports if each.mmsi or each.name), None)
    return Target(None, clue.mmsi, clue.name) if clue else None


def refuse_stranger(command: Command, body: Any, case: Case, book: Book, facts: Facts) -> None:
    """The officer has a seat in the waters of the case. Raises Refused."""
    assert_seat(Asked(command, body, book, facts, MOVES[command.kind], case))


def refuse_held(refs: Iterable[str], book: Book, target: Target | None = None) -> None:
    """No open case holds one of these clues, nor is about this vessel. Raises Refused naming the case to work on."""
    wanted = set(refs)
    for case in book.cases.values():
        if not case.open:
            continue
        held = next((each.ref for each in case.clues if each.ref in wanted), None)
        if held is not None:
            raise Refused("held", ref=held, id=case.id)
        if target is not None and case.target is not None and _same(case.target, target):
            raise Refused("same_target", id=case.id)


def _same(one: Target, other: Target) -> bool:
    if one.mmsi and other.mmsi:
        return one.mmsi == other.mmsi
    return bool(one.track_id) and one.track_id == other.track_id


def next_case_id(book: Book, facts: Facts) -> str:
    """`ZS-20260503-0012`: the site's prefix, the local date, the next number of the day."""
    day = f"{facts.site.prefix}-{facts.site.calendar.local_date(facts.t_s):%Y%m%d}"
    return f"{day}-{book.numbers.get(day, 0) + 1:04d}"

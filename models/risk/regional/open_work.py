"""Open work: alerts, clues and cases that need a boat or a call, in one form.

An alert or a clue that a case holds is the work of the case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from models.base.schema import LEVEL, LIFE
from models.base.settings import PressureSettings
from models.messages.case_work import CaseWork
from models.messages.clue import Clue
from models.risk.alerts.book import AlertBook
from models.risk.alerts.presenter import place_of
from models.risk.alerts.situation import Situation
from models.risk.regional.grid import Spot
from models.tracking.table import TrackTable


@dataclass(frozen=True)
class OpenWork:
    """One piece of work. `colour` indexes COLOURS; `unit` indexes the site's units, None: the unit of its waters.

    It needs `boats` for `hours_h` on the spot (0 boats: a call by radio). `craft` holds the ids of the craft sent.
    """

    id: str
    unit: int | None
    lat_deg: float
    lon_deg: float
    colour: int
    since_s: float
    due_s: float
    boats: int = 1
    hours_h: float = 1.5
    craft: tuple[str, ...] = ()
    name: str = ""


def work_of_cases(
    cases: Iterable[CaseWork], tracks: TrackTable, units: Sequence[str], settings: PressureSettings
) -> list[OpenWork]:
    """The open cases, each where its vessel is now; `units` are the ids of the site's units."""
    found = []
    for case in cases:
        colour = LEVEL[case.colour]
        lat_deg, lon_deg = _place_now(case, tracks)
        within_s = settings.done_within_min[min(colour, LEVEL["red"]) - 1] * 60.0
        found.append(
            OpenWork(
                id=case.id,
                unit=units.index(case.unit) if case.unit in units else None,
                lat_deg=lat_deg,
                lon_deg=lon_deg,
                colour=colour,
                since_s=case.since_s,
                due_s=case.since_s + within_s if case.due_s is None else case.due_s,
                boats=case.boats,
                hours_h=settings.hours_h if case.hours_h is None else case.hours_h,
                craft=case.craft,
                name=case.name,
            )
        )
    return found


def work_of_alerts(
    book: AlertBook, tracks: TrackTable, settings: PressureSettings, held: Collection[str] = ()
) -> list[OpenWork]:
    """The standing orange and red alerts that no officer has marked false or known, and no case holds.

    Alerts that are about no vessel (a receiver that fell silent) need no boat.
    """
    found = []
    for key, each in book.situations.items():
        if not _is_about_a_vessel(each) or each.last is None or each.colour < LEVEL["orange"]:
            continue
        if f"alert:{each.alert_id}" in held:
            continue
        lat_deg, lon_deg = _place(each, tracks)
        within_s = settings.done_within_min[min(each.colour, LEVEL["red"]) - 1] * 60.0
        found.append(
            OpenWork(
                id=each.alert_id,
                unit=None,
                lat_deg=lat_deg,
                lon_deg=lon_deg,
                colour=each.colour,
                since_s=each.since_s,
                due_s=each.since_s + within_s,
                boats=0 if key[0] in settings.radio_rules else 1,
                hours_h=settings.hours_by_rule_h.get(key[0], settings.hours_h),
                name=each.last.name,
            )
        )
    return found


def work_of_clues(clues: Iterable[Clue], settings: PressureSettings, held: Collection[str] = ()) -> list[OpenWork]:
    """The clues that give a position and a colour and no case holds; whether the others need a boat is not known."""
    found = []
    for clue in clues:
        colour = LEVEL.get(clue.colour, 0)
        if not colour or clue.lat_deg is None or clue.lon_deg is None or f"clue:{clue.source}/{clue.id}" in held:
            continue
        found.append(
            OpenWork(
                id=f"{clue.source}-{clue.id}",
                unit=None,
                lat_deg=clue.lat_deg,
                lon_deg=clue.lon_deg,
                colour=colour,
                since_s=clue.t_s,
                due_s=clue.t_s + settings.done_within_min[min(colour, LEVEL["red"]) - 1] * 60.0,
                boats=1 if clue.boats is None else clue.boats,
                hours_h=settings.hours_h if clue.hours is None else clue.hours,
                name=clue.name or clue.text,
            )
        )
    return found


def spots_of_alerts(book: AlertBook, tracks: TrackTable) -> list[Spot]:
    """The positions of standing alerts of any colour about vessels."""
    return [Spot(*_place(each, tracks), each.colour) for each in book.situations.values() if _is_about_a_vessel(each)]


def without_own_spot(cases: Iterable[CaseWork], book: AlertBook) -> set[str]:
    """The ids of the cases that hold an alert that stands: its spot is that of the case."""
    standing = {f"alert:{each.alert_id}" for each in book.situations.values() if each.stands}
    return {case.id for case in cases if standing.intersection(case.holds)}


def _place_now(case: CaseWork, tracks: TrackTable) -> tuple[float, float]:
    """Where its track is now, else its own place."""
    if case.track_id:
        here = (tracks["track_id"] == case.track_id) & (tracks["life"] != LIFE["free"])
        for row in np.flatnonzero(here & np.isfinite(tracks["now_lat_deg"])).tolist():
            return float(tracks["now_lat_deg"][row]), float(tracks["now_lon_deg"][row])
    return case.lat_deg, case.lon_deg


def _is_about_a_vessel(situation: Situation) -> bool:
    waits = situation.silent_s is not None  # a distress whose track is gone still needs a boat
    return situation.stands and situation.row >= 0 and (waits or not situation.gone)


def _place(situation: Situation, tracks: TrackTable) -> tuple[float, float]:
    """Where its vessel is, or where it was last."""
    if situation.gone and situation.last:
        return situation.last.lat, situation.last.lon
    return place_of(tracks, situation.row)


def spots_of_work(work: Sequence[OpenWork]) -> list[Spot]:
    """The load of cases and clues: half that of a certain offence for yellow, twice that for red."""
    return [Spot(each.lat_deg, each.lon_deg, 0, 0.5 * 2 ** (min(each.colour, LEVEL["red"]) - 1)) for each in work]

"""Open work: alerts, clues and cases that need a boat or a call, in one form.

Casework passes its open cases to the tick in this form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.base.schema import LEVEL
from models.base.settings import PressureSettings
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


def work_of_alerts(book: AlertBook, tracks: TrackTable, settings: PressureSettings) -> list[OpenWork]:
    """The standing orange and red alerts that no officer has marked false or known.

    Alerts that are about no vessel (a receiver that fell silent) need no boat.
    """
    found = []
    for key, each in book.situations.items():
        if not _is_about_a_vessel(each) or each.last is None or each.colour < LEVEL["orange"]:
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


def work_of_clues(clues: Iterable[Clue], settings: PressureSettings) -> list[OpenWork]:
    """The clues that give a position and a colour; whether the others need a boat is not known."""
    found = []
    for clue in clues:
        colour = LEVEL.get(clue.colour, 0)
        if not colour or clue.lat_deg is None or clue.lon_deg is None:
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

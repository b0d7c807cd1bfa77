"""Open work: what a crew has to see to, in one form for alerts, clues and cases.

Casework hands its open cases to the tick in this form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.base.schema import LEVEL
from models.base.settings import PressureSettings
from models.messages.clue import Clue
from models.risk.alerts.book import AlertBook
from models.risk.regional.grid import Spot


@dataclass(frozen=True)
class OpenWork:
    """One piece of work. `colour` is an index into COLOURS; `unit` of the site's units, None: whose water it is.

    It takes `boats` for `hours` on the spot (0 boats: a call by radio). `craft` are those sent, by their id.
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


def work_of_alerts(book: AlertBook, settings: PressureSettings) -> list[OpenWork]:
    """The orange and red alerts that stand and that no officer has called false or known.

    What is about the sea itself (a receiver that fell silent) takes no boat to any place.
    """
    found = []
    for key, each in book.situations.items():
        if not each.stands or each.row < 0 or each.last is None or each.colour < LEVEL["orange"]:
            continue
        within_s = settings.done_within_min[min(each.colour, LEVEL["red"]) - 1] * 60.0
        found.append(
            OpenWork(
                id=each.alert_id,
                unit=None,
                lat_deg=each.last.lat,
                lon_deg=each.last.lon,
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
    """The clues that say at what place and in what colour; of the others it is not known that somebody must go."""
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


def spots_of_alerts(book: AlertBook) -> list[Spot]:
    """Where alerts of any colour about vessels stand."""
    return [
        Spot(each.last.lat, each.last.lon, each.colour)
        for each in book.situations.values()
        if each.stands and each.row >= 0 and each.last
    ]


def spots_of_work(work: Sequence[OpenWork]) -> list[Spot]:
    """What cases and clues weigh in their cells: half as much as a certain offence for yellow, two for red."""
    return [Spot(each.lat_deg, each.lon_deg, 0, 0.5 * 2 ** (min(each.colour, LEVEL["red"]) - 1)) for each in work]

"""Voyages of a scenario as rows of the fleet, and what they send besides their reports.

Each voyage is one vessel (or a fleet of copies) with its truth and its texts. The keys: voyage.py. Steering: helm.py.
Changed reports: false_reports.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exercises.geometry.paths import KNOT_S
from exercises.scenario.vessel_class import NOT_SHIPS, VESSEL_CLASSES
from exercises.scenario.voyage import EVER_S, Fleet, Late, Sailor, Text, TruthOf, Voyage
from exercises.simulator.false_reports import FalseReport
from exercises.simulator.helm import steer
from exercises.simulator.identity import identities
from exercises.simulator.traffic import Draft, new_table
from models.base.schema import STATION, Table
from models.base.units import M_PER_NM


@dataclass(frozen=True)
class Truth:
    """What a detector should find: seconds of the scenario, the rule, and the vessels, if it is about vessels."""

    t_from: float
    t_to: float
    rule: str
    mmsi: int | None
    partner: tuple[int, int] | None = None  # table and row of the draft: numbered when the fleet is complete
    partner_mmsi: int | None = None
    optional: bool = False
    colour: str | None = None


@dataclass(frozen=True)
class ScriptPart:
    """A voyage and its rows of the fleet, from `first` to `last` (included)."""

    first: int
    last: int
    voyage: Voyage


def add_voyage(draft: Draft, event: Voyage, number: int, rng: np.random.Generator) -> list[Truth]:
    """Add the vessels of one voyage; returns its truth."""
    count = event.fleet.count if event.fleet else 1
    table = _sailors(event.actor, count, rng)
    path = steer(event.legs, draft.routes.plane, VESSEL_CLASSES[event.actor.craft].turn_deg_s)
    table["path"][:], table["phase_s"][:] = draft.add_path(path), KNOT_S - event.start_s
    table["begin_s"][:], table["end_s"][:] = event.start_s, event.end_s
    table["every_s"][:] = event.every_s or VESSEL_CLASSES[event.actor.craft].every_s
    if event.fleet:
        table["centre"][:] = _formation(event.fleet)
    draft.voyages.append((len(draft.tables), event))
    draft.tables.append(table)
    return [truth_of(each, mmsi) for each in event.truth for mmsi in table["mmsi"].tolist()]


def truth_of(each: TruthOf, mmsi: int | None) -> Truth:
    """The truth that the scenario declares of one vessel, or of none."""
    return Truth(each.from_s, each.to_s, each.rule, mmsi, None, each.partner, each.optional, each.colour)


def parts_of(draft: Draft) -> list[ScriptPart]:
    """The rows of each voyage in the complete fleet."""
    sizes = [len(table["mmsi"]) for table in draft.tables]
    first = np.cumsum([0, *sizes]).tolist()
    return [ScriptPart(first[table], first[table + 1] - 1, voyage) for table, voyage in draft.voyages]


def false_reports_of(parts: list[ScriptPart]) -> list[FalseReport]:
    """Every window in which a voyage reports false values."""
    return [FalseReport(part.first, part.last, says) for part in parts for says in part.voyage.says]


def texts_due(parts: list[ScriptPart], second: int) -> list[tuple[int, float, str]]:
    """(row, moment, text) of every text sent in [second, second + 1)."""
    return [
        (row, moment, text.text)
        for part in parts
        for text in part.voyage.texts
        for moment in _moments(text, second)
        for row in range(part.first, part.last + 1)
    ]


def lates_of(parts: list[ScriptPart]) -> list[tuple[int, int, Late]]:
    """First row, last row and how late the copies of their reports come."""
    return [(part.first, part.last, part.voyage.late) for part in parts if part.voyage.late]


def _moments(text: Text, second: int) -> list[float]:
    number = max(0, int(np.ceil((second - text.at_s) / text.every_s)))
    moment = text.at_s + number * text.every_s
    return [moment] if second <= moment < min(second + 1, text.to_s) and moment < EVER_S else []


def _sailors(actor: Sailor, count: int, rng: np.random.Generator) -> Table:
    """FLEET columns of one vessel, or of many with consecutive names and numbers."""
    sort = VESSEL_CLASSES[actor.craft]
    table = new_table(count) | identities(actor.craft, count, (actor.length_m, actor.length_m + 0.1), rng)
    table["mmsi"][:] = actor.mmsi + np.arange(count)
    table["mid"][:] = actor.mmsi // 10**6
    names = [actor.name if count == 1 else f"{actor.name[:16]} {number + 1}" for number in range(count)]
    table["name"][:] = [name.encode() for name in names]
    if actor.craft not in NOT_SHIPS:
        table["station"][:] = STATION["class_b_cs" if actor.class_b or not sort.class_a else "class_a"]
    table["compass"][:] = ~np.isin(table["station"], (STATION["class_b_cs"],))
    table["nav_status"][:] = sort.nav_status if actor.nav_status is None else actor.nav_status
    table["statics"][:] = sort.names != "none"
    if actor.beam_m is not None:
        table["to_port"][:] = round(actor.beam_m / 2)
        table["to_starboard"][:] = round(actor.beam_m) - round(actor.beam_m / 2)
    for key in ("ship_type", "imo"):
        if getattr(actor, key) is not None:
            table[key][:] = getattr(actor, key)
    if actor.destination is not None:
        table["destination"][:] = actor.destination.encode()
    if actor.draught_m is not None:
        table["draught_dm"][:] = round(actor.draught_m * 10)
    if actor.callsign is not None:
        table["callsign"][:] = actor.callsign.encode()
    return table


def _formation(fleet: Fleet) -> np.ndarray:
    """Offsets of a fleet in rows, the first at its place."""
    wide = int(np.ceil(np.sqrt(fleet.count)))
    number = np.arange(fleet.count)
    offsets: np.ndarray = (number % wide + 1j * (number // wide)) * fleet.spacing_nm * M_PER_NM
    return offsets

"""The simulator: a scenario on a site, played as the AIS sentences that shore stations would hear, with the truth.

What lives here: putting the parts together, and one second of sea at a time. What does not: sending (play.py).
Everything is a function of (scenario, site, seed, moment): no state moves on, so any stretch can be asked for at any
time, in pieces of any size, and is the same byte for byte.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import numpy as np

from exercises.events import Truth, add_events
from exercises.identity import number_fleet
from exercises.messages import position_lines, static_lines
from exercises.motion import states
from exercises.paths import bind
from exercises.reception import chance, heard
from exercises.reporting import intervals_s, phases, positions_due, statics_due
from exercises.routes import load_routes
from exercises.scenario import Scenario
from exercises.traffic import FLEET, Draft, add_groups, add_stations
from models.schema import STATION, Table, stack, take
from models.site import load_site

Line = tuple[float, bytes]  # moment, and what was heard: one or two sentences, each with CR LF
Record = dict[str, float | int | str]
HEARD, COPIED, RADIO, STATIC = 1, 2, 3, 4  # salts: each question has its own chance
COPY_DELAY_S = 0.3


class Simulator:
    """One sea. `start_t_s` is the UTC time of second 0, for the clocks in the messages; else the scenario's own."""

    def __init__(self, scenario: Scenario, site_folder: Path, seed: int, start_t_s: float | None = None) -> None:
        routes = load_routes(Path(scenario.routes))
        draft = Draft(routes, seed)
        add_groups(draft, scenario)
        add_stations(draft, scenario)
        script = add_events(draft, scenario, load_site(site_folder))
        fleet = stack(FLEET, draft.tables)
        number_fleet(fleet, draft.rng("numbers"))
        self.scenario, self.seed, self.plane, self.book = scenario, seed, routes.plane, bind(draft.paths)
        self.start_t_s = scenario.starts_at_s if start_t_s is None else start_t_s
        self.fleet: Table = fleet | phases(len(fleet["mmsi"]), draft.rng("phases"))
        self._truth = _numbered(script, draft.tables, fleet["mmsi"])
        self._second = lru_cache(maxsize=8)(self._make_second)

    def sentences(self, from_s: float, to_s: float) -> list[Line]:
        """Lines (with CR LF) heard in [from_s, to_s) seconds of the scenario, in order of time."""
        seconds = range(max(0, math.floor(from_s)), math.ceil(to_s))
        return [line for second in seconds for line in self._second(second) if from_s <= line[0] < to_s]

    def truth(self, to_s: float | None = None) -> list[Record]:
        """What detectors should find before `to_s` (else the scenario's end): t_from, t_to in scenario seconds, rule,
        mmsi, and partner_mmsi for pairs."""
        end_s = self.scenario.duration_s if to_s is None else to_s
        before = [each for each in self._truth if float(each["t_from"]) < end_s]
        return [{**each, "t_to": min(float(each["t_to"]), end_s)} for each in before]

    def picture(self, t_s: float) -> Table:
        """The true state of every craft at one moment, with its MMSI and station."""
        everyone = np.arange(len(self.fleet["mmsi"]))
        state = states(self.fleet, self.book, self.plane, everyone, np.full(len(everyone), float(t_s)))
        return {name: self.fleet[name] for name in ("mmsi", "station", "ship_type")} | state

    def _make_second(self, second: int) -> list[Line]:
        now = self.picture(second)
        interval_s = intervals_s(now["station"], now["nav_status"], now["sog_kn"], now["rot_deg_min"])
        lines = self._positions(*positions_due(self.fleet, interval_s, second))
        lines += self._statics(*statics_due(self.fleet, second))
        return sorted(lines + self._copies(lines, second), key=lambda line: line[0])

    def _positions(self, rows: np.ndarray, t_s: np.ndarray) -> list[Line]:
        rows, t_s, state = self._heard(rows, t_s)
        luck = chance(self.seed, RADIO, rows, t_s)
        made = position_lines(take(self.fleet, rows), state, t_s, luck, self.start_t_s)
        return list(zip(t_s.tolist(), made, strict=True))

    def _statics(self, rows: np.ndarray, t_s: np.ndarray) -> list[Line]:
        rows, t_s, state = self._heard(rows, t_s)
        made = static_lines(take(self.fleet, rows), state, t_s, chance(self.seed, STATIC, rows, t_s))
        return [(t, line) for t, line in zip(t_s.tolist(), made, strict=True) if line]

    def _heard(self, rows: np.ndarray, t_s: np.ndarray) -> tuple[np.ndarray, np.ndarray, Table]:
        """The rows that some station hears, in order of time, with their states."""
        order = np.argsort(t_s, kind="stable")
        rows, t_s = rows[order], t_s[order]
        state = states(self.fleet, self.book, self.plane, rows, t_s)
        lonlat = np.stack((state["lon_deg"], state["lat_deg"]), axis=1)
        mask = heard(self.scenario.reception, self.plane, lonlat, chance(self.seed, HEARD, rows, t_s))
        mask |= self.fleet["station"][rows] == STATION["base"]
        return rows[mask], t_s[mask], take(state, mask)

    def _copies(self, lines: list[Line], second: int) -> list[Line]:
        """Some messages come again from another station, a little later but within the same second."""
        luck = chance(self.seed, COPIED, np.arange(len(lines)), np.array([t_s for t_s, _ in lines]))
        again = np.flatnonzero(luck < self.scenario.reception.copies).tolist()
        last = np.nextafter(second + 1.0, 0.0)
        return [(min(lines[each][0] + COPY_DELAY_S, last), lines[each][1]) for each in again]


def _numbered(script: list[Truth], tables: list[Table], mmsi: np.ndarray) -> list[Record]:
    """The truth with the partners' MMSI, which are known only now."""
    first_row = np.cumsum([0, *(len(table["mmsi"]) for table in tables)])
    records = []
    for each in script:
        record: Record = {"t_from": each.t_from, "t_to": each.t_to, "rule": each.rule, "mmsi": each.mmsi}
        if each.partner:
            record["partner_mmsi"] = int(mmsi[first_row[each.partner[0]] + each.partner[1]])
        records.append(record)
    return records

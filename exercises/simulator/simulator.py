"""The simulator: a scenario on a site, played as the AIS sentences that shore stations would receive, with the truth.

It puts the parts together, and computes one second at a time. Sending: play.py. Everything is a function of (scenario,
site, seed, moment) and no state advances, so any stretch can be requested at any time, in pieces of any size, and is
the same byte for byte.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from exercises.geometry.paths import bind
from exercises.geometry.routes import load_routes
from exercises.mixed.generator import mix
from exercises.scenario.scenario import Scenario
from exercises.scenario.voyage import Late
from exercises.simulator.chance import chance
from exercises.simulator.disturb import add_ghosts, ahead_s, disturb, lost_in_outages
from exercises.simulator.events import add_events
from exercises.simulator.false_reports import FalseReports
from exercises.simulator.identity import number_fleet
from exercises.simulator.messages import position_lines, static_lines, text_lines
from exercises.simulator.motion import states
from exercises.simulator.reception import received
from exercises.simulator.reporting import intervals_s, on_air, phases, positions_due, statics_due
from exercises.simulator.script import Truth, false_reports_of, lates_of, parts_of, texts_due
from exercises.simulator.traffic import FLEET, Draft, add_groups, add_stations
from models.base.schema import SHIP_STATIONS, STATION, Table, stack, take
from models.messages.clue import Clue
from models.site.site import load_site

Line = tuple[float, bytes]  # moment, and what was received: one or two sentences, each with CR LF
Record = dict[str, Any]
RECEIVED, COPIED, RADIO, STATIC, LATE = 1, 2, 3, 4, 5  # salts: each use has its own random numbers
COPY_DELAY_S = 0.3


class Simulator:
    """One scenario being played. `start_t_s` is the UTC time of second 0, otherwise that of the scenario."""

    def __init__(self, scenario: Scenario, site_folder: Path, seed: int, start_t_s: float | None = None) -> None:
        routes, site = load_routes(Path(scenario.routes)), load_site(site_folder)
        scenario = mix(scenario, site, routes, seed)
        self.site = site
        draft = Draft(routes, seed)
        add_groups(draft, scenario)
        add_stations(draft, scenario)
        background = sum(len(table["mmsi"]) for table in draft.tables)
        script = add_events(draft, scenario, site)
        add_ghosts(draft, scenario.faults)
        fleet = stack(FLEET, draft.tables)
        self.parts = parts_of(draft)
        self.false_reports = FalseReports(false_reports_of(self.parts), routes.plane)
        number_fleet(fleet, draft.rng("numbers"), [each.mmsi for each in site.register.entries])
        self.scenario, self.seed, self.plane, self.book = scenario, seed, routes.plane, bind(draft.paths)
        self.start_t_s = scenario.starts_at_s if start_t_s is None else start_t_s
        self.fleet: Table = phases(len(fleet["mmsi"]), draft.rng("phases")) | fleet
        timed = np.flatnonzero(np.isfinite(fleet["first_at_s"]))
        self.fleet["phase"][timed] = -(fleet["first_at_s"] / fleet["every_s"])[timed] % 1
        self._background = background
        self._lates = lates_of(self.parts)
        if scenario.faults.late:
            self._lates.append((0, len(fleet["mmsi"]) - 1, scenario.faults.late))
        self._truth = _numbered(script, draft.tables, fleet["mmsi"])
        self._second = lru_cache(maxsize=8)(self._make_second)

    def sentences(self, from_s: float, to_s: float) -> list[Line]:
        """Lines (with CR LF) received in [from_s, to_s) seconds of the scenario, in order of time."""
        seconds = range(max(0, math.floor(from_s)), math.ceil(to_s))
        return [line for second in seconds for line in self._second(second) if from_s <= line[0] < to_s]

    def stamp_s(self, t_s: float) -> float:
        """The receivers' time of a line received at a moment; their clock may be wrong."""
        return self.start_t_s + t_s + float(ahead_s(self.scenario.faults, np.array([t_s]))[0])

    def truth(self, to_s: float | None = None) -> list[Record]:
        """What detectors should find before `to_s` (else the scenario's end): t_from, t_to in scenario seconds, rule,
        mmsi, and partner_mmsi for pairs."""
        end_s = self.scenario.duration_s if to_s is None else to_s
        before = [each for each in self._truth if float(each["t_from"]) < end_s]
        return [{**each, "t_to": min(float(each["t_to"]), end_s)} for each in before]

    def vessel_hours(self, to_s: float) -> float:
        """The total time on the air of all vessels before `to_s`."""
        ships = np.isin(self.fleet["station"], [STATION[name] for name in SHIP_STATIONS])
        aired_s = np.minimum(self.fleet["end_s"], to_s) - np.clip(self.fleet["begin_s"], 0, to_s)
        return float(np.maximum(aired_s, 0)[ships].sum() / 3600)

    def clues(self, from_s: float, to_s: float) -> list[Clue]:
        """Reports of people and other systems in [from_s, to_s) seconds of the scenario, in order of time."""
        clues = [
            each.clue(number, self.start_t_s)
            for number, each in enumerate(self.scenario.clues)
            if from_s <= each.at_s < to_s
        ]
        return sorted(clues, key=lambda clue: clue.t_s)

    def picture(self, t_s: float) -> Table:
        """The true state of every vessel at one moment, with its MMSI and station."""
        everyone = np.arange(len(self.fleet["mmsi"]))
        state = states(self.fleet, self.book, self.plane, everyone, np.full(len(everyone), float(t_s)))
        return {name: self.fleet[name] for name in ("mmsi", "station", "ship_type")} | state

    def _make_second(self, second: int) -> list[Line]:
        lines = self._spoken(second)
        late = [line for first, last, late in self._lates for line in self._late(second, first, last, late)]
        return sorted(lines + self._copies(lines, second) + late, key=lambda line: line[0])

    def _spoken(self, second: int, first: int = 0, last: int | None = None) -> list[Line]:
        """All that is received in one second from the rows `first` to `last` (included; else all)."""
        now, everyone = self.picture(second), np.arange(len(self.fleet["mmsi"]))
        status = self.false_reports.status(now["nav_status"], everyone, np.full(len(everyone), float(second)))
        usual_s = intervals_s(now["station"], status, now["sog_kn"], now["rot_deg_min"])
        interval_s = np.where(self.fleet["every_s"] > 0, self.fleet["every_s"], usual_s)
        within = range(first, len(everyone) if last is None else last + 1)
        lines = self._positions(*_among(within, *positions_due(self.fleet, interval_s, second)))
        lines += self._statics(*_among(within, *statics_due(self.fleet, second)))
        for row, moment, text in texts_due(self.parts, second):
            lines += self._text(row, moment, text) if row in within else []
        return lines

    def _positions(self, rows: np.ndarray, t_s: np.ndarray) -> list[Line]:
        rows, t_s, vessels, state = self._received(rows, t_s)
        luck = chance(self.seed, RADIO, rows, t_s)
        made = position_lines(vessels, state, t_s, luck, self.start_t_s)
        return list(zip(t_s.tolist(), made, strict=True))

    def _statics(self, rows: np.ndarray, t_s: np.ndarray) -> list[Line]:
        rows, t_s, vessels, state = self._received(*_among(np.flatnonzero(self.fleet["statics"]), rows, t_s))
        made = static_lines(vessels, state, t_s, chance(self.seed, STATIC, rows, t_s))
        return [(t, line) for t, line in zip(t_s.tolist(), made, strict=True) if line]

    def _text(self, row: int, t_s: float, text: str) -> list[Line]:
        rows, moments, vessels, _ = self._received(np.array([row]), np.array([t_s]))
        luck = chance(self.seed, RADIO, rows, moments)
        return [(t_s, text_lines(int(vessels["mmsi"][0]), text, luck[0]))] if len(rows) else []

    def _received(self, rows: np.ndarray, t_s: np.ndarray) -> tuple[np.ndarray, np.ndarray, Table, Table]:
        """The rows that some station receives, in order of time, with their reported identity and state."""
        order = np.argsort(t_s, kind="stable")
        rows, t_s = rows[order], t_s[order]
        state = states(self.fleet, self.book, self.plane, rows, t_s)
        lonlat = np.stack((state["lon_deg"], state["lat_deg"]), axis=1)
        luck = chance(self.seed, RECEIVED, rows, t_s)
        mask = received(self.scenario.reception, self.plane, lonlat, luck, self.seed)
        mask |= self.fleet["station"][rows] == STATION["base"]
        mask &= ~lost_in_outages(self.scenario.faults, lonlat, t_s)
        mask &= on_air(self.fleet, rows, t_s) & ~self.false_reports.silent(rows, t_s)
        rows, t_s, state = rows[mask], t_s[mask], take(state, mask)
        vessels, key = take(self.fleet, rows), (self.seed, rows, t_s)
        disturb(self.scenario.faults, state, vessels["station"], key, rows < self._background, self.plane)
        self.false_reports.change(vessels, state, rows, t_s)
        return rows, t_s, vessels, state

    def _late(self, second: int, first: int, last: int, late: Late) -> list[Line]:
        """Past reports that are repeated now."""
        if second < late.after_s:
            return []
        lines = self._spoken(second - late.after_s, first, last)
        luck = chance(self.seed, LATE, np.arange(len(lines)), np.array([t_s for t_s, _ in lines]))
        return [
            (t_s + late.after_s, line)
            for (t_s, line), each in zip(lines, luck.tolist(), strict=True)
            if each < late.share
        ]

    def _copies(self, lines: list[Line], second: int) -> list[Line]:
        """Some messages are received again by another station, a little later but within the same second."""
        luck = chance(self.seed, COPIED, np.arange(len(lines)), np.array([t_s for t_s, _ in lines]))
        again = np.flatnonzero(luck < self.scenario.reception.copies).tolist()
        last = np.nextafter(second + 1.0, 0.0)
        return [(min(lines[each][0] + COPY_DELAY_S, last), lines[each][1]) for each in again]


def _among(which: range | np.ndarray, rows: np.ndarray, t_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The due rows that are among the given rows."""
    mask = (rows >= which.start) & (rows < which.stop) if isinstance(which, range) else np.isin(rows, which)
    return rows[mask], t_s[mask]


def _numbered(script: list[Truth], tables: list[Table], mmsi: np.ndarray) -> list[Record]:
    """The truth as records, with the partners' MMSI, which are known only now."""
    first_row = np.cumsum([0, *(len(table["mmsi"]) for table in tables)])
    records = []
    for each in script:
        record: Record = {"t_from": each.t_from, "t_to": each.t_to, "rule": each.rule, "mmsi": each.mmsi}
        partner = int(mmsi[first_row[each.partner[0]] + each.partner[1]]) if each.partner else each.partner_mmsi
        more = {"partner_mmsi": partner, "optional": each.optional or None, "colour": each.colour}
        records.append(record | {key: value for key, value in more.items() if value is not None})
    return records

"""Coverage: how well each place and each vessel is received, and how long each vessel has been silent.

Reception p per cell of 0.05 degrees is learned from the share of expected reports that were received, and so is the
share of each vessel. Its silence clock stands still while its sector is deaf (reception.py). Silence counts as missed
reports only once it is over, so that a vessel that went silent does not lower the p by which its own silence is judged.
What follows from silence: detectors/gap.py.
"""

from __future__ import annotations

from operator import itemgetter

import numpy as np

from models.base.geo import or_else
from models.base.schema import KIND, LIFE, NAN, NOT_SHIPS, SHIP_STATIONS, STATION, Column, among
from models.risk.detection.signals.reception import Heartbeat
from models.risk.detection.signals.reported_slots import MOST_SLOTS, ReportedSlots, note_reports
from models.risk.detection.waters.cells import NEIGHBOURS, Cells
from models.risk.detection.waters.zone_membership import ZoneMemory
from models.tracking.table import TrackTable

CELL_DEG = 0.05
RENEW_S = 10.0
MOST_STEP_S = 20.0  # a clock that leaps makes no vessel silent
MEMORY_S = 7200.0  # time constant with which a cell forgets
PRIOR_P, SECTOR_SLOTS, CELL_SLOTS, OWN_PRIOR_SLOTS = 0.3, 20.0, 10.0, 2.0  # p is low where nothing was received yet
LEAST_HEARD, LEAST_AROUND = 5.0, 4  # reports from a cell, and such cells of the eight around it
REWIND_S = 120.0  # deducted from the silence when a deaf sector recovers: it was deaf before that was known
STILL_EXPECTED_S, STILL_EXPECTED_SLOTS = 300.0, 3.0  # silent beyond both, a vessel is no longer expected
QUIET_SLOTS, QUIET_CHANCE = 2.5, 0.05  # silent for so long that chance is unlikely
AFLOAT = among(LIFE[each] for each in ("confirmed", "coasting", "lost"))
SHIPS = among(STATION[each] for each in SHIP_STATIONS)
OTHERS = among(KIND[each] for each in NOT_SHIPS)

MEMORY = (
    Column("heard_s", "f8", NAN, "s", "last accepted report"),
    Column("interval_s", "f4", NAN, "s", "interval then expected until the next"),
    Column("clock_s", "f4", 0.0, "s", "silence at the last renewal, without the time its sector was deaf"),
    Column("heard", "f4", 0.0, "", "reports since the last renewal"),
    Column("slots", "f4", 0.0, "", "reports that were due until each of them"),
    Column("own_heard", "f4", 0.0, "", "recent reports, fading"),
    Column("own_slots", "f4", 0.0, "", "recent reports due, fading"),
    Column("worst_slots", "f4", 0.0, "", "longest recent silence, in intervals"),
    Column("frozen", "?", False, "", "its sector or its feed is deaf now"),
    Column("written_off", "?", False, "", "lost; the cell has learned of it"),
    Column("awaited", "?", False, "", "its silence is neither proven nor explained yet: the track is kept"),
)
_reported_slots = itemgetter(*ReportedSlots._fields)


class Coverage:
    """What has been learned about reception. Updated by `take_in` at each tick; kept in the checkpoint."""

    def __init__(self) -> None:
        self.memory = ZoneMemory(MEMORY)
        self.cells = Cells(CELL_DEG, ("heard", "slots"))
        self.heartbeat = Heartbeat()
        self.renewed_s = NAN
        self.ended = np.zeros(0, dtype=bool)

    def add_reports(self, tracks: TrackTable, reported: np.ndarray, t_s: float, ended: np.ndarray) -> None:
        """Take in the rows that reported; renew every RENEW_S. `ended` is a mask of feeds whose recording has ended."""
        if np.isnan(self.renewed_s) or t_s < self.renewed_s:
            self.renewed_s = t_s
        self.ended = ended
        self._note_reports(tracks, reported, t_s)
        if t_s - self.renewed_s >= RENEW_S:
            self._renew(tracks, t_s, ended)

    def await_proof(self, rows: np.ndarray) -> None:
        """Keep the tracks of these silent rows, and of no others, until their silence is proven or explained."""
        self.memory.arrays["awaited"][:] = False
        self.memory.arrays["awaited"][rows] = True

    def awaited(self, tracks: TrackTable) -> np.ndarray:
        """The rows whose track is kept; mask (n,). Nothing more can come from a feed whose recording has ended."""
        kept: np.ndarray = self.memory.used(tracks.n)["awaited"].copy()
        kept[kept] = ~self.ended[tracks["feed"][kept]]
        return kept

    def silence_s(self, rows: np.ndarray, t_s: float) -> np.ndarray:
        """Seconds each row was silent while it could have been received, (m,)."""
        held = self.memory.arrays
        since_s = 0.0 if np.isnan(self.renewed_s) else min(t_s - self.renewed_s, MOST_STEP_S)
        clock_s = held["clock_s"][rows] + np.where(held["frozen"][rows], 0.0, since_s)
        return np.asarray(or_else(np.minimum(clock_s, t_s - held["heard_s"][rows]), 0.0))

    def p(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """Probability (m,) that a report sent from these places is received; low where nothing was received yet."""
        slots, heard = self.heartbeat.learned(lat_deg, lon_deg)
        p = (heard + SECTOR_SLOTS * PRIOR_P) / (slots + SECTOR_SLOTS)
        at = self.cells.find(lat_deg, lon_deg)
        slots, heard = self.cells.get("slots", at), self.cells.get("heard", at)
        return np.minimum((heard + CELL_SLOTS * p) / (slots + CELL_SLOTS), 1.0)

    def covers(self, lat_deg: np.ndarray, lon_deg: np.ndarray) -> np.ndarray:
        """Where reports come from: this cell or half of those around it, so that the edge is not taken for a hole."""
        heard = self.cells.get("heard", self.cells.number(self.cells.around(self.cells.key(lat_deg, lon_deg))))
        received = heard >= LEAST_HEARD
        own = NEIGHBOURS.index((0, 0))
        return np.asarray(received[own] | (received.sum(axis=0) >= LEAST_AROUND))

    def own_p(self, rows: np.ndarray, p: np.ndarray) -> np.ndarray:
        """Probability (m,) of receiving each vessel by its own recent reports; shrunk to `p` of its place."""
        held = self.memory.arrays
        heard = held["own_heard"][rows] + OWN_PRIOR_SLOTS * p
        return np.minimum(heard / (held["own_slots"][rows] + OWN_PRIOR_SLOTS), 1.0)

    def _note_reports(self, tracks: TrackTable, rows: np.ndarray, t_s: float) -> None:
        if len(rows):
            held = ReportedSlots(*_reported_slots(self.memory.arrays))
            since_s = 0.0 if np.isnan(self.renewed_s) else min(t_s - self.renewed_s, MOST_STEP_S)
            note_reports(held, tracks["interval_s"], rows, t_s, since_s)

    def _renew(self, tracks: TrackTable, t_s: float, ended: np.ndarray) -> None:
        n, held = tracks.n, self.memory.used(tracks.n)
        rows = np.flatnonzero(AFLOAT[tracks["life"]] & SHIPS[tracks["station"]] & ~OTHERS[tracks["kind"]])
        rows = rows[np.isfinite(held["heard_s"][rows])]
        clock_s = self.silence_s(np.arange(n), t_s)
        step_s = min(t_s - self.renewed_s, MOST_STEP_S)
        held["clock_s"][:], self.renewed_s = clock_s, t_s
        lat, lon = tracks["now_lat_deg"][rows], tracks["now_lon_deg"][rows]
        self._learn(tracks, rows, lat, lon, step_s)
        interval_s = np.maximum(held["interval_s"][rows], 2.0)
        waited = clock_s[rows] <= np.maximum(STILL_EXPECTED_S, STILL_EXPECTED_SLOTS * interval_s)
        feed = tracks["feed"][rows].astype(np.int64)
        waited = (waited | held["frozen"][rows]) & ~ended[feed]
        p = self.p(lat, lon)
        p = np.minimum(p, self.own_p(rows, p))
        due = np.where(waited, step_s / interval_s * p, 0.0)
        missed = clock_s[rows] / interval_s
        quiet = (missed >= QUIET_SLOTS) & (missed * np.log1p(-np.minimum(p, 0.99)) <= np.log(QUIET_CHANCE)) & (due > 0)
        deaf = self.heartbeat.renew(
            lat, lon, feed, due, held["heard"][rows], held["slots"][rows], held["heard_s"][rows], quiet, step_s, t_s
        )
        deaf |= ended[feed]
        thawed = rows[held["frozen"][rows] & ~deaf]
        held["clock_s"][thawed] = np.maximum(held["clock_s"][thawed] - REWIND_S, 0.0)
        held["frozen"][:] = False
        held["frozen"][rows] = deaf
        held["heard"][:], held["slots"][:] = 0.0, 0.0

    def _learn(self, tracks: TrackTable, rows: np.ndarray, lat: np.ndarray, lon: np.ndarray, step_s: float) -> None:
        """Learn from reports received in each cell, and from vessels that were lost there."""
        held = self.memory.used(tracks.n)
        gone = (tracks["life"][rows] == LIFE["lost"]) & ~held["written_off"][rows]
        held["written_off"][rows[gone]] = True  # nothing is learned from a vessel lost while its sector was deaf
        slots = held["slots"][rows] + np.where(gone & ~held["frozen"][rows], MOST_SLOTS, 0.0)
        some = slots > 0
        self.cells.fade(float(np.exp(-step_s / MEMORY_S)), "slots")
        at = self.cells.admit(lat[some], lon[some])
        self.cells.add("slots", at, slots[some])
        self.cells.add("heard", at, held["heard"][rows][some])

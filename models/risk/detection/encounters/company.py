"""Company: vessels that travel together, and boats that go alongside one ship after another.

Neither is an encounter. Both are learned while watching: a pair that keeps the same way close together for minutes is a
convoy, a tow or two mates; a boat that was alongside two different larger ships, away from any berth, is a pilot, a
tender or a tug, whatever type it reports. Durations: contacts.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.schema import Table
from models.risk.detection.encounters.contacts import Contacts, pair_keys
from models.risk.detection.encounters.neighbours import between, points
from models.tracking.table import TrackTable

EVERY_S = 20.0
MOST_STEP_S = 60.0
NEAR_M, SAME_WAY_MPS = 400.0, 0.8
PARTS_MPS = 2.0  # one that leaves its companion this fast may run into it
TOGETHER_S, KEPT_S = 240.0, 600.0
ALONGSIDE_M, ALONGSIDE_S = 50.0, 40.0
UNDER_WAY_MPS = 0.5
CAME_WITHIN_S = 600.0  # a boat that came alongside was seen under way this lately
BOAT_M, LARGER = 60.0, 1.5  # the longest boat; a ship that it serves is longer than it by this factor
Array = np.ndarray


@dataclass
class Company:
    """Pairs that travel together, and pairs alongside each other."""

    together: Contacts = field(default_factory=Contacts)
    alongside: Contacts = field(default_factory=Contacts)
    ran_s: float = float("-inf")

    def follow(self, tracks: TrackTable, memory: Table, rows: Array, t_s: float) -> None:
        """Take in where the ships (rows) are now, every EVERY_S; notes in `memory` the ships that a boat has served."""
        step_s = t_s - self.ran_s
        if step_s < EVERY_S:
            return
        self.ran_s, step_s = t_s, min(step_s, MOST_STEP_S)
        one, other, range_m = _beside(tracks, memory, rows, t_s)
        moving = np.minimum(memory["speed_mps"][one], memory["speed_mps"][other]) >= UNDER_WAY_MPS
        near = (one[moving], other[moving], range_m[moving])
        self.together.follow(tracks, *near, t_s=t_s, dt_s=step_s, full_s=KEPT_S)
        length_m = memory["length_m"]
        touching = range_m <= ALONGSIDE_M + (length_m[one] + length_m[other]) / 2
        touching &= _is_boat_of(memory, one, other) | _is_boat_of(memory, other, one)
        near = (one[touching], other[touching], range_m[touching])
        self.alongside.follow(tracks, *near, t_s=t_s, dt_s=step_s, full_s=2 * ALONGSIDE_S)
        self._note_served(tracks, memory)

    def keeps(self, tracks: TrackTable, memory: Table, one: Array, other: Array) -> Array:
        """Which of these pairs of rows travel together, and still do; mask (m,)."""
        pairs = self.together.pairs
        long = pairs["key"][pairs["timer_s"] >= TOGETHER_S]
        return np.isin(pair_keys(tracks, one, other)[0], long) & (_apart_mps(memory, one, other) <= PARTS_MPS)

    def _note_served(self, tracks: TrackTable, memory: Table) -> None:
        pairs = self.alongside.pairs
        at = np.flatnonzero(pairs["timer_s"] >= ALONGSIDE_S)
        row, partner = pairs["row"][at], pairs["partner"][at]
        swap = memory["length_m"][row] > memory["length_m"][partner]
        boat, ship = np.where(swap, partner, row), tracks["mmsi"][np.where(swap, row, partner)]
        first = memory["served"][boat] == 0
        memory["served"][boat[first]] = ship[first]
        memory["served_too"][boat[memory["served"][boat] != ship]] = True


def _beside(tracks: TrackTable, memory: Table, rows: Array, t_s: float) -> tuple[Array, Array, Array]:
    """Pairs of rows that are near each other and go the same way, one of them lately under way; and the range."""
    came = rows[memory["way_s"][rows] >= t_s - CAME_WITHIN_S]
    away = rows[~memory["berthed"][rows]]
    lat, lon = tracks["now_lat_deg"], tracks["now_lon_deg"]
    near = between(points(lat[came], lon[came], NEAR_M / 2), points(lat[away], lon[away], NEAR_M / 2))
    one, other = came[near.one], away[near.other]
    apart_mps = _apart_mps(memory, one, other)
    both = memory["way_s"][other] >= t_s - CAME_WITHIN_S  # then the pair was found twice
    once = (apart_mps <= SAME_WAY_MPS) & (one != other) & ~memory["berthed"][one] & (~both | (one < other))
    return one[once], other[once], near.range_m[once]


def _apart_mps(memory: Table, one: Array, other: Array) -> Array:
    """Relative speed of these pairs of rows, (m,)."""
    east_mps, north_mps = memory["east_mps"], memory["north_mps"]
    return np.asarray(np.hypot(east_mps[one] - east_mps[other], north_mps[one] - north_mps[other]))


def _is_boat_of(memory: Table, boat: Array, ship: Array) -> Array:
    length_m = memory["length_m"]
    return np.asarray((length_m[boat] <= BOAT_M) & (length_m[ship] >= LARGER * length_m[boat]))

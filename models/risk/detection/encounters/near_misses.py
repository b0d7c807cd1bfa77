"""Near misses: encounters in which a ship entered the other's domain, recorded with their severity when they end.

Keeps the current encounters with the least degree of intrusion, range and VCRO of each. Encounters come from pairs.py;
near misses add to the regional risk (grid.py). VCRO after Zhang et al.: (k y / x) (m sin z + n sin 2z) with range x in
NM, relative speed y in knots and the angle z between the courses. It is 0 for parallel and opposite courses, where the
severity is the depth of intrusion instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from models.base.geo import angle_between_deg, offset_m, or_else
from models.base.schema import NAN, Column, Table, empty, stack, take
from models.base.units import M_PER_NM, MPS_PER_KN
from models.risk.detection.encounters.contacts import pair_keys
from models.risk.detection.encounters.pairs import Encounters, Ships
from models.tracking.table import TrackTable

OVER_AFTER_S = 60.0  # an encounter ends when it was not found for this long
MISSED_F = 1.0  # the border of the domain
MOST_OPEN, MOST_KEPT = 5_000, 2_000
KEPT_S = 86_400.0
VCRO_K, VCRO_M, VCRO_N = 3.87, 1.00, 0.386
LEAST_RANGE_M = 10.0  # antennas of two ships are never nearer
ENCOUNTER = (
    Column("key", "u8", 0, "", "pair of tracks, as in contacts.py"),
    Column("seen_s", "f8", NAN, "s", "last time it was an encounter"),
    Column("f", "f8", np.inf, "", "least degree of intrusion reached; 1 is the border of a domain"),
    Column("range_m", "f8", np.inf, "m", "least range"),
    Column("vcro", "f8", 0.0, "", "greatest VCRO"),
    Column("t_s", "f8", NAN, "s", "when f was least"),
    Column("lat_deg", "f8", NAN, "deg", "midway between them then"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("severity", "f8", 0.0, "", "depth of intrusion, 0 at the border of the domain to 1"),
)
SPOT = tuple(each for each in ENCOUNTER if each.name in ("lat_deg", "lon_deg", "severity"))
Array = np.ndarray
NearMiss = tuple[float, float, float]  # latitude and longitude in degrees, severity 0..1


@dataclass
class NearMissLog:
    """Current encounters, near misses of the last day, and those of them that have not been taken yet."""

    going: Table = field(default_factory=lambda: empty(ENCOUNTER, 0))
    missed: Table = field(default_factory=lambda: empty(ENCOUNTER, 0))
    fresh: Table = field(default_factory=lambda: empty(ENCOUNTER, 0))

    def follow(self, tracks: TrackTable, rows: Array, ships: Ships, met: Encounters, t_s: float) -> None:
        """Take in the encounters of one tick; `rows` are the rows of the ships."""
        if not len(met.one) and not len(self.going["key"]):
            return
        if len(met.one):
            self._take_in(tracks, rows, ships, met, t_s)
        over = t_s - self.going["seen_s"] > OVER_AFTER_S
        if not over.any():
            return
        ended = take(self.going, np.flatnonzero(over & (self.going["f"] < MISSED_F)))
        ended["severity"] = 1.0 - ended["f"]
        self.going = take(self.going, np.flatnonzero(~over))
        recent = take(self.missed, np.flatnonzero(self.missed["t_s"] > t_s - KEPT_S))
        self.missed, self.fresh = _last(recent, ended), _last(self.fresh, ended)

    def take(self) -> Table:
        """Near misses since the last call: `lat_deg`, `lon_deg`, `t_s`, `severity` and the other columns."""
        fresh, self.fresh = self.fresh, empty(ENCOUNTER, 0)
        return fresh

    def _take_in(self, tracks: TrackTable, rows: Array, ships: Ships, met: Encounters, t_s: float) -> None:
        one, other = rows[met.one], rows[met.other]
        key = pair_keys(tracks, one, other)[0]
        order = np.argsort(key)
        met, key, one, other = Encounters(*(each[order] for each in met)), key[order], one[order], other[order]
        room = max(0, MOST_OPEN - len(self.going["key"]))
        self._admit(np.setdiff1d(key, self.going["key"], assume_unique=True)[:room])
        at = np.searchsorted(self.going["key"], key)
        at = np.minimum(at, len(self.going["key"]) - 1)
        known = np.flatnonzero(self.going["key"][at] == key)
        at, met = at[known], Encounters(*(each[known] for each in met))
        self._update(at, tracks, one[known], other[known], ships, met, t_s)

    def _admit(self, new: Array) -> None:
        if len(new):
            whole = stack(ENCOUNTER, [self.going, empty(ENCOUNTER, len(new)) | {"key": new}])
            self.going = take(whole, np.argsort(whole["key"], kind="stable"))

    def _update(
        self, at: Array, tracks: TrackTable, one: Array, other: Array, ships: Ships, met: Encounters, t_s: float
    ) -> None:
        going, f = self.going, degree_now(ships, met.one, met.other)
        going["seen_s"][at] = t_s
        going["range_m"][at] = np.minimum(going["range_m"][at], met.range_m)
        course = tracks["cog_deg"]
        angle_deg = or_else(angle_between_deg(course[one], course[other]), 0.0)
        speed_mps = np.hypot(
            ships.east_mps[met.other] - ships.east_mps[met.one], ships.north_mps[met.other] - ships.north_mps[met.one]
        )
        going["vcro"][at] = np.maximum(going["vcro"][at], vcro(met.range_m, speed_mps, angle_deg))
        deeper = f < going["f"][at]
        at, one, other = at[deeper], met.one[deeper], met.other[deeper]
        going["f"][at], going["t_s"][at] = f[deeper], t_s
        going["lat_deg"][at] = (ships.lat_deg[one] + ships.lat_deg[other]) / 2
        wide_deg = (ships.lon_deg[other] - ships.lon_deg[one] + 180.0) % 360.0 - 180.0
        going["lon_deg"][at] = (ships.lon_deg[one] + wide_deg / 2 + 180.0) % 360.0 - 180.0


def near_misses(kept: Iterable[object]) -> list[NearMiss]:
    """Near misses that ended since the last call, from every log among the objects that detectors keep."""
    logs = [getattr(each, "near_misses", None) for each in kept]
    ended = [each.take() for each in logs if isinstance(each, NearMissLog) and len(each.fresh["key"])]
    if not ended:
        return []
    table = stack(SPOT, [{column.name: each[column.name] for column in SPOT} for each in ended])
    return list(zip(*(each.tolist() for each in table.values()), strict=True))


def _last(before: Table, new: Table) -> Table:
    return {name: column[-MOST_KEPT:] for name, column in stack(ENCOUNTER, [before, new]).items()}


def vcro(range_m: Array, speed_mps: Array, angle_deg: Array) -> Array:
    """Vessel conflict ranking: range, relative speed and angle between the courses; never below 0."""
    x, y, z = np.maximum(range_m, LEAST_RANGE_M) / M_PER_NM, speed_mps / MPS_PER_KN, np.radians(angle_deg)
    rank: Array = np.maximum(VCRO_K * y / x * (VCRO_M * np.sin(z) + VCRO_N * np.sin(2 * z)), 0.0)
    return rank


def degree_now(ships: Ships, one: Array, other: Array) -> Array:
    """Degree of intrusion of each pair now, (m,): the smaller f of both ships; 1 is the border."""
    east_m, north_m = offset_m(ships.lat_deg[one], ships.lon_deg[one], ships.lat_deg[other], ships.lon_deg[other])
    return np.minimum(_degree(ships, one, east_m, north_m), _degree(ships, other, -east_m, -north_m))


def _degree(ships: Ships, of: Array, east_m: Array, north_m: Array) -> Array:
    a, b, ahead_m, starboard_m = ships.shape[of].T
    east, north = ships.course_east[of], ships.course_north[of]
    u = (east_m * east + north_m * north - ahead_m) / a
    w = (east_m * north - north_m * east - starboard_m) / b
    return np.hypot(u, w)

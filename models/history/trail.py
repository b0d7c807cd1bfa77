"""Analysis of a trail: gaps, stops, encounters, visited zones. Trails are read in reader.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from models.base.geo import distance_m
from models.base.units import M_PER_NM
from models.history.positions import UNKNOWN
from models.site.zone import Zone

GAP_S = 900.0  # a trail breaks after this long without a position: the way between is unknown
STOP_RADIUS_M = 150.0
STOP_LEAST_S = 600.0
MEET_NM = 0.3
MEET_LEAST_S = 120.0
MEET_STEP_S = 10.0  # step at which two trails are compared


@dataclass(frozen=True)
class Trail:
    """Positions, oldest first; every array has shape (n,). `cut`: there were more positions."""

    t_s: np.ndarray
    track_id: np.ndarray
    mmsi: np.ndarray
    lat_deg: np.ndarray
    lon_deg: np.ndarray
    sog_kn: np.ndarray
    cog_deg: np.ndarray
    kind: np.ndarray
    level: np.ndarray
    risk: np.ndarray
    name: np.ndarray
    cut: bool = False

    def __len__(self) -> int:
        return len(self.t_s)

    def of(self, rows: np.ndarray | slice) -> Trail:
        """Return these rows of the trail."""
        return Trail(**{each.name: getattr(self, each.name)[rows] for each in fields(self) if each.name != "cut"})

    def legs(self) -> list[Trail]:
        """Return the pieces between gaps, per track and MMSI: two vessels may share an MMSI, and each run numbers its
        tracks from 1.
        """
        order = np.lexsort((self.t_s, self.mmsi, self.track_id))
        t_s, *whose = (column[order].astype("f8") for column in (self.t_s, self.track_id, self.mmsi))
        breaks = np.flatnonzero((np.diff(t_s) > GAP_S) | np.any(np.diff(whose) != 0, axis=0)) + 1
        edges = [0, *breaks.tolist(), len(self)]
        legs = [self.of(order[first:last]) for first, last in pairwise(edges) if last > first]
        return sorted(legs, key=lambda leg: float(leg.t_s[0]))


@dataclass(frozen=True)
class Stay:
    """A stop, or a visit to a zone."""

    from_s: float
    to_s: float
    lat_deg: float
    lon_deg: float
    zone_id: str = ""
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Encounter:
    """A time near another vessel, with the position of closest approach."""

    track_id: int
    mmsi: int
    name: str
    from_s: float
    to_s: float
    least_m: float
    lat_deg: float
    lon_deg: float


def trail_of(columns: Mapping[str, np.ndarray], *, cut: bool = False) -> Trail:
    """Return a trail from stored columns of POSITIONS."""
    return Trail(
        t_s=columns["t_ms"] / 1000,
        track_id=np.asarray(columns["track_id"]),
        mmsi=np.asarray(columns["mmsi"]),
        lat_deg=columns["lat_e6"] / 1e6,
        lon_deg=columns["lon_e6"] / 1e6,
        sog_kn=_known(columns["sog_dkn"]),
        cog_deg=_known(columns["cog_ddeg"]),
        kind=np.asarray(columns["kind"]),
        level=np.asarray(columns["level"]),
        risk=columns["risk_pc"] / 100,
        name=np.asarray(columns["name"], dtype=object),
        cut=cut,
    )


def stops(trail: Trail) -> list[Stay]:
    """Return the stays of at least STOP_LEAST_S within STOP_RADIUS_M of their first position."""
    found = []
    for leg in trail.legs():
        first = 0
        while first < len(leg):
            away_m = distance_m(leg.lat_deg[first], leg.lon_deg[first], leg.lat_deg[first:], leg.lon_deg[first:])
            out = np.flatnonzero(away_m > STOP_RADIUS_M)
            last = first + (int(out[0]) if len(out) else len(away_m)) - 1
            if leg.t_s[last] - leg.t_s[first] >= STOP_LEAST_S:
                found.append(_stay(leg, first, last))
                first = last + 1
            else:
                first += 1
    return sorted(found, key=lambda stay: stay.from_s)


def visits(trail: Trail, zones: Sequence[Zone]) -> list[Stay]:
    """Return every stretch of the trail inside a zone, in order of their beginning."""
    found = []
    for leg in trail.legs():
        for zone in zones:
            inside = zone.contains(leg.lon_deg, leg.lat_deg)
            for first, last in _runs(inside):
                found.append(_stay(leg, first, last, zone))
    return sorted(found, key=lambda stay: stay.from_s)


def encounters(trail: Trail, others: Trail) -> list[Encounter]:
    """Return the times of at least MEET_LEAST_S within MEET_NM of another vessel, interpolating both trails."""
    found, legs = [], trail.legs()
    for other in others.legs():
        for leg in legs:
            found += _meetings(leg, other)
    return sorted(found, key=lambda each: each.from_s)


def _meetings(leg: Trail, other: Trail) -> list[Encounter]:
    start_s, end_s = max(leg.t_s[0], other.t_s[0]), min(leg.t_s[-1], other.t_s[-1])
    if end_s - start_s < MEET_LEAST_S:
        return []
    at_s = np.arange(start_s, end_s + MEET_STEP_S / 2, MEET_STEP_S)
    lat, lon = (np.interp(at_s, leg.t_s, each) for each in (leg.lat_deg, leg.lon_deg))
    away_m = distance_m(lat, lon, *(np.interp(at_s, other.t_s, each) for each in (other.lat_deg, other.lon_deg)))
    found = []
    for first, last in _runs(away_m <= MEET_NM * M_PER_NM):
        if at_s[last] - at_s[first] >= MEET_LEAST_S:
            nearest = first + int(np.argmin(away_m[first : last + 1]))
            who = int(other.track_id[0]), int(other.mmsi[-1]), str(other.name[-1])
            when = float(at_s[first]), float(at_s[last])
            found.append(Encounter(*who, *when, float(away_m[nearest]), float(lat[nearest]), float(lon[nearest])))
    return found


def _stay(leg: Trail, first: int, last: int, zone: Zone | None = None) -> Stay:
    part = slice(first, last + 1)
    middle = float(np.median(leg.lat_deg[part])), float(np.median(leg.lon_deg[part]))
    named = (zone.id, zone.name_zh, zone.name_en) if zone else ()
    return Stay(float(leg.t_s[first]), float(leg.t_s[last]), *middle, *named)


def _runs(true: np.ndarray) -> list[tuple[int, int]]:
    """Return the first and last index of every run of True."""
    edges = np.diff(np.concatenate(([0], true.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(edges == 1).tolist(), (np.flatnonzero(edges == -1) - 1).tolist(), strict=True))


def _known(values: np.ndarray) -> np.ndarray:
    return np.where(values == UNKNOWN, np.nan, np.asarray(values, "f8") / 10)

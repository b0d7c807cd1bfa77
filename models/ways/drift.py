"""Drift: where a person or a boat may be by now, as a cloud of particles carried by wind and stream.

Each particle has its own start, its own leeway and, where the stream is unknown, its own stream, all drawn from a seed,
so the same case gives the same cloud. Leeway: A. Allen and J. V. Plourde, Review of Leeway, US Coast Guard CG-D-08-99,
1999, in the form of Ø. Breivik and A. Allen, Journal of Marine Systems 69, 2008. Areas of the cloud: outlines.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import NamedTuple
from zlib import crc32

import numpy as np

from models.base.geo import distance_m, move_deg
from models.base.units import M_PER_NM, MPS_PER_KN
from models.site.coast import on_land
from models.site.currents import UNKNOWN_CURRENTS, Currents
from models.ways.travel_time import Land

PARTICLES = 1000
DEGREE_M = 111_200.0  # of latitude
WIDEN = 8
STEP_S = 60.0
RENEW_S = 300.0  # stream and jibes: a particle moves a few hundred metres in this time
JIBES_PER_H = 0.04
UNKNOWN_STREAM_KN = 0.5  # root mean square
ERROR_NM = {"gnss": 0.1, "other": 1.0}  # probable error of the last position: half of the particles start within
PROBABLE = np.sqrt(2.0 * np.log(2.0))  # radius that holds half of a round normal distribution, in standard deviations


class Leeway(NamedTuple):
    """Leeway in cm/s at the wind U in m/s: slope * U + offset, with a standard deviation; down wind and to both sides.

    Slopes are percent of the wind; left of the wind is negative.
    """

    down: tuple[float, float, float]
    right: tuple[float, float, float]
    left: tuple[float, float, float]


LEEWAY = {
    "person": Leeway((0.96, 0.0, 12.0), (0.54, 0.0, 9.4), (-0.54, 0.0, 9.4)),  # in the water, state unknown
    "raft": Leeway((3.75, -2.3, 4.4), (0.78, -3.6, 3.6), (-0.47, -0.1, 3.9)),  # 4 to 14 people, ballast, no drogue
    "fishing_vessel": Leeway((2.47, 0.0, 12.0), (2.76, 0.0, 9.4), (-2.76, 0.0, 9.4)),  # general, mean values
    "skiff": Leeway((1.65, 0.0, 3.1), (0.39, 0.0, 2.9), (-0.39, 0.0, 2.9)),  # swamped or capsized
}


class DriftStart(NamedTuple):
    """The last known position, its time and its probable error."""

    lon_deg: float
    lat_deg: float
    t_s: float
    error_nm: float = ERROR_NM["other"]


class SteadyWind(NamedTuple):
    """The mean wind of the whole time, and where it blows from."""

    speed_mps: float
    from_deg: float


class DriftCloud(NamedTuple):
    """The particles at each time `t_s` (k,): longitude, latitude, and whether they are ashore, (k, particles).

    `stream_known` is the share of the time at sea in which the site's currents were known; elsewhere the stream is
    0 ± UNKNOWN_STREAM_KN.
    """

    t_s: np.ndarray
    lon_deg: np.ndarray
    lat_deg: np.ndarray
    ashore: np.ndarray
    stream_known: float

    def datum(self, at: int = -1) -> tuple[float, float]:
        """The most probable position, longitude and latitude: the mean of the particles at the `at`-th time."""
        return float(self.lon_deg[at].mean()), float(self.lat_deg[at].mean())


def seed_of(case: str) -> int:
    """The seed of a case's cloud."""
    return crc32(case.encode())


def drift(
    start: DriftStart,
    what: str,
    wind: SteadyWind,
    at_s: Sequence[float],
    seed: int,
    currents: Currents = UNKNOWN_CURRENTS,
    land: Land | None = None,
    particles: int = PARTICLES,
) -> DriftCloud:
    """The cloud of `what` (a key of LEEWAY) at these times, ascending and not before the start. Raises KeyError.

    Times that are whole steps of RENEW_S from the start may be left out or added without a change of the others.
    """
    rng = np.random.default_rng(seed)
    lon, lat = _starts(rng, start, particles, land)
    leeway = leeway_mps(LEEWAY[what], wind, rng, particles)
    unknown_mps = rng.normal(0.0, UNKNOWN_STREAM_KN * MPS_PER_KN / np.sqrt(2.0), (2, particles))
    right, afloat = rng.random(particles) < 0.5, np.ones(particles, bool)
    kept, known = [], []
    for from_s, until_s in zip([start.t_s, *at_s], at_s, strict=False):
        edges_s = np.append(np.arange(from_s, until_s, RENEW_S), until_s)
        for t_s, span_s in zip(edges_s.tolist(), np.diff(edges_s).tolist(), strict=False):
            stream = _stream_mps(currents, lon, lat, t_s)
            known.append(np.isfinite(stream[0])[afloat])
            right ^= rng.random(particles) < -np.expm1(-JIBES_PER_H * span_s / 3600.0)
            over_ground = np.where(right, leeway[1], leeway[0]) + np.where(np.isfinite(stream), stream, unknown_mps)
            lon, lat, afloat = _moved(lon, lat, afloat, over_ground, span_s, land)
        kept.append((lon, lat, ~afloat))
    lons, lats, ashore = (np.stack(each) for each in zip(*kept, strict=True))
    every = np.concatenate([*known, np.zeros(0, bool)])
    return DriftCloud(np.array(at_s), lons, lats, ashore, float(every.mean()) if len(every) else 0.0)


def _stream_mps(currents: Currents, lon: np.ndarray, lat: np.ndarray, t_s: float) -> np.ndarray:
    """East and north of the stream at each particle, (2, particles); NaN where it is not known."""
    half = [(each.max() - each.min()) / 2 for each in (lat, lon)]
    away_m = distance_m(currents.lat_deg, currents.lon_deg, lat.min() + half[0], lon.min() + half[1])
    near = away_m <= currents.reach_m + DEGREE_M * np.hypot(*half)
    return np.stack(Currents(*(getattr(currents, each.name)[near] for each in fields(Currents))).at(lon, lat, t_s))


def _moved(
    lon: np.ndarray, lat: np.ndarray, afloat: np.ndarray, over_ground_mps: np.ndarray, span_s: float, land: Land | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The particles after `span_s`: where they are, or where they met land, looked up every STEP_S."""
    after_s = np.append(np.arange(STEP_S, span_s, STEP_S), span_s)[:, None]
    way_m = over_ground_mps * afloat
    lats, lons = move_deg(lat, lon, way_m[0] * after_s, way_m[1] * after_s)
    if land is None:
        return lons[-1], lats[-1], afloat
    dry = on_land(land.mask, land.bbox, lons, lats)
    at = np.where(dry.any(axis=0), dry.argmax(axis=0), -1), np.arange(len(lon))
    return lons[at], lats[at], afloat & ~dry.any(axis=0)


def leeway_mps(leeway: Leeway, wind: SteadyWind, rng: np.random.Generator, particles: int) -> np.ndarray:
    """East and north m/s of each particle left (0) and right (1) of the wind, (2, 2, particles)."""
    spread_down, spread_across = rng.normal(size=(2, particles))
    down = _component(leeway.down, wind.speed_mps, spread_down)
    across = np.stack([_component(each, wind.speed_mps, spread_across) for each in (leeway.left, leeway.right)])
    course = np.radians(wind.from_deg + 180.0)
    return np.stack(
        [
            down * np.sin(course) + across * np.cos(course),
            down * np.cos(course) - across * np.sin(course),
        ],
        axis=1,
    )


def _component(of: tuple[float, float, float], wind_mps: float, spread: np.ndarray) -> np.ndarray:
    """Leeway in m/s: (a + e / 20) U + b + e / 2 in cm/s, where e has the table's standard deviation."""
    slope, offset, deviation = of
    e = spread * deviation
    return ((slope + e / 20.0) * wind_mps + offset + e / 2.0) / 100.0


def _starts(
    rng: np.random.Generator, start: DriftStart, particles: int, land: Land | None
) -> tuple[np.ndarray, np.ndarray]:
    """Where the particles start: at sea, for which the error is doubled until some are."""
    for error_nm in start.error_nm * 2.0 ** np.arange(WIDEN):
        off_m = rng.normal(0.0, error_nm * M_PER_NM / PROBABLE, (2, particles))
        lat, lon = move_deg(np.full(particles, start.lat_deg), np.full(particles, start.lon_deg), off_m[0], off_m[1])
        dry = np.zeros(particles, bool) if land is None else on_land(land.mask, land.bbox, lon, lat)
        wet = np.flatnonzero(~dry)
        if len(wet):
            break
    at = wet[rng.integers(len(wet), size=int(dry.sum()))] if len(wet) else np.flatnonzero(dry)
    lon[dry], lat[dry] = lon[at], lat[at]
    return lon, lat

"""Hulls: how much room two ships leave each other on their present ways, measured between hulls, not antennas.

A hull is a rectangle around its own centre, which lies off the reported position by the reference point of the static
report (ITU-R M.1371, table 52). On straight ways one hull sweeps a strip past the other, so the room and the time of
touching have a closed form. Where a length or beam was not reported, the usual one is taken.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.base.geo import offset_m, or_else
from models.risk.detection.encounters.pairs import Ships
from models.tracking.table import TrackTable

LEAST_BEAM_M, USUAL_LENGTH_TO_BEAM = 4.0, 6.5
UNKNOWN_HEADING_SHARE = 0.4  # of the length, on either side: the mean reach of a hull that may lie in any direction
STILL_MPS = 1e-3
STEADY_MPS2, SPEED_MPS = 0.05, 0.25  # one sigma of what a ship changes between reports, as in tracking/motion.py
Array = np.ndarray


class HullRectangles(NamedTuple):
    """Rectangles, each column (n,): half axes in metres, unit vector of the heading, and the centre's offset."""

    half_length_m: Array
    half_beam_m: Array
    ahead_east: Array
    ahead_north: Array
    east_m: Array
    north_m: Array


class Approach(NamedTuple):
    """Of each pair, each column (m,): room between the hulls (negative: they touch), seconds until they are abreast
    or touch, and the closing speed."""

    room_m: Array
    touch_s: Array
    speed_mps: Array


def hulls(tracks: TrackTable, rows: Array, length_m: Array, going: Array) -> HullRectangles:
    """The hulls of these rows; `length_m` (n,) as used for the domain, `going` where the course shows the heading."""
    sized = or_else(tracks["length_m"][rows], 0.0) > 0
    beam_m = or_else(tracks["beam_m"][rows], 0.0).astype("f8")
    beam_m = np.where(sized & (beam_m > 0), beam_m, np.maximum(length_m / USUAL_LENGTH_TO_BEAM, LEAST_BEAM_M))
    heading_deg = tracks["heading_deg"][rows]
    heading_deg = np.where(np.isnan(heading_deg) & going, tracks["cog_deg"][rows], heading_deg)
    known = np.isfinite(heading_deg)
    heading = np.radians(or_else(heading_deg, 0.0).astype("f8"))
    bow_m, port_m = (or_else(tracks[name][rows], 0.0).astype("f8") for name in ("to_bow_m", "to_port_m"))
    ahead_m = np.where(sized & known & (bow_m > 0), bow_m - length_m / 2, 0.0)
    starboard_m = np.where(sized & known & (bow_m > 0) & (port_m > 0), beam_m / 2 - port_m, 0.0)
    sin, cos = np.sin(heading), np.cos(heading)
    anyhow_m = UNKNOWN_HEADING_SHARE * length_m
    return HullRectangles(
        np.where(known, length_m / 2, anyhow_m),
        np.where(known, beam_m / 2, anyhow_m),
        sin,
        cos,
        ahead_m * sin + starboard_m * cos,
        ahead_m * cos - starboard_m * sin,
    )


def approach(ships: Ships, hull: HullRectangles, one: Array, other: Array) -> Approach:
    """How these pairs pass if both go straight on."""
    apart = _apart(ships, hull, one, other)
    vx, vy = ships.east_mps[other] - ships.east_mps[one], ships.north_mps[other] - ships.north_mps[one]
    speed = np.maximum(np.hypot(vx, vy), STILL_MPS)
    seen = apart * (vx - 1j * vy) / speed  # real: along the relative way, imaginary: off it
    way = (vx + 1j * vy) / speed
    reach = _reach(hull, one, way) + _reach(hull, other, way)
    return Approach(abs(seen.imag) - reach.imag, np.maximum((-seen.real - reach.real) / speed, 0.0), speed)


def room_m(hull: HullRectangles, one: Array, other: Array, apart: Array, turned: tuple[Array, Array]) -> Array:
    """Room between hulls `apart` (complex metres) along the line of centres, each turned by its unit vector."""
    distance_m = np.maximum(abs(apart), STILL_MPS)
    line = apart / distance_m
    of_one_m, of_other_m = (
        _reach(hull, at, line * by.conj()).real for at, by in zip((one, other), turned, strict=True)
    )
    return np.asarray(distance_m - of_one_m - of_other_m)


def reckoned_m(age_s: Array, speed_mps: Array) -> Array:
    """One sigma of what dead reckoning adds to the error of a position of this age; none for a ship that lies."""
    grown_m = np.hypot(SPEED_MPS * age_s, STEADY_MPS2 * age_s * age_s / 2)
    return np.asarray(grown_m * np.minimum(speed_mps, 1.0))


def _apart(ships: Ships, hull: HullRectangles, one: Array, other: Array) -> Array:
    """From centre to centre, east + j north."""
    east_m, north_m = offset_m(ships.lat_deg[one], ships.lon_deg[one], ships.lat_deg[other], ships.lon_deg[other])
    return east_m + hull.east_m[other] - hull.east_m[one] + 1j * (north_m + hull.north_m[other] - hull.north_m[one])


def _reach(hull: HullRectangles, at: Array, way: Array) -> Array:
    """How far a hull reaches along a direction (real) and across it (imaginary)."""
    ahead = (hull.ahead_east[at] + 1j * hull.ahead_north[at]) * way.conj()
    along, across = abs(ahead.real), abs(ahead.imag)
    length_m, beam_m = hull.half_length_m[at], hull.half_beam_m[at]
    return np.asarray(length_m * along + beam_m * across + 1j * (length_m * across + beam_m * along))

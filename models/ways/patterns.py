"""Patterns: the legs that a craft steers in a search, by IAMSAR vol. II, ch. 5: VS sector, SS square, PS parallel.

Legs are given in water that drifts with the object, so over ground each point has moved with the drift by the time the
craft is there. Spacing and probability: search.py; files for a chart plotter: legs_export.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.base.geo import move_deg
from models.base.units import M_PER_NM

SECTOR_TURN_DEG = 120.0
AGAIN_DEG = 30.0  # the second sector search is turned by this


class PatternStart(NamedTuple):
    """The place, longitude and latitude, from which or round which is searched, when, how fast, and in what drift."""

    lon_deg: float
    lat_deg: float
    t_s: float
    speed_kn: float
    east_mps: float = 0.0
    north_mps: float = 0.0


class SearchLegs(NamedTuple):
    """The legs of one craft: course and length (n,) in the drifting water, and their ends over ground (n + 1,)."""

    kind: str
    course_deg: np.ndarray
    length_nm: np.ndarray
    t_s: np.ndarray
    lon_deg: np.ndarray
    lat_deg: np.ndarray


def sector(start: PatternStart, radius_nm: float, course_deg: float, times: int = 1) -> SearchLegs:
    """VS: three triangles of legs as long as the radius, through the datum at the start; for a datum that is sure.

    All turns are 120 degrees to starboard; at the datum the craft goes straight on. Each further time is turned by 30.
    """
    turns = np.array([0, 1, 2, 2, 0, 1, 1, 2, 0]) * SECTOR_TURN_DEG
    courses = np.concatenate([turns + course_deg + AGAIN_DEG * number for number in range(times)])
    return _legs("VS", start, courses, np.full(len(courses), radius_nm))


def square(start: PatternStart, spacing_nm: float, course_deg: float, legs: int) -> SearchLegs:
    """SS: an expanding square round the datum at the start: legs of S, S, 2S, 2S, 3S …, turns of 90 to starboard.

    The first course is up wind.
    """
    number = np.arange(legs)
    return _legs("SS", start, course_deg + 90.0 * number, spacing_nm * (number // 2 + 1.0))


def parallel(
    start: PatternStart, spacing_nm: float, length_nm: float, width_nm: float, course_deg: float
) -> SearchLegs:
    """PS: parallel tracks over the rectangle round the start, along its length, half a spacing inside its borders.

    The number of tracks is the width over the spacing, rounded; the first is to port of the middle.
    """
    tracks = max(1, round(width_nm / spacing_nm))
    along_nm = max(length_nm - spacing_nm, 0.0)
    number = np.arange(2 * tracks - 1)
    back, across = number % 4 == 2, number % 2 == 1
    courses = course_deg + np.where(across, 90.0, np.where(back, 180.0, 0.0))
    begin = _off(start, course_deg, -along_nm / 2, -spacing_nm * (tracks - 1) / 2)
    return _legs("PS", begin, courses, np.where(across, spacing_nm, along_nm))


def rectangle(start: PatternStart, length_nm: float, width_nm: float, course_deg: float) -> np.ndarray:
    """The closed ring (5, 2), longitude and latitude, of the rectangle round the start that `parallel` searches."""
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    places = [_off(start, course_deg, along * length_nm / 2, across * width_nm / 2) for along, across in corners]
    return np.array([(each.lon_deg, each.lat_deg) for each in places])


def _off(start: PatternStart, course_deg: float, along_nm: float, starboard_nm: float) -> PatternStart:
    course = np.radians(course_deg)
    east_nm = along_nm * np.sin(course) + starboard_nm * np.cos(course)
    north_nm = along_nm * np.cos(course) - starboard_nm * np.sin(course)
    lat, lon = move_deg(
        np.array(start.lat_deg), np.array(start.lon_deg), np.array(east_nm * M_PER_NM), np.array(north_nm * M_PER_NM)
    )
    return start._replace(lon_deg=float(lon), lat_deg=float(lat))


def _legs(kind: str, start: PatternStart, course_deg: np.ndarray, length_nm: np.ndarray) -> SearchLegs:
    """The legs one after the other, with their ends moved by the drift until then."""
    after_s = np.append(0.0, np.cumsum(length_nm / start.speed_kn * 3600.0))
    course, way_m = np.radians(course_deg), length_nm * M_PER_NM
    east_m, north_m = (np.append(0.0, np.cumsum(way_m * part)) for part in (np.sin(course), np.cos(course)))
    places = np.full(len(after_s), start.lat_deg), np.full(len(after_s), start.lon_deg)
    lat, lon = move_deg(*places, east_m + start.east_mps * after_s, north_m + start.north_mps * after_s)
    return SearchLegs(kind, course_deg % 360.0, length_nm, start.t_s + after_s, lon, lat)

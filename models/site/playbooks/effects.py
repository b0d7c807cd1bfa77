"""Whether a call or order had the effect that its play-book expects, from the track before and after it.

The effect counts once two reports in a row show it within the time allowed; a single odd report is none. That it was
seen says nothing about why: the officer reads it beside the words that were exchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from models.base.geo import angle_between_deg, distance_m, offset_m
from models.base.units import M_PER_NM, MPS_PER_KN

Floats = NDArray[np.float64]
BEFORE_S = 300.0  # what the vessel did before is the median of this time before the call
STEADY_KN = 1.0  # below it the course over ground says little
TURN_DEG, CHANGE_KN, CHANGE_SHARE = 20.0, 2.0, 0.25
OPENED_NM = 0.2  # by so much the closest approach has to grow, besides reaching the threshold


@dataclass(frozen=True, eq=False)
class TrackSlice:
    """The reports of one vessel around a call, columns (n,) in order of time; unknown speeds and courses are NaN."""

    t_s: Floats
    lat_deg: Floats
    lon_deg: Floats
    sog_kn: Floats
    cog_deg: Floats

    def part(self, from_s: float, to_s: float) -> TrackSlice:
        """The reports in (from_s, to_s]."""
        keep = (self.t_s > from_s) & (self.t_s <= to_s)
        return TrackSlice(*(each[keep] for each in (self.t_s, self.lat_deg, self.lon_deg, self.sog_kn, self.cog_deg)))


@dataclass(frozen=True)
class CallEffect:
    """What was seen. `at_s` is when it began, None if it was not seen; `value` the furthest it went, NaN if unknown.

    Without reports before or after the call nothing can be measured: then `measured` is false.
    """

    expect: str
    seen: bool
    at_s: float | None
    value: float
    measured: bool


Measure = Callable[[TrackSlice, TrackSlice, TrackSlice | None], Floats]


@dataclass(frozen=True)
class _Expectation:
    """How far each report after the call shows it, and from where it counts; `reports` in a row are needed."""

    measure: Measure
    least: float
    reports: int = 2


def effect_of(
    expect: str,
    track: TrackSlice,
    call_s: float,
    within_min: float,
    *,
    other: TrackSlice | None = None,
    least: float | None = None,
) -> CallEffect:
    """Return whether an effect of EXPECTATIONS was seen within the time after a call.

    `cpa_opens` needs the `other` vessel. `least` replaces the usual threshold: a share of the usual change
    (`course_or_speed`), a share of speed (`slows`), knots (`stops_fishing`), NM (`leaves`, `cpa_opens`), reports.
    """
    how = _EXPECTATIONS[expect]
    before = track.part(call_s - BEFORE_S, call_s)
    after = track.part(call_s, call_s + within_min * 60.0)
    values = how.measure(before, after, other) if len(after.t_s) else np.array([])
    known = np.isfinite(values)
    at = _first_run(values >= (how.least if least is None else least), how.reports)
    found = None if at is None else float(after.t_s[at])
    furthest = float(values[known].max()) if known.any() else nan
    return CallEffect(expect, at is not None, found, furthest, bool(known.any()))


def _first_run(shows: NDArray[np.bool_], reports: int) -> int | None:
    """The index at which so many reports in a row begin."""
    run = 0
    for at, each in enumerate(shows.tolist()):
        run = run + 1 if each else 0
        if run == reports:
            return at - reports + 1
    return None


def speed_of(track: TrackSlice) -> float:
    """The median speed, knots; NaN if it is unknown."""
    return _median(track.sog_kn)


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else nan


def course_of(track: TrackSlice) -> float:
    """The mean course while under way, degrees; NaN if it was not."""
    moving = track.cog_deg[(track.sog_kn >= STEADY_KN) & np.isfinite(track.cog_deg)]
    mean = np.exp(1j * np.radians(moving)).mean() if len(moving) else nan
    return float(np.degrees(np.angle(mean))) % 360.0 if len(moving) else nan


def _course_or_speed(before: TrackSlice, after: TrackSlice, _: TrackSlice | None) -> Floats:
    speed_kn = _median(before.sog_kn)
    turned = np.where(after.sog_kn >= STEADY_KN, angle_between_deg(after.cog_deg, np.asarray(course_of(before))), nan)
    changed = np.abs(after.sog_kn - speed_kn) / max(CHANGE_KN, CHANGE_SHARE * speed_kn)
    return np.asarray(np.fmax(turned / TURN_DEG, changed))


def _slows(before: TrackSlice, after: TrackSlice, _: TrackSlice | None) -> Floats:
    speed_kn = _median(before.sog_kn)
    return np.asarray((speed_kn - after.sog_kn) / max(speed_kn, STEADY_KN))


def _steams(_: TrackSlice, after: TrackSlice, __: TrackSlice | None) -> Floats:
    """A vessel that steams does not fish; one that stops may be hauling, so standing still is no proof."""
    return after.sog_kn


def _leaves(before: TrackSlice, after: TrackSlice, _: TrackSlice | None) -> Floats:
    if not len(before.t_s):
        return np.full(len(after.t_s), nan)
    return np.asarray(distance_m(before.lat_deg[-1], before.lon_deg[-1], after.lat_deg, after.lon_deg) / M_PER_NM)


def _cpa_opens(before: TrackSlice, after: TrackSlice, other: TrackSlice | None) -> Floats:
    if other is None or not len(other.t_s) or not len(before.t_s):
        return np.full(len(after.t_s), nan)
    least = _median(_cpa_nm(before, other)) + OPENED_NM
    now = _cpa_nm(after, other)
    return np.where(now >= least, now, np.where(np.isnan(now), nan, 0.0))


def _cpa_nm(track: TrackSlice, other: TrackSlice) -> Floats:
    """The closest approach if both go on as they go, at each report; the distance once they have passed."""
    at = np.maximum(np.searchsorted(other.t_s, track.t_s, side="right") - 1, 0)
    east, north = _velocity(track)
    other_east, other_north = (each[at] for each in _velocity(other))
    ago_s = track.t_s - other.t_s[at]
    x, y = offset_m(track.lat_deg, track.lon_deg, other.lat_deg[at], other.lon_deg[at])
    x, y = x + other_east * ago_s, y + other_north * ago_s
    u, v = other_east - east, other_north - north
    closing = np.maximum(-(x * u + y * v), 0.0)
    ahead_s = np.divide(closing, u * u + v * v, out=np.zeros_like(closing), where=u * u + v * v > 0)
    return np.asarray(np.hypot(x + u * ahead_s, y + v * ahead_s) / M_PER_NM)


def _velocity(track: TrackSlice) -> tuple[Floats, Floats]:
    course, speed = np.radians(track.cog_deg), track.sog_kn * MPS_PER_KN
    return np.asarray(speed * np.sin(course)), np.asarray(speed * np.cos(course))


def _reports(_: TrackSlice, after: TrackSlice, __: TrackSlice | None) -> Floats:
    return np.arange(1.0, len(after.t_s) + 1.0)


_EXPECTATIONS = {
    "course_or_speed": _Expectation(_course_or_speed, 1.0),
    "slows": _Expectation(_slows, 0.3),
    "stops_fishing": _Expectation(_steams, 6.0),
    "leaves": _Expectation(_leaves, 1.0),
    "cpa_opens": _Expectation(_cpa_opens, 0.5),
    "reports_again": _Expectation(_reports, 1.0, reports=1),
}

"""Closed ways through the water, known at equal time steps, and the place of a vessel on them at any moment.

A line is laid out in time here, as are patterns of trawling. Which vessels there are: traffic.py. Drawing the lines:
make_ways.py. A place is a complex number, metres east + j north of a Plane. Everything is a pure function of time, so a
restarted player continues with the same traffic.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.complex128]
Floats = NDArray[np.float64]

KNOT_S = 10.0
STEP_M = 20.0
CREEP_MPS = 0.3  # speed at a stop, so that a stop is reached
ACCELERATION_MPS2 = 0.04


@dataclass(frozen=True, eq=False)
class Path:
    """Places at every KNOT_S; after the last comes the one at `lead`, so the part before `lead` is sailed once."""

    knots: Places
    lead: int = 0
    bows: Places = field(default_factory=lambda: np.zeros(0, np.complex128))  # headings as directions; none: the course

    @property
    def period_s(self) -> float:
        """Seconds once round."""
        return (len(self.knots) - self.lead) * KNOT_S

    def when(self, place: complex) -> float:
        """Seconds from the beginning to the knot nearest to a place."""
        return float(np.argmin(np.abs(self.knots - place))) * KNOT_S


STILL = Path(np.zeros(4, np.complex128))
CIRCLE = Path(np.exp(-1j * np.linspace(0, 2 * np.pi, 361)[:-1]))  # clockwise, radius 1


@dataclass(frozen=True, eq=False)
class PathBook:
    """All paths one after another, so that places on many of them are computed at once."""

    knots: Places
    start: NDArray[np.int64]
    count: NDArray[np.int64]
    lead: NDArray[np.int64]
    bows: Places  # 0 where the heading is the course

    def at(self, path: NDArray[np.int64], t_s: Floats) -> tuple[Places, Places, Places]:
        """Place, velocity and acceleration (per second and its square) on each path at path time t_s; shape (n,).

        Catmull-Rom: the curve goes through every knot with a course that never jumps.
        """
        whole = np.floor(t_s / KNOT_S)
        u = t_s / KNOT_S - whole
        a, b, c, d = (self.knots[self._index(path, whole.astype(np.int64) + k)] for k in (-1, 0, 1, 2))
        p1, p2, p3 = (c - a) / 2, a - 2.5 * b + 2 * c - d / 2, (d - a) / 2 + 1.5 * (b - c)
        place = ((p3 * u + p2) * u + p1) * u + b
        return place, ((3 * p3 * u + 2 * p2) * u + p1) / KNOT_S, (6 * p3 * u + 2 * p2) / KNOT_S**2

    def bow(self, path: NDArray[np.int64], t_s: Floats) -> Places:
        """The heading as a direction; 0 where it is the course."""
        whole = np.floor(t_s / KNOT_S)
        u = t_s / KNOT_S - whole
        a, b = (self.bows[self._index(path, whole.astype(np.int64) + k)] for k in (0, 1))
        between: Places = a * (1 - u) + b * u
        return between

    def _index(self, path: NDArray[np.int64], number: NDArray[np.int64]) -> NDArray[np.int64]:
        count, lead = self.count[path], self.lead[path]
        again = lead + (number - lead) % (count - lead)
        index: NDArray[np.int64] = self.start[path] + np.where(
            (number < lead) & (lead > 0), np.maximum(number, 0), again
        )
        return index


def bind(paths: list[Path]) -> PathBook:
    """One book of many paths."""
    count = np.array([len(path.knots) for path in paths])
    return PathBook(
        np.concatenate([path.knots for path in paths]),
        np.cumsum(count) - count,
        count,
        np.array([path.lead for path in paths]),
        np.concatenate([path.bows if len(path.bows) else np.zeros(len(path.knots)) for path in paths]),
    )


def resample(places: Places, step_m: float) -> Places:
    """The same line with a place about every `step_m`, ends kept."""
    along = np.concatenate(([0.0], np.cumsum(np.abs(np.diff(places)))))
    even = np.linspace(0, along[-1], max(2, round(along[-1] / step_m) + 1))
    return np.interp(even, along, places.real) + 1j * np.interp(even, along, places.imag)


def sail(loop: Places, speed_mps: float, turn_deg_s: float, stops: Places, dwell_s: float) -> Path:
    """A closed line laid out in time: slower in sharp bends, with rests at the stops."""
    line = _round_corners(resample(loop, STEP_M)[:-1])
    step_m = np.abs(np.roll(line, -1) - line)
    course = np.roll(line, -1) - np.roll(line, 1)
    bend = np.abs(np.angle(np.roll(course, -1) / course)) / np.maximum(step_m, 1e-6)
    limit = np.minimum(speed_mps, np.radians(turn_deg_s) / np.maximum(bend, 1e-9))
    rests = [int(np.argmin(np.abs(line - stop))) for stop in stops.tolist()]
    limit[rests] = CREEP_MPS
    speed = _within_acceleration(limit, float(step_m.mean()))
    seconds = 2 * step_m / (speed + np.roll(speed, -1))
    seconds[rests] += dwell_s
    return _at_even_times(line, seconds, rests, dwell_s)


def _round_corners(line: Places, width: int = 9) -> Places:
    """The running mean of a closed line, taken twice."""
    for _ in range(2):
        padded = np.concatenate([line[-(width // 2) :], line, line[: width // 2]])
        line = np.convolve(padded, np.full(width, 1 / width), "valid")
    return line


def _within_acceleration(limit_mps: Floats, step_m: float) -> Floats:
    """The fastest speeds under the limits with no more than the acceleration, along a closed line.

    v(s)^2 is the least of limit(r)^2 + 2 a |s - r| over all r: two running minima over three rounds.
    """
    gain = 2 * ACCELERATION_MPS2 * step_m * np.arange(3 * len(limit_mps))
    square = np.tile(limit_mps**2, 3)
    ahead = np.minimum.accumulate(square - gain) + gain
    behind = (np.minimum.accumulate((square + gain)[::-1]))[::-1] - gain
    fastest: Floats = np.sqrt(np.minimum(ahead, behind)[len(limit_mps) : 2 * len(limit_mps)])
    return fastest


def _at_even_times(line: Places, seconds: Floats, rests: list[int], dwell_s: float) -> Path:
    """Places at every KNOT_S; a rest is two moments at one place."""
    moments = np.concatenate(([0.0], np.cumsum(seconds)))
    places = np.append(line, line[0])
    for rest in rests:
        moments, places = np.append(moments, moments[rest] + dwell_s), np.append(places, places[rest])
    order = np.argsort(moments, kind="stable")
    count = max(4, round(moments.max() / KNOT_S))
    even = np.arange(count) * moments.max() / count
    moments, places = moments[order], places[order]
    return Path(np.interp(even, moments, places.real) + 1j * np.interp(even, moments, places.imag))


def trawl_pattern(rng: np.random.Generator) -> Path:
    """A closed, winding tow of constant speed that stays within 1 of its middle."""
    angle = np.linspace(0, 2 * np.pi, 721)
    line = np.cos(angle) + 1j * rng.uniform(0.25, 0.6) * np.sin(angle)
    for turns in range(2, 6):
        line = line + 0.22 / turns * rng.uniform(-1, 1) * np.exp(
            1j * (rng.choice((-1, 1)) * turns * angle + rng.uniform(0, 6.3))
        )
    line = line / np.abs(line).max()
    even = resample(line, np.abs(np.diff(line)).sum() / 720)
    return Path(even[:-1])

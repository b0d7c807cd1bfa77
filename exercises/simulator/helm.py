"""The helm of a scripted voyage: legs laid out in time as a path with a heading at every knot.

It steers from leg to leg with the turns and the gentle changes of speed of a ship. The keys: voyage.py. The author of a
scenario keeps clear of land.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from exercises.geometry.paths import ACCELERATION_MPS2, KNOT_S, Path
from exercises.geometry.plane import Plane
from exercises.scenario.voyage import Leg
from models.base.units import MPS_PER_KN

STEP_S = 2.0
LONGEST_S = 7 * 86_400.0  # a leg that takes longer than this never ends
At = tuple[complex, complex]  # place, and heading as a direction


def steer(legs: Sequence[Leg], plane: Plane, turn_deg_s: float) -> Path:
    """The path of all legs, its first place at KNOT_S; the vessel lies where the last one ends."""
    helm = Helm(legs, plane, turn_deg_s)
    steps = [(helm.place, helm.bow), *(at for leg in legs[1:] for at in helm.sail(leg)), *helm.sail(Leg(stay_s=600))]
    kept = steps[:: round(KNOT_S / STEP_S)]
    before = (2 * kept[0][0] - kept[1][0], kept[0][1])  # so that it arrives at full speed
    kept = [before, *kept, *[kept[-1]] * 4]
    places, bows = (np.array(column, np.complex128) for column in zip(*kept, strict=True))
    return Path(places, len(places) - 1, bows)


class Helm:
    """The present place, motion and heading of one vessel."""

    def __init__(self, legs: Sequence[Leg], plane: Plane, turn_deg_s: float) -> None:
        self.plane, self.turn_rad = plane, np.radians(turn_deg_s) * STEP_S
        self.place = complex(plane.places(np.array(legs[0].at)))
        self.course = self._first_course(legs)
        self.bow = _ahead(legs[0].heading_deg) if legs[0].heading_deg is not None else self.course
        moving = legs[1] if len(legs) > 1 and legs[1].stay_s is None else Leg(stay_s=0, speed_kn=0)
        self.speed_mps = (moving.speed_kn or 0.0) * MPS_PER_KN  # it arrives under way

    def sail(self, leg: Leg) -> Iterator[At]:
        """Place and heading after every step of one leg."""
        wanted_mps, way, left_rad = self._speed_of(leg), self._way(leg), np.radians(leg.turn_deg or 0.0)
        step_mps = self._step_mps(leg, way * wanted_mps)
        for _ in range(self._most_steps(leg)):
            if leg.to is not None:
                goal = complex(self.plane.places(np.array(leg.to))) - self.place
                if self._reached(goal):
                    return
                way = goal / abs(goal)
            elif leg.turn_deg is not None:
                if abs(left_rad) < 1e-9:
                    return
                part = float(np.clip(left_rad, -self.turn_rad, self.turn_rad))
                left_rad, way = left_rad - part, self.course * np.exp(-1j * part)
            elif leg.circle_m is not None:
                way = self.course * np.exp(-1j * self.speed_mps * STEP_S / leg.circle_m)
            if leg.drift_deg is not None:
                self._drift(way * wanted_mps, step_mps)
            else:
                self._steer(way, wanted_mps, step_mps, np.pi if leg.circle_m else self.turn_rad)
            self.place += self.course * self.speed_mps * STEP_S
            self._point(leg)
            yield self.place, self.bow

    def _steer(self, way: complex, wanted_mps: float, step_mps: float, most_rad: float) -> None:
        """One step nearer to the ordered speed and course."""
        self.speed_mps += float(np.clip(wanted_mps - self.speed_mps, -step_mps, step_mps))
        self.course *= np.exp(1j * np.clip(np.angle(way / self.course), -most_rad, most_rad))

    def _drift(self, wanted: complex, step_mps: float) -> None:
        """Without power the vessel loses its speed and takes that of the water."""
        change = wanted - self.course * self.speed_mps
        velocity = self.course * self.speed_mps + change * min(1.0, step_mps / max(abs(change), 1e-9))
        self.speed_mps = abs(velocity)
        self.course = velocity / self.speed_mps if self.speed_mps > 1e-3 else self.course

    def _point(self, leg: Leg) -> None:
        """The present heading."""
        if leg.heading_deg is not None:
            self.bow = _ahead(leg.heading_deg)
        elif leg.drift_deg is None and leg.stay_s is None:
            self.bow = self.course

    def _step_mps(self, leg: Leg, wanted: complex) -> float:
        """The possible change of speed in one step."""
        if leg.within_s is None:
            return ACCELERATION_MPS2 * STEP_S
        change = wanted - self.course * self.speed_mps if leg.drift_deg is not None else abs(wanted) - self.speed_mps
        return max(abs(change) / leg.within_s * STEP_S, 1e-9)

    def _way(self, leg: Leg) -> complex:
        direction = leg.course_deg if leg.course_deg is not None else leg.drift_deg
        return self.course if direction is None else _ahead(direction)

    def _speed_of(self, leg: Leg) -> float:
        if leg.stay_s is not None:
            return 0.0
        return self.speed_mps if leg.speed_kn is None else leg.speed_kn * MPS_PER_KN

    def _most_steps(self, leg: Leg) -> int:
        seconds = leg.stay_s if leg.stay_s is not None else leg.for_s
        return round((LONGEST_S if seconds is None else seconds) / STEP_S)

    def _reached(self, goal: complex) -> bool:
        """At the place, or past it with no way of turning back to it directly."""
        step_m = max(self.speed_mps * STEP_S, 1.0)
        radius_m = self.speed_mps * STEP_S / self.turn_rad
        behind = (goal * np.conj(self.course)).real <= 0
        return abs(goal) <= step_m or bool(behind and abs(goal) < 2 * radius_m)

    def _first_course(self, legs: Sequence[Leg]) -> complex:
        for leg in legs[1:]:
            if leg.to is not None:
                goal = complex(self.plane.places(np.array(leg.to))) - self.place
                return goal / max(abs(goal), 1e-9)
            direction = leg.course_deg if leg.course_deg is not None else leg.drift_deg
            if direction is not None:
                return _ahead(direction)
        return _ahead(legs[0].heading_deg or 0.0)


def _ahead(bearing_deg: float) -> complex:
    return complex(np.exp(1j * np.radians(90 - bearing_deg)))

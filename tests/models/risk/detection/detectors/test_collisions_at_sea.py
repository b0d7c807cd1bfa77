"""Collisions and near misses in many random variations: every collision goes red in time, no safe passage does.

The variations lie far from each other and are watched together: collisions in one sea, safe passages in another. Ships
report with the errors of real ones: 6 m of position, 0.1 kn, 1 degree, antennas anywhere along the hull. They differ in
size, speed, angle and reporting interval. What happens, happens at second MEETS_S of the watch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from models.base.geo import move_deg
from models.base.schema import LEVEL, NAN, STATION
from models.base.units import MPS_PER_KN
from models.risk.detection.detector import detectors
from tests.models.sea import LAT0, LON0, T0, Message, core, nm, watch, zone

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "collision"}
MEETS_S, UNTIL_S = 480, 540
COUNT = 35  # variations of each kind
FAIRWAY_KINDS = ("steering failure", "bend", "tug")
INTERVALS_S = (2.0, 6.0, 10.0, 10.0, 30.0)
Path = np.ndarray  # metres east + j north, at every second


@dataclass
class Sailing:
    """One ship of a variation: where it is at each second, and how it reports."""

    path: Path
    length_m: float
    every_s: float = 10.0
    ship_type: int = 70
    nav_status: int = 0
    name: str = "COASTER"
    heading_deg: np.ndarray | None = None

    def messages(self, mmsi: int, rng: np.random.Generator) -> list[Message]:
        """Statics at once, then positions with errors."""
        bow_m = float(rng.uniform(0.2, 0.9) * self.length_m)
        beam_m = max(self.length_m / 6.5, 4.0)
        sizes = {"to_bow_m": bow_m, "to_stern_m": self.length_m - bow_m, "to_port_m": beam_m / 2}
        said = {"station": STATION["class_a"], "name": self.name.encode(), "ship_type": self.ship_type}
        said |= sizes | {"to_starboard_m": beam_m / 2}
        way = np.gradient(self.path)
        heading = np.unwrap(np.pi / 2 - np.angle(way)) if self.heading_deg is None else np.radians(self.heading_deg)
        moving, still_deg = float(abs(way).max()) > 0.3, float(rng.uniform(0, 360))
        messages = [Message(float(T0), mmsi, None, said)]
        for t_s in np.arange(rng.uniform(0, self.every_s), len(self.path) - 1, self.every_s):
            at = int(t_s)
            ahead = np.exp(1j * (np.pi / 2 - heading[at])) if moving else np.exp(1j * np.radians(still_deg))
            error = (rng.normal() + 1j * rng.normal()) * 6 / 1.4
            place = self.path[at] + (bow_m - self.length_m / 2) * ahead + error
            lat, lon = move_deg(LAT0, LON0, place.real, place.imag)
            course_deg = float(np.degrees(np.pi / 2 - np.angle(way[at])) + rng.normal()) % 360
            columns = {
                "station": STATION["class_a"],
                "lat_deg": float(lat),
                "lon_deg": float(lon),
                "sog_kn": max(0.0, round(float(abs(way[at]) / MPS_PER_KN + rng.normal() * 0.1), 1)),
                "cog_deg": round(course_deg, 1) if moving else float(rng.uniform(0, 360)),
                "heading_deg": round(float(90 - np.degrees(np.angle(ahead))) % 360) if self.length_m > 40 else NAN,
                "nav_status": self.nav_status,
            }
            messages.append(Message(float(T0 + t_s), mmsi, columns))
        return messages


def straight(knots: float, course_deg: float, at_s: float = MEETS_S, to: complex = 0j) -> Path:
    """A way at constant speed and course that leads through `to` at `at_s`."""
    velocity = knots * MPS_PER_KN * np.exp(1j * np.radians(90 - course_deg))
    return np.asarray(to + velocity * (np.arange(UNTIL_S + 1) - at_s))


def bent(knots: float, course_deg: np.ndarray, at_s: int = MEETS_S, to: complex = 0j) -> Path:
    """A way at constant speed along a course that changes, through `to` at `at_s`."""
    steps = knots * MPS_PER_KN * np.exp(1j * np.radians(90 - course_deg))
    path = np.cumsum(steps)
    return np.asarray(path - path[at_s] + to)


def two_ways(kind: str, rng: np.random.Generator) -> tuple[Sailing, Sailing]:
    """Two ships whose hulls meet, both keeping course and speed."""
    course, knots, other_knots = rng.uniform(0, 360), rng.uniform(7, 16), rng.uniform(7, 16)
    lengths, every_s = rng.uniform(60, 180, 2), rng.choice(INTERVALS_S, 2)
    by_deg = {
        "head-on": 180 + rng.uniform(-8, 8),
        "crossing": rng.choice((-1, 1)) * rng.uniform(30, 150),
        "overtaking": rng.uniform(-15, 15),
    }
    changes: dict[str, object] = {}
    if kind == "overtaking":
        other_knots = knots * rng.uniform(0.3, 0.6)
    if kind == "anchored":
        other_knots, changes = 0.0, {"nav_status": int(rng.choice((1, 0, 15)))}
    if kind == "fishing":
        other_knots, lengths[1], changes = rng.uniform(2, 5), rng.uniform(14, 30), {"ship_type": 30}
    other_course = course + by_deg.get(kind, rng.uniform(0, 360))
    hit = rng.uniform(-0.3, 0.3) * lengths[0] * np.exp(1j * np.radians(90 - course))
    one = Sailing(straight(knots, course), lengths[0], every_s[0])
    return one, Sailing(straight(other_knots, other_course, to=hit), lengths[1], **{"every_s": every_s[1]} | changes)


def steering_failure(_kind: str, rng: np.random.Generator) -> tuple[Sailing, Sailing]:
    """Two ships meet in a fairway, port to port; one sheers off, and neither stops."""
    course, knots = rng.uniform(0, 360), rng.uniform(5, 12, 2)
    sheer_s, rate, most_deg = rng.uniform(70, 150), rng.uniform(10, 40) / 60, rng.uniform(12, 35)
    turned = np.clip((np.arange(UNTIL_S + 1) - MEETS_S + sheer_s) * rate, 0, most_deg) * rng.choice((-1, 1))
    lengths, every_s = rng.uniform(60, 180, 2), rng.choice((2.0, 6.0, 10.0), 2)
    one = Sailing(bent(knots[0], course + turned), lengths[0], every_s[0])
    return one, Sailing(straight(knots[1], course + 180), lengths[1], every_s[1])


def passing(_kind: str, rng: np.random.Generator) -> tuple[Sailing, Sailing]:
    """Two ships pass each other on open water with at least 200 m between their hulls."""
    one, other = two_ways("crossing", rng)
    relative = np.diff(other.path - one.path)[0]
    aside = 1j * relative / abs(relative) * rng.choice((-1, 1))
    other.path = other.path + aside * (rng.uniform(200, 500) + (one.length_m + other.length_m) / 2)
    return one, other


def bend(_kind: str, rng: np.random.Generator) -> tuple[Sailing, Sailing]:
    """Two ships meet in a fairway, port to port, 100 to 250 m apart, on a bend or just before it."""
    along_m = np.arange(-9000.0, 9000.0)
    turned = rng.choice((-1, 1)) * rng.uniform(15, 50) * np.clip((along_m - rng.uniform(-300, 300)) / 800 + 0.5, 0, 1)
    ahead = np.exp(1j * np.radians(90 - turned - rng.uniform(0, 360)))
    middle = np.cumsum(ahead)
    middle -= middle[len(middle) // 2]
    ships, apart_m = [], rng.uniform(100, 250)
    for way in (1, -1):
        at_m = way * rng.uniform(5, 11) * MPS_PER_KN * (np.arange(UNTIL_S + 1) - MEETS_S)
        lane = middle - 1j * way * ahead * apart_m / 2  # on its own starboard side
        path = np.interp(at_m, along_m, lane.real) + 1j * np.interp(at_m, along_m, lane.imag)
        ships.append(Sailing(path, rng.uniform(60, 200), rng.choice(INTERVALS_S)))
    return ships[0], ships[1]


def joining(kind: str, rng: np.random.Generator) -> tuple[Sailing, Sailing]:
    """A pilot boat or a tug comes to a ship under way and stays alongside."""
    course, knots = rng.uniform(0, 360), rng.uniform(6, 11)
    ship = Sailing(straight(knots, course), rng.uniform(100, 250), rng.choice(INTERVALS_S))
    beside = rng.choice((-1, 1)) * 1j * np.exp(1j * np.radians(90 - course)) * (ship.length_m / 13 + 8)
    far = rng.uniform(1500, 3000) * np.exp(1j * rng.uniform(0, 2 * np.pi))
    left = np.clip((MEETS_S - np.arange(UNTIL_S + 1)) / rng.uniform(350, 450), 0, 1) ** 1.2
    by = {"pilot": (50, "CUTTER 4"), "pilot by name": (0, "PILOT BOAT 3"), "tug": (52, "HERCULES")}[kind]
    return ship, Sailing(ship.path + beside + (far - beside) * left, 25.0, 10.0, *(by[0], 0, by[1]))


def ferry_by_an_anchored_tanker(_kind: str, rng: np.random.Generator) -> tuple[Sailing, Sailing]:
    course = rng.uniform(0, 360)
    aside = 1j * np.exp(1j * np.radians(90 - course)) * rng.choice((-1, 1)) * rng.uniform(250, 400)
    ferry = Sailing(straight(rng.uniform(12, 20), course, to=aside), 90.0, 6.0, 60)
    return ferry, Sailing(straight(0.0, 0.0), rng.uniform(120, 250), 60.0, 80, int(rng.choice((0, 1))))


def ship_to_ship(_kind: str, rng: np.random.Generator) -> tuple[Sailing, Sailing]:
    """A tanker comes alongside another one at anchor: the nearer, the slower."""
    metres, aside_m = [rng.uniform(900, 1200)], 50.0
    for _ in range(UNTIL_S):
        metres.append(max(metres[-1] - float(np.clip(0.0025 * metres[-1], 0.15, 3.0)), 0.0))
    way = np.exp(1j * rng.uniform(0, 2 * np.pi))
    path = -way * np.array(metres) + 1j * way * aside_m * rng.choice((-1, 1))
    return Sailing(path, rng.uniform(90, 200), 10.0, 80), Sailing(straight(0.0, 0.0), 250.0, 60.0, 80, 1)


COLLISIONS = dict.fromkeys(("head-on", "crossing", "overtaking", "anchored", "fishing"), two_ways)
COLLISIONS["steering failure"] = steering_failure
SAFE = {"passing": passing, "bend": bend, "ferry": ferry_by_an_anchored_tanker, "ship-to-ship": ship_to_ship}
SAFE |= dict.fromkeys(("pilot", "pilot by name", "tug"), joining)
LEAST_AHEAD_S = {"anchored": 150.0, "fishing": 150.0, "steering failure": 15.0}  # otherwise three minutes


@cache
def first_red_s(collisions: bool) -> dict[str, list[float]]:
    """When each variation first stood red, in seconds of the watch, by kind; infinite where never.

    The fairway is a strip in the west, where the variations that need one lie.
    """
    kinds = COLLISIONS if collisions else SAFE
    rng = np.random.default_rng(7 + collisions)
    messages: list[Message] = []
    for row, (kind, make) in enumerate(kinds.items()):
        for number in range(COUNT):
            west = -8 if kind in FAIRWAY_KINDS else 1
            place = complex(west + number % 7, 6 * row + number // 7) * nm(7)
            for which, ship in enumerate(make(kind, rng)):
                ship.path = ship.path + place
                messages += ship.messages(412_000_000 + row * 1000 + number * 10 + which, rng)
    fairway = zone(-nm(65), -nm(10), nm(65) - nm(4), nm(300), kind="fairway", alert=False)
    first: dict[int, float] = {}
    for change in watch(core(fairway, detectors=ALONE), messages, T0 + UNTIL_S).changes:
        if LEVEL[change.alert.colour] >= LEVEL["red"]:
            first.setdefault((change.alert.mmsi - 412_000_000) // 10, change.t_s - T0)
    return {kind: [first.get(row * 100 + number, np.inf) for number in range(COUNT)] for row, kind in enumerate(kinds)}


@pytest.mark.parametrize("kind", COLLISIONS)
def test_a_collision_goes_red_in_time(kind: str) -> None:
    """Counted to the time at which the centres meet."""
    ahead_s = MEETS_S - np.array(first_red_s(True)[kind])
    least_s = LEAST_AHEAD_S.get(kind, 180.0)
    assert (ahead_s >= least_s).mean() >= 0.97, sorted(ahead_s.tolist())


@pytest.mark.parametrize("kind", SAFE)
def test_a_safe_passage_never_goes_red(kind: str) -> None:
    reds = [each for each in first_red_s(False)[kind] if each < np.inf]
    assert len(reds) <= 0.03 * COUNT, reds

"""The events of a mixed exercise: a short scene for each rule, with its truth and the other alerts it may cause.

They are a table of scenes made of voyages. When and where they happen: generator.py. The keys of a voyage: voyage.py.
`optional` truth is what another rule may report of the same event: neither missed nor false.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercises.mixed.scene import SLOW_RULES, WARNED_OF_LAND_S, Keys, SceneBuilder, anchored
from models.base.units import M_PER_NM, MPS_PER_KN


def drift(s: SceneBuilder) -> list[Keys]:
    course, side = s.course(), s.rng.choice((-1, 1)) * s.rng.uniform(65, 115)
    legs: list[Keys] = [
        {"at": s.at()},
        {"course_deg": course, "speed_kn": 10, "for_s": 600},
        {"drift_deg": (course + side) % 360, "speed_kn": s.rng.uniform(1.4, 3.0), "for_s": 2400},
        {"stay_s": 60},
    ]
    truth: list[Keys] = [s.truth("drift", 2400), *s.optional("loitering", "sudden_stop")]
    return [s.voyage(s.ship(), s.t_s - 600, legs, truth, [anchored(s.t_s + 2400)])]


def sudden_stop(s: SceneBuilder) -> list[Keys]:
    legs: list[Keys] = [
        {"at": s.at()},
        {"course_deg": s.course(), "speed_kn": s.rng.uniform(9, 13), "for_s": 600},
        {"stay_s": 900, "within_s": s.rng.uniform(15, 25)},
        {"course_deg": s.course(), "speed_kn": 6, "for_s": 300},
        {"stay_s": 60},
    ]
    truth: list[Keys] = [s.truth("sudden_stop", 300), *s.optional(*SLOW_RULES)]
    return [s.voyage(s.ship(), s.t_s - 600, legs, truth, [anchored(s.t_s + 1400)])]


def gap(s: SceneBuilder) -> list[Keys]:
    legs = _circles(s, 8)
    truth: list[Keys] = [s.truth("gap", 2400), *s.optional("teleport", "gap")]
    return [s.voyage(s.ship(), s.t_s - 1500, legs, truth, [{"from_s": s.t_s, "to_s": s.t_s + 2400, "silent": True}])]


def teleport(s: SceneBuilder) -> list[Keys]:
    says: list[Keys] = [{"from_s": s.t_s, "to_s": s.t_s + 900, "place": s.at(of=s.other)}]
    truth: list[Keys] = [
        s.truth("teleport", 1200),
        *s.optional("gap", "duplicate_mmsi", "sudden_stop", "identity", "teleport"),
    ]
    return [s.voyage(s.ship(), s.t_s - 1200, _circles(s, 8), truth, says)]


def anchor_drag(s: SceneBuilder) -> list[Keys]:
    heading = s.course()
    legs: list[Keys] = [
        {"at": s.at(), "heading_deg": heading},
        {"stay_s": 2400},
        {"drift_deg": (heading + 180) % 360, "speed_kn": s.rng.uniform(0.9, 1.8), "for_s": 2400},
        {"stay_s": 60},
    ]
    truth: list[Keys] = [s.truth("anchor_drag", 2400), *s.optional("drift", "loitering")]
    return [s.voyage(s.ship(nav_status=1), s.t_s - 2400, legs, truth)]


def rendezvous(s: SceneBuilder) -> list[Keys]:
    one, other, bearing = s.ship(0, "tanker"), s.ship(1, "tanker"), s.course()
    came_s, meet_s, stay_s = s.t_s - 1200, 1000.0, 3600.0
    records: list[Keys] = [
        s.truth("rendezvous", stay_s, partner=other["mmsi"]),
        *s.optional("collision", "rendezvous", partner=other["mmsi"]),
        *s.optional("loitering", "drift"),
    ]
    first: list[Keys] = [
        {"at": s.at(bearing, 2.0)},
        {"to": s.at(bearing, 0.2), "speed_kn": 8},
        {"to": s.at(), "speed_kn": 2.5},
    ]
    gentle: list[Keys] = [{"at": s.at(bearing + 90, 2.0)}, {"to": s.at(bearing + 90, 0.3), "speed_kn": 8}]
    last = {"to": s.at(bearing + 90, 0.03), "speed_kn": 2.0}
    leave = {"course_deg": bearing, "speed_kn": 7, "for_s": 600}
    apart = {"course_deg": (bearing + 120) % 360, "speed_kn": 7, "for_s": 600}
    says: list[Keys] = [anchored(s.t_s + meet_s + stay_s + 1500)]
    return [
        s.voyage(one, came_s, [*first, {"stay_s": meet_s + stay_s + 300}, leave, {"stay_s": 60}], records, says),
        s.voyage(other, came_s, [*gentle, last, {"stay_s": stay_s + 600}, apart, {"stay_s": 60}], [], says),
    ]


def collision(s: SceneBuilder) -> list[Keys]:
    one, other, course = s.ship(0), s.ship(1, "tanker"), s.course()
    across = (course + s.rng.choice((-1, 1)) * s.rng.uniform(60, 130)) % 360
    kn, other_kn = s.rng.uniform(9, 13, 2)
    run_s, away_s = 900, 75

    def way(bearing: float, speed: float) -> list[Keys]:
        begin = s.at((bearing + 180) % 360, speed * run_s / 3600)
        return [{"at": begin}, {"course_deg": bearing, "speed_kn": speed, "for_s": run_s - away_s}]

    truth: list[Keys] = [
        s.truth("collision", run_s + 30, partner=other["mmsi"], colour="red"),
        *s.optional("loitering", "collision"),
    ]
    turn: list[Keys] = [{"turn_deg": 80}, {"turn_deg": -40}, {"stay_s": 60}]
    says: list[Keys] = [anchored(s.t_s + run_s + 900)]
    return [
        s.voyage(one, s.t_s, [*way(course, kn), *turn], truth, says),
        s.voyage(other, s.t_s, [*way(across, other_kn), *turn], [], says),
    ]


def loitering(s: SceneBuilder) -> list[Keys]:
    legs: list[Keys] = [
        {"at": s.at(s.course(), 1.5)},
        {"to": s.at(), "speed_kn": 8},
        {"circle_m": 250, "speed_kn": 1.2, "for_s": s.end_s - s.t_s},
    ]
    return [s.voyage(s.ship(craft="coaster"), s.t_s - 700, legs, [s.truth("loitering", 9e9), *s.optional("drift")])]


def identity(s: SceneBuilder) -> list[Keys]:
    says: list[Keys] = [
        {"from_s": s.t_s, "name": f"LUCKY {s.number}", "ship_type": 80, "length_m": 210, "callsign": "BZZ9"},
    ]  # fmt: skip
    truth: list[Keys] = [s.truth("identity", 1800), *s.optional("duplicate_mmsi")]
    return [s.voyage(s.ship(), s.t_s - 1500, _circles(s, 8), truth, says)]


def duplicate_mmsi(s: SceneBuilder) -> list[Keys]:
    one, other = s.ship(0), s.ship(1, "tanker")
    truth: list[Keys] = [s.truth("duplicate_mmsi", 3600), *s.optional("teleport", "identity", "gap", "sudden_stop")]
    apart: list[Keys] = [{"at": s.at(of=s.other)}, {"circle_m": 800, "speed_kn": 7, "for_s": 9000}]
    says: list[Keys] = [{"mmsi": one["mmsi"]}]
    return [s.voyage(one, s.t_s - 1500, _circles(s, 8), truth), s.voyage(other, s.t_s, apart, [], says)]


def grounding(s: SceneBuilder) -> list[Keys]:
    bearing = (90 - np.degrees(np.angle(s.ashore))) % 360
    mps = 11 * MPS_PER_KN
    until_s, hits_s = max(60.0, (s.land_m - 1500) / mps), s.land_m / mps
    legs: list[Keys] = [
        {"at": s.at()},
        {"course_deg": bearing, "speed_kn": 11, "for_s": until_s},
        {"turn_deg": 150},
        {"to": s.at(), "speed_kn": 9},
        {"stay_s": 60},
    ]
    truth: list[Keys] = [
        s.truth("grounding", until_s + 60, max(0.0, hits_s - WARNED_OF_LAND_S)),
        *s.optional("collision", "grounding"),
    ]
    return [s.voyage(s.ship(craft="coaster"), s.t_s, legs, truth, [anchored(s.t_s + 2 * until_s + 900)])]


def zone(s: SceneBuilder) -> list[Keys]:
    nm = np.arange(0, 30, 0.05)
    ray = s.plane.lonlat(s.place + nm * M_PER_NM * np.exp(1j * np.radians(90 - 160)))
    border_nm = float(nm[np.argmin(s.zone.contains(*ray.T))]) if s.zone else 0.0
    enters_s = 1200.0
    legs: list[Keys] = [
        {"at": s.at(160, border_nm + 8.0 * enters_s / 3600)},
        {"to": s.at(160, 0.5), "speed_kn": 8},
        {"circle_m": 700, "speed_kn": 3.2, "for_s": 2400},
        {"to": s.at(100, 8), "speed_kn": 9},
        {"stay_s": 60},
    ]
    truth: list[Keys] = [s.truth("zone", 3600, colour="orange"), *s.optional("fishing", "loitering", "lane")]
    return [s.voyage(s.ship(craft="fishing"), s.t_s - enters_s, legs, truth)]


def asset(s: SceneBuilder) -> list[Keys]:
    away = s.course()
    legs: list[Keys] = [{"at": s.at(away, 1.5)}, {"to": s.at(away, 0.08), "speed_kn": 8}, {"stay_s": 3000}]
    says: list[Keys] = [anchored(s.t_s)]
    truth: list[Keys] = [s.truth("asset", s.end_s), *s.optional("zone", "loitering", "collision", "grounding")]
    return [s.voyage(s.ship(craft="coaster"), s.t_s - 650, legs, truth, says)]


def speeding(s: SceneBuilder) -> list[Keys]:
    """Along the middle of a fairway that lies along a parallel."""
    middle = _middle(s)
    limit_kn = (s.zone.max_speed_kn if s.zone else None) or 12.0
    legs: list[Keys] = [
        {"at": middle[0]},
        *({"to": each, "speed_kn": limit_kn + 7} for each in middle[1:]),
        {"course_deg": s.rng.uniform(60, 120), "speed_kn": limit_kn, "for_s": s.rng.uniform(300, 1500)},
        {"stay_s": 60},
    ]
    truth: list[Keys] = [
        s.truth("speeding", 1200),
        *s.optional("collision", "grounding", "zone", "speeding", "loitering"),
    ]
    return [s.voyage(s.ship(), s.t_s, legs, truth, [anchored(s.t_s + 7000)])]


def _middle(s: SceneBuilder) -> list[list[float]]:
    """Places along the middle of the zone, from west to east."""
    if s.zone is None:
        return [s.at(270, 5), s.at(90, 5)]
    west, south, east, north = s.zone.bbox
    lat = np.linspace(south, north, 200)
    places = []
    for lon in np.linspace(west + 0.25, east - 0.05, 6):
        inside = lat[s.zone.contains(np.full(len(lat), lon), lat)]
        if len(inside):
            places.append([float(lon), float(inside.mean())])
    return places


def distress(s: SceneBuilder) -> list[Keys]:
    device = {"mmsi": 970_100_000 + s.number, "name": "", "length_m": 1, "craft": "device"}
    legs: list[Keys] = [{"at": s.at()}, {"drift_deg": s.course(), "speed_kn": 0.7, "for_s": 1800}]
    event = s.voyage(device, s.t_s, legs, [s.truth("distress", 900, colour="distress")])
    return [event | {"texts": [{"text": "SART ACTIVE", "at_s": s.t_s + 2, "every_s": 240}], "end_s": s.t_s + 1800}]


def bad_mmsi(s: SceneBuilder) -> list[Keys]:
    actor = s.ship() | {"mmsi": 100_000_100 + s.number}
    return [s.voyage(actor, s.t_s, _circles(s, 8), [s.truth("bad_mmsi", 900)])]


def ahead(s: SceneBuilder) -> list[Keys]:
    """Near miss: slow, but with land ahead."""
    legs: list[Keys] = [{"at": s.at()}, {"course_deg": s.course(), "speed_kn": 2.5, "for_s": 2400}, {"stay_s": 60}]
    return [s.voyage(s.ship(), s.t_s, legs, [], [anchored(s.t_s + 2400)])]


def spike(s: SceneBuilder) -> list[Keys]:
    """Near miss: one speed of "102.2 kn or more" from a ship at anchor."""
    says: list[Keys] = [{"from_s": s.t_s + 600, "to_s": s.t_s + 610, "sog_kn": 102.2}]
    return [
        s.voyage(s.ship(nav_status=1), s.t_s - 600, [{"at": s.at(), "heading_deg": 40}], [], says) | {"every_s": 10}
    ]


def clear(s: SceneBuilder) -> list[Keys]:
    """Near miss: two that pass a mile apart."""
    course = s.course()
    records: list[Keys] = []
    for which, bearing in ((0, course), (1, (course + 180) % 360)):
        side = s.at((bearing + 90) % 360, 0.5)
        begin = s.plane.places(np.array(side)) - 3 * M_PER_NM * np.exp(1j * np.radians(90 - bearing))
        legs: list[Keys] = [
            {"at": s.at(of=complex(begin))},
            {"course_deg": bearing, "speed_kn": 11, "for_s": 1900},
            {"stay_s": 60},
        ]
        records.append(s.voyage(s.ship(which), s.t_s, legs, [], [anchored(s.t_s + 1900)]))
    return records


def beacon(s: SceneBuilder) -> list[Keys]:
    """Near miss: the beacon of a net, adrift."""
    actor = {"mmsi": 412_990_000 + s.number, "name": f"NET {s.number} 90%", "length_m": 1, "craft": "beacon"}
    return [s.voyage(actor, 0, [{"at": s.at()}, {"drift_deg": s.course(), "speed_kn": 0.6, "for_s": 9000}], [])]


def _circles(s: SceneBuilder, speed_kn: float) -> list[Keys]:
    """Round and round, so that the vessel stays where there is room."""
    return [{"at": s.at()}, {"circle_m": 1800, "speed_kn": speed_kn, "for_s": s.end_s}]


@dataclass(frozen=True)
class ScenarioEvent:
    """How to make one, the room and time it needs, and where: open water, off the shore, in a zone of a kind."""

    make: Callable[[SceneBuilder], list[Keys]]
    room_nm: float
    before_s: float
    after_s: float
    where: str = "open"


SCENARIO_EVENTS: dict[str, ScenarioEvent] = {
    "drift": ScenarioEvent(drift, 3.0, 1200, 2700),
    "sudden_stop": ScenarioEvent(sudden_stop, 3.0, 1200, 1500),
    "gap": ScenarioEvent(gap, 2.5, 1800, 3000),
    "teleport": ScenarioEvent(teleport, 2.5, 1500, 1500),
    "anchor_drag": ScenarioEvent(anchor_drag, 1.5, 2400, 2700),
    "rendezvous": ScenarioEvent(rendezvous, 3.0, 1500, 5000),
    "collision": ScenarioEvent(collision, 4.5, 300, 2000),
    "loitering": ScenarioEvent(loitering, 2.0, 900, 4800),
    "identity": ScenarioEvent(identity, 2.5, 1800, 2000),
    "duplicate_mmsi": ScenarioEvent(duplicate_mmsi, 2.5, 1800, 3000),
    "grounding": ScenarioEvent(grounding, 2.0, 300, 2400, "shore"),
    "zone": ScenarioEvent(zone, 0.0, 1300, 3600, "no_entry"),
    "asset": ScenarioEvent(asset, 0.0, 700, 2400, "cable"),
    "speeding": ScenarioEvent(speeding, 0.0, 300, 2400, "fairway"),
    "distress": ScenarioEvent(distress, 0.5, 300, 2000),
    "bad_mmsi": ScenarioEvent(bad_mmsi, 2.0, 300, 1200),
    "ahead": ScenarioEvent(ahead, 2.5, 300, 2500),
    "spike": ScenarioEvent(spike, 0.5, 700, 1200),
    "clear": ScenarioEvent(clear, 4.0, 300, 2000),
    "beacon": ScenarioEvent(beacon, 1.5, 0, 600),
}

"""Where and when an event of a mixed exercise happens, and short forms for writing its scene.

The events themselves: scenario_events.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises.geometry.plane import Plane
from models.base.units import M_PER_NM
from models.site.zone import Zone

Keys = dict[str, Any]
SLOW_RULES = ("loitering", "crowding", "rendezvous", "drift")  # rules that may rightly report a vessel left lying
WARNED_OF_LAND_S = 600.0  # warning time before a grounding


@dataclass(frozen=True)
class SceneBuilder:
    """Where and when one event happens: `t_s` its beginning, `end_s` the end of the exercise."""

    plane: Plane
    place: complex
    other: complex  # another free place
    ashore: complex  # direction of the nearest land
    land_m: float
    zone: Zone | None
    t_s: float
    end_s: float
    number: int
    rng: np.random.Generator

    def ship(self, which: int = 0, craft: str = "cargo", **more: Any) -> Keys:
        """An actor with its own MMSI."""
        length = {"cargo": 140, "tanker": 120, "coaster": 80, "fishing": 38}.get(craft, 120)
        mmsi = 413_700_000 + self.number * 10 + which
        return {
            "mmsi": mmsi,
            "name": f"EX {self.number} {'ABCDEFGH'[which]}",
            "length_m": length,
            "craft": craft,
        } | more

    def at(self, bearing_deg: float = 0.0, nm: float = 0.0, of: complex | None = None) -> list[float]:
        """Longitude and latitude at this bearing and distance from the place."""
        place = (self.place if of is None else of) + nm * M_PER_NM * np.exp(1j * np.radians(90 - bearing_deg))
        return [round(float(each), 6) for each in self.plane.lonlat(np.array([place]))[0]]

    def course(self) -> float:
        """A random course in degrees."""
        return round(float(self.rng.uniform(0, 359)), 1)

    def voyage(
        self, actor: Keys, start_s: float, legs: list[Keys], truth: list[Keys], says: list[Keys] | None = None
    ) -> Keys:
        """The event of a voyage that starts no earlier than second 0."""
        return {
            "kind": "voyage",
            "actor": actor,
            "start_s": max(0.0, start_s),
            "legs": legs,
            "says": says or [],
            "truth": truth,
        }

    def optional(self, *rules: str, partner: int | None = None) -> list[Keys]:
        """Optional truth for other rules, until the end of the exercise."""
        window = {"from_s": max(0.0, self.t_s - 1800), "to_s": self.end_s, "optional": True, "partner": partner}
        return [{"rule": rule} | window for rule in rules]

    def truth(self, rule: str, to_s: float, from_s: float = 0.0, **more: Any) -> Keys:
        """Truth with its window, in seconds relative to the event."""
        return {"rule": rule, "from_s": self.t_s + from_s, "to_s": min(self.end_s, self.t_s + to_s)} | more


def anchored(from_s: float) -> Keys:
    """The vessel reports that it is at anchor."""
    return {"from_s": from_s, "nav_status": 1}

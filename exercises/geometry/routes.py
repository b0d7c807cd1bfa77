"""The routes file of an exercise: closed lines to sail and spots to lie or fish at, by their id.

Reading it gives clear errors. Drawing it: make_routes.py. Sailing it: paths.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exercises.geometry.paths import Places
from exercises.geometry.plane import Plane
from models.base.settings import UserError


@dataclass(frozen=True, eq=False)
class Line:
    """A closed line with its usual speed; vessels rest `dwell_s` at each stop and keep `spread_m` about the middle."""

    id: str
    use: str
    places: Places
    speed_kn: float
    spread_m: float
    stops: Places
    dwell_s: float


@dataclass(frozen=True, eq=False)
class Spots:
    """Free spots: quays and harbours have the direction of the shore, grounds the reach of a tow."""

    id: str
    use: str
    name: str
    places: Places
    heading_deg: np.ndarray
    reach_m: float


@dataclass(frozen=True, eq=False)
class Routes:
    """All of one file."""

    plane: Plane
    lines: dict[str, Line]
    spots: dict[str, Spots]


def load_routes(path: Path) -> Routes:
    """Read a routes file. Raises UserError."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        plane = Plane(*collection["centre"])
        lines, spots = {}, {}
        for feature in collection["features"]:
            values, geometry = feature["properties"], feature["geometry"]
            places = plane.places(np.array(geometry["coordinates"], np.float64).reshape(-1, 2))
            if geometry["type"] == "LineString":
                stops = plane.places(np.array(values.get("stops", []), np.float64).reshape(-1, 2))
                lines[values["id"]] = Line(
                    values["id"],
                    values["use"],
                    places,
                    values["speed_kn"],
                    values["spread_m"],
                    stops,
                    values.get("dwell_s", 0.0),
                )
            else:
                heading = np.array(values.get("heading_deg", np.zeros(len(places))), np.float64)
                spots[values["id"]] = Spots(
                    values["id"],
                    values["use"],
                    values["name_en"],
                    places,
                    heading,
                    values.get("reach_m", 0.0),
                )
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror}); the scenario's key routes names it") from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise UserError(
            f"{path}: not a routes file ({problem!r}); make one with exercises/build/make_routes.py"
        ) from problem
    return Routes(plane, lines, spots)

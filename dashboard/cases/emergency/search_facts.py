"""What a search begins with: last position and its error, object, wind, visibility, speed; from the plan that stands,
from what an officer typed, and where neither says it from the case and the weather clues. The source of each is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from models.base.geo import distance_m
from models.base.schema import LIFE
from models.base.units import M_PER_NM
from models.casework.cases.nouns import Case
from models.messages.clue import Clue
from models.messages.picture import Picture
from models.site.site import Site
from models.site.zone import Borders
from models.ways.drift import ERROR_NM, LEEWAY

TASKS = ("search", "rescue")
OBJECTS = tuple(LEEWAY)
PATTERNS = ("auto", "VS", "SS", "PS")
RECEIVED = (LIFE["tentative"], LIFE["confirmed"])
PROVED = ("ais", "radar")  # sources whose positions are measured
MPS_OF_FORCE = 0.836  # times force to the power of 1.5: the mean wind of a Beaufort force
FISHING_WORDS = ("fishing", "渔")
LIMITS = {
    **{"lon": (-180.0, 180.0), "lat": (-85.0, 85.0), "error_nm": (0.02, 60.0), "wind_mps": (0.0, 60.0)},
    **{"wind_from_deg": (0.0, 360.0), "visibility_nm": (0.2, 30.0), "speed_kn": (2.0, 60.0), "pod": (0.1, 0.99)},
    **{"hours_h": (0.25, 24.0)},
}


@dataclass(frozen=True)
class SearchFacts:
    """The facts of one search. NaN is unknown: then the case has no position, or the wind no direction or speed.

    `where` is gnss, place, vague, typed or none; `wind` is clue, typed, still (unknown speed) or around (no direction).
    """

    lon: float = float("nan")
    lat: float = float("nan")
    t_s: float = 0.0
    error_nm: float = ERROR_NM["other"]
    where: str = "none"
    object: str = "person"
    wind_mps: float = float("nan")
    wind_from_deg: float = float("nan")
    wind: str = "still"
    visibility_nm: float = 10.0
    speed_kn: float = 15.0
    pod: float = 0.8
    hours_h: float = 2.0
    pattern: str = "auto"

    @property
    def placed(self) -> bool:
        """Whether there is a position to begin with."""
        return bool(np.isfinite(self.lon) and np.isfinite(self.lat))


FACT_NAMES = tuple(each.name for each in fields(SearchFacts))


def needs_search(case: Case, playbook_task: str) -> bool:
    """Whether the case view shows the emergency section."""
    tasks = {playbook_task, *(each.task for each in case.orders)}
    return case.colour == "distress" or bool(case.sar) or bool(tasks & set(TASKS))


def facts_of_search(case: Case, picture: Picture, asked: Mapping[str, str] | None = None) -> SearchFacts:
    """Return the facts: what was asked for over the plan that stands, over what the case and the picture say."""
    plan = case.sar.get("plan") or {}
    kept = {name: plan[name] for name in FACT_NAMES if plan.get(name) is not None}
    said = _position(case, picture)
    facts = SearchFacts(**kept) if kept else _wind(said, picture)
    if kept and facts.where == "gnss" and said.where == "gnss" and said.t_s > facts.t_s:  # it still sends
        facts = replace(facts, lon=said.lon, lat=said.lat, t_s=said.t_s)
    return typed(facts, asked or {})


def typed(facts: SearchFacts, asked: Mapping[str, str]) -> SearchFacts:
    """Return the facts with what an officer typed; values that are no numbers or out of their limits are left out."""
    values: dict[str, Any] = {
        name: value for name, low_high in LIMITS.items() if (value := _number(asked.get(name), *low_high)) is not None
    }
    choices = {"object": OBJECTS, "pattern": PATTERNS}
    values |= {name: asked[name] for name, known in choices.items() if asked.get(name) in known}
    if "lon" in values and "lat" in values and (values["lon"], values["lat"]) != (facts.lon, facts.lat):
        values["where"] = "typed"
    changed = replace(facts, **values)
    if "wind_mps" in values or "wind_from_deg" in values:
        same = (changed.wind_mps, changed.wind_from_deg) == (facts.wind_mps, facts.wind_from_deg)
        return changed if same else replace(changed, wind="typed" if np.isfinite(changed.wind_from_deg) else "around")
    return changed


def out_of_limits(asked: Mapping[str, str]) -> str:
    """Return the first name whose value is no number or out of its limits; empty if there is none."""
    wrong = (name for name, limits in LIMITS.items() if asked.get(name) and _number(asked[name], *limits) is None)
    return next(wrong, "")


def plain_facts(facts: SearchFacts) -> dict[str, Any]:
    """Return the facts for JSON, unknown numbers as null."""
    return {
        name: None if isinstance(value, float) and not np.isfinite(value) else value
        for name, value in asdict(facts).items()
    }


def doubt_nm(site: Site, case: Case) -> tuple[float, float, float]:
    """Return centre and radius in miles of the waters of the case's unit: all that is known without a position."""
    boxes = [each.bbox for each in site.areas if each.unit == case.unit] or [site.bbox]
    west, south, east, north = np.array(boxes).T
    box = float(west.min()), float(south.min()), float(east.max()), float(north.max())
    lon, lat = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    corner_m = distance_m(*(np.array([each]) for each in (lat, lon, box[3], box[2])))
    return lon, lat, float(corner_m[0]) / M_PER_NM


def _number(text: str | None, low: float, high: float) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if low <= value <= high else None


def _position(case: Case, picture: Picture) -> SearchFacts:
    """Return the last position: of its track while that is seen, else the place of the case, with its error."""
    at_s = min([each.sensor_s for each in case.clues], default=case.times.get("opened", picture.t_s))
    kind = f"{case.target.kind} {case.target.name}".lower() if case.target else ""
    what = "fishing_vessel" if any(each in kind for each in FISHING_WORDS) else "person"
    facts = SearchFacts(t_s=at_s, object=what)
    track = case.target.track_id if case.target else None
    rows = np.flatnonzero(picture.vessels["track_id"] == track) if track else np.empty(0, int)
    if len(rows) and picture.vessels["life"][rows[0]] in RECEIVED:
        lon, lat = (float(picture.vessels[name][rows[0]]) for name in ("lon_deg", "lat_deg"))
        return replace(facts, lon=lon, lat=lat, t_s=picture.t_s, error_nm=ERROR_NM["gnss"], where="gnss")
    place = case.place
    if place is None:
        return facts
    if place.radius_m > 0:
        error_nm = max(ERROR_NM["gnss"], place.radius_m / M_PER_NM)
        return replace(facts, lon=place.lon, lat=place.lat, error_nm=error_nm, where="vague")
    measured = any(each.source in PROVED for each in case.clues)
    error_nm = ERROR_NM["gnss" if measured else "other"]
    return replace(facts, lon=place.lon, lat=place.lat, error_nm=error_nm, where="gnss" if measured else "place")


def _wind(facts: SearchFacts, picture: Picture) -> SearchFacts:
    """Return the facts with the strongest wind that a forecast holds for the place now; forecasts give no direction."""
    forces = [each.wind_force or 0 for each in picture.clues if _holds(each, facts, picture.t_s)]
    if not forces:
        return facts
    return replace(facts, wind_mps=round(MPS_OF_FORCE * max(forces) ** 1.5, 1), wind="around")


def _holds(clue: Clue, facts: SearchFacts, t_s: float) -> bool:
    if not clue.wind_force or not clue.polygon or not facts.placed:
        return False
    now = (clue.valid_from_s or -np.inf) <= t_s <= (clue.valid_to_s or np.inf)
    ring = np.array([*clue.polygon, clue.polygon[0]], np.float64)
    return now and bool(Borders([[ring]]).inside(np.array([facts.lon]), np.array([facts.lat])).any())

"""A scenario as checked values: traffic, receivers and scripted events, from a short YAML file.

Every key has its unit in its name, and its bounds. Where the water is: the routes file. How vessels are made:
traffic.py, events.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, TypeAdapter, ValidationError, field_validator

from exercises.scenario.faults import Faults
from exercises.scenario.hints import Hint
from exercises.scenario.vessel_class import VESSEL_CLASSES
from exercises.scenario.voyage import Actor, Bearing, LonLat, TruthOf, Voyage
from models.base.clock import parse_iso
from models.base.expectations import expectation
from models.base.paths import ROOT
from models.base.settings import Positive, Section, Share, UserError
from models.base.yaml_lines import line_of, load_with_lines

FOLDER = ROOT / "exercises" / "scenarios"
NOTE_ZH = "演练数据，均为虚构示意，不可用于航行"
NOTE_EN = "Exercise data, invented and illustrative. Not for navigation."
Range = tuple[Positive, Positive]
Count = Annotated[int, Field(ge=1, le=20_000)]


class Station(Section):
    """A shore station: it receives, and sends its own report (type 4)."""

    name: str
    at: LonLat
    share: Share | None = None  # otherwise that of all
    range_nm: Positive | None = None


class Patches(Section):
    """Squares of sea with good or bad reception, by seed."""

    size_nm: Positive = 6.0
    low: Share
    high: Share


class Reception(Section):
    """Which of the transmitted messages reach the feed."""

    share: Share = 0.97  # of messages near a station that it receives
    copies: Share = 0.03  # of messages that arrive twice
    range_nm: Positive = 50.0
    patches: Patches | None = None
    stations: tuple[Station, ...] = ()  # without any, everything is received with that share


class Group(Section):
    """`count` vessels of one class on one or several routes, spots or grounds of the routes file."""

    craft: str | tuple[str, ...]  # several: mixed
    where: str | tuple[str, ...]
    count: Count
    speed_kn: Positive | None = None  # otherwise the route's
    length_m: Range | None = None  # otherwise the usual of its class
    regular: bool = False  # at even times, without wavering: needed where scripted events rely on the lane

    @field_validator("craft")
    @classmethod
    def _known(cls, craft: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if (
            not {craft} <= set(VESSEL_CLASSES)
            if isinstance(craft, str)
            else not craft or not set(craft) <= set(VESSEL_CLASSES)
        ):
            raise ValueError(f"expected one or some of {', '.join(VESSEL_CLASSES)}")
        return craft

    @property
    def sorts(self) -> tuple[str, ...]:
        return (self.craft,) if isinstance(self.craft, str) else self.craft

    @property
    def places(self) -> tuple[str, ...]:
        return (self.where,) if isinstance(self.where, str) else self.where


class Collision(Section):
    """Fishing vessels, one after another, steer for a ship of a regular lane and turn away at the last moment."""

    kind: Literal["collision"]
    route: str
    at: LonLat
    first_s: Positive  # when the first two would meet
    speed_kn: Positive
    from_deg: Bearing  # side they come from, off the lane's course: 90 is starboard
    turns_away_s: Positive  # time before they would meet
    actors: Annotated[tuple[Actor, ...], Field(min_length=1)]


class Drift(Section):
    """A ship without power is carried around by the tide, broadside on."""

    kind: Literal["drift"]
    centre: LonLat
    radius_m: Positive
    speed_kn: Positive
    bearing_deg: Bearing  # where on the circle it begins
    across_deg: Annotated[float, Field(ge=45, le=135)]  # heading off the course made good
    actor: Actor


class ZoneEntry(Section):
    """A vessel steams into a zone and works there."""

    kind: Literal["zone"]
    zone: str
    crosses: LonLat  # a place inside; it comes in a straight line to here
    from_deg: Bearing
    enters_s: Positive
    speed_kn: Positive
    works_kn: Positive
    works_within_m: Positive
    actor: Actor


Event = Annotated[Collision | Drift | ZoneEntry | Voyage, Field(discriminator="kind")]


class Mixed(Section):
    """A number of events of each kind at random places and times; see scenario_events.py."""

    each: Annotated[int, Field(ge=1, le=50)] = 4
    kinds: tuple[str, ...] = ()  # of SCENARIO_EVENTS; none: all


class Scenario(Section):
    """One exercise. Second 0 is `starts_at` unless the player gives another time."""

    name_zh: str
    name_en: str
    note_zh: str = NOTE_ZH
    note_en: str = NOTE_EN
    starts_at: str = "2026-01-12T22:30:00Z"
    duration_s: Positive  # the end of the truth; the traffic continues
    routes: str = "zhoushan_routes.geojson"
    reception: Reception = Reception()
    traffic_of: str | None = None  # another scenario whose traffic and stations are added to this one
    traffic: tuple[Group, ...] = ()
    mixed: Mixed | None = None
    faults: Faults = Faults()
    events: tuple[Event, ...] = ()
    clues: tuple[Hint, ...] = ()
    truth: tuple[TruthOf, ...] = ()  # about no vessel, such as the state of a feed

    @field_validator("starts_at")
    @classmethod
    def _moment(cls, text: str) -> str:
        parse_iso(text)
        return text

    @property
    def starts_at_s(self) -> float:
        return parse_iso(self.starts_at)


def load_scenario(name_or_path: str | Path) -> Scenario:
    """A scenario by its name in this folder, or from a file. Raises UserError naming file, line and key."""
    path = _find(name_or_path)
    try:
        values, lines = load_with_lines(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror})") from problem
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise UserError(f"{path}: not valid YAML ({getattr(problem, 'problem', problem)})") from problem
    try:
        scenario = TypeAdapter(Scenario).validate_python(values or {})
    except ValidationError as problem:
        raise UserError(_complaint(path, lines, problem.errors()[0])) from problem
    return _with_traffic_of(scenario.model_copy(update={"routes": str(path.parent / scenario.routes)}))


def _with_traffic_of(scenario: Scenario) -> Scenario:
    """With the traffic of the other scenario before its own, and its stations if it names none."""
    if scenario.traffic_of is None:
        return scenario
    other = load_scenario(scenario.traffic_of)
    update: dict[str, Any] = {"traffic": (*other.traffic, *scenario.traffic)}
    if "reception" not in scenario.model_fields_set:
        update["reception"] = other.reception
    return scenario.model_copy(update=update)


def _find(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml"):
        return path
    here = FOLDER / f"{name_or_path}.yaml"
    if not here.is_file():
        raise UserError(f"no scenario `{name_or_path}`; there are {', '.join(known_scenarios())}, or give a .yaml file")
    return here


def known_scenarios() -> list[str]:
    """The scenarios of this folder by name."""
    return sorted(each.stem for each in FOLDER.glob("*.yaml") if not each.stem.endswith("_plan"))


def _complaint(path: Path, lines: dict[tuple[str | int, ...], int], error: Any) -> str:
    loc = tuple(error["loc"])
    if loc[:1] == ("events",) and len(loc) > 3:
        loc = (*loc[:2], *loc[3:])  # pydantic puts the kind of event between its number and its key
    return f"{path} line {line_of(lines, loc)}: {'.'.join(map(str, loc)) or 'the whole file'}: {expectation(error)}"

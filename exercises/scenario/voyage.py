"""A scripted voyage: one vessel that sails where the scenario says and reports what the scenario says.

It has the keys of a `voyage` event and their bounds. Laying the legs out in time: helm.py. Changing reports:
false_reports.py. Seconds count from the beginning of the scenario, those of a leg from the beginning of the leg.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from exercises.scenario.vessel_class import VESSEL_CLASSES
from models.base.settings import Positive, Section

LonLat = tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]
Bearing = Annotated[float, Field(ge=0, lt=360)]
Mmsi = Annotated[int, Field(ge=100_000_000, le=999_999_999)]
Seconds = Annotated[float, Field(ge=0)]
Letters = Annotated[str, Field(max_length=20, pattern=r"^[A-Z0-9 .%\-]*$")]
Colour = Literal["yellow", "orange", "red", "distress"]
EVER_S = 1e9
WAYS = ("to", "course_deg", "drift_deg", "turn_deg", "circle_m", "stay_s")


class Actor(Section):
    """A vessel of a scripted event, with an identity that the truth can name."""

    mmsi: Mmsi
    name: Letters
    length_m: Positive
    craft: str = "fishing"

    @field_validator("craft")
    @classmethod
    def _known(cls, craft: str) -> str:
        if craft not in VESSEL_CLASSES:
            raise ValueError(f"expected one of {', '.join(VESSEL_CLASSES)}")
        return craft


class Sailor(Actor):
    """The vessel of a voyage: class A unless stated otherwise, so that it reports often."""

    class_b: bool = False
    beam_m: Positive | None = None
    ship_type: Annotated[int, Field(ge=0, le=99)] | None = None
    nav_status: Annotated[int, Field(ge=0, le=15)] | None = None  # otherwise the usual of its class
    imo: Annotated[int, Field(ge=0, le=9_999_999)] | None = None
    callsign: Annotated[str, Field(max_length=7)] | None = None
    destination: Letters | None = None
    draught_m: Annotated[float, Field(ge=0, le=25.5)] | None = None


class Leg(Section):
    """One of: to a place, on a course, adrift, a turn, round and round, at rest. The first only gives the position."""

    at: LonLat | None = None
    to: LonLat | None = None
    course_deg: Bearing | None = None
    drift_deg: Bearing | None = None  # set that way, the heading kept
    turn_deg: Annotated[float, Field(ge=-720, le=720)] | None = None  # to starboard positive, at the rate of its class
    circle_m: Positive | None = None  # radius, to starboard
    stay_s: Seconds | None = None
    speed_kn: Annotated[float, Field(ge=0, le=100)] | None = None  # otherwise as before
    for_s: Positive | None = None
    within_s: Positive | None = None  # the time in which the speed changes; otherwise gently
    heading_deg: Bearing | None = None  # otherwise along the course; adrift and at rest as before

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [name for name in ("at", *WAYS) if getattr(self, name) is not None]
        if len(ways) != 1:
            raise ValueError(f"a leg has exactly one of at, {', '.join(WAYS)}; this one has {ways or 'none'}")
        if ways[0] in ("course_deg", "drift_deg", "circle_m") and self.for_s is None:
            raise ValueError(f"{ways[0]} needs for_s, its duration in seconds")
        return self


class Says(Section):
    """Reported values that differ from the true ones, from `from_s` to `to_s`."""

    from_s: Seconds = 0.0
    to_s: Seconds = EVER_S
    silent: bool = False
    nav_status: Annotated[int, Field(ge=0, le=15)] | None = None
    heading_deg: Bearing | None = None
    heading_off_deg: float | None = None
    sog_kn: Annotated[float, Field(ge=0, le=102.2)] | None = None  # 102.2 is sent as raw 1022
    cog_deg: Bearing | None = None
    moved_nm: Positive | None = None  # position off by this, towards moved_deg
    moved_deg: Bearing = 0.0
    place: LonLat | None = None  # reported there, whatever its true place
    mmsi: Annotated[int, Field(ge=0, lt=1 << 30)] | None = None
    name: Letters | None = None
    callsign: Annotated[str, Field(max_length=7)] | None = None
    imo: Annotated[int, Field(ge=0, lt=1 << 30)] | None = None
    ship_type: Annotated[int, Field(ge=0, le=99)] | None = None
    length_m: Annotated[float, Field(gt=0, le=1022)] | None = None
    beam_m: Annotated[float, Field(gt=0, le=126)] | None = None
    draught_m: Annotated[float, Field(ge=0, le=25.5)] | None = None
    destination: Letters | None = None


class Text(Section):
    """A safety text for all (type 14), once or at an interval."""

    text: Annotated[str, Field(min_length=1, max_length=50, pattern=r"^[ -_]+$")]
    at_s: Seconds
    every_s: Positive = EVER_S
    to_s: Seconds = EVER_S


class Late(Section):
    """Reports repeated much later, as receivers with a full buffer do."""

    after_s: Annotated[int, Field(gt=0)] = 1017
    share: Annotated[float, Field(gt=0, le=1)] = 1.0


class TruthOf(Section):
    """What a detector should find. `optional` is neither missed nor false."""

    rule: str
    from_s: Seconds
    to_s: Seconds
    partner: Mmsi | None = None
    optional: bool = False
    colour: Colour | None = None  # the highest colour it should reach

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.to_s <= self.from_s:
            raise ValueError(f"to_s must be after from_s ({self.from_s:g})")
        return self


class Fleet(Section):
    """Copies of it, in rows beside and behind the first, with consecutive numbers."""

    count: Annotated[int, Field(ge=2, le=2000)]
    spacing_nm: Positive


class Voyage(Section):
    """One vessel and all it does. Without truth it is a near miss: no alert may be raised for it."""

    kind: Literal["voyage"]
    actor: Sailor
    start_s: Seconds = 0.0  # it transmits from then on
    end_s: Seconds = EVER_S  # and stops then
    every_s: Positive | None = None  # between reports; otherwise as ITU-R M.1371 says
    legs: Annotated[tuple[Leg, ...], Field(min_length=1)]
    says: tuple[Says, ...] = ()
    texts: tuple[Text, ...] = ()
    late: Late | None = None
    fleet: Fleet | None = None
    truth: tuple[TruthOf, ...] = ()

    @field_validator("legs")
    @classmethod
    def _begins_somewhere(cls, legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
        if legs[0].at is None or any(leg.at for leg in legs[1:]):
            raise ValueError("the first leg, and no other, is `at: [lon, lat]`")
        return legs

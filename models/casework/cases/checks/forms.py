"""The parts of bodies that several kinds of casework share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.casework.bodies import CommandBody, Name, NameOrEmpty, Reason, ReasonOrEmpty, TextOrEmpty

Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Seconds = Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Mmsi = Annotated[int, Field(ge=1, le=999_999_999)]
Colour = Literal["yellow", "orange", "red", "distress"]
MOST_LISTED = 100


class PlaceBody(CommandBody):
    """A place in degrees, with its doubt in metres."""

    lon: Lon
    lat: Lat
    radius_m: Amount = 0.0


class TargetBody(CommandBody):
    """The vessel as the sender knows it."""

    track_id: Annotated[int, Field(ge=1, le=2**32)] | None = None
    mmsi: Mmsi | None = None
    name: NameOrEmpty = ""
    imo: Annotated[int, Field(ge=1, le=9_999_999)] | None = None
    kind: NameOrEmpty = ""
    register_: Annotated[NameOrEmpty, Field(alias="register")] = ""


class WhyBody(CommandBody):
    """The reason."""

    why: Reason


class ForwardBody(CommandBody):
    """A step of a unit: where it is, the reason where one is asked for, and the words heard if another states it."""

    heard: TextOrEmpty = ""
    why: ReasonOrEmpty = ""
    place: PlaceBody | None = None
    people: Count | None = None


class DeclineBody(ForwardBody):
    """A unit that cannot go says why."""

    why: Reason


Names = Annotated[list[Name], Field(max_length=MOST_LISTED)]

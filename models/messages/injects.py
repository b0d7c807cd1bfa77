"""The injects of an exercise director: one class for each kind, with its fields, units, bounds and expected alert.

A new kind needs a class here, its two words (dashboard/words/exercise.py), and its effect: sentences or reports
(exercises/director/injects.py) or a change of what is received (ingest/tampering.py). A run does not start while a kind
lacks one of these (commands/launch/inject_kinds.py).
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, Union, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from models.base.geo import move_deg
from models.base.units import M_PER_NM

FIRST_BEACON = 970_119_000  # ITU-R M.585: 970 is a search and rescue transmitter
CLONE_OFF_NM, CLONE_TOWARDS_DEG = 20.0, 107.0
SPOOFED_NM, SPOOFED_TOWARDS_DEG = 8.0, 45.0
FOG_NM, FOG_CORNERS = 8.0, 12
FOG_TEXT = "演练：浓雾 / exercise: dense fog"

Duration = Annotated[float, Field(gt=0, le=86_400)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Mmsi = Annotated[int, Field(gt=0, lt=2**30)]  # 30 bits (ITU-R M.1371)
Name = Annotated[str, Field(max_length=120)]
Corner = tuple[Longitude, Latitude]


class ExpectedAlert(NamedTuple):
    """The rule that should raise an alert for an inject, and the rules that may raise one as well."""

    rule: str
    allowed: tuple[str, ...] = ()


class TargetVessel(NamedTuple):
    """The vessel that an inject is about, and its position."""

    mmsi: int
    name: str
    lat_deg: float
    lon_deg: float


class BaseInject(BaseModel):
    """Base of all injects. An inject holds in (`at_s`, `at_s` + `for_s`], UTC; the core sets `at_s` on acceptance."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    expected: ClassVar[ExpectedAlert | None]  # None: no rule has to find it
    about_vessel: ClassVar[bool] = False
    kind: str
    number: int = Field(ge=1)
    at_s: float = 0.0
    for_s: Duration
    lat: Latitude
    lon: Longitude

    @classmethod
    def placed(cls, number: int, lat_deg: float, lon_deg: float, target: TargetVessel | None) -> Self:
        """Return the inject for a click at this position; a kind that is `about_vessel` needs a `target`."""
        return cls(**_at(number, lat_deg, lon_deg))

    @property
    def end_s(self) -> float:
        """The last moment at which it holds, UTC."""
        return self.at_s + self.for_s

    @property
    def subject(self) -> tuple[int, str] | None:
        """MMSI and name of the vessel or beacon it is about; None if it is about a position."""
        mmsi, name = getattr(self, "mmsi", None), getattr(self, "name", "")
        return None if mmsi is None else (mmsi, name)


class VesselInject(BaseInject):
    """An inject about one vessel."""

    about_vessel = True
    mmsi: Mmsi
    name: Name

    @classmethod
    def placed(cls, number: int, lat_deg: float, lon_deg: float, target: TargetVessel | None) -> Self:
        """Return the inject at the target's position. Raises ValueError without a target."""
        if target is None:
            raise ValueError("this inject is about a vessel")
        about: dict[str, Any] = {"mmsi": target.mmsi, "name": target.name}
        return cls(**_at(number, target.lat_deg, target.lon_deg), **about, **cls._more(target))

    @classmethod
    def _more(cls, target: TargetVessel) -> dict[str, Any]:
        """Return the fields of this kind besides the vessel's MMSI, name and position."""
        return {}


class DistressInject(BaseInject):
    """A search and rescue transmitter in the water."""

    expected = ExpectedAlert("distress")
    kind: Literal["distress"] = "distress"
    for_s: Duration = 1800.0
    mmsi: Mmsi
    name: Name = "SART"

    @classmethod
    def placed(cls, number: int, lat_deg: float, lon_deg: float, target: TargetVessel | None) -> Self:
        """Return the inject with an MMSI of its own."""
        return cls(**_at(number, lat_deg, lon_deg), mmsi=FIRST_BEACON + number)


class CloneInject(VesselInject):
    """A second vessel with the target's MMSI; it starts at `lat` and `lon`."""

    expected = ExpectedAlert("duplicate_mmsi", ("teleport", "identity"))
    kind: Literal["clone"] = "clone"
    for_s: Duration = 2400.0
    course_deg: float = Field(10.0, ge=0, lt=360)

    @classmethod
    def placed(cls, number: int, lat_deg: float, lon_deg: float, target: TargetVessel | None) -> Self:
        """Return the inject CLONE_OFF_NM away from the target."""
        return super().placed(number, lat_deg, lon_deg, target and _moved(target, CLONE_OFF_NM, CLONE_TOWARDS_DEG))


class SpoofInject(VesselInject):
    """The vessel reports positions that are off by these degrees."""

    expected = ExpectedAlert("teleport", ("duplicate_mmsi", "identity", "interference"))
    kind: Literal["spoof"] = "spoof"
    for_s: Duration = 1200.0
    north_deg: float = Field(ge=-90, le=90)
    east_deg: float = Field(ge=-360, le=360)

    @classmethod
    def _more(cls, target: TargetVessel) -> dict[str, Any]:
        there = _moved(target, SPOOFED_NM, SPOOFED_TOWARDS_DEG)
        return {"north_deg": there.lat_deg - target.lat_deg, "east_deg": there.lon_deg - target.lon_deg}


class DarkInject(VesselInject):
    """The vessel switches its transponder off."""

    expected = ExpectedAlert("gap")
    kind: Literal["dark"] = "dark"
    for_s: Duration = 3600.0


class FogInject(BaseInject):
    """The weather service reports dense fog in a polygon of (longitude, latitude)."""

    expected = None
    kind: Literal["fog"] = "fog"
    for_s: Duration = 7200.0
    polygon: tuple[Corner, ...] = Field(min_length=3, max_length=100)
    text: str = Field(FOG_TEXT, max_length=500)

    @classmethod
    def placed(cls, number: int, lat_deg: float, lon_deg: float, target: TargetVessel | None) -> Self:
        """Return the inject with a circle around the position."""
        towards, reach_m = np.radians(np.arange(FOG_CORNERS) * 360 / FOG_CORNERS), FOG_NM * M_PER_NM
        here = np.full(FOG_CORNERS, lat_deg), np.full(FOG_CORNERS, lon_deg)
        lats, lons = move_deg(*here, reach_m * np.sin(towards), reach_m * np.cos(towards))
        corners = zip(lons.round(5).tolist(), lats.round(5).tolist(), strict=True)
        return cls(**_at(number, lat_deg, lon_deg), polygon=tuple(corners))


class OutageInject(BaseInject):
    """A shore station receives nothing from positions within its range."""

    expected = ExpectedAlert("reception")
    kind: Literal["outage"] = "outage"
    for_s: Duration = 900.0
    range_nm: float = Field(15.0, gt=0, le=200)


AnyInject = Union[DistressInject, CloneInject, SpoofInject, DarkInject, FogInject, OutageInject]  # noqa: UP007 - get_args
Inject = Annotated[AnyInject, Field(discriminator="kind")]
KINDS: dict[str, type[BaseInject]] = {each.model_fields["kind"].default: each for each in get_args(AnyInject)}
_ADAPTER: TypeAdapter[AnyInject] = TypeAdapter(Inject)


def inject_of(values: Any) -> AnyInject:
    """Return the inject of plain values. Raises ValueError (pydantic.ValidationError)."""
    return _ADAPTER.validate_python(values)


def inject_from(line: str) -> AnyInject:
    """Return the inject of a line of injects.jsonl. Raises ValueError (pydantic.ValidationError)."""
    return _ADAPTER.validate_json(line)


def words_key(kind: str) -> str:
    """Return the key of a kind's words in the words table."""
    return f"ex_inject_{kind}"


def _at(number: int, lat_deg: float, lon_deg: float) -> dict[str, Any]:
    return {"number": number, "lat": lat_deg, "lon": lon_deg}


def _moved(target: TargetVessel, by_nm: float, towards_deg: float) -> TargetVessel:
    by_m, towards = by_nm * M_PER_NM, np.radians(towards_deg)
    east_m, north_m = np.array(by_m * np.sin(towards)), np.array(by_m * np.cos(towards))
    lat, lon = move_deg(np.array(target.lat_deg), np.array(target.lon_deg), east_m, north_m)
    return target._replace(lat_deg=float(lat), lon_deg=float(lon))

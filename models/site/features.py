"""The features of a site's GeoJSON files: places, zones with their rules, and management areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from models.base.forms import Flag, Form, Text, checked, expected, is_filled_list, number, one_of
from models.site.geojson import Feature, parts_of, point, rings
from models.site.units import Unit
from models.site.zone import ALWAYS, CEILINGS, SHIP_KINDS, ZONE_KINDS, Area, Window, Zone

PLACE_KINDS = ("island", "port", "town", "strait", "sea")


@dataclass(frozen=True)
class Place:
    """A name on the map. Rank 1 is shown at every zoom, rank 3 only at close ones."""

    name_zh: str
    name_en: str
    kind: str
    rank: int
    lon_deg: float
    lat_deg: float


def _is_moment(value: Any) -> bool:
    """Return whether this month, day, hour and minute exist; 2000 was a leap year, so 29 February is accepted."""
    try:
        moment = datetime.strptime(f"2000-{value}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return False
    return moment.strftime("%m-%d %H:%M") == value


def _are_texts(value: Any) -> bool:
    return value is None or (is_filled_list(value) and all(isinstance(each, str) and each for each in value))


def _are_kinds(value: Any) -> bool:
    return is_filled_list(value) and set(map(str, value)) <= {*SHIP_KINDS, "all"}


Moment = Annotated[str, expected("a moment MM-DD HH:MM", _is_moment)]


class WindowForm(Form):
    start: Annotated[Moment, Field(alias="from")]
    end: Annotated[Moment, Field(alias="to")]

    @field_validator("end", mode="after")
    @classmethod
    def _differs(cls, value: str, info: ValidationInfo) -> str:
        if value == info.data.get("start"):
            raise ValueError("another moment than from (write always for the whole year)")
        return value


class RuleForm(Form):
    class_mask: Annotated[tuple[str, ...], expected(f"some of {', '.join(SHIP_KINDS)}, or all", _are_kinds)]
    windows: tuple[WindowForm, ...]
    max_speed_kn: Annotated[float | None, number(0, 60, or_none=True)] = None
    max_dwell_s: Annotated[float | None, number(0, 30 * 86400, or_none=True)] = None
    ceiling: Annotated[str, one_of(CEILINGS)]
    alert: Flag
    gears: Annotated[tuple[str, ...] | None, expected("a list of names of gear", _are_texts)] = None

    @field_validator("windows", mode="before")
    @classmethod
    def _are_windows(cls, value: Any) -> Any:
        if value != "always" and not is_filled_list(value):
            raise ValueError('always, or a list of {"from": "MM-DD HH:MM", "to": …}')
        return () if value == "always" else value


class ZoneForm(Form):
    rule: RuleForm
    id: Text
    kind: Annotated[str, one_of(ZONE_KINDS)]
    name_zh: Text
    name_en: Text
    source: Text
    date: Text
    illustrative: Flag


class AreaForm(Form):
    id: Text
    name_zh: Text
    name_en: Text
    unit: Text
    source: Text
    date: Text
    illustrative: Flag

    @field_validator("unit", mode="after")
    @classmethod
    def _is_known(cls, value: str, info: ValidationInfo) -> str:
        units: list[str] = (info.context or {})["units"]
        if value not in units:
            raise ValueError(f"one of {', '.join(units)}")
        return value


class PlaceForm(Form):
    name_zh: Text
    name_en: Text
    kind: Annotated[str, one_of(PLACE_KINDS)]
    rank: Annotated[int, expected("1, 2 or 3", lambda value: value in (1, 2, 3))]


def zone_of(feature: Any, where: str) -> Zone:
    """Return the zone of a GeoJSON feature as in zones.geojson. Raises UserError naming the wrong key."""
    return zone_from(parts_of(feature, where))


def zone_from(feature: Feature) -> Zone:
    """Return a zone of zones.geojson. Raises UserError."""
    form = checked(ZoneForm, feature.properties, feature.where)
    rule = form.rule
    return Zone(
        **form.model_dump(exclude={"rule"}),
        rings=rings(feature.geometry, feature.where),
        kinds=SHIP_KINDS if "all" in rule.class_mask else rule.class_mask,
        windows=_windows(rule),
        max_speed_kn=rule.max_speed_kn,
        max_dwell_s=rule.max_dwell_s,
        ceiling=rule.ceiling,
        alert=rule.alert,
        gears=rule.gears or (),
    )


def _windows(rule: RuleForm) -> tuple[Window, ...]:
    return tuple((each.start, each.end) for each in rule.windows) or ALWAYS


def area_of(feature: Feature, units: tuple[Unit, ...]) -> Area:
    """Return an area of areas.geojson, owned by one of these units. Raises UserError."""
    form = checked(AreaForm, feature.properties, feature.where, {"units": [unit.id for unit in units]})
    kept = form.model_dump(include={"id", "name_zh", "name_en", "unit"})
    return Area(**kept, rings=rings(feature.geometry, feature.where))


def place_of(feature: Feature) -> Place:
    """Return a place of places.geojson. Raises UserError."""
    lon_deg, lat_deg = point(feature.geometry, feature.where)
    form = checked(PlaceForm, feature.properties, feature.where)
    return Place(**form.model_dump(), lon_deg=lon_deg, lat_deg=lat_deg)

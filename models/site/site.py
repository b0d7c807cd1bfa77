"""A site: all that makes one sea this sea, read from its folder under sites/ and checked.

What lives here: the site's nouns and the meaning of the keys in site.yaml, places, zones and areas. What does not: its
force (models/site/force.py), the form of GeoJSON (models/site/geojson.py), questions asked of a zone
(models/site/zone.py), the coast itself (models/site/coast.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from models.base.keys import Keys
from models.base.settings import UserError
from models.site.currents import UNKNOWN_CURRENTS, Currents, read_currents
from models.site.force import NO_FORCE, Force, read_force
from models.site.geojson import parts_of, point, read_features, rings
from models.site.register import NO_REGISTER, Register, read_register
from models.site.zone import ALWAYS, CEILINGS, SHIP_KINDS, ZONE_KINDS, Area, Bbox, Window, Zone

PLACE_KINDS = ("island", "port", "town", "strait", "sea")


@dataclass(frozen=True)
class Place:
    """A name on the map. Rank 1 is shown on the widest view, 3 only on close ones."""

    name_zh: str
    name_en: str
    kind: str
    rank: int
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True)
class Unit:
    """Who owns areas: a county, a district or a management zone."""

    id: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, eq=False)
class Site:
    """One sea. `bbox` is the default view; `note_*` must be shown wherever zones or areas are drawn."""

    id: str
    name_zh: str
    name_en: str
    title_zh: str
    title_en: str
    note_zh: str
    note_en: str
    bbox: Bbox
    utc_offset_h: float
    coast: Path
    units: tuple[Unit, ...]
    places: tuple[Place, ...]
    zones: tuple[Zone, ...]
    areas: tuple[Area, ...]
    currents: Currents = UNKNOWN_CURRENTS
    force: Force = NO_FORCE
    register: Register = NO_REGISTER


def load_site(folder: Path) -> Site:
    """Read a site's folder. A mistake in it is a UserError naming file, feature and key."""
    path = folder / "site.yaml"
    keys = Keys(_read_yaml(path), str(path))
    units = tuple(_unit(Keys(values, f"{path}: unit {n}")) for n, values in enumerate(keys.items("units"), start=1))
    texts = {key: keys.text(key) for key in ("name_zh", "name_en", "title_zh", "title_en", "note_zh", "note_en")}
    site = Site(
        id=keys.text("id"),
        **texts,
        bbox=_bbox(keys),
        utc_offset_h=keys.number("utc_offset_h", -12, 14),
        coast=folder / "coast.npz",
        units=units,
        places=tuple(_place(*feature) for feature in read_features(folder / "places.geojson")),
        zones=tuple(_zone(*feature) for feature in read_features(folder / "zones.geojson")),
        areas=tuple(_area(*feature, units) for feature in read_features(folder / "areas.geojson")),
        currents=read_currents(folder / "currents.yaml"),
        force=read_force(folder / "force.yaml", [unit.id for unit in units]),
        register=_register(keys, folder),
    )
    keys.end()
    for name, shapes in (("zones", site.zones), ("areas", site.areas)):
        _refuse_twins([shape.id for shape in shapes], folder / f"{name}.geojson")
    return site


def zone_of(feature: Any, where: str) -> Zone:
    """The zone that a feature in the form of zones.geojson describes. Raises UserError naming the key that is wrong."""
    return _zone(*parts_of(feature, where))


def _register(keys: Keys, folder: Path) -> Register:
    name = keys.take("register", "the name of a CSV file in this folder", _is_file_name, default=None)
    return NO_REGISTER if name is None else read_register(folder / name)


def _is_file_name(value: Any) -> bool:
    return isinstance(value, str) and value.endswith(".csv") and Path(value).name == value


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror}); is the site's name right?") from problem
    except yaml.YAMLError as problem:
        raise UserError(f"{path}: not YAML ({problem})") from problem


def _bbox(keys: Keys) -> Bbox:
    expected = "[west, south, east, north] in degrees"
    west, south, east, north = keys.take("bbox", expected, lambda box: isinstance(box, list) and len(box) == 4)
    try:
        good = -180 <= west < east <= 180 and -90 <= south < north <= 90
    except TypeError:
        good = False
    if not good:
        raise keys.fail("bbox", expected)
    return float(west), float(south), float(east), float(north)


def _unit(keys: Keys) -> Unit:
    unit = Unit(keys.text("id"), keys.text("name_zh"), keys.text("name_en"))
    keys.end()
    return unit


def _place(keys: Keys, geometry: Any, where: str) -> Place:
    lon_deg, lat_deg = point(geometry, where)
    place = Place(
        name_zh=keys.text("name_zh"),
        name_en=keys.text("name_en"),
        kind=keys.choice("kind", PLACE_KINDS),
        rank=int(keys.take("rank", "1, 2 or 3", lambda value: value in (1, 2, 3))),
        lon_deg=lon_deg,
        lat_deg=lat_deg,
    )
    keys.end()
    return place


def _zone(keys: Keys, geometry: Any, where: str) -> Zone:
    rule = keys.inner("rule")
    zone = Zone(
        id=keys.text("id"),
        kind=keys.choice("kind", ZONE_KINDS),
        name_zh=keys.text("name_zh"),
        name_en=keys.text("name_en"),
        rings=rings(geometry, where),
        kinds=_kinds(rule),
        windows=_windows(rule, where),
        max_speed_kn=rule.number_or_none("max_speed_kn", 0, 60),
        max_dwell_s=rule.number_or_none("max_dwell_s", 0, 30 * 86400),
        ceiling=rule.choice("ceiling", CEILINGS),
        alert=rule.flag("alert"),
        source=keys.text("source"),
        date=keys.text("date"),
        illustrative=keys.flag("illustrative"),
        gears=_gears(rule),
    )
    rule.end()
    keys.end()
    return zone


def _area(keys: Keys, geometry: Any, where: str, units: tuple[Unit, ...]) -> Area:
    area = Area(
        id=keys.text("id"),
        name_zh=keys.text("name_zh"),
        name_en=keys.text("name_en"),
        rings=rings(geometry, where),
        unit=keys.choice("unit", [unit.id for unit in units]),
    )
    keys.text("source"), keys.text("date"), keys.flag("illustrative")
    keys.end()
    return area


def _kinds(rule: Keys) -> tuple[str, ...]:
    mask = rule.items("class_mask")
    if not set(map(str, mask)) <= {*SHIP_KINDS, "all"}:
        raise rule.fail("class_mask", f"some of {', '.join(SHIP_KINDS)}, or all")
    return SHIP_KINDS if "all" in mask else tuple(mask)


def _gears(rule: Keys) -> tuple[str, ...]:
    gears = rule.take("gears", "a list of names of gear", _texts, default=())
    return tuple(gears)


def _texts(value: Any) -> bool:
    return _filled(value) and all(isinstance(each, str) and each for each in value)


def _windows(rule: Keys, where: str) -> tuple[Window, ...]:
    windows = rule.take(
        "windows", 'always, or a list of {"from": "MM-DD HH:MM", "to": …}', lambda w: w == "always" or _filled(w)
    )
    if windows == "always":
        return ALWAYS
    return tuple(_window(Keys(window, f"{where}: rule: windows {n}")) for n, window in enumerate(windows, start=1))


def _window(keys: Keys) -> Window:
    start, end = (str(keys.take(key, "a moment MM-DD HH:MM", _is_moment)) for key in ("from", "to"))
    keys.end()
    if start == end:
        raise keys.fail("to", "another moment than from (write always for the whole year)")
    return start, end


def _filled(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _is_moment(value: Any) -> bool:
    """A month, day, hour and minute that exist; 2000 was a leap year, so 29 February does."""
    try:
        moment = datetime.strptime(f"2000-{value}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return False
    return moment.strftime("%m-%d %H:%M") == value


def _refuse_twins(ids: list[str], path: Path) -> None:
    repeated = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if repeated:
        raise UserError(f"{path}: feature {repeated[0]}: key id: used twice; give each its own")

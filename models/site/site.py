"""A site: a sea area with its view, places, zones, areas, coast, force and register, read from its folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from models.base.forms import Form, Text, expected, is_filled_list, number, read_form
from models.base.settings import UserError
from models.site.currents import UNKNOWN_CURRENTS, Currents, read_currents
from models.site.features import Place, area_of, place_of, zone_from, zone_of
from models.site.force import NO_FORCE, Force, read_force
from models.site.geojson import read_features
from models.site.register import NO_REGISTER, Register, read_register
from models.site.rulebook import Rulebook, bare_rulebook, read_rulebook
from models.site.units import Unit, UnitForms, Units, units_of
from models.site.zone import Area, Bbox, Zone

__all__ = ["Place", "Site", "Unit", "Units", "load_site", "zone_of"]


@dataclass(frozen=True, eq=False)
class Site:
    """One sea area. `bbox` is the default view; `note_*` must be shown wherever zones or areas are drawn."""

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
    units: Units
    places: tuple[Place, ...]
    zones: tuple[Zone, ...]
    areas: tuple[Area, ...]
    currents: Currents = UNKNOWN_CURRENTS
    force: Force = NO_FORCE
    register: Register = NO_REGISTER
    usual: Path | None = None  # what `run.py learn` made, where config.yaml names no other file
    rulebook: Rulebook = field(default_factory=bare_rulebook)

    def owner_at(self, lon_deg: float, lat_deg: float) -> Unit:
        """The lowest unit that owns an area at a position; the root outside all areas."""
        owners = [area.unit for area in self.areas if area.contains(lon_deg, lat_deg)]
        return self.units.of(self.units.lowest(owners))


def _is_box(value: Any) -> bool:
    if not is_filled_list(value) or len(value) != 4 or not all(isinstance(each, int | float) for each in value):
        return False
    west, south, east, north = value
    return bool(-180 <= west < east <= 180 and -90 <= south < north <= 90)


def _is_file_name(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.endswith(".csv") and Path(value).name == value)


def _is_learned_name(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.endswith(".npz") and Path(value).name == value)


class SiteForm(Form):
    units: UnitForms
    name_zh: Text
    name_en: Text
    title_zh: Text
    title_en: Text
    note_zh: Text
    note_en: Text
    id: Text
    bbox: Annotated[Bbox, expected("[west, south, east, north] in degrees", _is_box)]
    utc_offset_h: Annotated[float, number(-12, 14)]
    register_: Annotated[str | None, expected("the name of a CSV file in this folder", _is_file_name)] = Field(
        default=None, alias="register"
    )
    usual: Annotated[str | None, expected("the name of an .npz file in this folder", _is_learned_name)] = None


def register_file(folder: Path) -> Path:
    """Return the file of a site's register. Raises UserError where it has none."""
    name = read_form(SiteForm, folder / "site.yaml").register_
    if not name:
        raise UserError(f"{folder / 'site.yaml'}: names no register; add `register: register.csv`")
    return folder / name


def load_site(folder: Path) -> Site:
    """Read a site's folder. Raises UserError naming file, feature and key."""
    form = read_form(SiteForm, folder / "site.yaml")
    places = tuple(place_of(each) for each in read_features(folder / "places.geojson"))
    units = units_of(form.units, folder / "site.yaml", [each.name_zh for each in places])
    site = Site(
        **form.model_dump(exclude={"units", "register_", "usual"}),
        coast=folder / "coast.npz",
        units=units,
        places=places,
        zones=tuple(zone_from(each) for each in read_features(folder / "zones.geojson")),
        areas=tuple(area_of(each, units) for each in read_features(folder / "areas.geojson")),
        currents=read_currents(folder / "currents.yaml"),
        force=read_force(folder / "force.yaml", [unit.id for unit in units]),
        register=read_register(folder / form.register_) if form.register_ else NO_REGISTER,
        usual=folder / form.usual if form.usual else None,
        rulebook=read_rulebook(folder, units, form.utc_offset_h),
    )
    for name, shapes in (("zones", site.zones), ("areas", site.areas)):
        _refuse_repeated([shape.id for shape in shapes], folder / f"{name}.geojson")
    _check_also(site, folder / "site.yaml")
    return site


def _check_also(site: Site, path: Path) -> None:
    """A unit that also covers a place must own the area it lies in: work goes to the owner of the area."""
    at = {each.name_zh: (each.lon_deg, each.lat_deg) for each in site.places}
    for unit in site.units:
        for name in unit.also:
            owner = site.owner_at(*at[name])
            if owner != unit:
                where = f"{name} lies in an area of {owner.id}"
                raise UserError(f"{path}: unit {unit.id}: key also: {where}; correct areas.geojson or this list")


def _refuse_repeated(ids: list[str], path: Path) -> None:
    repeated = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if repeated:
        raise UserError(f"{path}: feature {repeated[0]}: key id: used twice; give each its own")

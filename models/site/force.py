"""Force: the bases and craft that a site can send, read from its `force.yaml` and checked.

What lives here: the nouns and the meaning of the keys. What does not: where a craft is now
(models/risk/regional/pressure.py). A site without the file has no force: it shows risk, and no pressure.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from models.base.keys import Keys
from models.base.settings import UserError

FASTEST_KN = 80.0
MOST_CREW = 200
MMSI_DIGITS = 9


@dataclass(frozen=True)
class Base:
    """Where craft lie when they are not out."""

    id: str
    name_zh: str
    name_en: str
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True)
class Craft:
    """One craft of the force. `unit` and `base` are places in the site's units and in `Force.bases`.

    `mmsi` is how it is known on the picture, None without AIS. `crew` are aboard now, `required` make it whole.
    """

    id: str
    name_zh: str
    name_en: str
    unit: int
    base: int
    mmsi: int | None
    speed_kn: float
    crew: int
    required: int

    @property
    def strength(self) -> float:
        """How much of a boat it is with the crew it has, 1 at most."""
        return min(1.0, self.crew / self.required)


@dataclass(frozen=True)
class Force:
    """All bases and craft; `note_*` is shown wherever they are, since a register in the repository is illustrative."""

    note_zh: str = ""
    note_en: str = ""
    bases: tuple[Base, ...] = ()
    craft: tuple[Craft, ...] = ()


NO_FORCE = Force()


def read_force(path: Path, units: Collection[str]) -> Force:
    """The force of a site whose units have these ids; none when there is no file. Raises UserError."""
    if not path.exists():
        return NO_FORCE
    try:
        keys = Keys(yaml.safe_load(path.read_text(encoding="utf-8")), str(path))
    except yaml.YAMLError as problem:
        raise UserError(f"{path}: not YAML ({problem})") from problem
    bases = tuple(_base(Keys(each, f"{path}: base {n}")) for n, each in enumerate(keys.items("bases"), start=1))
    base_ids = [base.id for base in bases]
    craft = tuple(
        _craft(Keys(each, f"{path}: craft {n}"), list(units), base_ids)
        for n, each in enumerate(keys.items("craft"), start=1)
    )
    force = Force(keys.text("note_zh"), keys.text("note_en"), bases, craft)
    keys.end()
    _refuse_twins(path, "base id", base_ids)
    _refuse_twins(path, "craft id", [each.id for each in craft])
    _refuse_twins(path, "mmsi", [each.mmsi for each in craft if each.mmsi is not None])
    return force


def _base(keys: Keys) -> Base:
    lon, lat = keys.take("at", "[longitude, latitude] in degrees", _is_place)
    base = Base(keys.text("id"), keys.text("name_zh"), keys.text("name_en"), float(lon), float(lat))
    keys.end()
    return base


def _craft(keys: Keys, units: list[str], bases: list[str]) -> Craft:
    craft = Craft(
        id=keys.text("id"),
        name_zh=keys.text("name_zh"),
        name_en=keys.text("name_en"),
        unit=units.index(keys.choice("unit", units)),
        base=bases.index(keys.choice("base", bases)),
        mmsi=keys.take("mmsi", "nine digits, or null", _is_mmsi, default=None),
        speed_kn=keys.number("speed_kn", 1, FASTEST_KN),
        crew=int(keys.number("crew", 0, MOST_CREW)),
        required=int(keys.number("required", 1, MOST_CREW)),
    )
    keys.end()
    return craft


def _is_place(value: Any) -> bool:
    number = isinstance(value, list) and len(value) == 2 and all(isinstance(each, int | float) for each in value)
    return number and abs(value[0]) <= 180 and abs(value[1]) <= 90


def _is_mmsi(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and len(str(value)) == MMSI_DIGITS


def _refuse_twins(path: Path, what: str, values: list[Any]) -> None:
    repeated = sorted({each for each in values if values.count(each) > 1})
    if repeated:
        raise UserError(f"{path}: {what} {repeated[0]}: used twice; give each its own")

"""Force: the bases and patrol craft of a site, read from its `force.yaml` and checked.

A site without the file has no force: it shows risk but no pressure (models/risk/regional/pressure.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Annotated, Any

from pydantic import ValidationInfo, field_validator

from models.base.forms import FilledList, Form, Text, expected, number, one_of, read_form
from models.base.settings import UserError

FASTEST_KN = 80.0
MOST_CREW = 200
MMSI_DIGITS = 9
KINDS = ("boat", "vehicle", "team", "drone")
# What the law lets its officers do: board and inspect, stop a ship under way, detain, enforce fisheries law; and what
# the craft itself can do: take people from the water, tow.
POWERS = ("board", "stop", "detain", "fishery", "rescue", "tow")


@dataclass(frozen=True)
class Base:
    """A base of patrol craft."""

    id: str
    name_zh: str
    name_en: str
    lon_deg: float
    lat_deg: float


@dataclass(frozen=True)
class Craft:
    """One patrol craft. `unit` and `base` are indices into the site's units and `Force.bases`.

    `mmsi` identifies it in the picture, None without AIS. `crew` is the present crew, `required` the full crew,
    `officers` how many of the crew hold an enforcement certificate. `kind` is one of KINDS, `powers` some of POWERS.
    `endurance_h` is how long it can stay out, `wind_max_mps` the mean wind and `wave_max_m` the height of waves up to
    which it may, `turnout_min` the time from the order to leaving its berth.
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
    kind: str = "boat"
    agency: str = "own"
    powers: frozenset[str] = frozenset(POWERS)
    officers: int = 2
    endurance_h: float = 12.0
    wind_max_mps: float = 17.0
    wave_max_m: float = inf
    draught_m: float = 2.0
    turnout_min: float = 15.0

    @property
    def strength(self) -> float:
        """The share of the required crew, 1 at most."""
        return min(1.0, self.crew / self.required)


@dataclass(frozen=True)
class Force:
    """All bases and patrol craft. `note_*` is shown with them, because the data in the repository are illustrative."""

    note_zh: str = ""
    note_en: str = ""
    bases: tuple[Base, ...] = ()
    craft: tuple[Craft, ...] = ()


NO_FORCE = Force()


def _is_place(value: Any) -> bool:
    pair = isinstance(value, list) and len(value) == 2 and all(isinstance(each, int | float) for each in value)
    return pair and abs(value[0]) <= 180 and abs(value[1]) <= 90


def _are_powers(value: Any) -> bool:
    return isinstance(value, list) and all(each in POWERS for each in value) and len(set(value)) == len(value)


def _is_mmsi(value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value is None or (whole and len(str(value)) == MMSI_DIGITS)


class BaseForm(Form):
    id: Text
    name_zh: Text
    name_en: Text
    at: Annotated[tuple[float, float], expected("[longitude, latitude] in degrees", _is_place)]


class CraftForm(Form):
    id: Text
    name_zh: Text
    name_en: Text
    unit: Text
    base: Text
    mmsi: Annotated[int | None, expected("nine digits, or null", _is_mmsi)] = None
    speed_kn: Annotated[float, number(1, FASTEST_KN)]
    crew: Annotated[float, number(0, MOST_CREW)]
    required: Annotated[float, number(1, MOST_CREW)]
    kind: Annotated[str, one_of(KINDS)] = Craft.kind
    agency: Text = Craft.agency
    powers: Annotated[tuple[str, ...], expected(f"a list of {', '.join(POWERS)}, each once", _are_powers)] = POWERS
    officers: Annotated[float | None, number(0, MOST_CREW)] = None
    endurance_h: Annotated[float, number(0.5, 2000)] = Craft.endurance_h
    wind_max_mps: Annotated[float, number(1, 60)] = Craft.wind_max_mps
    wave_max_m: Annotated[float | None, number(0.1, 20)] = None
    draught_m: Annotated[float, number(0, 20)] = Craft.draught_m
    turnout_min: Annotated[float, number(0, 600)] = Craft.turnout_min

    @field_validator("officers", mode="after")
    @classmethod
    def _are_of_the_crew(cls, value: float | None, info: ValidationInfo) -> float | None:
        crew = info.data.get("crew", MOST_CREW)
        if value is not None and value > crew:
            raise ValueError(f"at most the crew of {crew:g}")
        return value

    @field_validator("unit", "base", mode="after")
    @classmethod
    def _is_known(cls, value: str, info: ValidationInfo) -> str:
        known: list[str] = (info.context or {})[info.field_name]
        if value not in known:
            raise ValueError(f"one of {', '.join(known)}")
        return value


class ForceForm(Form):
    note_zh: Text
    note_en: Text
    bases: Annotated[tuple[BaseForm, ...], FilledList]
    craft: Annotated[tuple[CraftForm, ...], FilledList]

    @field_validator("bases", mode="after")
    @classmethod
    def _bases_are_known(cls, bases: tuple[BaseForm, ...], info: ValidationInfo) -> tuple[BaseForm, ...]:
        (info.context or {})["base"].extend(base.id for base in bases)
        return bases


def read_force(path: Path, units: Collection[str]) -> Force:
    """Read the force of a site whose units have these ids; empty if there is no file. Raises UserError."""
    if not path.exists():
        return NO_FORCE
    known: dict[str, list[str]] = {"unit": list(units), "base": []}
    form = read_form(ForceForm, path, known)
    bases = tuple(Base(each.id, each.name_zh, each.name_en, *each.at) for each in form.bases)
    craft = tuple(_craft(each, known) for each in form.craft)
    _refuse_repeated(path, "base id", known["base"])
    _refuse_repeated(path, "craft id", [each.id for each in craft])
    _refuse_repeated(path, "mmsi", [each.mmsi for each in craft if each.mmsi is not None])
    return Force(form.note_zh, form.note_en, bases, craft)


def _craft(form: CraftForm, known: dict[str, list[str]]) -> Craft:
    return Craft(
        id=form.id,
        name_zh=form.name_zh,
        name_en=form.name_en,
        unit=known["unit"].index(form.unit),
        base=known["base"].index(form.base),
        mmsi=form.mmsi,
        speed_kn=form.speed_kn,
        crew=int(form.crew),
        required=int(form.required),
        kind=form.kind,
        agency=form.agency,
        powers=frozenset(form.powers),
        officers=int(form.crew if form.officers is None else form.officers),
        endurance_h=form.endurance_h,
        wind_max_mps=form.wind_max_mps,
        wave_max_m=inf if form.wave_max_m is None else form.wave_max_m,
        draught_m=form.draught_m,
        turnout_min=form.turnout_min,
    )


def _refuse_repeated(path: Path, what: str, values: list[Any]) -> None:
    repeated = sorted({each for each in values if values.count(each) > 1})
    if repeated:
        raise UserError(f"{path}: {what} {repeated[0]}: used twice; give each its own")

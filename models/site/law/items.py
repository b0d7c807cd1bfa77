"""Enforcement items: what may be penalised, by whom and how, read from a site's `items.csv`.

A code may have several rows for times that do not overlap: laws change, and a case is judged by the law of its day.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field

from models.base.forms import Form, cell, checked
from models.base.settings import UserError
from models.site.units import LEVELS

FAR_FUTURE = date(9999, 12, 31)
UNVERIFIED = "待核"  # in the basis of a row


@dataclass(frozen=True)
class Tier:
    """One step of discretion: yuan from `low` to `high`."""

    name_zh: str
    name_en: str
    low_yuan: float
    high_yuan: float


@dataclass(frozen=True)
class Item:
    """One enforcement item. `from_` is the agency it was transferred from, empty for none; `holder` enforces it.

    `level` is the lowest level of unit that may decide. `tiers` and `fine_yuan` are empty where the law sets no sum.
    `waiver` says whether a first minor breach may be waived; `test` whether a test report is needed.
    """

    code: str
    name_zh: str
    name_en: str
    from_: str
    holder: str
    level: str
    basis_zh: str
    basis_en: str
    valid_from: date
    valid_to: date
    fine_yuan: tuple[float, float] | None
    tiers: tuple[Tier, ...]
    waiver: bool
    test: bool

    @property
    def unverified(self) -> bool:
        """Whether the basis says that its article has still to be verified."""
        return UNVERIFIED in self.basis_zh

    def valid_on(self, day: date) -> bool:
        """Return whether the row is in force on a day."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True)
class Items:
    """All rows in the order of the file."""

    rows: tuple[Item, ...] = ()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes, each once, in the order of the file."""
        return tuple(dict.fromkeys(each.code for each in self.rows))

    def of(self, code: str, day: date) -> Item | None:
        """The row of a code in force on a day; None if there is none."""
        return next((each for each in self.rows if each.code == code and each.valid_on(day)), None)

    def held_by(self, agency: str, day: date) -> tuple[Item, ...]:
        """What an agency enforces on a day."""
        return tuple(each for each in self.rows if each.holder == agency and each.valid_on(day))


NO_ITEMS = Items()
ValueT = TypeVar("ValueT")
_TIER = re.compile(r"([^/:;]+)/([^/:;]+):(\d+)-(\d+)")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _last_day(text: str) -> date | None:
    return _day(text) if text else FAR_FUTURE


def _range(text: str) -> tuple[float, ...] | None:
    if not text:
        return ()
    found = re.fullmatch(r"(\d+)-(\d+)", text)
    return tuple(map(float, found.groups())) if found and int(found[1]) <= int(found[2]) else None


def _tiers(text: str) -> tuple[Tier, ...] | None:
    parts = [_TIER.fullmatch(part.strip()) for part in text.split(";") if part.strip()]
    found = [Tier(each[1], each[2], float(each[3]), float(each[4])) for each in parts if each]
    bounds = [bound for tier in found for bound in (tier.low_yuan, tier.high_yuan)]
    return tuple(found) if len(found) == len(parts) and bounds == sorted(bounds) else None


def _filled(text: str) -> str | None:
    return text or None


def _word(words: Collection[str]) -> Callable[[str], str | None]:
    return lambda text: text if text in words else None


_YES = {"yes": True, "no": False}


class ItemForm(Form):
    """One line of the file, in the order of its columns."""

    code: Annotated[str, cell("a code such as YY-38", _filled)]
    name_zh: Annotated[str, cell("what is done, in Chinese", _filled)]
    name_en: Annotated[str, cell("the same in English", _filled)]
    from_: Annotated[str, cell("the agency it was transferred from, or nothing", str)] = Field(alias="from")
    holder: Annotated[str, cell("the agency that enforces it", _filled)]
    level: Annotated[str, cell(f"one of {', '.join(LEVELS)}", _word(LEVELS))]
    basis_zh: Annotated[str, cell("law and article, in Chinese", _filled)]
    basis_en: Annotated[str, cell("the same in English", _filled)]
    valid_from: Annotated[date, cell("a day such as 2021-09-01", _day)]
    valid_to: Annotated[date, cell("a day such as 2026-04-30, or nothing", _last_day)]
    fine_yuan: Annotated[tuple[float, ...], cell("yuan such as 0-50000, or nothing", _range)]
    tiers: Annotated[
        tuple[Tier, ...], cell("tiers in rising order such as 较轻/minor:0-10000;一般/usual:10000-30000", _tiers)
    ]
    waiver: Annotated[bool, cell("yes or no", _YES.get)]
    test: Annotated[bool, cell("yes or no", _YES.get)]


ITEM_COLUMNS = tuple(field.alias or name for name, field in ItemForm.model_fields.items())


def read_items(path: Path, agencies: Collection[str]) -> Items:
    """Read the items of a site (UTF-8; lines that begin with # are comments); none if there is no file.

    Raises UserError with line and column.
    """
    if not path.exists():
        return NO_ITEMS
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    rows = [(number, next(csv.reader([line]), [])) for number, line in enumerate(lines, 1) if _has_values(line)]
    header = [each.strip() for each in rows[0][1]] if rows else []
    if sorted(header) != sorted(ITEM_COLUMNS):
        raise UserError(
            f"{path}: the first line names the columns {', '.join(ITEM_COLUMNS)}, found {', '.join(header)}"
        )
    items: list[Item] = []
    for number, row in rows[1:]:
        items.append(_item(row, header, f"{path} line {number}"))
        _check_item(items, agencies, f"{path} line {number}")
    return Items(tuple(items))


def _has_values(line: str) -> bool:
    return bool(line.strip(" ,;\t")) and not line.lstrip().startswith("#")


def _item(row: list[str], header: list[str], where: str) -> Item:
    if len(row) != len(header):
        raise UserError(f"{where}: expected {len(header)} values, found {len(row)}; put a text with commas in quotes")
    values = checked(ItemForm, dict(zip(header, row, strict=True)), where, noun="column").model_dump()
    fine = values.pop("fine_yuan")
    return Item(**{**values, "tiers": tuple(Tier(**each) for each in values["tiers"])}, fine_yuan=fine or None)


def _check_item(items: list[Item], agencies: Collection[str], where: str) -> None:
    *before, item = items
    for column, agency in (("from", item.from_), ("holder", item.holder)):
        if agency and agency not in agencies:
            known = ", ".join(sorted(agencies)) or "none: agencies.yaml is missing"
            raise UserError(f"{where}: column {column}: expected one of {known}, found {agency!r}")
    if item.valid_to < item.valid_from:
        raise UserError(f"{where}: column valid_to: expected a day after {item.valid_from}, found {item.valid_to}")
    for other in before:
        if other.code == item.code and other.valid_from <= item.valid_to and item.valid_from <= other.valid_to:
            raise UserError(f"{where}: column code: {item.code} is in force twice on the same day; correct valid_from")
    if item.tiers and item.fine_yuan and not _covers(item.fine_yuan, item.tiers):
        raise UserError(f"{where}: column tiers: expected sums within {item.fine_yuan[0]:g}-{item.fine_yuan[1]:g} yuan")


def _covers(fine_yuan: tuple[float, float], tiers: tuple[Tier, ...]) -> bool:
    return fine_yuan[0] <= tiers[0].low_yuan and tiers[-1].high_yuan <= fine_yuan[1]

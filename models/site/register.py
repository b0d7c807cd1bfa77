"""The register of a site: vessels on a list or with a record, read from a CSV file and checked line by line.

Matches are used in detectors/watch.py and identity.py, the base rate in risk/scoring/vessel.py.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from models.base.forms import Form, cell, checked
from models.base.names import alike, plain_name, shortened
from models.base.settings import UserError

LISTS = ("interest", "wanted")
CLASSES = (
    "cargo",
    "tanker",
    "passenger",
    "fishing",
    "inland_barge",
    "floating_crane",
    "self_unloader",
    "sand_carrier",
    "dredger",
    "tug",
    "other",
)
PRIOR_OVER, MOST_PRIOR = 20.0, 0.15  # Beta-binomial (1 + violations) / (20 + inspections), capped
LEAST_NAME_CHARS = 5  # too many shorter names are alike


@dataclass(frozen=True)
class Entry:
    """One vessel. 0, empty and NaN mean unknown; `list` is empty for a vessel that is not watched."""

    mmsi: int
    name: str
    callsign: str
    imo: int
    list: str
    reason_zh: str
    reason_en: str
    violations_24m: int
    inspections_24m: int
    length_m: float
    craft_class: str
    permits: tuple[str, ...]

    @property
    def prior(self) -> float:
        """The base rate of its risk, from its record of 24 months."""
        return min(MOST_PRIOR, (1 + self.violations_24m) / (PRIOR_OVER + self.inspections_24m))


@dataclass(frozen=True, eq=False)
class Register:
    """Entries in the order of the file, and lookups, which return -1 where nothing is found."""

    entries: tuple[Entry, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def by_mmsi(self, mmsi: np.ndarray) -> np.ndarray:
        """Return the entry of each MMSI; (n,) -> (n,) i8."""
        return _find(self._by_mmsi, mmsi)

    def by_imo(self, imo: np.ndarray) -> np.ndarray:
        """Return the entry of each IMO number; 0 finds none; (n,) -> (n,) i8."""
        return _find(self._by_imo, imo)

    def by_name(self, name: str) -> int:
        """Return the entry on a list with this name, or a name one letter apart; -1 for none or a name too short."""
        plain = plain_name(name)
        if len(plain) < LEAST_NAME_CHARS:
            return -1
        near = sorted({at for part in shortened(plain) for at in self._by_name.get(part, ())})
        return next((at for at in near if alike(plain, plain_name(self.entries[at].name))), -1)

    @cached_property
    def priors(self) -> np.ndarray:
        """The base rates of all entries."""
        return np.array([each.prior for each in self.entries], dtype="f4")

    @cached_property
    def _by_mmsi(self) -> tuple[np.ndarray, np.ndarray]:
        return _sorted([each.mmsi for each in self.entries])

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            plain = plain_name(entry.name)
            for part in shortened(plain) if entry.list and len(plain) >= LEAST_NAME_CHARS else ():
                index.setdefault(part, []).append(number)
        return index

    @cached_property
    def _by_imo(self) -> tuple[np.ndarray, np.ndarray]:
        return _sorted([each.imo for each in self.entries])


NO_REGISTER = Register()


def read_register(path: Path) -> Register:
    """Read a register from CSV (UTF-8; lines that begin with # are comments). Raises UserError with line and column."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise UserError(f"{path}: cannot be read ({why}); put the register there or remove its key") from problem
    rows = [(number, next(csv.reader([line]), [])) for number, line in enumerate(lines, start=1) if has_values(line)]
    if not rows:
        raise UserError(f"{path}: has no header; the first line names the columns {', '.join(COLUMNS)}")
    header = [each.strip() for each in rows[0][1]]
    _check_header(header, f"{path} line {rows[0][0]}")
    entries = tuple(entry_of(row, header, f"{path} line {n}") for n, row in rows[1:])
    _refuse_repeated(entries, [number for number, _ in rows[1:]], path)
    return Register(entries)


def _number(low: int, high: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        if not text:
            return 0
        return int(text) if text.isascii() and text.isdigit() and low <= int(text) <= high else None

    return read


def _metres(text: str) -> float | None:
    if not text:
        return float("nan")
    return float(text) if re.fullmatch(r"\d{1,3}(\.\d+)?", text) and float(text) > 0 else None


def _one_of(words: tuple[str, ...]) -> Callable[[str], str | None]:
    return lambda text: text if text in ("", *words) else None


def _permits(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(";") if each.strip())


class RowForm(Form):
    """One line of the file, in the order of its columns."""

    mmsi: Annotated[int, cell("an MMSI of up to nine digits, or nothing", _number(1, 2**30 - 1))]
    name: Annotated[str, cell("a name as it is sent", str)]
    callsign: Annotated[str, cell("a call sign", str)]
    imo: Annotated[int, cell("an IMO number of seven digits, or nothing", _number(1_000_000, 9_999_999))]
    list: Annotated[str, cell(f"{' or '.join(LISTS)}, or nothing", _one_of(LISTS))]
    reason_zh: Annotated[str, cell("why it is on the list, in Chinese", str)]
    reason_en: Annotated[str, cell("the same in English", str)]
    violations_24m: Annotated[int, cell("a whole number", _number(0, 10_000))]
    inspections_24m: Annotated[int, cell("a whole number", _number(0, 10_000))]
    length_m: Annotated[float, cell("metres such as 87.5, or nothing", _metres)]
    craft_class: Annotated[str, cell(f"one of {', '.join(CLASSES)}, or nothing", _one_of(CLASSES))] = Field(
        alias="class"
    )
    permits: Annotated[tuple[str, ...], cell("words between ;", _permits)]


COLUMNS = tuple(field.alias or name for name, field in RowForm.model_fields.items())


def has_values(line: str) -> bool:
    """Return whether a line of the file is neither empty nor a comment."""
    return bool(line.strip(" ,;\t")) and not line.lstrip().startswith("#")


def _check_header(header: list[str], where: str) -> None:
    for name in header:
        if name not in COLUMNS:
            raise UserError(f"{where}: column {name!r}: not known; known are {', '.join(COLUMNS)}")
    for name in COLUMNS:
        if header.count(name) != 1:
            raise UserError(f"{where}: column {name}: expected once, found {header.count(name)} times")


def entry_of(row: list[str], header: list[str], where: str) -> Entry:
    """Return the entry of one line. Raises UserError, which begins with `where`."""
    if len(row) != len(header):
        raise UserError(f"{where}: expected {len(header)} values, found {len(row)}; put a text with commas in quotes")
    cells = dict(zip(header, row, strict=True))
    entry = Entry(**checked(RowForm, cells, where, noun="column").model_dump())
    if not (entry.mmsi or entry.imo or plain_name(entry.name)):
        raise UserError(f"{where}: column mmsi: expected an MMSI, an IMO number or a name, found none of them")
    if entry.list and not (entry.reason_zh and entry.reason_en):
        raise UserError(f"{where}: column reason_zh: expected why it is listed, in both languages, found nothing")
    return entry


def _refuse_repeated(entries: tuple[Entry, ...], lines: list[int], path: Path) -> None:
    for name in ("mmsi", "imo"):
        first: dict[int, int] = {}
        for line, entry in zip(lines, entries, strict=True):
            number = getattr(entry, name)
            if number and number in first:
                raise UserError(
                    f"{path} line {line}: column {name}: {number} is also in line {first[number]}; keep one"
                )
            first[number] = line


def _sorted(numbers: list[int]) -> tuple[np.ndarray, np.ndarray]:
    known = np.array(numbers, dtype="i8").reshape(-1)
    at = np.argsort(known, kind="stable")
    at = at[known[at] > 0]
    return known[at], at


def _find(index: tuple[np.ndarray, np.ndarray], wanted: np.ndarray) -> np.ndarray:
    numbers, at = index
    if not len(numbers):
        return np.full(len(wanted), -1, dtype="i8")
    place = np.minimum(np.searchsorted(numbers, wanted), len(numbers) - 1)
    return np.where(numbers[place] == wanted, at[place], -1)

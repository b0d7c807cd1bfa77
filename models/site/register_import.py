"""A register or watch list from a CSV file of another system: what it would change, line by line, and the writing.

A file in UTF-8 or GB18030. A wrong line is refused by its number and the others stand; nothing is written here but the
register of the site, whole and in one step.
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from models.base.names import plain_name
from models.base.settings import UserError
from models.site.register import COLUMNS, Entry, Register, entry_of, has_values

MMSI_DIGITS = 9
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class RefusedLine:
    """A line that is left out, and why."""

    line: int
    why: str


@dataclass(frozen=True)
class ImportedEntry:
    """A line that is taken, and what identifies its vessel."""

    line: int
    key: str
    entry: Entry


@dataclass(frozen=True)
class RegisterChange:
    """What a file would do to a register: the entries added and changed with their lines, those removed."""

    added: tuple[ImportedEntry, ...]
    changed: tuple[tuple[ImportedEntry, tuple[str, ...]], ...]
    removed: tuple[Entry, ...]
    same: int


def rows_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str] | str]]:
    """The lines of a file by number, each as cells by column, or why it cannot be read. Raises UserError."""
    lines = [(number, line) for number, line in enumerate(_text(path).splitlines(), start=1) if has_values(line)]
    header = [each.strip() for each in next(csv.reader([lines[0][1]]), [])] if lines else []
    missing = [name for name in columns if name not in header]
    if missing or len(set(header)) != len(header) or set(header) - set(columns):
        raise UserError(f"{path}: the first line names the columns {', '.join(columns)}; found {', '.join(header)}")
    for number, line in lines[1:]:
        cells = next(csv.reader([line]), [])
        if len(cells) == len(header):
            yield number, dict(zip(header, (each.strip() for each in cells), strict=True))
        else:
            yield number, f"expected {len(header)} values, found {len(cells)}"


def read_import(path: Path) -> tuple[list[ImportedEntry], list[RefusedLine]]:
    """The entries of a file, and the lines that are refused. Raises UserError for a file that cannot be read."""
    taken: dict[str, ImportedEntry] = {}
    refused: list[RefusedLine] = []
    for number, cells in rows_of(path, COLUMNS):
        try:
            if isinstance(cells, str):
                raise UserError(cells)
            made = ImportedEntry(number, "", entry_of(list(cells.values()), list(cells), f"line {number}"))
            made = replace(made, key=_key(made.entry))
            assert_mmsi(cells["mmsi"])
            _assert_new(made, taken)
        except UserError as problem:
            refused.append(RefusedLine(number, str(problem).removeprefix(f"line {number}: ")))
        else:
            taken[made.key] = made
    return list(taken.values()), refused


def assert_mmsi(text: str) -> None:
    """An MMSI has nine digits; the empty text is none. Raises UserError."""
    if text and not (len(text) == MMSI_DIGITS and text.isascii() and text.isdigit()):
        raise UserError(f"column mmsi: expected nine digits, found {text!r}")


def change_of(register: Register, imported: Iterable[ImportedEntry]) -> RegisterChange:
    """What the entries would change if they became the whole register."""
    before = {_key(each): each for each in register.entries}
    added, changed, same = [], [], 0
    imported = list(imported)
    for each in imported:
        old = before.get(each.key)
        if old is None:
            added.append(each)
        elif differing := _differing(old, each.entry):
            changed.append((each, differing))
        else:
            same += 1
    keys = {each.key for each in imported}
    removed = tuple(entry for key, entry in before.items() if key not in keys)
    return RegisterChange(tuple(added), tuple(changed), removed, same)


def write_register(path: Path, entries: Iterable[Entry]) -> None:
    """Replace the register in one step; the comments at the head of the file stay. Raises OSError."""
    head = []
    if path.exists():
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            if not line.lstrip().startswith("#"):
                break
            head.append(line)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    with half.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in head)
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows([_written(value) for value in astuple(entry)] for entry in entries)
    half.replace(path)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror})") from problem
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(f"{path}: is neither UTF-8 nor GB18030 text")


def _key(entry: Entry) -> str:
    """What identifies a vessel: its MMSI, else its IMO number, else its name."""
    if entry.mmsi:
        return f"MMSI {entry.mmsi:09d}"
    return f"IMO {entry.imo}" if entry.imo else f"name {plain_name(entry.name)}"


def _assert_new(made: ImportedEntry, taken: dict[str, ImportedEntry]) -> None:
    same_imo = (each for each in taken.values() if made.entry.imo and each.entry.imo == made.entry.imo)
    first = taken.get(made.key) or next(same_imo, None)
    if first is not None:
        named = made.key if first.key == made.key else f"IMO {made.entry.imo}"
        raise UserError(f"{named} is also in line {first.line}; that one is taken")


def _differing(old: Entry, new: Entry) -> tuple[str, ...]:
    """The columns in which two entries differ; NaN equals NaN."""
    pairs = zip(COLUMNS, astuple(old), astuple(new), strict=True)
    return tuple(name for name, one, other in pairs if _written(one) != _written(other))


def _written(value: Any) -> str:
    """A value as its cell."""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, int):
        return str(value or "")
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}"
    return str(value)

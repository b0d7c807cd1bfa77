"""Empty tables hold unknown values; rows are taken and stacked without loss."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.schema import (
    COLOURS,
    HEARD,
    KIND,
    LEVEL,
    LIFE,
    POSITION,
    STATIC,
    STATION,
    TEXT,
    TRACK,
    VESSEL,
    Column,
    empty,
    stack,
    take,
)

TABLES = {"HEARD": HEARD, "POSITION": POSITION, "STATIC": STATIC, "TEXT": TEXT, "TRACK": TRACK, "VESSEL": VESSEL}
UNITS = {"_s": "s", "_m": "m", "_kn": "kn", "_deg": "deg", "_mps": "m/s", "_m2": "m2", "_deg_min": "deg/min"}


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.dtype == other.dtype and one.tobytes() == other.tobytes()


@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_an_empty_table_holds_only_unknown_values(columns: tuple[Column, ...]) -> None:
    table = empty(columns, 3)
    for column in columns:
        cells = table[column.name]
        assert cells.dtype == np.dtype(column.dtype) and cells.shape == (3,)
        assert same(cells, np.full(3, column.unknown, dtype=column.dtype))


@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_every_column_has_one_name_a_meaning_and_its_unit_in_its_name(columns: tuple[Column, ...]) -> None:
    names = [column.name for column in columns]
    assert len(set(names)) == len(names)
    for column in columns:
        assert column.meaning
        ending = next((end for end in sorted(UNITS, key=len, reverse=True) if column.name.endswith(end)), None)
        assert ending is None or column.unit == UNITS[ending], column.name


@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_positions_are_kept_in_double(columns: tuple[Column, ...]) -> None:
    assert all(column.dtype == "f8" for column in columns if column.name.endswith(("lat_deg", "lon_deg")))


def test_rows_are_unchanged_when_taken_and_stacked() -> None:
    table = empty(HEARD, 4)
    table["mmsi"][:] = [1, 2, 3, 4]
    assert take(table, np.array([3, 0]))["mmsi"].tolist() == [4, 1]
    assert take(table, table["mmsi"] > 2)["mmsi"].tolist() == [3, 4]
    both = stack(HEARD, [take(table, np.array([0])), take(table, np.array([2, 3]))])
    assert both["mmsi"].tolist() == [1, 3, 4]
    assert set(both) == set(table)


def test_nothing_stacked_is_an_empty_table() -> None:
    assert {name: len(column) for name, column in stack(HEARD, []).items()} == {column.name: 0 for column in HEARD}


@pytest.mark.parametrize("codes", [STATION, KIND, LIFE, LEVEL])
def test_codes_count_up_from_zero(codes: dict[str, int]) -> None:
    assert list(codes.values()) == list(range(len(codes)))


def test_colours_rise() -> None:
    assert COLOURS == ("none", "yellow", "orange", "red", "distress")

"""Every column of the regional tables is described, and all of them survive the frame of a picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.base.schema import Column, empty
from models.messages.evaluation import CELL, REACH, REACH_RASTER, Grid
from models.messages.picture import TABLES, Picture, picture_from

UNITS = {"_s": "s", "_kn": "kn", "_deg": "deg", "_per_h": "1/h", "_h": "h", "minutes": "min"}


@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_every_column_has_one_name_a_meaning_and_its_unit(columns: tuple[Column, ...]) -> None:
    names = [column.name for column in columns]
    assert len(set(names)) == len(names)
    for column in columns:
        assert column.meaning
        ending = next((end for end in UNITS if column.name.endswith(end)), None)
        assert ending is None or column.unit == UNITS[ending], column.name


def test_the_tables_survive_a_frame() -> None:
    cells, reach, raster = empty(CELL, 2), empty(REACH, 1), empty(REACH_RASTER, 6)
    cells["index"][:], reach["work"][0], raster["minutes"][:] = [0.9, 0.4], b"zone-T1-0", range(6)
    sent = replace(
        Picture(tick=1, t_s=1.0, mode="live", speed=1.0),
        grid=Grid(122.0, 29.5, 0.02, 3, 2),
        cells=cells,
        reach=reach,
        reach_raster=raster,
        advice={"zh": "调舟", "en": "move a boat"},
    )
    got = picture_from(sent.frame())
    assert (got.grid, got.advice) == (sent.grid, sent.advice)
    for name, columns in TABLES.items():
        one, other = getattr(sent, name), getattr(got, name)
        assert list(other) == [column.name for column in columns]
        assert all(other[key].tobytes() == one[key].tobytes() for key in one)


def test_a_picture_without_an_evaluation_has_empty_tables() -> None:
    got = picture_from(Picture(tick=1, t_s=1.0, mode="live", speed=1.0).frame())
    assert (got.grid, got.advice) == (None, {})
    assert all(len(column) == 0 for name in TABLES for column in getattr(got, name).values())
    assert got.reach["minutes"].dtype == np.dtype("f4")

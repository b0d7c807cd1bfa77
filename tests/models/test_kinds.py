"""From ship type and station to the kinds the wall tells apart."""

from __future__ import annotations

import numpy as np
import pytest

from models.kinds import SHIP_TYPE_KIND, kind_of
from models.schema import KIND, KIND_NAMES, STATION


@pytest.mark.parametrize(
    ("ship_type", "kind"),
    [
        (0, "unknown"),
        (30, "fishing"),
        (31, "service"),
        (35, "law"),
        (36, "pleasure"),
        (40, "passenger"),
        (51, "law"),
        (52, "service"),
        (55, "law"),
        (60, "passenger"),
        (69, "passenger"),
        (70, "merchant"),
        (79, "merchant"),
        (80, "merchant"),
        (89, "merchant"),
        (90, "other"),
        (99, "other"),
        (100, "unknown"),
        (255, "unknown"),
    ],
)
def test_ship_types(ship_type: int, kind: str) -> None:
    assert KIND_NAMES[int(SHIP_TYPE_KIND[ship_type])] == kind


@pytest.mark.parametrize(("station", "kind"), [("base", "base"), ("aton", "aton"), ("aircraft", "aircraft")])
def test_what_is_no_ship_never_becomes_one_by_its_type(station: str, kind: str) -> None:
    every_type = np.arange(256, dtype="u1")
    stations = np.full(256, STATION[station], dtype="u1")
    assert set(kind_of(stations, every_type).tolist()) == {KIND[kind]}


@pytest.mark.parametrize("station", ["unknown", "class_a", "class_b_so", "class_b_cs", "long_range"])
def test_a_ship_is_what_its_type_says(station: str) -> None:
    every_type = np.arange(256, dtype="u1")
    kinds = kind_of(np.full(256, STATION[station], dtype="u1"), every_type)
    assert kinds.dtype == np.dtype("u1")
    assert (kinds == SHIP_TYPE_KIND).all()


def test_every_kind_in_the_table_has_a_name_and_the_table_cannot_be_written() -> None:
    assert set(SHIP_TYPE_KIND.tolist()) <= set(KIND_NAMES)
    with pytest.raises(ValueError):
        SHIP_TYPE_KIND[30] = 0

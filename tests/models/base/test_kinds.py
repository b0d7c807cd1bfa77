"""The kind of a vessel follows from ship type, station and the form of its MMSI."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.kinds import FORM, SHIP_TYPE_KIND, beacon_names, form_of, kind_of
from models.base.schema import KIND, KIND_NAMES, NOT_SHIPS, STATION
from models.site.zone import SHIP_KINDS

EVERY_TYPE = np.arange(256, dtype="u1")
FORM_NAMES = {code: name for name, code in FORM.items()}


def kinds(station: str, mmsi: int = 412_000_001) -> np.ndarray:
    """Return the kind for every ship type."""
    return kind_of(np.full(256, STATION[station], "u1"), EVERY_TYPE, np.full(256, mmsi, "u4"))


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
def test_a_station_that_is_not_a_ship_is_never_one_by_its_ship_type(station: str, kind: str) -> None:
    assert set(kinds(station).tolist()) == {KIND[kind]}


@pytest.mark.parametrize("station", ["unknown", "class_a", "class_b_so", "class_b_cs", "long_range"])
@pytest.mark.parametrize("mmsi", [412_000_001, 984_121_234, 123_456_789, 812_345_678])
def test_the_kind_of_a_ship_follows_its_ship_type(station: str, mmsi: int) -> None:
    assert kinds(station, mmsi).dtype == np.dtype("u1")
    assert (kinds(station, mmsi) == SHIP_TYPE_KIND).all()


@pytest.mark.parametrize(
    ("mmsi", "kind"),
    [
        (970_412_001, "distress"),
        (972_412_001, "distress"),
        (974_412_001, "distress"),
        (994_121_234, "aton"),
        (111_412_001, "aircraft"),
        (4_121_234, "base"),
    ],
)
def test_an_mmsi_of_another_form_gives_the_kind_whatever_is_sent(mmsi: int, kind: str) -> None:
    for station in ("class_a", "class_b_cs", "unknown"):
        assert set(kinds(station, mmsi).tolist()) == {KIND[kind]}


@pytest.mark.parametrize(
    ("mmsi", "form"),
    [
        (0, "bad"),
        (1_193_046, "bad"),
        (2_010_000, "coast"),
        (4_121_234, "coast"),
        (41_212_345, "group"),
        (100_000_000, "bad"),
        (111_000_000, "bad"),  # used by a ship at 9.7 kn in the recording ee1
        (111_111_111, "bad"),  # used by two at once in dma_stream
        (111_412_001, "aircraft"),
        (123_456_789, "bad"),
        (200_999_999, "bad"),
        (201_000_000, "ship"),
        (412_345_678, "ship"),
        (775_999_999, "ship"),
        (776_000_000, "bad"),
        (800_000_000, "handheld"),
        (912_345_678, "bad"),
        (970_412_001, "distress"),
        (971_412_001, "bad"),
        (984_121_234, "tender"),
        (980_001_234, "bad"),
        (994_121_234, "aton"),
        (999_999_999, "bad"),
        (1_073_741_823, "bad"),
    ],
)
def test_forms_of_mmsi(mmsi: int, form: str) -> None:
    assert FORM_NAMES[int(form_of(np.array([mmsi], "u4"))[0])] == form


@given(st.lists(st.integers(0, 2**30 - 1)))
def test_every_number_of_thirty_bits_has_a_form(numbers: list[int]) -> None:
    assert set(form_of(np.array(numbers, "u4")).tolist()) <= set(FORM_NAMES)


@pytest.mark.parametrize(
    "name", ["12.3V", "NET-87%", "A 88 %", "12V", "NETBUOY7", "NET MARK 3", "BUOY 12", "000123", "12-34", "WANGWEIYI 8"]
)
def test_names_of_beacons(name: str) -> None:
    assert beacon_names(np.array([name.encode()], "S20")).tolist() == [True]


@pytest.mark.parametrize("name", ["", "ZHE PU YU 60218", "NETTIE", "V", "MSC 3 VIRGO", "EVER ACE", "88 LUCKY", "SUVA"])
def test_names_of_ships(name: str) -> None:
    assert beacon_names(np.array([name.encode()], "S20")).tolist() == [False]


def test_every_kind_in_the_table_has_a_name_and_the_table_cannot_be_written() -> None:
    assert set(SHIP_TYPE_KIND.tolist()) <= set(KIND_NAMES)
    assert set(SHIP_KINDS) | set(NOT_SHIPS) == set(KIND) and not set(SHIP_KINDS) & set(NOT_SHIPS)
    with pytest.raises(ValueError):
        SHIP_TYPE_KIND[30] = 0

"""Service craft are known by type, number and name; words inside other words do not count."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.schema import TRACK, empty
from models.base.settings import TrackingSettings
from models.risk.detection.encounters.service_craft import attending, tugs
from models.tracking.table import TrackTable


def known(name: str = "", ship_type: int = 0, mmsi: int = 412_000_001, length_m: float = 20.0) -> tuple[bool, bool]:
    """Whether a vessel is a boat that goes alongside, and whether it is a tug."""
    tracks = TrackTable(TrackingSettings(), empty(TRACK, 1), n=1)
    for column, value in {"name": name.encode(), "ship_type": ship_type, "mmsi": mmsi, "length_m": length_m}.items():
        tracks.columns[column][0] = value
    row = np.array([0])
    return bool(attending(tracks, row)[0]), bool(tugs(tracks, row)[0])


@pytest.mark.parametrize(
    "name",
    [
        "PILOT 742 SE", "LOTSE 3", "LOODS 12", "LOS 117", "PILOTINE", "PRACTICO V", "YIN HANG 3", "YINSHUI 8",
        "SEA LAUNCH", "TENDER 2", "CREW BOAT 7", "JIAO TONG TING 1", "MOORING BOAT", "POLICE 9", "LIFEBOAT 17-31",
    ],
)  # fmt: skip
def test_boats_that_go_alongside_are_known_by_name(name: str) -> None:
    assert known(name) == (True, False)


@pytest.mark.parametrize("name", ["GANG TUO 5", "TUO LUN 8", "TUG ANNA", "REMOLCADOR SUR", "BUGSIER 21", "TUO21"])
def test_tugs_are_known_by_name(name: str) -> None:
    assert known(name) == (False, True)


@pytest.mark.parametrize("name", ["AUTUO STAR", "LOS ANGELES", "PILOTAGE MASTER", "CONTENDER", "TUGELA", "SARA MAERSK"])
def test_words_inside_other_words_do_not_count(name: str) -> None:
    assert known(name) == (False, False)


def test_types_and_numbers_count_but_no_ship_of_a_hundred_metres_is_a_boat() -> None:
    assert known(ship_type=50) == (True, False) and known(ship_type=52) == (False, True)
    assert known(mmsi=982_350_001) == (True, False)
    assert known("PILOT EXPRESS", length_m=120.0) == (False, False)
    assert known("COASTER", ship_type=70) == (False, False)

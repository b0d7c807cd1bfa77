"""Name, type and size stay with an MMSI for hours: beyond the end of a track, and before the first position."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.schema import TRACK, empty
from models.base.settings import TrackingSettings
from models.tracking.statics import StaticMemory
from models.tracking.table import TrackTable
from tests.models.sea import T0, Message, Ship, batch

SHIP = Ship(sog_kn=10.0, cog_deg=90.0, name="STAR OF HOPE", length_m=180.0, ship_type=80)
HOUR_S = 3600


def after(messages: list[Message], until_s: float) -> TrackTable:
    """The tracks after these messages, aged every minute so that silent ones end."""
    tracks = TrackTable(TrackingSettings())
    for t_s in np.arange(T0, T0 + until_s + 1, 60.0):
        tracks.apply(batch(t_s, [each for each in messages if t_s - 60.0 < each.rx_s <= t_s]), 0)
        tracks.age(t_s)
    return tracks


def identity(tracks: TrackTable) -> tuple[bytes, int, float]:
    """Name, type and length of the only vessel."""
    (row,) = tracks.row_of.values()
    return tuple(tracks[name][row].item() for name in ("name", "ship_type", "length_m"))  # type: ignore[return-value]


@pytest.mark.parametrize("hours, known", [(1, True), (11, True), (13, False)])
def test_a_vessel_that_comes_back_within_hours_is_known_by_name(hours: int, known: bool) -> None:
    early = [SHIP.says(float(T0)), *(SHIP.at(T0 + n) for n in (1.0, 10.0, 20.0, 30.0))]
    tracks = after([*early, SHIP.at(T0 + hours * HOUR_S + 60.0)], hours * HOUR_S + 60.0)
    assert tracks.created == 2
    assert (identity(tracks) == (b"STAR OF HOPE", 80, 180.0)) is known


def test_a_name_received_long_before_the_first_position_is_kept() -> None:
    tracks = after([SHIP.says(float(T0)), SHIP.at(T0 + 2 * HOUR_S)], 2 * HOUR_S)
    assert identity(tracks) == (b"STAR OF HOPE", 80, 180.0)


def test_a_newer_name_counts() -> None:
    renamed = Ship(mmsi=SHIP.mmsi, name="SEA WOLF", length_m=90.0, ship_type=70)
    tracks = after([SHIP.says(float(T0)), SHIP.at(T0 + HOUR_S), renamed.says(T0 + HOUR_S + 60.0)], HOUR_S + 60)
    assert identity(tracks) == (b"SEA WOLF", 70, 90.0)


def test_what_several_vessels_or_a_flood_of_invented_numbers_sent_is_not_kept() -> None:
    for mark in ("shared", "suspect"):
        tracks, memory = empty(TRACK, 1), StaticMemory()
        tracks["mmsi"][:], tracks["static_t_s"][:], tracks[mark][:] = 412_000_001, T0, True
        memory.keep(tracks, np.array([0]))
        assert not memory.slot_of


@given(st.lists(st.integers(1, 12), max_size=60))
def test_the_latest_are_kept_and_no_more_than_there_is_room_for(numbers: list[int]) -> None:
    memory, tracks = StaticMemory(most=5), empty(TRACK, 1)
    for n, mmsi in enumerate(numbers):
        tracks["mmsi"][0], tracks["imo"][0], tracks["static_t_s"][0] = mmsi, n, T0 + n
        memory.keep(tracks, np.array([0]))
    assert len(memory.slot_of) <= 5
    for mmsi in memory.slot_of:
        fresh = empty(TRACK, 1)
        fresh["mmsi"][0] = mmsi
        memory.recall(fresh, np.array([0]), np.array([float(T0 + len(numbers))]), 1e6)
        assert fresh["imo"][0] == max(n for n, each in enumerate(numbers) if each == mmsi)

"""Several vessels with one MMSI: each has its own track and gets its own reports, and no track jumps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.geo import distance_m
from models.base.schema import LIFE
from models.base.settings import TrackingSettings
from models.tracking.mmsi_conflicts import MOST_CONFLICTING
from models.tracking.table import TrackTable
from tests.models.sea import T0, Message, Ship, batch, nm

ONE = Ship(sog_kn=10, cog_deg=0, name="ONE")
OTHER = Ship(sog_kn=14, cog_deg=180, east_m=nm(20), name="OTHER", from_s=T0 + 5.0)


def longest_jump_m(tracks: TrackTable, messages: Iterable[Message], check: bool = True) -> float:
    """Apply messages in order, one batch per time; return the longest step of a track beyond its own way, metres."""
    worst, before = 0.0, dict[int, tuple[float, float, float]]()
    for t_s in sorted({each.rx_s for each in messages}):
        tracks.apply(batch(t_s, [each for each in messages if each.rx_s == t_s]), 0)
        tracks.age(t_s)
        for row in np.flatnonzero(tracks["life"] != LIFE["free"]).tolist():
            place = (tracks["lat_deg"][row], tracks["lon_deg"][row], tracks["position_t_s"][row])
            was = before.get(int(tracks["track_id"][row]), place)
            step_m = float(distance_m(was[0], was[1], place[0], place[1])) - 8.0 * (place[2] - was[2])
            worst = max(worst, step_m if check else 0.0)
            before[int(tracks["track_id"][row])] = place
    return worst


def names(tracks: TrackTable) -> list[str]:
    return [each.decode() for each in tracks["name"].tolist()]


def test_two_ships_on_one_mmsi_are_two_tracks_and_neither_jumps() -> None:
    tracks = TrackTable(TrackingSettings())
    assert longest_jump_m(tracks, ONE.messages(900) + OTHER.messages(900)) < 1
    assert (tracks.n, tracks["shared"].tolist(), tracks["track_id"].tolist()) == (2, [True, True], [1, 2])
    assert tracks["cog_deg"].tolist() == [0, 180]
    assert tracks["mmsi"].tolist() == [ONE.mmsi] * 2
    assert tracks["life"].tolist() == [LIFE["confirmed"]] * 2
    assert tracks.counts["doubted"] == 2, "two are doubted, the third begins the second track"


def test_each_keeps_its_own_name() -> None:
    tracks = TrackTable(TrackingSettings())
    longest_jump_m(tracks, [each for ship in (ONE, OTHER) for each in ship.messages(1200)])
    assert names(tracks) == ["ONE", "OTHER"]


def test_further_vessels_are_found_one_by_one_and_those_beyond_the_limit_are_doubted() -> None:
    ships = [replace(ONE, east_m=nm(20) * n, from_s=T0 + float(n)) for n in range(10)]
    tracks = TrackTable(TrackingSettings())
    assert longest_jump_m(tracks, [each for ship in ships for each in ship.messages(1800)]) < 1
    assert tracks.n == MOST_CONFLICTING == len(tracks.mmsi_conflicts[ONE.mmsi])


def test_ships_that_report_rarely_are_separated_too() -> None:
    ships = [replace(ONE, sog_kn=0.0, every_s=180, nav_status=1), replace(OTHER, sog_kn=0.0, every_s=180, nav_status=1)]
    tracks = TrackTable(TrackingSettings())
    assert longest_jump_m(tracks, [each for ship in ships for each in ship.messages(1800)]) < 1
    assert tracks.n == 2


def test_a_ship_under_way_does_not_take_the_track_of_one_at_anchor() -> None:
    ships = [replace(ONE, sog_kn=0.0, every_s=180, nav_status=1), replace(OTHER, from_s=T0 + 605.0)]
    tracks = TrackTable(TrackingSettings())
    assert longest_jump_m(tracks, [each for ship in ships for each in ship.messages(1800)]) < 1
    assert tracks.n == 2 and np.isnan(tracks["jumped_t_s"]).all()


def test_when_one_is_lost_the_other_has_the_mmsi_alone_and_the_slot_is_free() -> None:
    for stays, goes in ((ONE, OTHER), (OTHER, ONE)):
        tracks = TrackTable(TrackingSettings(lost_after_s=60, lost_after_intervals=1, forget_after_s=60))
        longest_jump_m(tracks, ONE.messages(300) + OTHER.messages(300))
        longest_jump_m(tracks, replace(stays).messages(900)[35:])
        (row,) = np.flatnonzero(tracks["life"] != LIFE["free"]).tolist()
        assert (tracks.mmsi_conflicts, tracks.row_of, tracks["shared"][row]) == ({}, {ONE.mmsi: row}, False)
        assert tracks["cog_deg"][row] == stays.cog_deg != goes.cog_deg
        assert tracks.free == [1 - row]


def test_their_tracks_count_towards_max_tracks() -> None:
    fleet = [Ship(mmsi=200_000_000 + n, north_m=100 * n) for n in range(98)]
    tracks = TrackTable(TrackingSettings(max_tracks=100))
    ships = [replace(ONE, east_m=nm(20) * n, from_s=T0 + float(n)) for n in range(4)]
    longest_jump_m(tracks, [each for ship in (*fleet, *ships) for each in ship.messages(120)], check=False)
    assert tracks.n == 100 and len(tracks.mmsi_conflicts[ONE.mmsi]) == 2


moves = st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([0, 10, 150, 2500]))


@settings(max_examples=40)
@given(st.lists(moves, max_size=60))
def test_rows_index_conflicts_and_free_slots_always_agree(story: list[tuple[int, int, int]]) -> None:
    tracks, t_s = TrackTable(TrackingSettings(confirm_reports=1, forget_after_s=600)), float(T0)
    for number, place, wait_s in story:
        t_s += wait_s
        ship = Ship(mmsi=200_000_000 + number % 2, east_m=nm(50) * place, from_s=t_s)
        tracks.apply(batch(t_s, [ship.at(t_s)]), 0)
        tracks.age(t_s)
        used = np.flatnonzero(tracks["life"] != LIFE["free"])
        rows = [row for mmsi, row in tracks.row_of.items() for row in tracks.mmsi_conflicts.get(mmsi, [row])]
        assert sorted(rows) == used.tolist()
        assert sorted([*rows, *tracks.free]) == list(range(tracks.n))
        assert all(tracks["mmsi"][row] == mmsi for mmsi, each in tracks.mmsi_conflicts.items() for row in each)
        assert all(tracks.row_of[mmsi] == each[0] and len(each) > 1 for mmsi, each in tracks.mmsi_conflicts.items())
        assert tracks["shared"].sum() == sum(map(len, tracks.mmsi_conflicts.values()))


@pytest.mark.parametrize("gap_nm", [1, 3, 20, 300])
def test_two_ships_are_two_tracks_at_any_distance(gap_nm: float) -> None:
    tracks = TrackTable(TrackingSettings())
    near = replace(ONE, east_m=nm(gap_nm), from_s=T0 + 5.0, name="NEAR")
    assert longest_jump_m(tracks, ONE.messages(300) + near.messages(300)) < 1
    assert tracks.n == 2

"""The track table: one row per vessel, written only by reports; slots are reused, and nothing is mixed up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.schema import KIND, LIFE, NAN, TRACK, Column, empty
from models.base.settings import TrackingSettings
from models.risk.detection.waters.zone_membership import ZoneMemory
from models.tracking.rows import ROUNDS
from models.tracking.table import FIRST_CAPACITY, TrackTable
from tests.models.sea import T0, Message, Ship, batch

SHIP = Ship(sog_kn=10, cog_deg=90, heading_deg=91)


def apply(tracks: TrackTable, t_s: float, *messages: Message) -> list[int]:
    """Apply one batch and age the table; return the MMSI with an accepted position."""
    rows = tracks.apply(batch(t_s, messages), 0)
    accepted = tracks["mmsi"][rows].tolist()
    tracks.age(t_s)
    return accepted


def fleet(size: int, t_s: float = T0) -> list[Message]:
    return [Ship(mmsi=200_000_000 + number, north_m=number).at(t_s) for number in range(size)]


def row(tracks: TrackTable, number: int = 0) -> dict[str, Any]:
    return {column.name: tracks[column.name][number].item() for column in TRACK}


def test_a_first_report_makes_a_track() -> None:
    tracks = TrackTable(TrackingSettings())
    assert apply(tracks, T0 + 5, SHIP.at(T0 + 4)) == [SHIP.mmsi]
    now = row(tracks)
    assert (now["track_id"], now["mmsi"], now["life"], now["hits"]) == (1, SHIP.mmsi, LIFE["tentative"], 1)
    assert (now["first_t_s"], now["position_t_s"], now["age_s"]) == (T0 + 4, T0 + 4, 1)
    assert (now["sog_kn"], now["cog_deg"], now["heading_deg"]) == (10, 90, 91)
    assert (now["feed"], now["seq"]) == (0, int(T0 + 5) * 1000)
    assert now["east_mps"] == pytest.approx(5.14444, abs=1e-4)


@pytest.mark.parametrize("name", ["sog_kn", "cog_deg", "heading_deg", "rot_deg_min"])
def test_a_value_that_is_not_available_is_unknown(name: str) -> None:
    tracks = TrackTable(TrackingSettings())
    apply(tracks, T0, SHIP.at(T0, rot_deg_min=5.0))
    assert not np.isnan(row(tracks)[name])
    apply(tracks, T0 + 10, SHIP.at(T0 + 10, **{name: NAN}))
    assert np.isnan(row(tracks)[name]), "and the value before does not stand in for it"


@pytest.mark.parametrize("missing", [{"lat_deg": NAN}, {"lon_deg": NAN}, {"lat_deg": NAN, "lon_deg": NAN}])
def test_a_report_without_a_position_moves_nothing(missing: dict[str, float]) -> None:
    tracks = TrackTable(TrackingSettings())
    assert apply(tracks, T0, SHIP.at(T0, **missing)) == []
    assert np.isnan(row(tracks)["now_lat_deg"])
    apply(tracks, T0 + 1, SHIP.at(T0 + 1))
    before = row(tracks)
    assert apply(tracks, T0 + 2, SHIP.at(T0 + 2, sog_kn=20.0, **missing)) == []
    assert row(tracks)["sog_kn"] == before["sog_kn"] == 10


def test_a_speed_no_ship_has_is_unknown_and_no_motion() -> None:
    tracks = TrackTable(TrackingSettings())
    apply(tracks, T0, SHIP.at(T0, sog_kn=102.2))
    assert np.isnan(row(tracks)["sog_kn"]) and row(tracks)["east_mps"] == 0


def test_a_report_older_than_what_is_known_is_late_and_counted() -> None:
    tracks = TrackTable(TrackingSettings())
    apply(tracks, T0 + 10, SHIP.at(T0 + 10))
    assert apply(tracks, T0 + 11, SHIP.at(T0 + 5, sog_kn=3.0)) == []
    assert tracks.counts["late"] == 1
    assert (row(tracks)["sog_kn"], row(tracks)["position_t_s"]) == (10, T0 + 10)


def test_of_many_reports_in_one_batch_the_newest_counts() -> None:
    tracks = TrackTable(TrackingSettings())
    many = [SHIP.at(T0 + number / 10, sog_kn=float(number)) for number in range(3 * ROUNDS)]
    assert apply(tracks, T0 + 3, *many) == [SHIP.mmsi]
    assert row(tracks)["sog_kn"] == 3 * ROUNDS - 1
    assert row(tracks)["hits"] == ROUNDS


def test_statics_are_kept_until_others_are_reported() -> None:
    tracks = TrackTable(TrackingSettings())
    voyage = {"imo": 9_811_000, "draught_m": 12.5, "destination": b"ZHOUSHAN", "voyage": True, "callsign": b"H3RC"}
    apply(tracks, T0, SHIP.says(T0, **voyage), SHIP.at(T0))
    part_a = Message(T0 + 1, SHIP.mmsi, None, {"name": b"EVER ACE"})
    apply(tracks, T0 + 1, part_a)
    now = row(tracks)
    assert (now["name"], now["callsign"], now["imo"]) == (b"EVER ACE", b"H3RC", 9_811_000)
    assert (now["draught_m"], now["destination"], now["voyage_t_s"]) == (12.5, b"ZHOUSHAN", T0)
    assert (now["length_m"], now["beam_m"], now["to_bow_m"], now["to_port_m"]) == (150, 20, 90, 10)
    assert (now["ship_type"], now["kind"], now["static_t_s"]) == (70, KIND["merchant"], T0 + 1)


def test_a_size_of_0_does_not_replace_a_size() -> None:
    tracks = TrackTable(TrackingSettings())
    apply(tracks, T0, SHIP.says(T0), SHIP.at(T0))
    nothing = {"to_bow_m": 0.0, "to_stern_m": 0.0, "to_port_m": 0.0, "to_starboard_m": 0.0}
    apply(tracks, T0 + 1, SHIP.says(T0 + 1, **nothing))
    assert row(tracks)["length_m"] == 150


def test_a_fresh_position_does_not_make_statics_look_fresh() -> None:
    tracks = TrackTable(TrackingSettings())
    apply(tracks, T0, SHIP.says(T0), SHIP.at(T0))
    apply(tracks, T0 + 10, SHIP.at(T0 + 10))
    assert (row(tracks)["static_t_s"], row(tracks)["position_t_s"]) == (T0, T0 + 10)


def test_a_long_range_report_does_not_change_the_class() -> None:
    tracks = TrackTable(TrackingSettings())
    apply(tracks, T0, SHIP.at(T0))
    apply(tracks, T0 + 10, Ship(station="long_range", sog_kn=10, cog_deg=90).at(T0 + 10))
    assert row(tracks)["station"] == 1


def test_growth_past_the_capacity_keeps_everything() -> None:
    tracks, size = TrackTable(TrackingSettings()), 2 * FIRST_CAPACITY + 7
    memory = ZoneMemory((Column("mark", "f8", NAN, "", "for this test"),))
    tracks.follow(memory)
    apply(tracks, T0, *fleet(100))
    memory.used(tracks.n)["mark"][:] = np.arange(100)
    before = {column.name: tracks[column.name].copy() for column in TRACK}
    apply(tracks, T0, *fleet(size)[100:])
    assert tracks.n == size and len(tracks.columns["mmsi"]) >= size
    assert tracks["mmsi"].tolist() == [200_000_000 + number for number in range(size)]
    for name, column in before.items():
        assert tracks[name][:100].tobytes() == column.tobytes(), name
    assert memory.used(size)["mark"][:100].tolist() == list(range(100))
    assert np.isnan(memory.used(size)["mark"][100:]).all()


def test_a_slot_is_used_again_with_a_new_track_and_a_clear_memory() -> None:
    tracks = TrackTable(TrackingSettings())
    memory = ZoneMemory((Column("mark", "f8", NAN, "", "for this test"),))
    tracks.follow(memory)
    apply(tracks, T0, SHIP.says(T0), SHIP.at(T0))
    memory.used(1)["mark"][0] = 7
    assert tracks.age(T0 + 121).tolist() == [0]
    blank = empty(TRACK, 1) | {"generation": np.ones(1, "u2")}
    assert all(tracks[name].tobytes() == column.tobytes() for name, column in blank.items())
    assert np.isnan(memory.used(1)["mark"][0])
    apply(tracks, T0 + 130, Ship(mmsi=412_000_009).at(T0 + 130))
    now = row(tracks)
    assert (tracks.n, now["track_id"], now["generation"], now["mmsi"]) == (1, 2, 2, 412_000_009)
    assert (now["name"], now["kind"]) == (b"", KIND["unknown"]) and np.isnan(now["length_m"])


def test_the_same_ship_after_its_end_is_a_new_track() -> None:
    tracks = TrackTable(TrackingSettings())
    apply(tracks, T0, SHIP.at(T0))
    tracks.age(T0 + 121)
    apply(tracks, T0 + 130, SHIP.at(T0 + 130))
    assert row(tracks)["track_id"] == 2


def test_a_full_table_refuses_and_counts_and_has_room_again_after_tracks_end() -> None:
    tracks = TrackTable(TrackingSettings(max_tracks=100))
    assert len(apply(tracks, T0, *fleet(130))) == 100
    assert (len(tracks.row_of), tracks.counts["full"]) == (100, 30)
    assert len(apply(tracks, T0 + 1, *fleet(100, T0 + 1))) == 100, "known vessels are still received"
    assert tracks.counts["full"] == 30
    tracks.age(T0 + 200)
    assert len(apply(tracks, T0 + 200, *fleet(130, T0 + 200)[100:])) == 30


words = st.tuples(st.integers(0, 5), st.sampled_from(["place", "name", "nothing"]), st.sampled_from([0, 10, 150, 2500]))


@settings(max_examples=60)
@given(st.lists(words, max_size=40))
def test_rows_index_and_free_slots_always_agree(story: list[tuple[int, str, int]]) -> None:
    tracks, t_s, ids = TrackTable(TrackingSettings(confirm_reports=1)), float(T0), set[tuple[int, int]]()
    for number, what, wait_s in story:
        t_s += wait_s
        ship = Ship(mmsi=200_000_000 + number, from_s=t_s)
        messages = {"place": [ship.at(t_s)], "name": [ship.says(t_s)], "nothing": []}[what]
        apply(tracks, t_s, *messages)
        used = tracks["life"] != LIFE["free"]
        assert tracks["mmsi"][used].tolist() == [tracks["mmsi"][tracks.row_of[each]] for each in tracks["mmsi"][used]]
        assert sorted(tracks.free) == np.flatnonzero(~used).tolist()
        assert len(tracks.row_of) + len(tracks.free) == tracks.n
        ids |= set(zip(tracks["track_id"][used].tolist(), tracks["mmsi"][used].tolist(), strict=True))
    assert len({track for track, _ in ids}) == len(ids), "a track_id never names two ships"

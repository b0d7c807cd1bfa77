"""Trails and visitors are found once each: after a kill, across days, after compaction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.history.reader import History
from models.history.segments import JOURNAL, SEAL_EVERY_S, Segments, zorder
from models.site.zone import Shape
from tests.models.history.ways import T0, rows

DAY_S = 86_400.0
MIDNIGHT = T0 // DAY_S * DAY_S
SQUARE = Shape(
    id="s",
    name_zh="",
    name_en="",
    rings=(np.array([(122.4, 29.9), (122.6, 29.9), (122.6, 30.1), (122.4, 30.1), (122.4, 29.9)]),),
)


@pytest.fixture
def segments(tmp_path: Path) -> Segments:
    return Segments(tmp_path, 30)


def lines(from_s: float, n: int, *, track_id: int = 1, lon: float = 122.5, every_s: float = 10.0) -> np.ndarray:
    return rows(from_s + np.arange(n) * every_s, np.full(n, 30.0), np.full(n, lon), track_id=track_id)


def trail_times(folder: Path, from_s: float, to_s: float, **who: int) -> list[float]:
    return History(folder).trail(from_s, to_s, **who).t_s.tolist()


def test_rows_in_the_journal_are_found(segments: Segments, tmp_path: Path) -> None:
    segments.add(lines(T0, 5))
    assert not list(tmp_path.glob("day=*"))
    assert trail_times(tmp_path, T0, T0 + 100, track_id=1) == [T0 + n * 10 for n in range(5)]


def test_full_journals_become_files_and_the_trail_is_complete(segments: Segments, tmp_path: Path) -> None:
    for n in range(5):
        segments.add(lines(T0 + n * SEAL_EVERY_S, 30))
    assert len(list(tmp_path.glob("day=*/*.parquet"))) >= 2
    assert trail_times(tmp_path, T0, T0 + 5 * SEAL_EVERY_S, track_id=1) == [T0 + n * 10 for n in range(150)]


def test_only_the_requested_vessel_and_time_are_returned(segments: Segments, tmp_path: Path) -> None:
    segments.add(np.concatenate((lines(T0, 30), lines(T0, 30, track_id=2))))
    segments.seal()
    assert trail_times(tmp_path, T0 + 50, T0 + 80, mmsi=412_000_002) == [T0 + each for each in (50, 60, 70, 80)]
    assert trail_times(tmp_path, T0, T0 + 80, track_id=1, mmsi=412_000_002) == []


def test_a_watch_over_midnight_is_one_trail(segments: Segments, tmp_path: Path) -> None:
    segments.add(lines(MIDNIGHT + DAY_S - 50, 10))
    segments.seal()
    assert len(list(tmp_path.glob("day=*"))) == 2
    assert len(trail_times(tmp_path, MIDNIGHT, MIDNIGHT + 2 * DAY_S, track_id=1)) == 10


def test_the_journal_of_a_killed_writer_is_sealed_at_the_next_start(segments: Segments, tmp_path: Path) -> None:
    segments.add(lines(T0, 30))
    with (tmp_path / JOURNAL).open("ab") as torn:
        torn.write(b"half a row")
    assert len(trail_times(tmp_path, T0, T0 + 1000, track_id=1)) == 30
    Segments(tmp_path, 30)
    assert not (tmp_path / JOURNAL).exists()
    assert len(trail_times(tmp_path, T0, T0 + 1000, track_id=1)) == 30


def test_rows_stored_twice_are_returned_once(segments: Segments, tmp_path: Path) -> None:
    for _ in range(2):  # a replay that went back, or a crash between file and journal
        segments.add(lines(T0, 30))
        segments.seal()
    assert len(trail_times(tmp_path, T0, T0 + 1000, track_id=1)) == 30


def test_the_files_of_a_past_day_become_one_file(segments: Segments, tmp_path: Path) -> None:
    for n in range(4):
        segments.add(lines(MIDNIGHT + n * 3600, 30, track_id=n + 1))
        segments.seal()
    segments.add(lines(MIDNIGHT + DAY_S + 60, 3, track_id=9))
    segments.seal()
    (yesterday, _) = sorted(tmp_path.glob("day=*"))
    assert len(list(yesterday.glob("*.parquet"))) == 1
    assert len(trail_times(tmp_path, MIDNIGHT, MIDNIGHT + DAY_S, track_id=3)) == 30


def test_old_days_are_removed(tmp_path: Path) -> None:
    segments = Segments(tmp_path, 2)
    for day in range(5):
        segments.add(lines(MIDNIGHT + day * DAY_S, 3))
        segments.seal()
    assert len(list(tmp_path.glob("day=*"))) == 3


def test_half_written_files_of_a_killed_writer_are_removed(segments: Segments, tmp_path: Path) -> None:
    segments.add(lines(T0, 3))
    segments.seal()
    torn = next(tmp_path.glob("day=*")) / "1-2-x.tmp"
    torn.write_bytes(b"torn")
    Segments(tmp_path, 30)
    assert not torn.exists()


def test_visitors_are_in_order_of_arrival_with_first_and_last_position(segments: Segments, tmp_path: Path) -> None:
    segments.add(
        np.concatenate((lines(T0 + 100, 5, track_id=2), lines(T0, 5, track_id=5), lines(T0, 50, track_id=3, lon=123.0)))
    )
    found, cut = History(tmp_path).who(SQUARE, T0, T0 + 1000)
    assert [(each.track_id, each.first_s - T0, each.last_s - T0, each.positions) for each in found] == [
        (5, 0.0, 40.0, 5),
        (2, 100.0, 140.0, 5),
    ]
    assert not cut and History(tmp_path).who(SQUARE, T0 + 500, T0 + 900) == ([], False)


def test_an_empty_history_answers_empty(tmp_path: Path) -> None:
    assert len(History(tmp_path / "none").trail(T0, T0 + 10, mmsi=1)) == 0
    assert History(tmp_path / "none").who(SQUARE, T0, T0 + 10) == ([], False)


def test_near_positions_are_near_in_the_file() -> None:
    lat, lon = np.array([30_000_000, 30_001_000, -40_000_000]), np.array([122_500_000, 122_501_000, -10_000_000])
    near, also, far = zorder(lat, lon).astype("i8").tolist()
    assert abs(near - also) < abs(near - far)


def test_a_track_number_used_by_a_later_run_is_another_vessel(segments: Segments, tmp_path: Path) -> None:
    other = lines(T0 + 600, 5, track_id=1)
    other["mmsi"] = 412_000_077
    again = lines(T0 + 600, 5, track_id=2)
    again["mmsi"] = 412_000_001
    segments.add(np.concatenate((lines(T0, 5), other, again)))
    history = History(tmp_path)
    found, _ = history.who(SQUARE, T0, T0 + 1000)
    assert [(each.track_id, each.mmsi, each.positions) for each in found] == [(2, 412_000_001, 10), (1, 412_000_077, 5)]
    near = history.others(history.trail(T0, T0 + 1000, mmsi=412_000_001), 0.01)
    assert near.mmsi.tolist() == [412_000_077] * 5


def test_the_newest_stored_time_is_known(segments: Segments, tmp_path: Path) -> None:
    assert History(tmp_path / "none").kept_until_s() is None
    segments.add(lines(T0, 5))
    assert History(tmp_path).kept_until_s() == T0 + 40
    segments.seal()
    assert History(tmp_path).kept_until_s() == T0 + 40
    segments.add(lines(T0 + 100, 2))
    assert History(tmp_path).kept_until_s() == T0 + 110

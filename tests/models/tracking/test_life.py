"""The life-cycle of a track over seconds of silence: tentative, confirmed, coasting, lost, free."""

from __future__ import annotations

import numpy as np
import pytest

from models.base.schema import LIFE
from models.base.settings import TrackingSettings
from models.tracking.table import TrackTable
from tests.models.sea import T0, Message, Ship, batch

LIFE_NAMES = {code: name for name, code in LIFE.items()}
SHIP = Ship(sog_kn=10, cog_deg=90)
ANCHORED = Ship(nav_status=1)


def live(tracks: TrackTable, messages: list[Message], until_s: int) -> dict[int, str]:
    """Run every second up to `until_s` after T0; return the second at which the first slot changed to each life."""
    moves, before = dict[int, str](), "free"
    for second in range(until_s + 1):
        due = [each for each in messages if each.rx_s == T0 + second]
        tracks.apply(batch(T0 + second, due), 0)
        tracks.age(T0 + second)
        now = LIFE_NAMES[int(tracks["life"][0])] if tracks.n else "free"
        if now != before:
            moves[second], before = now, now
    return moves


def reports(ship: Ship, *seconds: int) -> list[Message]:
    return [ship.at(T0 + second) for second in seconds]


def test_three_reports_within_a_minute_confirm() -> None:
    assert live(TrackTable(TrackingSettings()), reports(SHIP, 0, 30, 60), 60) == {0: "tentative", 60: "confirmed"}


def test_three_reports_over_more_than_a_minute_do_not_confirm_and_the_track_ends_after_two_minutes() -> None:
    assert live(TrackTable(TrackingSettings()), reports(SHIP, 0, 40, 80), 201) == {0: "tentative", 201: "free"}


def test_a_ship_received_poorly_is_one_track_and_confirmed_by_six_reports() -> None:
    moves = live(TrackTable(TrackingSettings()), reports(SHIP, *range(0, 240, 40)), 200)
    assert moves == {0: "tentative", 200: "confirmed"}


@pytest.mark.parametrize(
    "ship",
    [ANCHORED, Ship(nav_status=5), Ship(station="class_b_cs"), Ship(station="class_b_so"), Ship(station="aton")],
)
def test_a_station_that_reports_every_three_minutes_is_confirmed_too(ship: Ship) -> None:
    moves = live(TrackTable(TrackingSettings()), reports(ship, 0, 180, 360, 540), 720)
    assert moves == {0: "tentative", 360: "confirmed"}


def test_statics_count_as_reports_but_never_confirm_without_a_position() -> None:
    both = [SHIP.says(float(T0)), *reports(SHIP, 0, 10)]
    assert live(TrackTable(TrackingSettings()), both, 10) == {0: "tentative", 10: "confirmed"}
    alone = [SHIP.says(float(T0 + second)) for second in range(0, 120, 10)]
    assert live(TrackTable(TrackingSettings()), alone, 121) == {0: "tentative", 121: "free"}


def test_silence_of_a_ship_under_way() -> None:
    moves = live(TrackTable(TrackingSettings()), reports(SHIP, 0, 10, 20), 3000)
    last = 20
    assert moves == {
        0: "tentative",
        20: "confirmed",
        last + 31: "coasting",
        last + 601: "lost",
        last + 601 + 1801: "free",
    }


def test_silence_of_an_anchored_ship_is_judged_by_its_interval() -> None:
    moves = live(TrackTable(TrackingSettings()), reports(ANCHORED, 0, 180, 360), 3300)
    last = 360
    assert moves == {
        0: "tentative",
        360: "confirmed",
        last + 541: "coasting",
        last + 1081: "lost",
        last + 1081 + 1801: "free",
    }


def test_a_report_wakes_a_coasting_and_a_lost_track_which_stays_the_same() -> None:
    tracks = TrackTable(TrackingSettings())
    moves = live(tracks, reports(SHIP, 0, 10, 20, 100, 1000), 1000)
    assert moves == {0: "tentative", 20: "confirmed", 51: "coasting", 100: "confirmed", 131: "coasting",
                     701: "lost", 1000: "confirmed"}  # fmt: skip
    assert tracks["track_id"].tolist() == [1]


def test_the_times_are_settings() -> None:
    quick = TrackingSettings(confirm_reports=1, coast_after_s=5, coast_after_intervals=0.1, lost_after_s=10,
                     lost_after_intervals=0.1, forget_after_s=20)  # fmt: skip
    moves = live(TrackTable(quick), reports(SHIP, 0), 40)
    assert moves == {0: "confirmed", 6: "coasting", 11: "lost", 32: "free"}


def test_dead_reckoning_goes_on_for_three_minutes_and_then_stops() -> None:
    tracks, east = TrackTable(TrackingSettings()), []
    for second in range(0, 400, 10):
        tracks.apply(batch(T0 + second, reports(SHIP, second) if second <= 20 else []), 0)
        tracks.age(T0 + second)
        east.append(float(tracks["now_lon_deg"][0]))
    moved = np.diff(east)
    assert (moved[: (20 + 180) // 10] > 0).all()
    assert (moved[(20 + 180) // 10 :] == 0).all()
    assert tracks["lon_deg"][0] < east[-1], "the reported position is kept beside it"

"""Grounding where the water is narrow: bends, berths and ferry lines raise no alert; what leaves the way does."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from models.base.geo import move_deg
from models.base.paths import ROOT
from models.base.settings import Feed, Settings
from models.base.units import MPS_PER_KN
from models.risk.state import State
from models.site.site import Site
from tests.models.sea import LAT0, LON0, T0, Message, Ship, Watch, site, watch

HALF_M, END_M = 600.0, 14_000.0  # a channel 1,200 m wide leads east to the corner at 0, 0 and then north
RADIUS_M = 700.0
SPEED_MPS = 10 * MPS_PER_KN
SHORES = (
    ((-END_M, -END_M), (END_M, -END_M), (END_M, -HALF_M), (-END_M, -HALF_M)),
    ((HALF_M, -HALF_M), (END_M, -HALF_M), (END_M, END_M), (HALF_M, END_M)),
    ((-END_M, HALF_M), (-HALF_M, HALF_M), (-HALF_M, END_M), (-END_M, END_M)),
)


@cache
def channel() -> Path:
    """The coast of the channel."""
    rings = [np.array([_degrees(*corner) for corner in (*shore, shore[0])]) for shore in SHORES]
    low, high = _degrees(-END_M, -END_M), _degrees(END_M, END_M)
    arrays = {"xy": np.concatenate(rings), "bbox": np.array([*low, *high])}
    path = ROOT / "var" / "tests" / "channel" / "coast.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.npz")
    whole = {name: np.round(degrees * 1e7).astype("i8") for name, degrees in arrays.items()}
    np.savez(part, **whole, scale=1e7, ring_start=np.arange(0, 16, 5), polygon_start=np.arange(4))
    part.replace(path)
    return path


def _degrees(east_m: float, north_m: float) -> tuple[float, float]:
    lat, lon = move_deg(LAT0, LON0, east_m, north_m)
    return float(lon), float(lat)


def here(**changes: object) -> Site:
    return replace(site(), coast=channel(), **changes)


def core(**settings: object) -> State:
    only = {each: {"enabled": False} for each in ("collision", "drift", "loitering", "gap", "unusual", "crowding")}
    return State(Settings(detectors=only), here(**settings), (Feed(id="shore", source="stdin:"),))


Course = Callable[[float, float, float], float]  # metres east and north, course before -> course, degrees


def turning(east_m: float, north_m: float, course: float) -> float:
    """East, then north around the corner, five seconds on."""
    rate_deg = np.degrees(5 * SPEED_MPS / RADIUS_M)
    return max(0.0, course - rate_deg) if east_m > -RADIUS_M else course


def straight(east_m: float, north_m: float, course: float) -> float:
    return course


def sail(
    mmsi: int, steer: Course, *, from_s: int = 0, every_s: int = 10, for_s: int = 1800, **ship: object
) -> list[Message]:
    """From 6 km west of the corner; statics first, and no report from land."""
    vessel = Ship(mmsi=mmsi, sog_kn=10.0, **ship)
    east_m, north_m, course, reports = -6000.0, 0.0, 90.0, []
    for second in range(0, for_s, 5):
        if (
            east_m > HALF_M
            or (abs(north_m) > HALF_M and east_m < -HALF_M)
            or north_m < -HALF_M
            or north_m > END_M - 1000
        ):
            break
        t_s = float(T0 + from_s + second)
        if second % every_s == 0:
            at = replace(
                vessel, east_m=east_m, north_m=north_m, cog_deg=course % 360, heading_deg=course % 360, from_s=t_s
            )
            reports.append(at.at(t_s))
        course = steer(east_m, north_m, course)
        east_m += 5 * SPEED_MPS * float(np.sin(np.radians(course)))
        north_m += 5 * SPEED_MPS * float(np.cos(np.radians(course)))
    return [vessel.says(float(T0 + from_s)), *reports]


def observe(*tracks: list[Message], **settings: object) -> Watch:
    return watch(core(**settings), sorted((each for track in tracks for each in track), key=lambda each: each.rx_s))


def last_s(track: list[Message]) -> float:
    return track[-1].rx_s


@pytest.mark.parametrize("every_s", [5, 10, 60])
def test_a_ship_that_turns_with_the_channel_raises_none(every_s: int) -> None:
    assert observe(sail(412_000_001, turning, every_s=every_s)).raised("grounding") == []


@pytest.mark.parametrize("others", [0, 3])
@pytest.mark.parametrize("every_s", [10, 30])
def test_a_missed_turn_raises_an_alert_before_the_bank(others: int, every_s: int) -> None:
    before = [sail(412_000_100 + number, turning, from_s=300 * number) for number in range(others)]
    missed = sail(412_000_001, straight, from_s=1500, every_s=every_s)
    raised = observe(*before, missed).raised("grounding")
    assert {each.alert.mmsi for each in raised} == {412_000_001}
    assert last_s(missed) - raised[0].t_s > 40


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("others", [0, 3])
def test_a_failed_rudder_in_a_channel_raises_an_alert_before_the_bank(side: int, others: int) -> None:
    def failing(east_m: float, north_m: float, course: float) -> float:
        return course + side * 1.5 if east_m > -4000 and abs(course - 90) < 50 else course

    before = [sail(412_000_100 + number, turning, from_s=300 * number) for number in range(others)]
    failed = sail(412_000_001, failing, from_s=1500, every_s=5)
    raised = observe(*before, failed).raised("grounding")
    assert {each.alert.mmsi for each in raised} == {412_000_001}
    assert last_s(failed) > raised[0].t_s


def test_where_others_lie_afloat_on_land_the_coast_is_not_believed() -> None:
    inland = [
        Ship(mmsi=412_000_200 + number, east_m=2000.0 + 100 * number, every_s=60).messages(1800) for number in range(4)
    ]
    late = sail(412_000_001, straight, from_s=600)
    assert observe(*inland, late).raised("grounding") == []


def test_outside_the_coast_nothing_is_said() -> None:
    away = Ship(mmsi=412_000_001, east_m=END_M + 500.0, sog_kn=12.0, cog_deg=90.0)
    assert observe(away.messages(900)).raised("grounding") == []


def test_of_unknown_length_only_a_ship_with_an_imo_number_is_large() -> None:
    for imo, counts in ((0, 0), (9_074_729, 1)):
        track = sail(412_000_001, straight)
        unnamed = [
            replace(each, static={"station": 1, "ship_type": 70, "imo": imo}) if each.static else each for each in track
        ]
        assert len(observe(unnamed).raised("grounding")) == counts

"""Timekeeping: vessels whose legs fit the time are live; a feed of stored reports raises one alert."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from models.base.clock import Tick
from models.base.units import MPS_PER_KN
from models.messages.picture import Picture
from models.risk.engine import step
from models.risk.state import State
from tests.models.sea import T0, Message, Ship, Watch, batch, changes_of_tick, core, watch

BURST_S = 120  # in which a satellite feed delivers what it received in HEARD_S
HEARD_S = 240


def fleet(count: int = 12) -> list[Ship]:
    """Ships that hold their course, two miles apart."""
    return [Ship(mmsi=412_300_000 + n, north_m=4_000.0 * n, sog_kn=8.0 + n % 5, cog_deg=90) for n in range(count)]


def meeting() -> list[Ship]:
    """Two ships that would meet five minutes after the burst."""
    half_m = 10 * MPS_PER_KN * (HEARD_S + 300)
    return [
        Ship(mmsi=412_000_001, north_m=-10_000.0 - half_m, sog_kn=10, cog_deg=0),
        Ship(mmsi=412_000_002, north_m=-10_000.0 + half_m, sog_kn=10, cog_deg=180),
    ]


def live(ships: list[Ship], seconds: int) -> list[Message]:
    return [each for ship in ships for each in ship.messages(seconds)]


def stored(ships: list[Ship]) -> list[Message]:
    """Their reports of HEARD_S, delivered in BURST_S and in no order."""
    reports = live(ships, HEARD_S)
    Random(1).shuffle(reports)
    return [replace(each, rx_s=T0 + HEARD_S + BURST_S * n / len(reports)) for n, each in enumerate(reports)]


def test_vessels_of_a_live_feed_keep_time() -> None:
    state = core()
    watch(state, live(fleet(), 120))
    kept = state.timekeeping.feeds[0]
    assert kept.reported == kept.fit == pytest.approx(12 * 11, rel=0.05)
    assert state.timekeeping.keep_time() and not kept.stored


def test_a_feed_of_stored_reports_raises_one_alert_that_names_the_cause() -> None:
    observed = watch(core(), stored(fleet()))
    (raised,) = observed.raised("clock")
    assert raised.alert.text_en.startswith("feed 1 sends stored reports")
    assert raised.alert.text_zh.startswith("第 1 路数据源转发存储的旧报文")
    assert T0 + HEARD_S + 60 <= raised.t_s <= T0 + HEARD_S + 75


def test_vessels_of_stored_reports_are_not_judged_by_their_old_positions() -> None:
    ships = fleet() + meeting()
    assert watch(core(), live(ships, HEARD_S + BURST_S)).raised("collision")
    observed = watch(core(), stored(ships))
    assert {each.alert.rule for each in observed.changes} == {"clock"}


def test_vessels_of_a_live_feed_beside_it_are() -> None:
    state, observed = core(feeds=("satellite", "shore")), Watch()
    for second in range(T0, T0 + HEARD_S + BURST_S + 1):
        late = [each for each in STORED if second - 1 < each.rx_s <= second]
        now = [each for each in LIVE if each.rx_s == second]
        observed.changes += changes_of_tick(hear(state, second, late, now))
    assert len(observed.raised("collision")) == 1
    assert len(observed.raised("clock")) == 1


STORED, LIVE = stored(fleet()), live(meeting(), HEARD_S + BURST_S)


def hear(state: State, second: int, late: list[Message], now: list[Message]) -> Picture:
    batches = [batch(float(second), late, feed="satellite"), batch(float(second), now, feed="shore")]
    return step(state, batches, Tick(second, float(second)))


def test_stored_reports_are_allowed_when_a_feed_begins() -> None:
    began = [replace(each, rx_s=T0 + HEARD_S + n / 50) for n, each in enumerate(stored(fleet())[:150])]
    later = [each for ship in fleet() for each in ship.messages(HEARD_S + 900) if each.rx_s > T0 + HEARD_S + 10]
    state = core()
    assert watch(state, began + later).raised("clock") == []
    assert not state.timekeeping.feeds[0].stored


def test_a_file_without_times_is_read_too_fast_but_its_vessels_are_judged() -> None:
    reports = [replace(each, rx_s=T0 + (each.rx_s - T0) / 6) for each in live(fleet() + meeting(), 1200)]
    state = core()
    observed = watch(state, reports)
    assert not state.timekeeping.feeds[0].stored
    assert observed.raised("collision") and not observed.raised("clock")

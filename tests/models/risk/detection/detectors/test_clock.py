"""Clock: a leap of time is one alert; an outage, a turn or one odd vessel is no leap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.clock import Tick
from models.risk.engine import step
from models.risk.state import State
from tests.models.sea import T0, Message, Ship, Watch, batch, changes_of_tick, core, run, tick, watch

ALONE = {"collision": {"enabled": False}}


def fleet(count: int = 12) -> list[Ship]:
    """Ships that hold their course, each a mile from the next."""
    return [
        Ship(mmsi=412_300_000 + n, north_m=2_000.0 * n, sog_kn=8.0 + n % 5, cog_deg=90, from_s=float(T0 + n % 10))
        for n in range(count)
    ]


def sent(seconds: int, ships: list[Ship] | None = None) -> list[Message]:
    return [each for ship in ships or fleet() for each in ship.messages(seconds)]


def test_a_clock_set_forward_raises_one_alert_and_no_vessel_counts_as_silent() -> None:
    messages = [replace(each, rx_s=each.rx_s + (100 if each.rx_s >= T0 + 600 else 0)) for each in sent(760)]
    watched = watch(core(detectors=ALONE), messages)
    (raised,) = [each for each in watched.changes if each.event == "raise"]
    assert (raised.alert.rule, raised.alert.colour) == ("clock", "orange")
    assert T0 + 700 <= raised.t_s <= T0 + 720
    assert raised.alert.text_en.startswith("time leapt by +10") or raised.alert.text_en.startswith("time leapt by +9")


@pytest.mark.parametrize("silent_s", [45, 100])
def test_an_outage_is_no_leap(silent_s: int) -> None:
    messages = [each for each in sent(760) if not T0 + 600 <= each.rx_s < T0 + 600 + silent_s]
    assert watch(core(detectors=ALONE), messages).raised("clock") == []


def test_few_vessels_are_no_evidence_of_time() -> None:
    messages = [replace(each, rx_s=each.rx_s + (100 if each.rx_s >= T0 + 600 else 0)) for each in sent(720, fleet(4))]
    assert watch(core(detectors=ALONE), messages).raised("clock") == []


def leapt(state: State, by_s: int) -> Watch:
    """A core that was held up: its ticks go on `by_s` later."""
    result, ship = Watch(), Ship(sog_kn=10, cog_deg=0)
    for _ in run(state, ship.messages(60)):
        pass
    for number in range(3):
        t_s = T0 + 60 + by_s + number
        late = step(state, [batch(t_s, [ship.at(float(t_s))])], Tick(t_s, float(t_s), by_s if number == 0 else 1.0))
        result.changes += changes_of_tick(late)
    return result


def test_ticks_that_leap_raise_an_alert() -> None:
    (raised,) = leapt(core(), 900).raised("clock")
    assert raised.alert.text_en == "time leapt by +900 s; vessel timers are not affected, check the clocks"
    assert leapt(core(), 5).raised("clock") == []


def test_a_feed_that_lags_raises_an_alert() -> None:
    state, result, ship = core(feeds=("near", "far"), detectors=ALONE), Watch(), Ship(sog_kn=5)
    for second in range(T0, T0 + 60):
        messages = [ship.at(second - 120.0)]
        result.changes += changes_of_tick(
            step(state, [batch(float(second), messages, feed="far")], Tick(second, float(second)))
        )
    (raised,) = result.raised("clock")
    assert raised.alert.text_en.startswith("the time of feed 2 is 120 s behind")


def test_without_vessels_there_is_no_clock_alert() -> None:
    assert tick(core(), T0).alerts == ()


def test_a_clock_of_this_machine_set_back_raises_an_alert_until_time_has_caught_up() -> None:
    state, events = core(detectors=ALONE), []
    for second in range(200):
        back_s = 40.0 - second / 10 if second >= 10 else 0.0
        picture = step(state, [batch(T0 + second)], Tick(T0 + second, float(T0 + second), back_s=back_s))
        events += [(each.event, second, each.alert) for each in changes_of_tick(picture)]
    raised, cleared = events[0], events[-1]
    assert (raised[0], raised[2].rule, raised[1]) == ("raise", "clock", 11)
    assert raised[2].text_en.startswith("this machine's clock was set back, 39 s behind")
    assert cleared[0] == "clear" and cleared[1] > 100, "less than half a minute raises no alert"

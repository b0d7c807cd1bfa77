"""Gap: a well-received vessel that falls silent raises an alert; one that may be out of reception does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.base.schema import NAN
from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, core, watch, zone

DARK = Ship(mmsi=412_400_000, north_m=1_000.0, sog_kn=10.0, cog_deg=90, name="GONE DARK")
GOES_S, UNTIL_S = 600, 1200


def company(count: int = 3) -> list[Ship]:
    """Ships that go on reporting, so that the area is known to be received."""
    return [
        Ship(mmsi=412_400_100 + n, north_m=3_000.0 + 500 * n, sog_kn=10.0, cog_deg=90, every_s=30, station="class_b_cs")
        for n in range(count)
    ]


def story(dark: Ship = DARK, until_s: int = UNTIL_S, goes_s: int = GOES_S) -> list[Message]:
    """One falls silent among others."""
    return dark.messages(goes_s) + [each for ship in company() for each in ship.messages(until_s)]


def observe(messages: list[Message], *zones: Any, **params: object) -> Watch:
    state = core(*zones, detectors={"gap": params, "collision": {"enabled": False}})
    return watch(state, messages, until_s=max(each.rx_s for each in messages))


def test_a_ship_that_falls_silent_raises_an_alert_after_five_minutes() -> None:
    watched = observe(story())
    (raised,) = watched.raised("gap")
    assert 300 <= raised.t_s - (T0 + GOES_S - 10) <= 320
    assert raised.alert.name == "GONE DARK"
    assert raised.alert.text_en.startswith("no AIS for 5 min, last 10.0 kn at 30.009°N")
    assert "接收率" in raised.alert.text_zh
    assert max(watched.levels) == 2, "orange when it goes on, for a ship under way"


def test_lost_it_keeps_its_alert_orange_until_received_again() -> None:
    watched = observe(story(until_s=GOES_S + 1500))
    events = [each.event for each in watched.changes if each.alert.rule == "gap"]
    assert events[0] == "raise" and set(events[1:]) == {"update"}, "a colour more, and that it was not acknowledged"
    assert watched.picture and [each.colour for each in watched.picture.alerts] == ["orange"]
    back = replace(DARK, from_s=float(T0 + 1200), east_m=10 * 0.514444 * 1200).messages(600)
    events = [each.event for each in observe(story(until_s=1800) + back).changes if each.alert.rule == "gap"]
    assert (events[0], events[-1]) == ("raise", "clear")


NEVER: list[dict[str, Any]] = [
    {"ship_type": 55},
    {"station": "base"},
    {"station": "aton"},
    {"station": "class_b_cs", "sog_kn": 1.0, "every_s": 180},
    {"from_s": float(T0 + 500)},
]


@pytest.mark.parametrize("change", NEVER)
def test_vessels_whose_silence_means_nothing_raise_none(change: dict[str, Any]) -> None:
    dark = replace(DARK, **change)
    assert observe(story(dark, goes_s=int(T0 + GOES_S - dark.from_s))).raised("gap") == []


def test_into_port_harbour_or_anchorage_vessels_may_fall_silent() -> None:
    for kind in ("port", "harbour", "anchorage"):
        ahead = zone(3_500, -2_000, 4_000, 4_000, kind=kind, alert=False)
        assert observe(story(), ahead).raised("gap") == []
    assert observe(story(), zone(3_500, -2_000, 4_000, 4_000, kind="fairway", alert=False)).raised("gap")


def test_near_land_slow_vessels_may_be_alongside() -> None:
    low, high = ISLAND_M
    near = replace(DARK, sog_kn=3.0, east_m=low - 2_000.0, north_m=(low + high) / 2)
    assert observe(story(near), least_p=0.01).raised("gap") == []


def test_at_anchor_it_is_yellow_at_most() -> None:
    anchored = replace(DARK, nav_status=1, sog_kn=0.0, every_s=60)
    watched = observe(story(anchored, goes_s=1500, until_s=4000))
    (raised,) = watched.raised("gap")
    assert raised.alert.colour == "yellow" and max(watched.levels) == 1


def test_a_poorly_received_vessel_is_given_time() -> None:
    rng = np.random.default_rng(1)
    received = [each for each in DARK.messages(GOES_S) if rng.random() < 0.25]
    others = [each for ship in company() for each in ship.messages(GOES_S + 420)]
    assert observe(received + others).raised("gap") == []


def test_any_sign_of_life_counts() -> None:
    names = [DARK.says(float(T0 + second)) for second in range(GOES_S, UNTIL_S, 120)]
    assert observe(story() + names).raised("gap") == []


def test_many_that_fall_silent_together_have_a_cause_of_their_own() -> None:
    fleet = [replace(DARK, mmsi=DARK.mmsi + n, north_m=-900.0 * n) for n in range(6)]
    messages = [each for ship in fleet for each in ship.messages(GOES_S)]
    messages += [each for ship in company(2) for each in ship.messages(UNTIL_S)]
    assert observe(messages).raised("gap") == []


def test_without_learned_reception_there_is_no_alert() -> None:
    messages = DARK.messages(GOES_S, sog_kn=NAN, cog_deg=0.0) + company(1)[0].messages(UNTIL_S)
    assert len(observe(messages).raised("gap")) == 1, "a ship that never reports its speed is still a ship"


def test_the_order_of_vessels_does_not_matter() -> None:
    messages = story()
    first, other = (observe(each).raised("gap") for each in (messages, messages[::-1]))
    assert [(each.t_s, each.alert.mmsi) for each in first] == [(each.t_s, each.alert.mmsi) for each in other]


def test_a_vessel_last_received_slow_may_have_anchored_and_is_given_the_time_of_one_at_anchor() -> None:
    slow, fast = (observe(story(replace(DARK, sog_kn=kn))).raised("gap")[0].t_s - (T0 + GOES_S) for kn in (3.0, 6.0))
    assert fast < 330 and slow > 500


def test_a_vessel_last_received_slowing_down_is_given_it_too() -> None:
    """Eight knots until a minute before, then six: the report that it anchored may have been missed."""
    slowing = [
        *DARK.messages(GOES_S - 20, sog_kn=8.0),
        *(DARK.at(T0 + GOES_S - 20 + t_s, sog_kn=kn) for t_s, kn in ((0, 7.2), (10, 6.0))),
    ]
    others = [each for ship in company() for each in ship.messages(UNTIL_S + 600)]
    (raised,) = observe(slowing + others).raised("gap")
    assert raised.t_s - (T0 + GOES_S - 10) > 480

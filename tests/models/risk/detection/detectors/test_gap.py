"""Gap: a well-received vessel that falls silent raises an alert; one that may be out of reception does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.base.schema import NAN
from models.base.units import M_PER_NM, MPS_PER_KN
from models.risk.detection.detector import detectors
from tests.models.sea import ISLAND_M, LAT0, T0, Message, Ship, Watch, apart, core, watch, zone

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


def heard(ship: Ship, share: float, seconds: int, seed: int = 0) -> list[Message]:
    """The reports of a ship of which this share is received."""
    rng = np.random.default_rng(seed)
    return [each for each in ship.messages(seconds) if rng.random() < share]


def silent_for_s(dark: Ship, share: float = 1.0, until_s: int = UNTIL_S, **params: object) -> float:
    """Seconds from falling silent to the alert; infinite without one."""
    others = [each for ship in company() for each in ship.messages(until_s)]
    raised = observe(heard(dark, share, GOES_S) + others, **params).raised("gap")
    return raised[0].t_s - (T0 + GOES_S) if raised else float("inf")


@pytest.mark.parametrize("sog_kn, nav_status", [(0.4, 0), (1.9, 7), (3.0, 15), (3.9, 8)])
def test_only_the_reported_status_makes_three_minutes_the_interval_of_a_ship(sog_kn: float, nav_status: int) -> None:
    assert silent_for_s(replace(DARK, sog_kn=sog_kn, nav_status=nav_status)) < 540


def test_received_poorly_a_slow_ship_may_have_come_to_anchor_and_is_given_time() -> None:
    """The report that it anchored may have been missed."""
    fast, slow = (silent_for_s(replace(DARK, sog_kn=kn), share=0.5) for kn in (10.0, 1.0))
    assert fast < 400 and fast + 50 < slow


FORGETFUL = {"lost_after_s": 200.0, "forget_after_s": 120.0}


def test_a_track_is_kept_until_its_silence_is_proven_and_then_long_enough_to_be_read() -> None:
    off = {each.rule: {"enabled": False} for each in detectors() if each.rule != "gap"}
    others = [each for ship in company() for each in ship.messages(UNTIL_S + 400)]
    state = core(detectors=off | {"gap": {"shown_s": 200.0, "chance_p": 1e-12}}, tracking=FORGETFUL)
    watched = watch(state, heard(DARK, 0.45, GOES_S) + others)
    events = [each for each in watched.changes if each.alert.rule == "gap"]
    assert events[0].event == "raise" and events[0].t_s - (T0 + GOES_S) > 330, "later than it would have been forgotten"
    assert events[-1].event == "clear" and events[-1].t_s - events[0].t_s >= 190


def test_a_silence_that_can_never_be_proven_does_not_keep_the_track() -> None:
    off = {each.rule: {"enabled": False} for each in detectors() if each.rule != "gap"}
    state = core(detectors=off | {"gap": {"undecided_s": 310.0, "chance_p": 1e-12}}, tracking=FORGETFUL)
    watched = watch(state, heard(DARK, 0.45, GOES_S) + [each for ship in company() for each in ship.messages(UNTIL_S)])
    assert watched.raised("gap") == [] and DARK.mmsi not in state.tracks.row_of


def test_a_poorly_received_ship_that_sails_into_water_nobody_was_received_from_may_have_left() -> None:
    """Last received two hundred metres from the end of the cell; the others stay west of it."""
    cell_m = 0.05 * 60 * M_PER_NM * np.cos(np.radians(LAT0))
    leaving = replace(DARK, sog_kn=10.0, east_m=cell_m - 200.0 - 10.0 * MPS_PER_KN * GOES_S)
    others = [replace(ship, sog_kn=2.5, every_s=10, station="class_a") for ship in company()]
    messages = [each for ship in others for each in ship.messages(UNTIL_S + 600)]
    assert observe(heard(leaving, 0.35, GOES_S) + messages).raised("gap") == []


def circling(ship: Ship, deg_per_s: float, seconds: int) -> list[Message]:
    """A ship that goes round all the time from its place on, and heads north in the end."""
    messages = []
    for t_s in range(0, seconds, ship.every_s):
        now = replace(ship, cog_deg=deg_per_s * (t_s - seconds) % 360, from_s=float(T0 + t_s))
        messages.append(now.at(T0 + t_s))
        gone = apart(ship.sog_kn * MPS_PER_KN * ship.every_s, now.cog_deg + deg_per_s * ship.every_s / 2)
        ship = replace(ship, east_m=ship.east_m + gone["east_m"], north_m=ship.north_m + gone["north_m"])
    return [ship.says(float(T0)), *messages]


@pytest.mark.parametrize("deg_per_s, raises", [(0.3, True), (-0.3, True), (0.0, False)])
def test_a_poorly_received_ship_that_goes_round_has_not_left(deg_per_s: float, raises: bool) -> None:
    """Straight on lies a cell in which nobody was received: one that never turned is about to enter it."""
    goes_s = 1500
    north_m = 0.05 * 60 * M_PER_NM - (2300.0 if deg_per_s else 200.0 + 8.0 * MPS_PER_KN * goes_s)
    ship = replace(DARK, north_m=north_m, east_m=2000.0, sog_kn=8.0)
    going = circling(ship, deg_per_s, goes_s)[::3]  # one in three is received
    others = [replace(each, sog_kn=1.0, every_s=10, station="class_a") for each in company()]
    messages = [each for ship in others for each in ship.messages(goes_s + 1000)]
    assert bool(observe(going + messages).raised("gap")) is raises


@pytest.mark.parametrize("seed", range(2))
def test_silences_at_any_speed_status_class_and_reception_are_found_and_no_others(seed: int) -> None:
    rng = np.random.default_rng(seed)
    messages, dark = [], set()
    for n in range(10):
        station, every_s = ("class_b_cs", 30) if n % 4 == 3 else ("class_a", 10)
        ship = Ship(
            mmsi=412_400_300 + n, east_m=-900.0 * n, north_m=-400.0 * n, sog_kn=float(rng.uniform(2.1, 6)),
            cog_deg=float(rng.uniform(0, 360)), nav_status=int(rng.choice([0, 7, 8])), station=station, every_s=every_s,
        )  # fmt: skip
        silent = n % 4 == 0 or n == 3
        messages += heard(ship, float(rng.uniform(0.35, 0.95)), 650 + 70 * n if silent else 3000, seed + n)
        dark |= {ship.mmsi} if silent else set()
    raised = observe(messages).raised("gap")
    found = {each.alert.mmsi for each in raised}
    assert found <= dark and len(found) >= len(dark) - 1

"""Zones: staying in closed water raises an alert; crossing a corner, belonging there or another hour does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.models.sea import T0, Message, Ship, Watch, apart, core, watch, zone

CLOSED = zone(-1000, -1000, 2000, 2000)
INSIDE, OUTSIDE = Ship(), Ship(east_m=5000)


def observe(messages: list[Message], *zones: object, until_s: float | None = None, **params: object) -> Watch:
    return watch(core(*(zones or (CLOSED,)), detectors={"zone": params}), messages, until_s)


def raised_at(watched: Watch) -> list[float]:
    return [each.t_s - T0 for each in watched.raised("zone")]


def stay(from_m: float, to_m: float, from_s: int, until_s: int) -> list[Message]:
    """East at `from_m` and, between two times, at `to_m`: jumps no ship could make in reality, 400 m at most."""
    there = range(from_s, until_s)
    return [Ship(east_m=to_m if second in there else from_m).at(float(T0 + second)) for second in range(0, 330, 5)]


def test_a_ship_that_stays_raises_one_alert_with_the_zone_and_the_time() -> None:
    watched = observe(INSIDE.messages(300))
    (raised,) = watched.raised("zone")
    assert 60 <= raised.t_s - T0 <= 75
    assert raised.alert.text_en == "in closed water for 1 min at 0.0 kn"
    assert raised.alert.text_zh == "进入禁区，已 1 分钟，0.0 节"
    assert raised.alert.partner_mmsi is None
    assert watched.events() in (["raise"], ["raise", "update"])


def test_a_ship_outside_is_not() -> None:
    assert observe(OUTSIDE.messages(300)).changes == []


@pytest.mark.parametrize("sog_kn", [15.0, 20.0, 30.0])
def test_a_corner_crossed_within_a_minute_stays_below_the_raise(sog_kn: float) -> None:
    # 400 m of a corner take 52 s at 15 knots.
    corner = zone(0, 0, 400, 400)
    crossing = Ship(sog_kn=sog_kn, cog_deg=90, north_m=200, **{"east_m": -sog_kn * 0.514 * 120}, every_s=2)
    assert observe(crossing.messages(300), corner).changes == []


def test_two_reports_enter_and_so_do_ten_seconds() -> None:
    two = [INSIDE.at(T0 + second) for second in (0, 1, 2)]
    once = [OUTSIDE.at(T0), OUTSIDE.at(T0 + 1), replace(INSIDE, east_m=990).at(T0 + 2)]
    near = [Ship(east_m=1010).at(T0), Ship(east_m=1010).at(T0 + 1), Ship(east_m=990).at(T0 + 2)]
    assert len(raised_at(observe(two, until_s=T0 + 120))) == 1
    assert len(raised_at(observe(near, until_s=T0 + 30, full_s=12.0))) == 1, "one report, and ten seconds of no other"
    assert raised_at(observe(once, until_s=T0 + 30, full_s=12.0)) == [], "a jump of four kilometres is doubted"


def test_a_report_just_outside_does_not_end_the_stay() -> None:
    (at_s,) = raised_at(observe(stay(900, 1040, 30, 200)))
    assert at_s <= 75, "within the margin of 50 m it goes on"


def test_less_than_twenty_seconds_outside_do_not_end_the_stay() -> None:
    assert raised_at(observe(stay(900, 1100, 30, 45)))[0] <= 80


def test_twenty_seconds_outside_end_it() -> None:
    assert raised_at(observe(stay(900, 1100, 30, 60)))[0] >= 60 + 60


def test_the_alert_clears_when_the_vessel_leaves() -> None:
    watched = observe(stay(1100, 900, 30, 200))
    assert watched.events()[0] == "raise" and watched.events()[-1] == "clear"
    assert 200 < watched.changes[-1].t_s - T0 < 400


def test_the_rule_binds_only_its_kinds() -> None:
    merchants = zone(-1000, -1000, 2000, 2000, kinds=("merchant",))
    assert len(raised_at(observe(Ship(ship_type=70).messages(120), merchants))) == 1
    assert raised_at(observe(Ship(ship_type=30).messages(120), merchants)) == []


@pytest.mark.parametrize("ship", [Ship(ship_type=55), Ship(ship_type=35), Ship(station="aton"), Ship(station="base")])
def test_law_enforcement_and_what_is_no_ship_are_exempt(ship: Ship) -> None:
    assert observe(ship.messages(120)).changes == []


def test_a_polygon_that_only_informs_raises_nothing() -> None:
    assert observe(INSIDE.messages(120), zone(-1000, -1000, 2000, 2000, kind="port", alert=False)).changes == []


def test_a_yellow_zone_never_goes_beyond_yellow() -> None:
    for ceiling, colours in (("yellow", {"yellow"}), ("orange", {"yellow", "orange"})):
        watched = observe(INSIDE.messages(400), zone(-1000, -1000, 2000, 2000, ceiling=ceiling))
        assert len(watched.raised("zone")) == 1
        assert {each.alert.colour for each in watched.changes} <= colours


def test_a_speed_limit_is_no_matter_of_this_rule() -> None:
    limited = zone(-9000, -9000, 18_000, 18_000, max_speed_kn=10.0, alert=False)
    assert observe(Ship(sog_kn=14.0, cog_deg=90).messages(120), limited).raised("zone") == []


@pytest.mark.parametrize("kind", ["moratorium", "cable", "bridge", "bridge_side", "intake"])
def test_zones_covered_by_another_rule_do_not_raise_a_second_alert(kind: str) -> None:
    watched = observe(INSIDE.messages(300), zone(-1000, -1000, 2000, 2000, kind=kind))
    assert watched.raised("zone") == []


def test_a_dwell_limit_applies_to_vessels_that_stay_longer() -> None:
    waiting = zone(-1000, -1000, 2000, 2000, max_dwell_s=200.0)
    (at_s,) = raised_at(observe(INSIDE.messages(400), waiting))
    assert 240 <= at_s <= 320, "half of the limit over it is full evidence"


def at(text: str) -> float:
    """UTC seconds of a local (UTC+8) moment."""
    return datetime.fromisoformat(text + "+08:00").astimezone(UTC).timestamp()


SEASON = zone(-1000, -1000, 2000, 2000, windows=(("05-01 12:00", "09-16 12:00"),), kinds=("fishing",), ceiling="red")


@pytest.mark.parametrize(
    ("moment", "raised"),
    [
        ("2026-05-01T11:50:00", 0),
        ("2026-05-01T12:00:00", 1),
        ("2026-07-01T00:00:00", 1),
        ("2026-09-16T11:55:00", 1),
        ("2026-09-16T12:00:00", 0),
    ],
)
def test_a_season_binds_from_noon_to_noon_by_local_time(moment: str, raised: int) -> None:
    start_s = at(moment)
    boat = Ship(ship_type=30, station="class_b_cs", from_s=start_s, every_s=10)
    assert len(watch(core(SEASON), boat.messages(120)).raised("zone")) == raised


def test_a_vessel_inside_when_the_season_begins_raises_an_alert_then() -> None:
    noon_s = at("2026-05-01T12:00:00")
    boat = Ship(ship_type=30, from_s=noon_s - 200)
    (raised,) = watch(core(SEASON), boat.messages(400)).raised("zone")
    assert noon_s <= raised.t_s <= noon_s + 10


def test_two_zones_are_two_alerts_and_each_names_its_own() -> None:
    both = (CLOSED, zone(-500, -500, 1000, 1000, id="y", name_en="the inner water"))
    watched = observe(INSIDE.messages(150), *both)
    assert sorted(each.alert.text_en.split(" for")[0] for each in watched.raised("zone")) == [
        "in closed water",
        "in the inner water",
    ]
    assert len({each.alert.alert_id for each in watched.raised("zone")}) == 2


def test_the_next_ship_in_a_row_does_not_inherit_the_stay() -> None:
    quick = {"tracking": {"coast_after_s": 5, "coast_after_intervals": 0.1, "lost_after_s": 10,
                          "lost_after_intervals": 0.1, "forget_after_s": 10}}  # fmt: skip
    state = core(CLOSED, **quick)
    watch(state, INSIDE.messages(200), T0 + 300)
    assert state.tracks.row_of == {}
    other = replace(OUTSIDE, mmsi=412_000_009, from_s=float(T0 + 310))
    assert watch(state, other.messages(200)).changes == []
    assert state.tracks.n == 1


def test_far_from_every_zone_nothing_is_remembered() -> None:
    place = apart(50_000, 45)
    state = core(CLOSED)
    watch(state, Ship(**place).messages(60))
    assert not state.memories[-1].used(1)["busy"].any()

"""Rendezvous: coming alongside another vessel at sea and staying raises an alert; work and neighbours do not."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.base.schema import NAN
from models.base.settings import Feed, Settings
from models.risk.detection.detector import detectors
from models.risk.state import State
from models.site.register import Entry, Register
from tests.models.sea import FEED, T0, Message, Ship, Watch, core, site, tick, watch, zone

TANKER = Ship(mmsi=412_000_001, ship_type=80, length_m=120.0, name="BIG", sog_kn=0.4, cog_deg=90.0)
COMES_S = 100  # how long the visitor is seen to come
VISITOR = Ship(mmsi=412_000_002, ship_type=70, length_m=60.0, name="SMALL", sog_kn=0.4, cog_deg=90.0, north_m=60.0)
HASTY = {"on_s": 60.0, "full_s": 120.0, "surely_s": 240.0, "release_s": 60.0, "quiet_s": 60.0}  # an eighth of the time


def visit(
    host: Ship = TANKER, guest: Ship = VISITOR, stays_s: int = 300, comes_kn: float = 8.0, leaves: bool = False
) -> list[Message]:
    """The guest comes from the north, lies beside the host, and perhaps goes again."""
    far_m = guest.north_m + COMES_S * comes_kn * 0.514444
    coming = replace(guest, sog_kn=comes_kn, cog_deg=180.0, north_m=far_m)
    lying = replace(guest, from_s=float(T0 + COMES_S))
    reports = host.messages(COMES_S + stays_s) + coming.messages(COMES_S) + lying.messages(stays_s)
    if leaves:
        going = replace(guest, sog_kn=8.0, cog_deg=0.0, from_s=float(T0 + COMES_S + stays_s))
        staying = replace(host, from_s=float(T0 + COMES_S + stays_s))
        reports += going.messages(400) + staying.messages(400)
    return reports


ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "rendezvous"}


def fresh_core(*zones: Any, **params: float) -> State:
    return core(*zones, detectors=ALONE | {"rendezvous": HASTY | params})


def observe(messages: list[Message], *zones: Any, **params: float) -> Watch:
    return watch(fresh_core(*zones, **params), messages)


def test_a_tanker_and_a_small_ship_on_the_open_sea_raise_an_alert_within_twenty_minutes() -> None:
    watched = watch(
        core(detectors=ALONE), visit(replace(TANKER, every_s=30), replace(VISITOR, every_s=30), stays_s=1850)
    )
    (raised,) = watched.raised("rendezvous")
    assert T0 + COMES_S + 900 < raised.t_s < T0 + COMES_S + 1200, "the floor is 2,000 s"
    assert re.fullmatch(r"two vessels 6\d m apart at sea, both below 2 kn, for 1\d min", raised.alert.text_en)
    assert "在开阔水域相距 6" in raised.alert.text_zh
    assert watched.levels[-1] == 2, "orange after half an hour"


def test_it_raises_one_alert_which_clears_after_they_part() -> None:
    watched = observe(visit(leaves=True))
    assert [event for event in watched.events() if event != "update"] == ["raise", "clear"]


def test_one_bad_report_costs_its_time_twice_and_a_silence_none() -> None:
    reports = visit(stays_s=400)
    silent = [each for each in reports if each.mmsi != VISITOR.mmsi or not T0 + 150 < each.rx_s < T0 + 250]
    quiet_s, steady_s = (observe(each).raised("rendezvous")[0].t_s for each in (silent, reports))
    assert 30 <= quiet_s - steady_s <= 90, "the time without reports is not gained"
    bad = [
        replace(each, position=each.position | {"sog_kn": 6.0}) if each.position and each.rx_s == T0 + 180 else each
        for each in reports
    ]
    assert 10 <= observe(bad).raised("rendezvous")[0].t_s - steady_s <= 50


def test_a_floating_crane_raises_an_alert_sooner_whatever_its_reported_type() -> None:
    crane = replace(TANKER, name="FU DIAO 12", ship_type=33)
    sooner, later = observe(visit(crane)).raised("rendezvous"), observe(visit()).raised("rendezvous")
    assert sooner[0].t_s + 30 <= later[0].t_s
    assert "one can lift cargo" in sooner[0].alert.text_en


def listed(craft_class: str = "", permits: tuple[str, ...] = ()) -> State:
    """A core whose register lists the guest."""
    nothing: dict[str, Any] = dict.fromkeys(("name", "callsign", "list", "reason_zh", "reason_en"), "")
    numbers: dict[str, Any] = dict.fromkeys(("imo", "violations_24m", "inspections_24m"), 0)
    entry = Entry(mmsi=VISITOR.mmsi, length_m=60.0, craft_class=craft_class, permits=permits, **nothing, **numbers)
    known = replace(site(), register=Register((entry,)))
    return State(Settings(detectors=ALONE | {"rendezvous": HASTY}), known, (Feed(id=FEED, source="stdin:"),))


def test_the_register_knows_which_vessels_lift_cargo_and_which_have_a_permit() -> None:
    plain, sand, permitted = (
        watch(each, visit()).raised("rendezvous")
        for each in (listed(), listed("sand_carrier"), listed("tanker", ("bunkering",)))
    )
    assert sand[0].t_s + 30 <= plain[0].t_s
    assert permitted == []


WORK = {
    "law enforcement": {"ship_type": 55},
    "tug": {"ship_type": 52},
    "pilot": {"ship_type": 50},
    "dredger": {"ship_type": 33},
    "towing": {"nav_status": 11},
    "pushing": {"nav_status": 12},
    "faster": {"sog_kn": 2.2},
    "far": {"north_m": 330.0},
    "speed unknown": {"sog_kn": NAN},
}


def test_of_many_that_look_like_it_only_the_meeting_raises_an_alert() -> None:
    reports = []
    for number, changes in enumerate([{}, *WORK.values()]):
        place: dict[str, Any] = {"lat0_deg": 29.0 + number / 10}
        host, guest = (replace(each, mmsi=each.mmsi + 10 * number, **place) for each in (TANKER, VISITOR))
        reports += visit(host, replace(guest, **changes), stays_s=260)
    assert [each.alert.mmsi for each in observe(reports).raised("rendezvous")] == [TANKER.mmsi]


def test_fishing_vessels_among_themselves_are_at_most_a_little_risk() -> None:
    boats = [replace(each, ship_type=30, length_m=35.0) for each in (TANKER, VISITOR)]
    watched = observe(visit(*boats, stays_s=500))
    assert watched.raised("rendezvous") == [] and max(watched.levels) == 0
    unnamed = [replace(each, ship_type=0, station="class_b_cs") for each in boats]
    assert observe(visit(*unnamed, stays_s=500)).raised("rendezvous") == []


def test_vessels_that_lay_there_when_the_watch_began_raise_no_alert() -> None:
    assert observe(TANKER.messages(500) + VISITOR.messages(500)).raised("rendezvous") == []


@pytest.mark.parametrize("kind", ["harbour", "port", "anchorage"])
def test_in_harbours_ports_and_anchorages_lying_close_is_usual(kind: str) -> None:
    around = zone(-3000, -3000, 6000, 6000, kind=kind, alert=False)
    assert observe(visit(), around).raised("rendezvous") == []
    crane = replace(TANKER, name="CRANE BARGE 3")
    assert len(observe(visit(crane), around).raised("rendezvous")) == (kind == "anchorage")


def test_alongside_a_quay_there_is_no_alert_and_off_it_in_sheltered_water_it_comes_sooner() -> None:
    places: list[dict[str, Any]] = [{"east_m": 21_000.0, "north_m": 20_000.0 - off_m} for off_m in (250.0, 1000.0)]
    for place, count in zip(places, (0, 1), strict=True):
        host, guest = replace(TANKER, **place), replace(VISITOR, **place)
        watched = observe(visit(host, replace(guest, north_m=guest.north_m - 60)))
        assert len(watched.raised("rendezvous")) == count
    assert "in sheltered water" in watched.raised("rendezvous")[0].alert.text_en


def test_neighbours_at_anchor_are_not_together_but_two_rafted_are() -> None:
    host, guest = replace(TANKER, nav_status=1, sog_kn=0.1), replace(VISITOR, nav_status=1, sog_kn=0.1)
    assert observe(visit(host, replace(guest, north_m=200.0))).raised("rendezvous") == []
    assert len(observe(visit(host, guest)).raised("rendezvous")) == 1


def test_a_raft_is_no_rendezvous() -> None:
    rest = [replace(VISITOR, mmsi=412_000_010 + n, north_m=60.0 + 30 * n) for n in range(4)]
    reports = visit() + [each for ship in rest for each in visit(guest=ship) if each.mmsi == ship.mmsi]
    assert observe(reports).raised("rendezvous") == []


def test_a_reused_row_is_a_new_vessel() -> None:
    """The pair is remembered by track, so a vessel that gets the row of one inherits nothing."""
    state = core(tracking={"forget_after_s": 60.0}, detectors=ALONE | {"rendezvous": HASTY})
    watch(state, visit(stays_s=200))
    kept: Any = state.own_state[[each.rule for each in state.detectors].index("rendezvous")]
    assert len(kept.contacts.pairs["key"]) == 1
    for t_s in range(T0 + 300, T0 + 1200, 7):
        tick(state, t_s)
    assert len(kept.contacts.pairs["key"]) == 0


def test_a_checkpoint_in_the_middle_changes_nothing() -> None:
    reports = sorted(visit(), key=lambda each: each.rx_s)
    whole, half = fresh_core(), fresh_core()
    watch(half, [each for each in reports if each.rx_s <= T0 + 200], T0 + 209)
    again = pickle.loads(pickle.dumps(half))
    watch(again, [each for each in reports if each.rx_s > T0 + 200])
    watch(whole, reports)
    assert again.digest == whole.digest


def test_the_order_of_the_vessels_does_not_matter() -> None:
    others = [Ship(mmsi=412_000_050 + n, north_m=9000.0 * (n + 1)) for n in range(3)]
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(3)
        first = [others[n].at(T0 + 1) for n in order]  # the first to report gets the lower row
        reports = [each for ship in others for each in ship.messages(300)]
        raised = observe(first + [replace(each, rx_s=each.rx_s + 2) for each in visit() + reports]).raised("rendezvous")
        assert [(each.t_s, each.alert.text_en) for each in raised][:1] and len(raised) == 1


ALL_THE_TIME = {"lying_s": 300.0}


def lie(host: Ship = TANKER, guest: Ship = VISITOR, *others: Ship, seconds: int = 500) -> list[Message]:
    """Both lie beside each other from the start; nobody is seen to arrive."""
    return [each for ship in (host, guest, *others) for each in ship.messages(seconds)]


def test_two_tankers_side_by_side_offshore_are_reported_though_nobody_was_seen_to_arrive() -> None:
    (raised,) = observe(lie(), **ALL_THE_TIME).raised("rendezvous")
    assert T0 + 300 <= raised.t_s <= T0 + 380
    assert raised.alert.text_en.startswith("two vessels 60 m apart at sea")
    apart = replace(VISITOR, north_m=480.0)
    assert len(observe(lie(guest=apart), **ALL_THE_TIME).raised("rendezvous")) == 1


ANCHORED_AT = {"nav_status": 1, "sog_kn": 0.1}
BOAT = {"ship_type": 90, "length_m": 20.0}
USUAL: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "beyond 500 m": ({}, {"north_m": 560.0}),
    "each at its own anchor": (ANCHORED_AT, {**ANCHORED_AT, "north_m": 300.0}),
    "near land": ({"east_m": 16_500.0, "north_m": 20_000.0}, {"east_m": 16_500.0, "north_m": 20_060.0}),
    "with a tug": ({}, {"ship_type": 52}),
    "with a boat called a pilot": ({}, BOAT | {"name": "PILOT 3"}),
    "two work boats": (BOAT, BOAT),
    "two fishing vessels": ({"ship_type": 30}, {"ship_type": 30}),
    "one under way": ({}, {"sog_kn": 2.5}),
}


@pytest.mark.parametrize("host, guest", USUAL.values(), ids=USUAL)
def test_those_who_may_lie_there_for_hours_are_not_reported(host: dict[str, Any], guest: dict[str, Any]) -> None:
    assert observe(lie(replace(TANKER, **host), replace(VISITOR, **guest)), **ALL_THE_TIME).raised("rendezvous") == []


def test_an_anchorage_is_known_by_its_zone_or_by_the_ships_that_lie_there() -> None:
    around = zone(-3000, -3000, 6000, 6000, kind="anchorage", alert=False)
    assert observe(lie(), around, **ALL_THE_TIME).raised("rendezvous") == []
    others = [replace(TANKER, mmsi=412_000_100 + n, east_m=600.0 * (n - 2) + 300, north_m=700.0) for n in range(4)]
    assert observe(lie(TANKER, VISITOR, *others), **ALL_THE_TIME).raised("rendezvous") == []


@pytest.mark.parametrize("loiters_s, ended", [(150.0, ["taken_over", "taken_over"]), (450.0, [])])
def test_one_act_is_one_alert(loiters_s: float, ended: list[str]) -> None:
    """The loitering alerts of both give way to the rendezvous, and none begins after it."""
    rules = {"rendezvous": HASTY | ALL_THE_TIME, "loitering": {"on_s": loiters_s / 2, "full_s": loiters_s}}
    watched = watch(core(detectors=ALONE | rules), lie(seconds=700))
    assert len(watched.raised("rendezvous")) == 1 and len(watched.raised("loitering")) == len(ended)
    cleared = [each.alert for each in watched.changes if each.event == "clear" and each.alert.rule == "loitering"]
    assert [each.ending for each in cleared] == ended
    assert watched.picture and [each.rule for each in watched.picture.alerts] == ["rendezvous"]

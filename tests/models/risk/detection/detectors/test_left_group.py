"""Left group: a boat of a registered group, far from its mates and from all others, raises an alert."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.base.settings import Feed, Settings
from models.messages.clue import Clue
from models.risk.detection.detector import detectors
from models.risk.detection.held_clues import ClueBook
from models.risk.state import State
from models.site.register import Entry, Register
from tests.models.sea import FEED, T0, Message, Ship, Watch, nm, site, tick, watch, zone

ALONE = {each.rule: {"enabled": False} for each in detectors() if each.rule != "left_group"}
BOAT = Ship(mmsi=412_000_300, ship_type=30, length_m=35.0, sog_kn=3.0, cog_deg=90.0, every_s=20)
MATE = replace(BOAT, mmsi=412_000_301, north_m=nm(13))
STRANGER = replace(BOAT, mmsi=412_000_309, north_m=nm(-4))


def entry(mmsi: int, group: str) -> Entry:
    nothing: dict[str, Any] = dict.fromkeys(("name", "callsign", "list", "reason_zh", "reason_en", "craft_class"), "")
    numbers: dict[str, Any] = dict.fromkeys(("imo", "violations_24m", "inspections_24m"), 0)
    return Entry(mmsi=mmsi, length_m=35.0, permits=("special_fishing", f"group:{group}"), **nothing, **numbers)


def fresh_core(*zones: Any, mates: str = "putuo-07", **params: float) -> State:
    listed = Register((entry(BOAT.mmsi, "putuo-07"), entry(MATE.mmsi, mates)))
    known = replace(site(*zones), register=listed)
    return State(Settings(detectors=ALONE | {"left_group": params}), known, (Feed(id=FEED, source="stdin:"),))


def reports_of(*ships: Ship, seconds: int = 300) -> list[Message]:
    return [each for ship in ships for each in ship.messages(seconds)]


def alerted(watched: Watch) -> list[int | None]:
    return sorted(each.alert.mmsi or 0 for each in watched.raised("left_group"))


def test_two_of_a_group_that_are_far_apart_and_alone_raise_alerts() -> None:
    watched = watch(fresh_core(), reports_of(BOAT, MATE))
    assert alerted(watched) == [BOAT.mmsi, MATE.mmsi]
    alert = watched.raised("left_group")[0].alert
    assert alert.colour == "yellow"
    assert alert.text_en == "13.0 NM from the nearest of group putuo-07, no other within 8 NM"
    assert "编组 putuo-07 最近同伴 13.0 海里" in alert.text_zh


def test_a_boat_with_another_within_eight_miles_is_in_a_temporary_group() -> None:
    assert alerted(watch(fresh_core(), reports_of(BOAT, MATE, STRANGER))) == [MATE.mmsi]


QUIET = {
    "nine miles are no great distance": {"north_m": nm(9.5)},
    "a merchant ship": {"ship_type": 70},
    "moored": {"nav_status": 5},
    "in sheltered water": {"east_m": 21_000.0, "north_m": 22_700.0},
}


@pytest.mark.parametrize("changes", QUIET.values(), ids=QUIET)
def test_cases_just_short_of_the_rule_raise_no_alert(changes: dict[str, Any]) -> None:
    assert MATE.mmsi not in alerted(watch(fresh_core(), reports_of(BOAT, replace(MATE, **changes))))


def test_a_boat_whose_mates_are_not_received_or_of_another_group_raises_none() -> None:
    assert alerted(watch(fresh_core(), reports_of(BOAT, seconds=200))) == []
    assert alerted(watch(fresh_core(mates="putuo-08"), reports_of(BOAT, MATE))) == []


def test_in_harbour_no_boat_has_left_its_group() -> None:
    harbour = zone(-2000, -2000, 6000, 4000, kind="harbour", alert=False)
    assert alerted(watch(fresh_core(harbour), reports_of(BOAT, MATE))) == [MATE.mmsi]


def test_a_contact_in_the_last_hour_counts_as_company() -> None:
    state = fresh_core()
    state.clue_book = ClueBook(state.settings.risk)
    clue = Clue(source="radio", id="1", t_s=float(T0), kind="contact", mmsi=BOAT.mmsi)
    state.clue_book.take_in([clue], float(T0))
    assert alerted(watch(state, reports_of(BOAT, MATE))) == [MATE.mmsi]


FRIENDS = [replace(BOAT, mmsi=412_000_400 + n, north_m=400.0 * n, sog_kn=2.0) for n in range(4)]


def evidence_of_a_stray(state: State, sog_kn: float, together_s: int = 400) -> float:
    """Four boats fish together; then one reports from 13 miles away."""
    for each in watch(state, reports_of(*FRIENDS, seconds=together_s)).changes:
        assert each.event != "raise"
    stray = replace(FRIENDS[0], north_m=nm(-13), sog_kn=sog_kn, from_s=float(T0 + together_s))
    rest = [replace(each, from_s=float(T0 + together_s)) for each in FRIENDS[1:]]
    for t_s in range(T0 + together_s, T0 + together_s + 200):
        tick(state, t_s, [ship.at(t_s) for ship in (stray, *rest)] if t_s % 10 == 0 else [])
    return float(state.risk.evidence.max())


def test_leaving_learned_company_is_a_little_risk_but_no_alert() -> None:
    state = fresh_core(company_s=200.0)
    assert 0.5 < evidence_of_a_stray(state, 2.0) < 0.61
    assert state.alerts.situations == {}


def test_steaming_home_from_learned_company_is_usual_and_so_is_a_short_meeting() -> None:
    assert evidence_of_a_stray(fresh_core(company_s=200.0), 8.0) == 0.0
    assert evidence_of_a_stray(fresh_core(company_s=3600.0), 2.0) == 0.0

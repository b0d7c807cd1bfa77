"""Turn: a vessel at speed that alters course sharply is a little more risk, never an alert of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.schema import NAN
from models.risk.state import State
from tests.models.sea import T0, Message, Ship, core, run, zone

SHIP = Ship(sog_kn=12.0, cog_deg=0.0, length_m=150)


def turned(by_deg: float, ship: Ship = SHIP, run_s: int = 200) -> list[Message]:
    """Straight on, then on another course."""
    end = ship.at(ship.from_s + run_s).position or {}
    place = {"lat0_deg": end["lat_deg"], "lon0_deg": end["lon_deg"], "east_m": 0.0, "north_m": 0.0}
    after = replace(ship, cog_deg=(ship.cog_deg + by_deg) % 360, from_s=ship.from_s + run_s, **place)
    return ship.messages(run_s) + after.messages(100)


def risk(messages: list[Message], *zones: object) -> float:
    """The highest risk after the first half minute; there must be no alert."""
    state: State = core(*zones)  # type: ignore[arg-type]
    highest = 0.0
    for picture in run(state, messages):
        assert [each for each in picture.alerts if each.rule == "turn"] == []
        if picture.t_s > T0 + 30:
            highest = max(highest, float(picture.vessels["risk"].max(initial=0.0)))
    return highest


@pytest.mark.parametrize("by_deg, weighs", [(30, False), (-55, False), (130, True), (-130, True), (180, True)])
def test_a_sharp_turn_at_speed_weighs(by_deg: float, weighs: bool) -> None:
    assert (risk(turned(by_deg)) > 0.05) is weighs


@pytest.mark.parametrize(
    "change", [{"sog_kn": 6.0}, {"sog_kn": NAN}, {"ship_type": 30}, {"ship_type": 52}, {"cog_deg": NAN}]
)
def test_slow_vessels_vessels_at_work_and_the_unknown_do_not(change: dict[str, object]) -> None:
    assert risk(turned(150, replace(SHIP, **change))) <= 0.05  # type: ignore[arg-type]


def test_in_a_fairway_everyone_turns() -> None:
    fairway = zone(-9_000, -9_000, 18_000, 18_000, kind="fairway", alert=False)
    assert risk(turned(150), fairway) <= 0.05


def test_turns_that_go_on_are_a_zigzag() -> None:
    legs, ship = [], SHIP
    for leg in range(20):
        legs += ship.messages(60)
        end = ship.at(ship.from_s + 60).position or {}
        place = {"lat0_deg": end["lat_deg"], "lon0_deg": end["lon_deg"], "east_m": 0.0, "north_m": 0.0}
        ship = replace(ship, cog_deg=(70.0, 290.0)[leg % 2], from_s=ship.from_s + 60, **place)
    assert risk(legs) > 0.1

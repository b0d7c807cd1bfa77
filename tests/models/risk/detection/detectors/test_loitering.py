"""Loitering: a vessel that stays in a small area at sea raises an alert; lying still, passing or a reason does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.schema import NAN
from tests.models.sea import ISLAND_M, T0, Message, Ship, Watch, core, watch, zone

QUICK = {"on_s": 60.0, "full_s": 240.0}  # the same rule in a fifteenth of the time
SHIP = Ship(sog_kn=1.2, cog_deg=20, length_m=90)


def observe(messages: list[Message], *zones: object, **params: object) -> Watch:
    return watch(core(*zones, detectors={"loitering": {**QUICK, **params}}), messages)


def around(kind: str) -> object:
    return zone(-5000, -5000, 10_000, 10_000, kind=kind, alert=False)


def test_a_ship_that_loiters_raises_one_alert_that_is_only_yellow() -> None:
    watched = observe(SHIP.messages(500))
    (raised,) = watched.raised("loitering")
    assert 245 <= raised.t_s - T0 <= 290
    assert raised.alert.text_en == "within a radius of 1 km for 4 min at 1.2 kn"
    assert raised.alert.text_zh == "4 分钟徘徊于 1 公里内，1.2 节"
    assert raised.alert.colour == "yellow"


@pytest.mark.parametrize(
    "changes",
    [
        {"sog_kn": 0.1},
        {"sog_kn": 2.4},
        {"sog_kn": NAN},
        {"nav_status": 1},
        {"nav_status": 3},
        {"nav_status": 5},
        {"ship_type": 30},
        {"ship_type": 36},
        {"ship_type": 50},
        {"ship_type": 55},
        {"station": "aton"},
        {"east_m": ISLAND_M[0] - 300, "north_m": ISLAND_M[0] + 500},
    ],
)
def test_a_vessel_that_lies_still_passes_or_has_a_reason_raises_none(changes: dict) -> None:
    assert observe(replace(SHIP, **changes).messages(500)).raised("loitering") == []


@pytest.mark.parametrize("kind", ["port", "harbour", "anchorage"])
def test_in_shelter_no_vessel_loiters(kind: str) -> None:
    assert observe(SHIP.messages(500), around(kind)).changes == []


def test_over_a_cable_the_time_counts_double() -> None:
    (raised,) = observe(SHIP.messages(500), around("cable")).raised("loitering")
    assert 130 <= raised.t_s - T0 <= 160


def test_a_vessel_that_goes_on_slowly_for_more_than_a_kilometre_starts_again() -> None:
    # 1.9 kn make 293 m in 300 s: with a circle of 250 m it leaves before it raises an alert.
    going = replace(SHIP, sog_kn=1.9)
    assert observe(going.messages(900), radius_m=200.0).changes == []
    assert len(observe(going.messages(500)).raised("loitering")) == 1


def test_a_silent_vessel_gains_no_time() -> None:
    messages = [each for each in SHIP.messages(500) if not 100 <= each.rx_s - T0 < 300]
    (raised,) = observe(messages).raised("loitering")
    assert raised.t_s - T0 > 400

"""Status 14 on an ordinary ship: yellow, to be verified, with or without a position; a device is a distress instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.schema import NAN
from tests.models.sea import T0, Ship, Watch, core, watch

SHIP = Ship(mmsi=413_000_222, sog_kn=9, cog_deg=200, nav_status=14)
NO_FIX = {"lat_deg": NAN, "lon_deg": NAN}


def observe(messages: list, until_s: float = T0 + 120) -> Watch:  # type: ignore[type-arg]
    return watch(core(), messages, until_s)


@pytest.mark.parametrize(
    "ship",
    [SHIP, replace(SHIP, sog_kn=0), replace(SHIP, mmsi=812_345_678), replace(SHIP, mmsi=1_234, nav_status=14)],
)
def test_a_ship_with_status_14_is_yellow_and_says_what_to_do(ship: Ship) -> None:
    watched = observe(ship.messages(120))
    (raised,) = watched.raised("distress_status")
    assert raised.alert.colour == "yellow" and watched.raised("distress") == []
    assert raised.alert.text_en == f"status 14 (distress device active) on a ship, MMSI {ship.mmsi}: verify"


def test_it_ends_when_the_ship_reports_another_status() -> None:
    mended = replace(SHIP, nav_status=0, from_s=T0 + 120.0)
    watched = observe([*SHIP.messages(120), *mended.messages(600)], T0 + 700)
    assert [each.event for each in watched.changes if each.alert.rule == "distress_status"] == ["raise", "clear"]


def test_without_a_position_it_is_about_no_vessel() -> None:
    (raised,) = observe([SHIP.at(T0 + 1, **NO_FIX)]).raised("distress_status")
    assert (raised.alert.track_id, raised.alert.mmsi, raised.alert.colour) == (0, SHIP.mmsi, "yellow")
    assert "place unknown" in raised.alert.text_en and "位置不明" in raised.alert.text_zh


@pytest.mark.parametrize("head", [970, 972, 974])
def test_a_device_is_a_distress_and_other_states_are_nothing(head: int) -> None:
    device = replace(SHIP, mmsi=head * 1_000_000 + 1_234, sog_kn=0)
    assert observe(device.messages(60)).raised("distress_status") == []
    assert observe(replace(SHIP, nav_status=15).messages(60)).raised("distress_status") == []

"""Weather: vessels that a forecast wind will reach at sea raise alerts, and each forecast counts vessels in shelter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.base.clock import Tick
from models.base.geo import move_deg
from models.messages.clue import Clue
from models.risk.detection.detector import detectors
from models.risk.engine import step
from models.risk.state import State
from models.site.zone import Zone
from tests.models.sea import LAT0, LON0, NAN, T0, Ship, Watch, batch, changes_of_tick, core, nm, zone

HOUR = 3600.0
OTHERS = {each.rule: {"enabled": False} for each in detectors() if each.rule != "weather"}
BOAT = Ship(mmsi=412_000_400, ship_type=30, length_m=30.0, sog_kn=4.0, cog_deg=90.0, every_s=20, name="BOAT")
HARBOUR = zone(-nm(40) - 1000, -1000, 1000, 2000, kind="harbour", alert=False)  # forty miles to the west: five hours


def corner(east_m: float, north_m: float) -> tuple[float, float]:
    lat, lon = move_deg(LAT0, LON0, east_m, north_m)
    return float(lon), float(lat)


def forecast(hours: float = 0.5, **changes: Any) -> Clue:
    """Force 7 over a hundred kilometres round the origin, in `hours` and for ten more."""
    box = tuple(corner(x, y) for x, y in ((-50e3, -50e3), (50e3, -50e3), (50e3, 50e3), (-50e3, 50e3)))
    usual: dict[str, Any] = {"kind": "wind_7", "polygon": box, "valid_from_s": T0 + hours * HOUR,
                             "valid_to_s": T0 + (hours + 10) * HOUR}  # fmt: skip
    return Clue(**{"source": "weather", "id": "w1", "t_s": float(T0), **usual, **changes})


def fresh_core(*zones: Zone, **params: float) -> State:
    return core(*(zones or (HARBOUR,)), detectors={**OTHERS, "weather": params})


def watched(state: State, ships: list[Ship], *clues: Clue, seconds: int = 240) -> Watch:
    observed = Watch()
    messages = [each for ship in ships for each in ship.messages(seconds)]
    for second in range(T0, T0 + seconds):
        reports = sorted((each for each in messages if second - 1 < each.rx_s <= second), key=lambda each: each.rx_s)
        about_area = tuple((0, clue) for clue in clues) if second == T0 + 1 else ()
        picture = step(state, [batch(float(second), reports, clues=about_area)], Tick(second, float(second)))
        observed.changes += changes_of_tick(picture)
        observed.picture = picture
    return observed


def boats(observed: Watch) -> list[int | None]:
    return [each.alert.mmsi for each in observed.raised("weather") if each.alert.track_id]


def test_a_boat_five_hours_from_shelter_with_the_wind_half_an_hour_away_raises_an_alert() -> None:
    observed = watched(fresh_core(), [BOAT], forecast(0.5))
    assert boats(observed) == [BOAT.mmsi]
    alert = next(each.alert for each in observed.raised("weather") if each.alert.track_id)
    assert alert.colour == "yellow"
    assert alert.text_en == "force 7 wind in 0.5 h, nearest shelter 40 NM or 5.0 h away"
    assert "7 级风 0.5 小时后到，最近避风处 40 海里，需 5.0 小时" in alert.text_zh


QUIET: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "there is time": ({}, {"hours": 6.0}),
    "force 6 is left to the skippers": ({}, {"kind": "wind_6"}),
    "not a wind": ({}, {"kind": "fog"}),
    "over": ({}, {"hours": -11.0}),
    "elsewhere": ({"north_m": 60e3}, {}),
    "said by somebody else": ({}, {"source": "grid"}),
    "a large merchant ship rides it out": ({"ship_type": 70, "length_m": 200.0}, {}),
    "law enforcement vessels are at work": ({"ship_type": 55}, {}),
    "moored": ({"nav_status": 5, "sog_kn": 0.0}, {}),
    "without a place": ({"lat0_deg": NAN}, {}),
}


@pytest.mark.parametrize("why", QUIET)
def test_these_raise_no_alert(why: str) -> None:
    ship, clue = QUIET[why]
    assert boats(watched(fresh_core(), [replace(BOAT, **ship)], forecast(**clue))) == []


def test_vessels_in_shelter_raise_no_alert_also_in_a_harbour_without_a_zone() -> None:
    harbour = zone(-5000, -5000, 10_000, 10_000, kind="anchorage", alert=False)
    assert boats(watched(fresh_core(harbour), [BOAT], forecast())) == []
    under_land = replace(BOAT, east_m=19_800.0, north_m=21_000.0, sog_kn=0.0)
    assert boats(watched(fresh_core(), [under_land], forecast())) == []


def test_without_any_forecast_and_without_any_shelter_there_is_no_alert() -> None:
    assert watched(fresh_core(), [BOAT]).raised("weather") == []
    assert boats(watched(fresh_core(zone(60e3, 60e3, 10, 10)), [BOAT], forecast())) == []


def test_a_tanker_and_a_small_boat_weigh_more_than_a_fishing_boat() -> None:
    many = [
        BOAT,
        replace(BOAT, mmsi=412_000_401, ship_type=80, north_m=3000.0),
        replace(BOAT, mmsi=412_000_402, length_m=8.0, north_m=6000.0),
    ]
    state = fresh_core()
    watched(state, many, forecast(1.5))
    risk = dict(zip(state.tracks["mmsi"].tolist(), state.tracks["risk"].tolist(), strict=True))
    assert risk[412_000_402] > risk[BOAT.mmsi] > 0.03
    assert risk[412_000_401] > 0.03


def test_the_count_of_a_forecast_is_an_alert_about_no_vessel() -> None:
    inner = zone(-2000, -2000, 1500, 1500, kind="port", alert=False)
    inside = replace(BOAT, mmsi=412_000_403, east_m=-1500.0, north_m=-1500.0, sog_kn=0.0)
    observed = watched(fresh_core(HARBOUR, inner), [BOAT, inside], forecast(5.0))
    (about_area,) = [each.alert for each in observed.raised("weather") if not each.alert.track_id]
    assert about_area.colour == "yellow" and about_area.name == "7 级大风区"
    assert about_area.text_en == "force 7 wind in 5 h: 1 of 2 vessels are in shelter"
    assert (round(about_area.lat, 3), round(about_area.lon, 3)) == (round(LAT0, 3), round(LON0, 3))


def test_the_order_of_vessels_and_clues_does_not_matter() -> None:
    ships = [replace(BOAT, mmsi=412_000_500 + n, north_m=2000.0 * n) for n in range(6)]
    clues = [forecast(0.5), forecast(2.0, id="w2")]
    one, other = (watched(fresh_core(), list(order), *about_area) for order, about_area in
                  ((ships, clues), (ships[::-1], clues[::-1])))  # fmt: skip
    assert sorted(map(str, boats(one))) == sorted(map(str, boats(other))) and len(boats(one)) == 6
    texts = [{each.alert.text_en for each in observed.raised("weather")} for observed in (one, other)]
    assert texts[0] == texts[1]
    assert np.isfinite(one.picture.vessels["risk"]).all() if one.picture else False

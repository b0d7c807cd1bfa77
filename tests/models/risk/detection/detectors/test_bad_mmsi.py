"""Bad MMSI: a large ship under way with an impossible number raises one alert a day; small vessels none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.models.sea import T0, Message, Ship, Watch, core, watch

BAD = Ship(mmsi=123_456_789, sog_kn=8, cog_deg=90, heading_deg=90, name="HAI YUN 9")


def observe(messages: list[Message], until_s: float | None = None, **params: object) -> Watch:
    return watch(core(detectors={"bad_mmsi": params}), messages, until_s)


@pytest.mark.parametrize(
    ("mmsi", "why"),
    [
        (123_456_789, "factory default or invented number"),
        (900_123_571, "format is not that of a ship"),
        (420_123_571, "country code not allotted"),
        (111_000_000, "factory default or invented number"),  # no aircraft has it: 000 is no country
    ],
)
def test_a_large_ship_under_way_with_an_impossible_number_is_yellow(mmsi: int, why: str) -> None:
    (raised,) = observe(replace(BAD, mmsi=mmsi).messages(90)).raised("bad_mmsi")
    assert raised.alert.colour == "yellow" and raised.alert.text_en == f"MMSI {mmsi}: {why}"


NEVER = [
    {"mmsi": 413_000_123},
    {"station": "class_b_cs", "length_m": 12.0},
    {"sog_kn": 0.0},
    {"station": "base"},
    {"station": "aton"},
    {"mmsi": 970_012_345},
    {"mmsi": 111_412_345, "station": "aircraft"},
    {"name": "NET-87%", "station": "class_b_cs", "length_m": 0.0, "sog_kn": 1.4},
]


def test_others_raise_no_alert() -> None:
    ships = [
        replace(BAD, **{"mmsi": 123_456_789 if n == 0 else 900_123_570 + n, "north_m": 9_000.0 * n} | change)
        for n, change in enumerate(NEVER)
    ]
    assert observe([each for ship in ships for each in ship.messages(90)]).raised("bad_mmsi") == []


def test_for_small_vessels_it_is_a_factor_that_gives_no_colour_alone() -> None:
    watched = observe(replace(BAD, station="class_b_cs", length_m=12.0).messages(90))
    assert watched.picture is not None
    assert max(watched.levels) == 0 and 0.10 < float(watched.picture.vessels["risk"][0]) < 0.20


def test_a_vessel_that_leaves_and_comes_back_raises_one_alert_a_day() -> None:
    tracking = {"lost_after_s": 60.0, "lost_after_intervals": 1.0, "forget_after_s": 30.0}
    again = replace(BAD, from_s=float(T0 + 600))
    state = core(tracking=tracking)
    watched = watch(state, BAD.messages(90) + again.messages(90))
    assert len(watched.raised("bad_mmsi")) == 1 and state.tracks.created == 2
    state = core(tracking=tracking, detectors={"bad_mmsi": {"repeat_after_s": 300.0}})
    assert len(watch(state, BAD.messages(90) + again.messages(90)).raised("bad_mmsi")) == 2

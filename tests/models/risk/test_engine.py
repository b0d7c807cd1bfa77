"""The tick: unknown values never reach risk or alerts, the order of ships does not matter, storms stay bounded."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.base.clock import Tick
from models.base.schema import NAN, STATION
from models.messages.picture import Picture, picture_from
from models.risk.engine import step
from models.risk.state import State
from tests.models.crowds import crowd
from tests.models.sea import LAT0, LON0, T0, Message, Ship, batch, changes_of_tick, core, run, tick, watch, zone

CLOSED = zone(-800, -800, 1600, 1600)


def check(picture: Picture) -> None:
    """The invariants of every picture, whatever was received."""
    vessels = picture.vessels
    assert np.isfinite(vessels["risk"]).all() and (vessels["risk"] >= 0).all() and (vessels["risk"] <= 1).all()
    assert (vessels["level"] <= 3).all()
    assert np.isfinite(vessels["lat_deg"]).all() and np.isfinite(vessels["lon_deg"]).all()
    assert (np.abs(vessels["lon_deg"]) <= 180).all()
    for alert in (*picture.alerts, *(each.alert for each in picture.changes)):
        assert np.isfinite([alert.lat, alert.lon, alert.score, alert.since_s]).all()
        assert np.isfinite([[each.value, each.share] for each in alert.factors]).all()
        assert "nan" not in alert.text_en + alert.text_zh
    assert picture_from(picture.frame()).digest == picture.digest


maybe = st.sampled_from([NAN, 0.0, 1.0, 3.0, 12.0, 59.0])
reports = st.fixed_dictionaries(
    {
        "lat_deg": st.sampled_from([NAN, LAT0, LAT0 + 0.004, LAT0 - 0.01, 89.9]),
        "lon_deg": st.sampled_from([NAN, LON0, LON0 + 0.004, 179.9999, -180.0]),
        "sog_kn": maybe,
        "cog_deg": st.sampled_from([NAN, 0.0, 45.0, 225.0, 359.9]),
        "heading_deg": st.sampled_from([NAN, 0.0, 135.0, 359.0]),
        "rot_deg_min": maybe,
        "nav_status": st.sampled_from([0, 1, 5, 15]),
        "station": st.sampled_from(list(STATION.values())),
    }
)
sizes = st.fixed_dictionaries(
    {
        "to_bow_m": st.sampled_from([NAN, 0.0, 60.0]),
        "to_stern_m": st.sampled_from([NAN, 0.0, 30.0]),
        "to_port_m": st.sampled_from([NAN, 0.0, 9.0]),
        "draught_m": maybe,
        "ship_type": st.sampled_from([0, 30, 70, 255]),
        "name": st.sampled_from([b"", b"SHIP", b"\xff\xfe"]),
        "voyage": st.booleans(),
    }
)
inputs = st.tuples(st.integers(1, 5), reports | sizes)


@settings(max_examples=40)
@given(st.lists(st.lists(inputs, max_size=8), min_size=4, max_size=9), st.sampled_from([1, 20]))
def test_the_unknown_never_leaks_into_risk_colour_or_alert(story: list[list[tuple[int, Any]]], every_s: int) -> None:
    state = core(CLOSED, tracking={"confirm_reports": 1}, detectors={"zone": {"full_s": 6.0}})
    for number, seconds in enumerate(story):
        t_s = T0 + number * every_s
        received = [
            Message(t_s, mmsi, *((columns, None) if "lat_deg" in columns else (None, columns)))
            for mmsi, columns in seconds
        ]
        check(tick(state, t_s, received))


def test_what_is_not_available_reaches_the_wall_as_unknown() -> None:
    unknown = {"sog_kn": NAN, "cog_deg": NAN, "heading_deg": NAN}
    picture = tick(core(), T0, [Ship().at(T0, **unknown)])
    assert all(np.isnan(picture.vessels[name]).all() for name in (*unknown, "length_m", "beam_m"))
    assert len(picture.vessels["mmsi"]) == 1


def test_a_vessel_without_a_position_is_counted_but_not_drawn() -> None:
    picture = tick(core(), T0, [Ship().says(T0)])
    assert (len(picture.vessels["mmsi"]), picture.totals["tracks"], picture.totals["vessels"]) == (0, 1, 1)


def test_a_frozen_picture_cannot_be_written() -> None:
    picture = tick(core(), T0, [Ship().at(T0)])
    with pytest.raises(ValueError):
        picture.vessels["risk"][0] = 1.0


def outcome(state: State, messages: list[Message]) -> list[object]:
    """Per tick the columns of each ship by its MMSI, and the alerts."""
    outcomes: list[object] = []
    for picture in run(state, messages):
        names = ("mmsi", "lat_deg", "lon_deg", "risk", "level", "life")
        columns = zip(*(picture.vessels[name].tolist() for name in names), strict=True)
        alerts = [
            (each.event, each.alert.rule, frozenset((each.alert.mmsi, each.alert.partner_mmsi)), each.alert.colour)
            for each in changes_of_tick(picture)
        ]
        outcomes.append((sorted(columns), sorted(alerts, key=repr)))
    return outcomes


@settings(max_examples=8)
@example(303)  # three ships in one place, equally near to each other
@given(st.integers(0, 1000))
def test_the_order_of_ships_in_a_second_does_not_matter(seed: int) -> None:
    messages, rng = crowd(seed, ships=8, seconds=40), np.random.default_rng(seed)
    turn = dict(zip(sorted({each.mmsi for each in messages}), rng.permutation(8).tolist(), strict=True))
    other = sorted(messages, key=lambda each: (each.rx_s, turn[each.mmsi]))
    assert outcome(core(CLOSED), messages) == outcome(core(CLOSED), other)


def test_time_left_out_while_no_vessel_was_present_does_not_count() -> None:
    state = core(tracking={"confirm_reports": 1})
    adrift = Ship(sog_kn=3, cog_deg=45, heading_deg=315)
    step(state, [batch(T0, [adrift.says(T0), adrift.at(T0)])], Tick(T0, T0, step_s=3000.0))
    step(state, [batch(T0 + 1)], Tick(T0 + 1, T0 + 1))
    memory = next(m for each, m in zip(state.detectors, state.memories, strict=True) if each.rule == "drift")
    assert memory.used(1)["timer_s"].tolist() == [2.0], "it runs every two seconds"


def digest(messages: list[Message]) -> str:
    return [picture.digest for picture in run(core(CLOSED), messages)][-1]


def test_the_same_batches_give_the_same_digest_and_other_ones_another() -> None:
    messages = crowd(5)
    assert digest(messages) == digest(messages)
    one, other = (Ship(mmsi=7, north_m=north_m).at(messages[-1].rx_s) for north_m in (0.0, 1.0))
    assert len({digest(messages), digest([*messages, one]), digest([*messages, other])}) == 3


def test_a_message_received_by_two_feeds_counts_once() -> None:
    state, received = core(feeds=("east", "west")), Ship().at(T0)
    parts = [batch(T0, [received], feed=feed) for feed in ("west", "east")]
    picture = step(state, parts, Tick(T0, T0))
    assert [(each.id, each.messages, each.duplicates) for each in picture.feeds] == [("east", 1, 0), ("west", 1, 1)]
    assert (picture.totals["messages"], picture.totals["duplicates"], picture.totals["tracks"]) == (2, 1, 1)
    assert state.tracks["hits"].tolist() == [1]


def test_ten_thousand_new_vessels_in_one_second_are_taken() -> None:
    size = 10_000
    storm = [
        Message(
            T0, 200_000_000 + n, {"lat_deg": 25 + n % 100 / 50, "lon_deg": 120 + n / size, "station": 1, "sog_kn": 9.0}
        )
        for n in range(size)
    ]
    picture = tick(core(CLOSED), T0, storm)
    assert (picture.totals["tracks"], len(picture.vessels["mmsi"]), picture.totals["full"]) == (size, size, 0)
    check(picture)
    bounded = core(CLOSED, tracking={"max_tracks": 3000})
    picture = tick(bounded, T0, storm)
    assert (picture.totals["tracks"], len(picture.vessels["mmsi"]), picture.totals["full"]) == (3000, 3000, 7000)
    assert len(bounded.tracks.columns["mmsi"]) <= 4096


def test_ever_new_vessels_reuse_the_rows_of_those_that_are_gone() -> None:
    state = core(tracking={"tentative_for_s": 5.0})
    for second in range(0, 200, 2):
        tick(state, T0 + second, [Ship(mmsi=200_000_000 + 50 * second + n).at(T0 + second) for n in range(50)])
    assert state.tracks.created == 5000
    alive_s = 4 * 10  # four reporting intervals of a ship under way
    assert len(state.tracks.row_of) <= 50 * (alive_s / 2 + 1) < len(state.tracks.columns["mmsi"]) == 2048


def test_the_view_holds_the_vessels_and_a_few_impossible_positions_do_not_widen_it() -> None:
    fleet = [Ship(mmsi=1 + n, east_m=100.0 * n).at(T0) for n in range(200)]
    lost = Ship(mmsi=999, lat0_deg=-60.0, lon0_deg=0.0).at(T0)
    west, south, east, north = tick(core(), T0, [*fleet, lost]).bbox or (0, 0, 0, 0)
    assert 122.4 < west < 122.6 < east < 122.8 and 29.9 < south <= north < 30.1
    assert tick(core(), T0).bbox is None


def test_totals_add_up() -> None:
    totals = defaultdict(int)
    watched = watch(core(CLOSED), crowd(3))
    assert watched.picture is not None
    totals.update(watched.picture.totals)
    assert totals["messages"] == len(crowd(3))
    assert totals["duplicates"] > 0 and totals["doubted"] > 0
    assert (totals["tracks"], totals["vessels"]) == (13, 12), "one MMSI is received from two places"

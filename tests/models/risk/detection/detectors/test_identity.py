"""Identity: two changed fields, the IMO number of another hull or alternating names raise an alert; slips do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.schema import NAN
from models.base.settings import Feed, Settings
from models.risk.detection.detector import detectors
from models.risk.detection.signals.claims import bad_imo, other_imo, other_length, other_name, other_type
from models.risk.state import State
from models.site.register import Entry, Register
from tests.models.sea import FEED, T0, Message, Ship, Watch, site, watch

SHIP = Ship(sog_kn=0.0, name="HAI FENG 7", ship_type=70, length_m=100.0, every_s=60)
EVERY_S = 100  # interval of its static reports here; the waits are shortened to match
OTHERS = {each.rule: {"enabled": False} for each in detectors() if each.rule != "identity"}  # long stories, one rule
HASTY = {"again_s": 80.0, "alone_s": 600.0}
GOOD, OTHER, BAD = 9_383_663, 9_074_729, 9_383_664
ENTRY = Entry(SHIP.mmsi, "HAI FENG 7", "", GOOD, "", "", "", 0, 0, 100.0, "", ())


def story(claims: Sequence[dict[str, Any]], ship: Ship = SHIP, **position: Any) -> list[Message]:
    """A ship that reports, one after the other, these columns of STATIC besides its own."""
    seconds = EVERY_S * (len(claims) + 1)
    says = [ship.says(T0 + EVERY_S * n + 5, **each) for n, each in enumerate(claims)]
    places = [ship.at(float(t_s), **position) for t_s in range(T0, T0 + seconds, ship.every_s)]
    return sorted(says + places, key=lambda each: each.rx_s)


def observe(messages: list[Message], *entries: Entry, **params: object) -> Watch:
    there = replace(site(), register=Register(entries))
    state = State(
        Settings(detectors={**OTHERS, "identity": {**HASTY, **params}}), there, (Feed(id=FEED, source="stdin:"),)
    )
    return watch(state, messages)


def long(metres: float) -> dict[str, float]:
    return {"to_bow_m": metres / 2, "to_stern_m": metres / 2}


NEW = {"name": b"DONG HAI 88", "ship_type": 30}
IMO = {"imo": GOOD}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({}, NEW, "name changed, ship type changed (was HAI FENG 7)"),
        ({}, {"name": b"DONG HAI 88", **long(60)}, "name changed, size changed (was HAI FENG 7)"),
        (IMO, {"imo": OTHER, "name": b"DONG HAI 88"}, "name changed, IMO number changed (was HAI FENG 7)"),
        (
            {"callsign": b"BABC"},
            {"callsign": b"VRXX9", **NEW},
            "name changed, ship type changed, call sign changed (was HAI FENG 7)",
        ),
    ],
)
def test_two_fields_changed_together_raise_an_alert_when_reported_twice(
    before: dict[str, Any], after: dict[str, Any], words: str
) -> None:
    (raised,) = observe(story([before, before, after, after, after])).raised("identity")
    assert raised.t_s - T0 == pytest.approx(3 * EVERY_S + 15, abs=15)
    assert (raised.alert.colour, raised.alert.text_en) == ("yellow", words)


def test_an_imo_number_of_another_hull_raises_an_alert_when_it_stays() -> None:
    (raised,) = observe(story([IMO, *[{"imo": OTHER}] * 8])).raised("identity")
    assert raised.t_s - T0 > HASTY["alone_s"] and raised.alert.text_zh == "IMO 号变更"


def test_two_alternating_names_raise_an_alert() -> None:
    (raised,) = observe(story([{}, {"name": b"DONG HAI 88"}] * 3)).raised("identity")
    assert "two names used alternately" in raised.alert.text_en and raised.t_s - T0 < 5 * EVERY_S


SAME = [
    [{}, {"name": b"HAI FENG 9"}],
    [{}, {"name": b"HAI FENG 7 CHARTER"}],
    [{}, {"name": b"HAI-FENG-7@@@"}],
    [{}, {"name": b"DONG HAI 88"}],
    [{}, {"name": b"DONG HAI 88"}, {}, {}],
    [{}, {"ship_type": 30}],
    [{}, {"ship_type": 79, **long(105)}],
    [{}, {"ship_type": 33, "name": b"DREDGER"}],
    [{"name": b"", "ship_type": 0, **long(0)}, {}, NEW | {"name": b"HAI FENG 7", "ship_type": 70}],
    [{"imo": BAD}],
    [{"imo": GOOD}, {"imo": BAD}],
    [{"imo": 1234}],
]


@pytest.mark.parametrize("claims", SAME)
def test_slips_remarks_and_single_changes_raise_no_alert(claims: list[dict[str, Any]]) -> None:
    assert observe(story(claims + claims[-1:] * 8)).raised("identity") == []


def test_a_slip_that_is_taken_back_leaves_nothing_and_one_change_alone_gives_no_colour() -> None:
    slip = observe(story([{}, {"name": b"DONG HAI 88"}, {}, {}, {}]))
    assert slip.picture is not None and float(slip.picture.vessels["risk"][0]) == pytest.approx(0.03)
    renamed = observe(story([{}, *[{"name": b"DONG HAI 88"}] * 9]))
    assert renamed.picture is not None and max(renamed.levels) == 0
    assert 0.15 < float(renamed.picture.vessels["risk"][0]) < 0.25


@pytest.mark.parametrize(
    "change", [{"station": "base"}, {"mmsi": 970_010_119}, {"mmsi": 992_470_001, "station": "aton"}]
)
def test_only_ships_have_an_identity(change: dict[str, Any]) -> None:
    assert observe(story([{}, {}, NEW, NEW, NEW], replace(SHIP, **change))).raised("identity") == []


def test_the_parts_of_a_class_b_report_come_apart_without_a_change() -> None:
    a, b = {"ship_type": 0, **long(0)}, {"name": b"", **long(30), "ship_type": 30}
    boat = replace(SHIP, station="class_b_cs", name="ZHE YU 1", ship_type=30)
    assert observe(story([a, b, a, b, a, b, a, b], boat)).raised("identity") == []


def test_a_ship_that_changes_its_ais_class_and_name_raises_an_alert() -> None:
    calm = story([{}, {}])
    switched = [
        replace(each, rx_s=each.rx_s + 200)
        for each in story([{"name": b"DONG HAI 88"}] * 4, replace(SHIP, station="class_b_cs"))
    ]
    (raised,) = observe([each for each in calm if each.rx_s < T0 + 200] + switched).raised("identity")
    assert "AIS class changed" in raised.alert.text_en


MISFITS = [
    ([replace(ENTRY, name="OTHER SHIP")], {}),
    ([replace(ENTRY, imo=OTHER)], IMO),
    ([replace(ENTRY, length_m=30.0)], {}),
    ([replace(ENTRY, mmsi=413_000_999)], IMO),
]


@pytest.mark.parametrize(("entries", "claim"), MISFITS)
def test_a_ship_unlike_its_register_entry_raises_an_alert(entries: list[Entry], claim: dict[str, Any]) -> None:
    (raised,) = observe(story([claim] * 3), *entries).raised("identity")
    assert "differs from the register" in raised.alert.text_en and raised.alert.colour == "yellow"


def test_a_ship_like_its_register_entry_or_without_one_raises_none() -> None:
    for entry in (ENTRY, replace(ENTRY, length_m=NAN, imo=0, name=""), replace(ENTRY, mmsi=1, imo=0)):
        assert observe(story([IMO] * 3), entry).raised("identity") == []


def test_order_of_ships_does_not_matter() -> None:
    changes = story([{}, {}, NEW, NEW, NEW])
    stays = story([{}] * 5, replace(SHIP, mmsi=413_000_555, north_m=9_000.0))
    orders = (changes + stays, stays + changes)
    assert [[each.alert.mmsi for each in observe(order).raised("identity")] for order in orders] == [[SHIP.mmsi]] * 2


@given(st.integers(0, 9_999_999))
def test_the_check_digit_of_an_imo_number(number: int) -> None:
    digits = [int(each) for each in f"{number:07d}"]
    fits = sum(digit * weight for digit, weight in zip(digits, (7, 6, 5, 4, 3, 2), strict=False)) % 10 == digits[6]
    assert bool(bad_imo(np.array([number]))[0]) == (number >= 1_000_000 and not fits)


def test_what_differs_from_what() -> None:
    assert other_imo(GOOD, OTHER) and not other_imo(GOOD, BAD) and not other_imo(GOOD, GOOD)
    assert other_type(70, 30) and not other_type(70, 80) and not other_type(30, 0) and not other_type(70, 31)
    assert other_length(200, 211) and other_length(20, 26) and not other_length(20, 24) and not other_length(200, 209)
    assert other_name(b"HAI FENG 7", b"DONG HAI 88") and not other_name(b"HAI FENG 7", b"")


def test_the_names_of_two_ships_with_one_mmsi_do_not_count_as_alternating() -> None:
    """Two ships far apart under one MMSI are two tracks, each with its own name."""
    one = replace(SHIP, every_s=10)
    other = replace(one, north_m=40_000.0, name="DONG HAI 88")
    both = [each for n in range(8) for each in (one.says(T0 + 60 + EVERY_S * n), other.says(T0 + 110 + EVERY_S * n))]
    places = [ship.at(float(T0 + second)) for second in range(0, 900, 10) for ship in (one, other)]
    watched = observe(sorted(both + places, key=lambda each: each.rx_s))
    assert watched.raised("identity") == [] and watched.picture is not None
    assert len(watched.picture.vessels["mmsi"]) == 2

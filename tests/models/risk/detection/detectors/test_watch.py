"""Watch: a listed vessel raises an alert when it moves or appears, not while it lies; a similar name counts half."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.base.settings import Feed, Settings
from models.risk.state import State
from models.site.register import Entry, Register
from tests.models.sea import FEED, T0, Message, Ship, Watch, site, watch

WANTED = Entry(412_990_101, "SHIYI HAO 01", "", 9_383_663, "wanted", "夜间过驳", "sand by night", 4, 6, 60.0, "", ())
INTEREST = replace(WANTED, mmsi=412_990_102, name="QIZHONG 02", imo=0, list="interest", violations_24m=0)
KNOWN = replace(WANTED, mmsi=412_990_103, name="TUO 07", imo=0, list="", violations_24m=0, inspections_24m=80)
SHIP = Ship(mmsi=WANTED.mmsi, sog_kn=6, cog_deg=90, heading_deg=90, name="SHIYI HAO 01", length_m=60)


def listed(*entries: Entry, **params: object) -> State:
    there = replace(site(), register=Register(entries or (WANTED, INTEREST, KNOWN)))
    return State(Settings(detectors={"watch": params}), there, (Feed(id=FEED, source="stdin:"),))


def observe(messages: list[Message], *entries: Entry, until_s: float | None = None, **params: object) -> Watch:
    return watch(listed(*entries, **params), messages, until_s)


@pytest.mark.parametrize(
    ("entry", "colour", "words"), [(WANTED, "orange", "wanted"), (INTEREST, "yellow", "of interest")]
)
def test_a_listed_vessel_that_moves_raises_an_alert(entry: Entry, colour: str, words: str) -> None:
    (raised,) = observe(replace(SHIP, mmsi=entry.mmsi).messages(90)).raised("watch")
    assert raised.alert.colour == colour
    assert raised.alert.text_en == f"{words} (number matches): sand by night, 6.0 kn"
    assert raised.alert.text_zh.endswith("名单（编号一致）：夜间过驳，6.0 节")


def test_the_imo_number_finds_it_under_another_mmsi_and_name() -> None:
    says = {"imo": WANTED.imo, "name": b"NEW NAME"}
    hidden = replace(SHIP, mmsi=413_000_123)
    renamed = [replace(each, static=each.static | says) if each.static else each for each in hidden.messages(90)]
    (raised,) = observe(renamed).raised("watch")
    assert raised.alert.colour == "orange" and "number matches" in raised.alert.text_en


def test_a_like_name_under_another_number_is_half_as_strong() -> None:
    (raised,) = observe(replace(SHIP, mmsi=413_000_123, name="SHIYI HA 01").messages(90)).raised("watch")
    assert raised.alert.colour == "yellow" and "similar name" in raised.alert.text_en


NEVER = [
    {"mmsi": 413_000_123, "name": "SHIYI HAO 02"},
    {"mmsi": 413_000_123, "length_m": 180.0},
    {"mmsi": KNOWN.mmsi, "name": KNOWN.name},
    {"mmsi": INTEREST.mmsi + 5_000, "name": INTEREST.name},
    {"sog_kn": 0.3},
    {"station": "base"},
]


@pytest.mark.parametrize("change", NEVER)
def test_others_and_those_that_lie_still_raise_no_alert(change: dict[str, object]) -> None:
    assert observe(replace(SHIP, **change).messages(120)).raised("watch") == []


def test_a_namesake_does_not_match_while_the_listed_vessel_is_received() -> None:
    namesake = replace(SHIP, mmsi=413_000_123, north_m=9_000.0)
    alerts = observe([*SHIP.messages(90), *namesake.messages(90)]).raised("watch")
    assert [each.alert.mmsi for each in alerts] == [SHIP.mmsi]


def test_when_one_moors_the_alert_clears_and_starting_again_is_the_same_alert() -> None:
    sails = SHIP.messages(120)
    lies = replace(SHIP, sog_kn=0.1, from_s=float(T0 + 120)).messages(1_500)
    again = replace(SHIP, from_s=float(T0 + 1_620)).messages(120)
    watched = observe([*sails, *lies, *again])
    assert [each for each in watched.events() if each != "update"] == ["raise", "clear"]
    assert watched.picture is not None and len(watched.picture.alerts) == 1
    assert len({each.alert.alert_id for each in watched.changes}) == 1


def test_one_fast_report_of_a_moored_vessel_is_not_a_move() -> None:
    moored = replace(SHIP, sog_kn=0.0)
    leaps = [
        replace(each, position=each.position | {"sog_kn": 4.0}) if each.position and each.rx_s == T0 + 60 else each
        for each in moored.messages(180)
    ]
    assert observe(leaps).raised("watch") == []


def test_one_that_appears_raises_an_alert_though_it_lies_still() -> None:
    other = Ship(mmsi=413_000_777, north_m=20_000).messages(1_000)
    lying = replace(SHIP, sog_kn=0.0, from_s=float(T0 + 800)).messages(200)
    (raised,) = observe([*other, *lying]).raised("watch")
    assert raised.t_s < T0 + 850


def test_the_record_gives_the_base_rate_and_of_others_it_stays() -> None:
    state = listed()
    ships = [
        replace(SHIP, mmsi=each, sog_kn=0.0, north_m=9_000.0 * n)
        for n, each in enumerate((WANTED.mmsi, INTEREST.mmsi, KNOWN.mmsi, 413_000_123))
    ]
    watch(state, [each for ship in ships for each in ship.messages(60)])
    risk = {ship.mmsi: float(state.risk.prior[state.tracks.row_of[ship.mmsi]]) for ship in ships}
    assert risk[WANTED.mmsi] == pytest.approx(0.15) and risk[INTEREST.mmsi] == pytest.approx(1 / 26, abs=1e-4)
    assert risk[KNOWN.mmsi] == pytest.approx(0.01) and risk[413_000_123] == pytest.approx(0.03)


def test_without_a_register_there_is_no_alert() -> None:
    state = State(Settings(), site(), (Feed(id=FEED, source="stdin:"),))
    assert watch(state, SHIP.messages(60)).raised("watch") == []
    assert state.risk.prior[0] == pytest.approx(0.03)

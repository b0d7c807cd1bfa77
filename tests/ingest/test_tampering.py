"""Injects change what is received: only of their subject, only while they hold, never the feeds of injects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ingest.tampering import CHANGES, tampered
from models.base.schema import HEARD, POSITION
from models.messages.control import INJECT_FEEDS
from models.messages.injects import KINDS, BaseInject, inject_of
from models.messages.observation import ObservationBatch
from tests.models.sea import LAT0, LON0, T0, Ship, batch, nm

SUBJECT, OTHER = 412_000_001, 412_000_002
AT_S, FOR_S, SECONDS = 60.0, 60.0, 180
ABOUT: dict[str, dict[str, Any]] = {
    "dark": {"mmsi": SUBJECT, "name": ""},
    "spoof": {"mmsi": SUBJECT, "name": "", "north_deg": 0.1, "east_deg": -0.2},
    "outage": {"range_nm": 5.0},
    "fog": {"polygon": [[122.0, 30.0], [122.2, 30.0], [122.1, 30.2]]},
    "clone": {"mmsi": SUBJECT, "name": ""},
    "distress": {"mmsi": 970_119_001},
}


def inject(kind: str) -> BaseInject:
    where = {"lat": LAT0, "lon": LON0, "number": 1}
    return inject_of({"kind": kind, "at_s": T0 + AT_S, "for_s": FOR_S, **where, **ABOUT[kind]})


def received(feed: str = "sea") -> list[ObservationBatch]:
    """Return a batch per minute: one vessel at the centre, the other twenty miles away."""
    both = Ship(mmsi=SUBJECT).messages(SECONDS) + Ship(mmsi=OTHER, east_m=nm(20)).messages(SECONDS)
    messages = sorted(both, key=lambda each: each.rx_s)
    return [
        batch(
            T0 + end_s,
            [each for each in messages if T0 + end_s - 60 <= each.rx_s < T0 + end_s],
            feed=feed,
            first_seq=end_s,
        )
        for end_s in range(60, SECONDS + 1, 60)
    ]


def columns(batches: list[ObservationBatch], mmsi: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the time of each position of a vessel, its latitudes and its longitudes."""
    parts = []
    for each in batches:
        row = each.position["row"]
        mine = each.heard["mmsi"][row] == mmsi
        parts.append(
            (each.heard["rx_s"][row][mine] - T0, each.position["lat_deg"][mine], each.position["lon_deg"][mine])
        )
    rx_s, lat, lon = (np.concatenate(column) for column in zip(*parts, strict=True))
    return rx_s, lat, lon


def same(one: list[ObservationBatch], other: list[ObservationBatch]) -> bool:
    pairs = list(zip(one, other, strict=True))
    return all(
        np.array_equal(getattr(a, table)[column.name], getattr(b, table)[column.name], equal_nan=column.dtype[0] == "f")
        for a, b in pairs
        for table, of in (("heard", HEARD), ("position", POSITION))
        for column in of
    )


@pytest.mark.parametrize("kind", ["dark", "outage"])
def test_a_silenced_vessel_is_not_received_while_the_inject_holds_and_is_afterwards(kind: str) -> None:
    done = list(tampered(iter(received()), "sea", [inject(kind)]))
    rx_s, _, _ = columns(done, SUBJECT)
    assert rx_s.tolist() == [t for t in range(0, SECONDS, 10) if not AT_S < t <= AT_S + FOR_S]
    assert columns(done, OTHER)[0].tolist() == list(range(0, SECONDS, 10))


def test_static_data_are_silenced_as_well() -> None:
    ship = Ship(mmsi=SUBJECT)
    one = batch(T0 + 100, [ship.says(T0 + 90), ship.at(T0 + 90)], feed="sea")
    (done,) = tampered(iter([one]), "sea", [inject("dark")])
    assert (len(done), len(done.static["row"]), len(done.position["row"])) == (0, 0, 0)


def test_a_report_without_a_position_is_received_during_an_outage() -> None:
    one = batch(T0 + 100, [Ship(mmsi=SUBJECT).says(T0 + 90), Ship(mmsi=SUBJECT).at(T0 + 91)], feed="sea")
    (done,) = tampered(iter([one]), "sea", [inject("outage")])
    assert (len(done.static["row"]), len(done.position["row"])) == (1, 0)


def test_a_spoofing_vessel_and_no_other_is_moved_while_the_inject_holds() -> None:
    before, done = received(), list(tampered(iter(received()), "sea", [inject("spoof")]))
    rx_s, lat, lon = columns(done, SUBJECT)
    now = (rx_s > AT_S) & (rx_s <= AT_S + FOR_S)
    assert (lat - columns(before, SUBJECT)[1]).tolist() == pytest.approx(np.where(now, 0.1, 0.0).tolist(), abs=1e-9)
    assert (lon - columns(before, SUBJECT)[2]).tolist() == pytest.approx(np.where(now, -0.2, 0.0).tolist(), abs=1e-9)
    assert columns(done, OTHER)[1].tolist() == columns(before, OTHER)[1].tolist()


@pytest.mark.parametrize("kind", CHANGES)
def test_the_given_batches_are_not_changed(kind: str) -> None:
    given = received()
    assert not same(list(tampered(iter(given), "sea", [inject(kind)])), received())
    assert same(given, received())


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_the_same_wherever_the_batches_begin(kind: str) -> None:
    """After a seek the requested pieces may begin elsewhere."""
    done = list(tampered(iter(received()), "sea", [inject(kind)]))
    again = list(tampered(iter(received()[1:]), "sea", [inject(kind)]))
    assert same(done[1:], again)


@pytest.mark.parametrize("feed", INJECT_FEEDS)
def test_the_feeds_of_injects_are_not_changed(feed: str) -> None:
    given = received(feed)
    assert list(tampered(iter(given), feed, [inject(kind) for kind in CHANGES])) == given


def test_pieces_keep_their_numbers() -> None:
    pieces = [(each.first_seq, each.last_seq, each.until_s) for each in received()]
    done = list(tampered(iter(received()), "sea", [inject("dark"), inject("outage")]))
    assert [(each.first_seq, each.last_seq, each.until_s) for each in done] == pieces


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(CHANGES)))
def test_other_kinds_change_nothing(kind: str) -> None:
    given = received()
    assert list(tampered(iter(given), "sea", [inject(kind)])) == given

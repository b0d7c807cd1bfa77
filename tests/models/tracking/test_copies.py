"""Copies: a payload received again within the memory is dropped, however late; after that it is new again."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tracking.copies import FAN_IN, SPAN_S, Copies
from tests.models.sea import T0, Message, batch

MEMORY_S = 3600.0
LONGEST_S = MEMORY_S + (FAN_IN + 1) * SPAN_S  # spans are forgotten together


def new_payloads(copies: Copies, t_s: float, payloads: Iterable[int]) -> list[int]:
    """Return the payloads of a tick that are not copies, sent by a vessel that moves."""
    moving = {"lat_deg": 30.0, "lon_deg": 122.0, "sog_kn": 9.0, "second": 60}
    messages = [Message(t_s, 1, moving, payload=each) for each in payloads]
    fresh, dropped = copies.without_copies(batch(t_s, messages), t_s)
    assert dropped == len(messages) - len(fresh)
    assert len(fresh.position["row"]) == len(fresh)
    return fresh.heard["payload_hash"].tolist()


def test_of_copies_in_one_second_the_first_is_kept() -> None:
    assert new_payloads(Copies(MEMORY_S), T0, [7, 8, 7, 7, 9, 8]) == [7, 8, 9]


def test_a_copy_is_dropped_a_second_later_and_17_minutes_later_and_an_hour_later() -> None:
    copies = Copies(MEMORY_S)
    assert new_payloads(copies, T0, [7, 2**64 - 1]) == [7, 2**64 - 1]
    for late_s in (1, 1017, 3599, 3600):
        assert new_payloads(copies, T0 + late_s, [7, 2**64 - 1]) == []


def test_after_seventy_minutes_the_same_payload_is_new() -> None:
    copies = Copies(MEMORY_S)
    new_payloads(copies, T0, [7])
    assert new_payloads(copies, T0 + LONGEST_S + 1, [7]) == [7]
    assert LONGEST_S < 72 * 60


def test_memory_lasts_as_long_with_a_message_every_second() -> None:
    copies = Copies(MEMORY_S)
    for second in range(int(LONGEST_S) + 60):
        again = [0] if second in (1017, 3600) else []
        assert new_payloads(copies, T0 + second, [second, *again]) == [second]
    assert new_payloads(copies, T0 + LONGEST_S + 60, [0]) == [0]


def test_an_empty_batch_drops_nothing() -> None:
    assert new_payloads(Copies(MEMORY_S), T0, []) == []


def test_messages_keep_their_own_positions_when_copies_go() -> None:
    copies = Copies(MEMORY_S)
    messages = [Message(T0, number, {"lat_deg": float(number)}, payload=number % 2) for number in range(4)]
    fresh, dropped = copies.without_copies(batch(T0, messages), T0)
    assert dropped == 2
    assert fresh.heard["mmsi"][fresh.position["row"]].tolist() == fresh.position["lat_deg"].tolist() == [0, 1]


@given(st.lists(st.tuples(st.sampled_from([1, 30, 61, 600, 1017, 3000]), st.integers(0, 3)), max_size=60))
def test_within_the_memory_always_dropped_and_well_past_it_never(story: list[tuple[int, int]]) -> None:
    copies, t_s, first_s = Copies(MEMORY_S), float(T0), dict[int, float]()
    for wait_s, payload in story:
        t_s += wait_s
        kept = bool(new_payloads(copies, t_s, [payload]))
        since_s = t_s - first_s.get(payload, -np.inf)
        if since_s <= MEMORY_S:
            assert not kept
        if since_s > LONGEST_S:
            assert kept
        if kept:
            first_s[payload] = t_s


def test_memory_is_bounded_by_the_messages_in_it() -> None:
    copies, payload = Copies(MEMORY_S), 0
    for second in range(0, 6 * 3600, 30):
        new_payloads(copies, T0 + second, range(payload, payload + 5))
        payload += 5
        held = len(copies.open) + sum(len(run.hashes) for run in copies.runs)
        assert held <= 5 / 30 * LONGEST_S + 5
        assert len(copies.runs) <= MEMORY_S / SPAN_S / FAN_IN + FAN_IN + 1, "few arrays are searched"


@pytest.mark.parametrize(
    ("msg_type", "repeated_s"), [(5, 360), (21, 180), (24, 360), (27, 180)], ids=["static", "buoy", "class B", "far"]
)
def test_a_message_repeated_unchanged_is_new_after_minutes_but_a_copy_at_once_from_two_stations(
    msg_type: int, repeated_s: int
) -> None:
    copies = Copies(MEMORY_S)
    for turn in range(20):
        for late_s, expected in ((0, 1), (1, 0), (59, 0)):
            t_s = T0 + turn * repeated_s + late_s
            repeated = batch(t_s, [Message(t_s, 1, static={"name": b"HAI XUN 0731"}, payload=7)])
            repeated.heard["msg_type"][:] = msg_type
            assert len(copies.without_copies(repeated, t_s)[0]) == expected, (turn, late_s)


def sent(t_s: float, second: int, late_s: float = 0.0, payload: int | None = None, **columns: object) -> Message:
    """A position report with the second of its fix; two of the same content differ in their communication state."""
    place = {"lat_deg": 30.0, "lon_deg": 122.0, "sog_kn": 9.0, "cog_deg": 80.0, "second": second}
    return Message(t_s + late_s, 1, place | columns, payload=payload)


def taken(copies: Copies, *messages: Message) -> list[bool]:
    return [len(copies.without_copies(batch(each.rx_s, [each]), each.rx_s)[0]) == 1 for each in messages]


@pytest.mark.parametrize("late_s", [2, 13, 60, 61, 240, 1_017, 1_200, 3_500])
def test_a_report_of_a_moving_ship_with_another_communication_state_is_a_copy_at_any_delay(late_s: float) -> None:
    own = sent(T0, 20)
    assert taken(Copies(MEMORY_S), own, sent(T0, 20, late_s)) == [True, False]


def test_what_a_moving_ship_says_next_is_news() -> None:
    next_one = sent(T0 + 10, 30, lat_deg=30.001)
    assert taken(Copies(MEMORY_S), sent(T0, 20), next_one) == [True, True]


@pytest.mark.parametrize("every_s", [60, 180])
@pytest.mark.parametrize("payload", [7, None], ids=["equal payloads", "other communication states"])
def test_an_anchored_ship_that_says_the_same_stays_fresh_and_its_copies_are_dropped(
    every_s: int, payload: int | None
) -> None:
    copies = Copies(MEMORY_S)
    for turn in range(60):
        own = sent(T0 + turn * every_s, 20, sog_kn=0.0, payload=payload)
        copy = sent(T0 + turn * every_s, 20, 13, sog_kn=0.0, payload=payload)
        assert taken(copies, own, copy) == [True, False], turn


@pytest.mark.parametrize("second", [20, 60, 63])
def test_a_device_whose_place_does_not_change_is_news_every_minute(second: int) -> None:
    copies = Copies(MEMORY_S)
    bursts = [sent(T0 + 60 * n + 2 * k, second, sog_kn=np.nan, payload=n % 8) for n in range(40) for k in range(8)]
    news = taken(copies, *bursts)
    assert all(any(news[8 * n : 8 * n + 8]) for n in range(40))


def test_a_base_station_says_the_date_so_that_an_equal_payload_is_a_copy_and_another_is_not() -> None:
    copies, messages = Copies(MEMORY_S), [sent(T0, 20, payload=1), sent(T0, 20, 600, payload=1), sent(T0 + 60, 20)]
    for each, expected in zip(messages, [1, 0, 1], strict=True):
        report = batch(each.rx_s, [each])
        report.heard["msg_type"][:] = 4
        assert len(copies.without_copies(report, each.rx_s)[0]) == expected

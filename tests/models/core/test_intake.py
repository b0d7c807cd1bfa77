"""Intake: every message reaches the tick of its second, once, however the feed cut its batches."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.core.intake import FeedQueue
from models.messages.observation import END_S, ObservationBatch, cut_seq
from models.messages.streams import RECENT
from tests.models.sea import FEED, T0, Message, Ship, batch


def message(second: float, number: int = 0) -> Message:
    return Ship(mmsi=412_000_000 + number).at(T0 + second)


def pieces(seconds: list[float], cuts: list[int]) -> list[ObservationBatch]:
    """Messages at these seconds, one piece each, as batches that end before these pieces."""
    whole = batch(T0 + max(seconds, default=0), [message(each, n) for n, each in enumerate(seconds)], first_seq=0)
    parts: list[ObservationBatch] = []
    for at in sorted({each for each in cuts if 0 < each < len(seconds)}):
        queue = FeedQueue(FEED)
        queue.put(whole)
        parts += queue.take_before(at)
        whole = queue.batches[0]
    return [*parts, whole]


def taken(parts: list[ObservationBatch], until: int) -> list[list[int]]:
    """The ships in each tick, up to second `until`."""
    queue = FeedQueue(FEED)
    assert all(queue.put(part) for part in parts)
    return [
        [mmsi for part in queue.take(T0 + second) for mmsi in part.heard["mmsi"].tolist()] for second in range(until)
    ]


seconds = st.lists(st.sampled_from([0.0, 0.2, 0.5, 1.0, 1.3, 2.0, 3.0, 3.7]), max_size=12)
cuts = st.lists(st.integers(1, 11), max_size=4)


@settings(max_examples=60)
@given(seconds.map(sorted), cuts)
def test_each_message_comes_in_its_second_and_once(times: list[float], at: list[int]) -> None:
    for second, ships in enumerate(taken(pieces(times, at), 6)):
        assert ships == [412_000_000 + n for n, each in enumerate(times) if np.ceil(each) == second]


@settings(max_examples=60)
@given(seconds, cuts, cuts)
def test_it_does_not_matter_how_the_feed_cut_its_batches(times: list[float], one: list[int], other: list[int]) -> None:
    # even where the receive clock stepped back
    assert taken(pieces(times, one), 6) == taken(pieces(times, other), 6)


def test_the_next_piece_is_taken_a_copy_and_a_gap_are_not() -> None:
    queue = FeedQueue(FEED)
    assert queue.next_seq == RECENT
    assert queue.put(batch(T0, [message(0)], first_seq=7)), "the first says where the feed begins"
    assert not queue.put(batch(T0, [message(0)], first_seq=7))
    assert not queue.put(batch(T0 + 5, [message(1)], first_seq=9))
    assert (queue.until_s, queue.next_seq) == (T0, 8)
    assert queue.put(batch(T0 + 1, [message(1)], first_seq=8))
    assert len(queue.batches) == 2


def test_a_sign_of_life_moves_the_promise_and_takes_no_number() -> None:
    queue = FeedQueue(FEED)
    queue.put(batch(T0, [message(0)], first_seq=0))
    assert queue.put(batch(T0 + 9, [], first_seq=1)) and queue.put(batch(T0 + 3, [], first_seq=1))
    assert (queue.until_s, queue.next_seq) == (T0 + 9, 1), "and is never taken back"
    assert queue.put(batch(END_S, [], first_seq=1)) and queue.until_s == END_S


def test_counts_come_once_with_the_first_part() -> None:
    queue = FeedQueue(FEED)
    queue.put(batch(T0 + 2, [message(1), message(2)], first_seq=0, lines=5, rejects={"checksum": 3}))
    parts = queue.take(T0 + 1) + queue.take(T0 + 2)
    assert [len(each) for each in parts] == [1, 1]
    assert [(each.lines, each.rejects) for each in parts] == [(5, {"checksum": 3}), (0, {})]


def test_what_a_logged_tick_had_is_what_came_before_a_piece() -> None:
    queue = FeedQueue(FEED)
    for part in pieces([0.0, 0.0, 5.0, 1.0, 9.0], [2]):
        queue.put(part)
    assert [len(each) for each in queue.take_before(3)] == [2, 1], "also what was received later, if it came"
    assert [each.heard["seq"].tolist() for each in queue.take_before(3)] == []
    assert [each.heard["seq"].tolist() for each in queue.take_before(99)] == [[3, 4]]


def test_it_resumes_at_the_first_piece_not_wholly_taken() -> None:
    queue = FeedQueue(FEED)
    queue.put(batch(T0 + 3, [message(1), message(2), message(3)], first_seq=4))
    assert queue.resume_at() == 4
    queue.take(T0 + 2)
    assert queue.resume_at() == 6
    queue.take(T0 + 3)
    assert queue.resume_at() == 7


def test_a_batch_requested_again_from_the_middle_is_the_rest() -> None:
    whole = batch(T0 + 3, [message(1, 1), message(2, 2), message(3, 3)], first_seq=4)
    _, rest = cut_seq(whole, 6)
    assert rest.heard["mmsi"].tolist() == [412_000_003]


def test_the_oldest_waiting_is_known() -> None:
    queue = FeedQueue(FEED)
    assert queue.next_rx_s() is None
    queue.put(batch(T0, [], first_seq=0))
    assert queue.next_rx_s() is None
    queue.put(batch(T0 + 2, [message(2)], first_seq=0))
    assert queue.next_rx_s() == T0 + 2

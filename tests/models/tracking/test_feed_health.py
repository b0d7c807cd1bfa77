"""Feed health: messages are counted, and a feed that stops is late, then silent, then down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.settings import Feed
from models.messages.observation import END_S
from models.tracking.feed_health import DOWN_AFTER_S, RATE_MEMORY_S, FeedCounts
from tests.models.sea import T0, Ship, batch


def counts(silent_after_s: float = 10.0) -> FeedCounts:
    return FeedCounts(Feed(id="shore", source="stdin:", silent_after_s=silent_after_s))


def fed_at(t_s: float, until_s: float) -> FeedCounts:
    """Return a feed with its last message at `t_s` and its last sign of life at `until_s`."""
    feed = counts()
    feed.take_in(batch(t_s, [Ship().at(t_s)]), 0)
    feed.take_in(batch(until_s), 0)
    return feed


def test_a_feed_without_any_batch_is_down() -> None:
    health = counts().health(T0)
    assert (health.state, health.last_rx_s, health.messages, health.rate_per_s) == ("down", None, 0, 0)


@pytest.mark.parametrize(
    ("silent_s", "state"), [(0, "ok"), (5, "ok"), (5.1, "late"), (10, "late"), (10.1, "silent"), (9999, "silent")]
)
def test_a_live_feed_without_messages_is_late_and_then_silent(silent_s: float, state: str) -> None:
    assert fed_at(T0, T0 + silent_s).health(T0 + silent_s).state == state


def test_a_live_feed_that_never_had_a_message_is_silent() -> None:
    feed = counts()
    feed.take_in(batch(T0), 0)
    assert feed.health(T0).state == "silent"


def test_a_feed_without_a_sign_of_life_is_down() -> None:
    feed = fed_at(T0, T0)
    assert feed.health(T0 + DOWN_AFTER_S).state == "ok"
    assert feed.health(T0 + DOWN_AFTER_S + 0.1).state == "down"


def test_a_feed_at_its_end_has_ended_and_is_not_down() -> None:
    assert fed_at(T0, END_S).health(T0 + 9999).state == "ended"


def test_counts_add_up_over_batches() -> None:
    feed, ship = counts(), Ship()
    feed.take_in(batch(T0, [ship.says(T0), ship.at(T0)], rejects={"checksum": 2}, skipped=1, note="connecting"), 1)
    feed.take_in(batch(T0 + 1, [ship.at(T0 + 1)], rejects={"long": 1, "checksum": 1}), 0)
    health = feed.health(T0 + 1)
    assert (health.messages, health.duplicates, health.skipped) == (3, 1, 1)
    assert health.rejects == {"checksum": 3, "long": 1}
    assert (feed.lines, feed.sentences) == (3, 3)
    assert (int(feed.types[1]), int(feed.types[5]), int(feed.types.sum())) == (2, 1, 3)
    assert health.last_rx_s == T0 + 1


def test_a_note_stands_until_the_next_batch() -> None:
    feed = counts()
    feed.take_in(batch(T0, note="disk nearly full"), 0)
    assert feed.health(T0).note == "disk nearly full"
    feed.take_in(batch(T0 + 1), 0)
    assert feed.health(T0 + 1).note == ""


def test_the_rate_approaches_the_number_received_and_fades_in_silence() -> None:
    feed = counts()
    for _ in range(100):
        feed.end_tick(20, 1.0)
    assert feed.rate_per_s == pytest.approx(20, rel=1e-3)
    for _ in range(100):
        feed.end_tick(0, 1.0)
    assert feed.rate_per_s == pytest.approx(0, abs=1e-2)


@given(st.lists(st.tuples(st.integers(0, 1000), st.floats(0.5, 7200)), max_size=30))
def test_the_rate_stays_between_0_and_the_most_received(turns: list[tuple[int, float]]) -> None:
    feed, most = counts(), max([received / dt_s for received, dt_s in turns], default=0.0)
    for received, dt_s in turns:
        feed.end_tick(received, dt_s)
        assert -1e-6 <= feed.rate_per_s <= most + 1e-6


def test_after_a_long_jump_only_the_latest_messages_count() -> None:
    feed = counts()
    feed.end_tick(100, 1.0)
    feed.end_tick(30, RATE_MEMORY_S * 3)
    assert feed.rate_per_s == pytest.approx(1.0)


def clocked(off_s: float, seconds: Callable[[float], int], fixes: int = 60) -> float | None:
    """Return the offset of a feed whose receiver stamps `off_s` late; vessels report their second exactly."""
    feed = counts()
    for at in range(fixes):
        t_s = T0 + at * 7.3
        feed.take_in(batch(t_s + off_s, [Ship().at(t_s + off_s, second=seconds(t_s))]), 0)
    return feed.health(T0).offset_s


@pytest.mark.parametrize("off_s", [-29.0, -12.0, 0.0, 1.4, 18.0, 29.0])
def test_how_far_a_feed_is_behind_the_times_of_vessels(off_s: float) -> None:
    assert clocked(off_s, lambda t_s: int(t_s % 60)) == pytest.approx(off_s, abs=0.3)


def test_an_offset_of_a_minute_is_not_detected_because_reports_hold_only_seconds() -> None:
    assert clocked(61.0, lambda t_s: int(t_s % 60)) == pytest.approx(1.0, abs=0.3)


def test_the_offset_is_unknown_with_few_fixes_or_seconds_that_do_not_agree() -> None:
    assert clocked(3.0, lambda t_s: int(t_s % 60), fixes=29) is None
    assert clocked(3.0, lambda _: 60) is None
    assert clocked(3.0, lambda t_s: int(t_s * 7.77) % 60, fixes=256) is None


def test_half_of_the_vessels_without_a_clock_do_not_change_the_offset() -> None:
    assert clocked(2.0, lambda t_s: int(t_s % 60) if t_s % 2 < 1.2 else 60) == pytest.approx(2.0, abs=0.3)

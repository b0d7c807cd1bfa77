"""The time of a replay: each control has its pace, and a tick waits for its data, its speed, or the director."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from models.core.playback import AHEAD_TICKS, MOST_STEPS, Playback
from models.core.ticks import Ticks, queues_of
from models.messages.observation import END_S
from tests.models.sea import FEED, T0, batch


def ticks_after(number: int | None, complete_s: float) -> Ticks:
    """One feed without messages, complete up to a second after T0."""
    ticks = Ticks(queues_of([FEED]), None if number is None else T0 + number)
    ticks.queues[FEED].put(batch(T0 + complete_s, [], first_seq=0))
    return ticks


CONTROLS: dict[str, tuple[Callable[[Playback], None], str, float]] = {
    "play": (Playback.play, "plays", 0.0),
    "pause": (Playback.pause, "paused", math.inf),
    "step": (lambda it: it.step(1), "plays", 0.0),
    "speed": (lambda it: it.at_speed(60.0), "plays", 0.0),
    "seek": (lambda it: it.seek(T0 + 100.0), "seeks", 0.0),
    "pause on the way": (lambda it: (it.seek(T0 + 100.0), it.pause())[-1], "paused", math.inf),
    "seek while paused": (lambda it: (it.pause(), it.seek(T0 + 100.0))[-1], "seeks", 0.0),
}


@pytest.mark.parametrize("name", CONTROLS)
def test_each_control_has_its_pace_and_wait(name: str) -> None:
    act, pace, wait_s = CONTROLS[name]
    playback = Playback(1.0)
    act(playback)
    assert playback.pace == pace
    assert playback.wait_s(ticks_after(3, 50.0), T0 + 4) == wait_s


@pytest.mark.parametrize("name", CONTROLS)
def test_no_tick_runs_without_its_data_or_beyond_their_end(name: str) -> None:
    playback = Playback(1.0)
    CONTROLS[name][0](playback)
    assert playback.wait_s(ticks_after(3, 3.5), T0 + 4) == math.inf
    over = ticks_after(3, 4.0)
    over.queues[FEED].until_s = END_S
    over.take(T0 + 4)
    assert playback.wait_s(over, T0 + 5) == math.inf
    assert playback.stands(over) and playback.pace != "seeks", "a way beyond the end of the data ends there"


def test_the_speed_decides_how_long_to_wait() -> None:
    playback = Playback(0.001)
    playback.wait_s(ticks_after(3, 50.0), T0 + 4)
    assert playback.wait_s(ticks_after(4, 50.0), T0 + 5) == pytest.approx(1000.0, abs=100.0)
    playback.at_speed(math.inf)
    assert playback.wait_s(ticks_after(4, 50.0), T0 + 5) == 0.0


def test_skipped_ticks_take_no_time() -> None:
    playback = Playback(0.001)
    playback.wait_s(ticks_after(3, 5000.0), T0 + 4)
    assert playback.wait_s(ticks_after(4, 5000.0), T0 + 4000) == pytest.approx(0.0, abs=100.0)


@pytest.mark.parametrize(("asked", "run"), [(-5, 1), (0, 1), (7, 7), (10**6, MOST_STEPS)])
def test_steps_are_bounded_and_counted(asked: int, run: int) -> None:
    playback = Playback(1.0)
    playback.step(asked)
    assert playback.steps == run
    playback.ticked(T0, 1.0)
    assert playback.steps == run - 1
    assert playback.pace == ("plays" if run > 1 else "paused")


def test_a_seek_ends_at_the_first_tick_not_before_its_moment() -> None:
    playback = Playback(1.0)
    playback.seek(T0 + 9.5)
    playback.ticked(T0 + 9, 1.0)
    assert playback.pace == "seeks"
    playback.ticked(T0 + 10, 1.0)
    assert playback.pace == "plays"


def test_it_reads_only_a_little_ahead() -> None:
    playback, ticks = Playback(1.0), ticks_after(10, 10.0 + AHEAD_TICKS)
    assert not playback.wants(ticks, ticks.queues[FEED])
    near = ticks_after(10, 9.0 + AHEAD_TICKS)
    assert playback.wants(near, near.queues[FEED])

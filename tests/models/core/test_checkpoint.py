"""The checkpoint: a core killed at any moment continues without a trace; a foreign file is ignored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.core.checkpoint import Checkpoint, load, save
from models.core.replay import play
from models.core.ticks import Ticks, queues_of
from models.risk.engine import step
from models.risk.state import State
from tests.models.crowds import cut_at, story
from tests.models.sea import FEED, T0, core, zone

CLOSED = zone(-800, -800, 1600, 1600)


@pytest.mark.parametrize("stop_s", [1, 13, 27])
def test_a_stop_in_the_middle_leaves_no_trace(tmp_path: Path, stop_s: int) -> None:
    """As the core does: state and next pieces are saved, queued batches are dropped and requested again."""
    whole = list(cut_at(story(), [30, 60, 61, 62, 100]))
    path = tmp_path / "run" / "core.checkpoint"
    state, ticks = core(CLOSED), Ticks(queues_of([FEED]))
    for part in whole:
        ticks.queues[FEED].put(part)
    _run(state, ticks, T0 + stop_s)
    save(path, Checkpoint(state, T0 + stop_s, {FEED: ticks.queues[FEED].resume_at()}))

    held = load(path, core(CLOSED))
    assert held is not None and held.number == T0 + stop_s
    again = Ticks(queues_of([FEED]), held.number)
    again.queues[FEED].next_seq = held.next_seq[FEED]
    for part in cut_at(story()[held.next_seq[FEED] :], [7, 20]):
        first = part.first_seq + held.next_seq[FEED]
        again.queues[FEED].put(replace(part, first_seq=first, last_seq=first + len(part) - 1))
    last = list(play(core(CLOSED), {FEED: iter(whole)}))[-1]
    _run(held.state, again, last.tick)
    assert held.state.digest == last.digest


def _run(state: State, ticks: Ticks, until: int) -> None:
    number = ticks.next_number() or 0
    while number <= until:
        tick, batches = ticks.take(number)
        step(state, batches, tick)
        number = ticks.next_number() or 0


@pytest.mark.parametrize(
    "other", [{"feeds": ("elsewhere",)}, {"risk": {"prior": 0.1}}, {"tracking": {"max_speed_kn": 50}}]
)
def test_a_checkpoint_of_other_feeds_or_settings_is_ignored(tmp_path: Path, other: dict) -> None:
    path = tmp_path / "core.checkpoint"
    save(path, Checkpoint(core(CLOSED), T0, {FEED: 0}))
    assert load(path, core(CLOSED, **other)) is None
    assert load(path, core(CLOSED)) is not None


@pytest.mark.parametrize("content", [b"", b"rubbish", b"\x80\x05", b"\x80\x05N.", b"cos\nnowhere\n."])
def test_a_damaged_checkpoint_is_ignored(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "core.checkpoint"
    path.write_bytes(content)
    assert load(path, core()) is None
    assert load(tmp_path / "none", core()) is None


def test_a_truncated_checkpoint_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "core.checkpoint"
    save(path, Checkpoint(core(CLOSED), T0, {FEED: 0}))
    whole = path.read_bytes()
    for size in np.linspace(0, len(whole) - 1, 40).astype(int):
        path.write_bytes(whole[:size])
        assert load(path, core(CLOSED)) is None
    assert [each.name for each in tmp_path.iterdir()] == ["core.checkpoint"], "nothing half-written is left"

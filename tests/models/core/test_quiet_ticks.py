"""Ticks in which nothing can happen: a replay that leaves them out ends in the same state as one that runs them all."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest

from models.base.schema import TRACK
from models.core.replay import played_ticks
from models.messages.observation import END_S, ObservationBatch
from models.messages.picture import AlertChange
from models.risk.state import State
from tests.models.sea import FEED, T0, Message, Ship, batch, core, zone

CLOSED = zone(-3000, -3000, 6000, 6000)
SLOW = 37  # seconds between reports: most ticks have nothing in them
STORY = {
    "a ship adrift": [Ship(sog_kn=2.5, cog_deg=45, heading_deg=315, east_m=9000, every_s=SLOW)],
    "a ship in a closed zone that falls silent": [Ship(sog_kn=6, cog_deg=90, east_m=-4000, every_s=SLOW)],
    "two ships that meet": [
        Ship(mmsi=412_000_002, sog_kn=9, cog_deg=90, east_m=-9000, north_m=8000, every_s=SLOW),
        Ship(mmsi=412_000_003, sog_kn=9, cog_deg=270, east_m=9000, north_m=8000, every_s=SLOW),
    ],
    "fishing boats and a beacon": [
        Ship(mmsi=412_000_004, ship_type=30, sog_kn=3, cog_deg=10, north_m=15_000, length_m=30, every_s=61),
        Ship(mmsi=970_000_005, nav_status=14, north_m=16_000, every_s=90),
    ],
}


def by_piece(messages: Iterable[Message], piece_s: int = 60) -> Iterator[ObservationBatch]:
    """The messages in recorded pieces of a minute, so that the feed is known far ahead of the tick."""
    ordered = sorted(messages, key=lambda each: each.rx_s)
    for at in range(0, int(ordered[-1].rx_s - T0) + 1, piece_s):
        part = [each for each in ordered if T0 + at <= each.rx_s < T0 + at + piece_s]
        ends = ordered[-1].rx_s < T0 + at + piece_s
        seq = sum(each.rx_s < T0 + at for each in ordered)
        yield batch(END_S if ends else float(np.nextafter(T0 + at + piece_s, 0)), part, first_seq=seq)


def outcome(messages: list[Message], *, all_ticks: bool) -> tuple[State, int, list[AlertChange]]:
    state = core(CLOSED, tracking={"confirm_reports": 1})
    changes: list[AlertChange] = []
    ran = 0
    for played in played_ticks(state, {FEED: by_piece(messages)}, seen=lambda _: all_ticks):
        changes += played.outcome.changes
        ran += 1
    return state, ran, changes


def facts(state: State) -> dict[str, Any]:
    """Everything that decides what follows; what is only shown is left out."""
    for situation in (*state.alerts.situations.values(), *state.alerts.past.values()):
        situation.shown, situation.shown_turn = None, -1
    columns = {column.name: state.tracks[column.name].tobytes() for column in TRACK}
    memories = [[name, each.tobytes()] for memory in state.memories for name, each in memory.arrays.items()]
    whole = (state.schedules, state.own_state, state.alerts.situations, state.alerts.past, state.copies, state.counts)
    return {
        **columns,
        "memories": memories,
        "risk": [state.risk.evidence.tobytes(), state.risk.held.tobytes(), state.risk.prior.tobytes()],
        "region": state.evaluation.digested(),
        "coverage": [each.tobytes() for each in state.coverage.memory.arrays.values()],
        "whole": [pickle.dumps(each) for each in whole],
        "digest": state.digest,
    }


@pytest.mark.parametrize("story", [*STORY, "all of them"])
def test_leaving_out_quiet_ticks_changes_nothing(story: str) -> None:
    ships = [ship for each in STORY.values() for ship in each] if story == "all of them" else STORY[story]
    messages = [each for ship in ships for each in ship.messages(1500)]
    messages += Ship(mmsi=412_000_009, east_m=15_000, nav_status=1, every_s=180).messages(2400)
    walked, every_tick, seen = outcome(messages, all_ticks=True)
    skipped, some_ticks, found = outcome(messages, all_ticks=False)
    assert found == seen
    there, here = facts(walked), facts(skipped)
    assert [name for name in there if there[name] != here[name]] == []
    assert some_ticks <= every_tick


def test_a_quiet_sea_is_followed_only_with_the_heartbeat() -> None:
    anchored = Ship(nav_status=1, east_m=15_000, every_s=180).messages(3600)
    _, every_tick, _ = outcome(anchored, all_ticks=True)
    _, some_ticks, _ = outcome(anchored, all_ticks=False)
    assert some_ticks < every_tick / 4

"""Ticks: one a second from the first message to the last, each with what belongs to it by receive time or log."""

from __future__ import annotations

from pathlib import Path

from models.core.ticklog import LoggedTick, TickLogWriter, read_tick_log
from models.core.ticks import Ticks, queues_of
from models.messages.observation import END_S
from models.messages.operator_inputs import AlertAction
from tests.models.sea import FEED, T0, Message, Ship, batch


def message(second: float) -> Message:
    return Ship().at(T0 + second)


def filled(*seconds: float, end: bool = True, **changes: object) -> Ticks:
    """Ticks of one feed with messages at these seconds, one piece each."""
    ticks = Ticks(queues_of([FEED]), **changes)
    for number, each in enumerate(seconds):
        assert ticks.queues[FEED].put(batch(T0 + each, [message(each)], first_seq=number))
    if end:
        ticks.queues[FEED].put(batch(END_S, [], first_seq=len(seconds)))
    return ticks


def test_the_first_tick_ends_the_second_of_the_first_message() -> None:
    assert filled(0.5).next_number() == T0 + 1
    assert filled(1.0).next_number() == T0 + 1
    assert filled().next_number() is None


def test_ticks_follow_each_other_without_messages() -> None:
    ticks = filled(1.0, 4.0)
    numbers = []
    while not ticks.ended():
        tick, batches = ticks.take(ticks.next_number() or 0)
        numbers.append((tick.number - T0, tick.step_s, sum(len(each) for each in batches)))
    assert numbers == [(1, 1.0, 1), (2, 1.0, 0), (3, 1.0, 0), (4, 1.0, 1)]


def test_without_vessels_empty_ticks_are_skipped() -> None:
    ticks = filled(1.0, 4000.0)
    ticks.take(T0 + 1)
    assert ticks.next_number(idle=False) == T0 + 2
    assert ticks.next_number(idle=True) == T0 + 4000
    assert ticks.take(T0 + 4000)[0].step_s == 3999


def test_a_tick_waits_for_every_feed() -> None:
    ticks = Ticks(queues_of(["a", "b"]))
    ticks.queues["a"].put(batch(T0 + 5, [message(1)], feed="a", first_seq=0))
    assert [queue.feed for queue in ticks.hungry(T0 + 1)] == ["b"]
    ticks.queues["b"].put(batch(T0 + 1, [], feed="b", first_seq=0))
    assert ticks.hungry(T0 + 1) == []
    assert [queue.feed for queue in ticks.hungry(T0 + 2)] == ["b"]


def test_it_has_ended_when_every_feed_has_and_everything_is_taken() -> None:
    ticks = filled(1.0)
    assert not ticks.ended()
    ticks.take(T0 + 1)
    assert ticks.ended()
    assert not filled(1.0, end=False).ended()


def test_a_logged_tick_has_what_it_had_then() -> None:
    # The piece of second 2 came late: the core had it only at tick 4.
    log = {T0 + each: LoggedTick({FEED: seq}, "") for each, seq in ((1, 1), (2, 1), (4, 3))}
    ticks = filled(1.0, 2.0, 4.0, 9.0, log=log)
    assert ticks.next_number() == T0 + 1
    got = [[seq for part in ticks.take(T0 + each)[1] for seq in part.heard["seq"].tolist()] for each in (1, 2, 4, 9)]
    assert got == [[0], [], [1, 2], [3]], "after the log receive times decide again"


def test_a_logged_tick_waits_for_its_pieces_and_for_nothing_else() -> None:
    log = {T0 + each: LoggedTick({FEED: each}, "") for each in (1, 2)}
    ticks = filled(5.0, end=False, log=log)
    assert ticks.hungry(T0 + 1) == []
    assert [queue.feed for queue in ticks.hungry(T0 + 2)] == [FEED], "though its second is long past"
    ticks.queues[FEED].put(batch(END_S, [], first_seq=1))
    assert ticks.hungry(T0 + 2) == [], "a recording that ends sooner must not hold it up for ever"


def test_a_log_reads_back_and_an_incomplete_last_line_is_ignored(tmp_path: Path) -> None:
    writer = TickLogWriter(tmp_path)
    midnight = T0 - T0 % 86400 + 86400
    for number in (midnight - 1, midnight, midnight + 1):
        writer.write(number, LoggedTick({FEED: number - midnight + 5}, f"digest {number - midnight}"))
    writer.close()
    files = sorted(tmp_path.iterdir())
    assert [each.name for each in files] == ["ticks-20231114.jsonl", "ticks-20231115.jsonl"]
    with files[1].open("a") as file:
        file.write('{"tick": 17000')
    assert read_tick_log(tmp_path) == {
        midnight + each: LoggedTick({FEED: each + 5}, f"digest {each}") for each in (-1, 0, 1)
    }


def test_a_tick_written_twice_counts_as_last_written_and_no_log_is_an_empty_one(tmp_path: Path) -> None:
    for seq in (3, 4):
        writer = TickLogWriter(tmp_path)
        writer.write(T0, LoggedTick({FEED: seq}, "same"))
        writer.close()
    assert read_tick_log(tmp_path) == {T0: LoggedTick({FEED: 4}, "same")}
    assert read_tick_log(tmp_path / "none") == {}


def test_inputs_of_officers_and_deferred_work_are_part_of_the_log(tmp_path: Path) -> None:
    logged = LoggedTick({FEED: 4}, "same", (AlertAction("drift-T1-0", "false", "li", 5, "浮标"),), 2, 40.0)
    writer = TickLogWriter(tmp_path)
    writer.write(T0, logged)
    writer.close()
    assert read_tick_log(tmp_path) == {T0: logged}
    ticks = filled(5.0, log=read_tick_log(tmp_path))
    assert ticks.marks(T0) == logged.marks and ticks.marks(T0 + 1) == ()
    tick, _ = ticks.take(T0)
    assert (tick.spared, tick.back_s) == (2, 40.0)
    assert ticks.take(T0 + 1, spared=1)[0].spared == 1, "a tick that the log does not have spares as requested"

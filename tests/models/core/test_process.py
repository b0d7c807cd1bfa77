"""The core process: officers' inputs reach its ticks and its log, and a clock set back does not delay it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq

from models.base.clock import SteadyClock
from models.base.settings import Settings
from models.core.checkpoint import Checkpoint, CoreRecords, save
from models.core.live_time import LiveTime
from models.core.process import Core
from models.core.ticklog import TickLogWriter, read_tick_log
from models.messages.operator_inputs import AlertAction
from models.messages.picture import Picture, picture_from
from models.messages.streams import alert_action_frame, operator_inputs_address, operator_inputs_frame, picture_address
from models.risk.state import State
from tests.models.risk.detection.test_operator_state import feature
from tests.models.sea import T0, site


class Machine:
    """A clock that can be set back, and a core without feeds that runs by it, twenty times as fast as real time."""

    def __init__(self, tmp_path: Path) -> None:
        self.put_s, self.folder, self.stop = 0.0, tmp_path, threading.Event()
        self.passed_s = 0.0
        self.context = zmq.Context()
        self.pictures = self.context.socket(zmq.SUB)
        self.pictures.setsockopt(zmq.SUBSCRIBE, b"")
        self.pictures.connect(picture_address(tmp_path))
        self.desk = self.context.socket(zmq.PUSH)
        self.desk.connect(operator_inputs_address(tmp_path))

    def state(self) -> State:
        return State(Settings(recording={"folder": self.folder / "log"}), site(), ())

    def start(self) -> None:
        clock = SteadyClock(lambda: T0 + self._pass() + self.put_s, lambda: self.passed_s)
        records = CoreRecords(self.folder / "core.checkpoint", TickLogWriter(self.folder / "log"))
        core = Core(self.state(), self.folder, LiveTime(clock), records)
        self.thread = threading.Thread(target=core.run, args=(self.stop,), daemon=True)
        self.thread.start()

    def _pass(self) -> float:
        self.passed_s += 0.02  # each reading of the clock takes this long
        return self.passed_s

    def picture(self) -> Picture:
        assert self.pictures.poll(60_000), "the core has stopped"
        return picture_from(self.pictures.recv())

    def close(self) -> None:
        self.stop.set()
        self.thread.join(60)
        self.context.destroy(linger=0)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path)
    yield made
    made.close()


def test_a_clock_set_back_by_an_hour_is_reported_and_ticks_continue(machine: Machine) -> None:
    machine.start()
    before = machine.picture()
    machine.put_s = -3600.0
    alerting = next(each for each in iter(machine.picture, None) if each.alerts)
    assert alerting.tick > before.tick and [each.rule for each in alerting.alerts] == ["clock"]
    assert "set back, 3" in alerting.alerts[0].text_en
    later = next(each for each in iter(machine.picture, None) if each.tick > alerting.tick + 5)
    machine.close()
    log = read_tick_log(machine.folder / "log")
    ran = [number for number in log if before.tick <= number <= later.tick]
    assert ran == list(range(before.tick, later.tick + 1)), "one after the other"
    assert log[later.tick].back_s > 3500


@pytest.mark.parametrize(("ahead_s", "goes_on"), [(3600, False), (5, True), (-60, True), (-3600, False)])
def test_a_checkpoint_of_another_time_is_ignored(machine: Machine, ahead_s: int, goes_on: bool) -> None:
    held = machine.state()
    held.operator_state.taken = {7}
    save(machine.folder / "core.checkpoint", Checkpoint(held, T0 + ahead_s, {}))
    machine.start()
    machine.picture()
    machine.close()
    first = min(read_tick_log(machine.folder / "log"))
    assert first == T0 + ahead_s + 1 if goes_on else T0 <= first < T0 + 60


def test_inputs_of_officers_are_in_the_picture_and_in_the_log(machine: Machine) -> None:
    machine.desk.send(
        operator_inputs_frame(4, [feature("d1")], [{"mmsi": 412_000_001, "reason": "夜间无灯", "by": "李"}])
    )
    machine.desk.send(b"rubbish")
    machine.desk.send(alert_action_frame(AlertAction("drift-T1-0-x", "silence", "李", 5)))
    machine.desk.send(alert_action_frame(AlertAction("drift-T1-0-x", "undo", "王", 6, "误操作", 5)))
    machine.start()
    shown = next(each for each in iter(machine.picture, None) if each.zones)
    assert shown.zones == (feature("d1"),) and shown.watched == (412_000_001,)
    machine.close()
    logged = list(read_tick_log(machine.folder / "log").values())
    assert [each.standing.seq for each in logged if each.standing] == [4]
    assert [(mark.seq, mark.undoes) for each in logged for mark in each.marks] == [(5, 0), (6, 5)]

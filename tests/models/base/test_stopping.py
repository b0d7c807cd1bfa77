"""A process ends on a signal, however many signals arrive and whatever it is doing."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import pytest

from models.base.paths import ROOT
from models.base.stopping import StopEvent

WAITS = """
from models.base.stopping import stop_on_signal
stop = stop_on_signal()
print("up", flush=True)
while not stop.wait(0.0002):
    pass
"""
GOES = """
import time
from models.base.stopping import stop_on_signal

class Last:
    def __del__(self, sleep=time.sleep):
        print("going", flush=True)
        sleep(0.3)

stop = stop_on_signal()
import builtins
builtins.last = Last()  # is torn down long after the handlers are
"""
LEAST_S, MOST_S = 0.05, 5.0


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_many_signals_end_a_process_without_a_deadlock(sent: signal.Signals) -> None:
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", WAITS], cwd=ROOT, stdout=subprocess.PIPE) as waits:
            assert waits.stdout and waits.stdout.readline() == b"up\n"
            for _ in range(200):
                if waits.poll() is None:
                    waits.send_signal(sent)
            try:
                assert waits.wait(timeout=20) == 0
            finally:
                waits.kill()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_the_interpreter_closes_changes_nothing(sent: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", GOES], cwd=ROOT, stdout=subprocess.PIPE) as goes:
        assert goes.stdout and goes.stdout.readline() == b"going\n"
        goes.send_signal(sent)
        assert goes.wait(timeout=20) == 0


def test_a_waiting_thread_is_woken_and_a_later_wait_returns_at_once() -> None:
    stop = StopEvent()
    threading.Timer(LEAST_S, stop.set).start()
    began_s = time.monotonic()
    assert stop.wait(60) and stop.is_set() and stop.wait() and stop.wait(60)
    assert time.monotonic() - began_s < MOST_S


def test_a_wait_ends_after_its_timeout() -> None:
    stop = StopEvent()
    began_s = time.monotonic()
    assert not stop.wait(LEAST_S) and not stop.is_set() and not stop.wait(0)
    assert time.monotonic() - began_s >= LEAST_S


def test_it_may_be_set_more_often_than_its_pipe_holds() -> None:
    stop = StopEvent()
    for _ in range(70_000):
        stop.set()
    assert stop.wait(0)

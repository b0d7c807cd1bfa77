"""Distress test: a distress device in test mode or serviced in a port, or a drill announced by text. Yellow at most.

A rule of its own, so that tests which officers mark as false do not lower the precision of `distress` (distress.py).
"""

from __future__ import annotations

import numpy as np

from models.base.schema import Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import Ceiling, DetectorContext, Findings, Params, detector, findings
from models.risk.detection.signals import distress_calls as calls
from models.risk.detection.signals.call_words import ACTIVE, TEST
from models.risk.detection.signals.distress_calls import CallBook, call_book
from models.risk.detection.wake import Wake


class DistressTestParams(Params):
    weight: Share = 0.35
    release_s: Positive = 60.0
    ceiling: Ceiling = "yellow"
    quiet_s: Positive = 3600.0
    test_s: Positive = 300.0  # a test is one burst and one text
    silent_s: Positive = 1080.0
    port_test_s: Positive = 300.0


WORDS = {
    "zh": {"title": "遇险设备测试", "reason": "测试：{what_zh}，请核实"},
    "en": {"title": "Distress device test", "reason": "test: {what_en}; please verify"},
}


@detector(
    "distress_test",
    group="signal",
    params=DistressTestParams,
    words=WORDS,
    memory=calls.MEMORY,
    make_own_state=call_book,
    essential=True,
    uses_position=False,
    wake=Wake(kinds=("distress",), texts=True),
)
def detect(context: DetectorContext, memory: Table, params: DistressTestParams) -> Findings:
    """Devices and texts that report a test, or very likely are one."""
    book: CallBook = context.own_state
    book.take_in(context, params.test_s)
    calls.note_devices(context, memory)
    testing = calls.calling_devices(context, memory, TEST, params.test_s)
    active = calls.calling_devices(context, memory, ACTIVE, params.silent_s)
    active = active[calls.only_tests(context, memory, active, params.port_test_s)]
    drills = np.array([row for row in calls.callers(context, book, TEST).values() if row >= 0], dtype=np.int64)
    drills = drills[memory["call"][drills] != ACTIVE]  # an active device is in distress, whatever its text says
    rows = np.union1d(np.union1d(testing, active), drills)
    mmsi = context.tracks["mmsi"][rows].tolist()
    what = [calls.call_reason(each, book.calls.get(each), TEST) for each in mmsi]
    return findings(rows, np.ones(len(rows)), what_zh=[zh for zh, _ in what], what_en=[en for _, en in what])

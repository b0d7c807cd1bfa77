"""Calls for help: by the status of a device or by a safety text, and whether they are only tests.

Shared by `distress`, `distress_test` and `distress_status`. A device is an AIS-SART (970), a man overboard beacon (972)
or an EPIRB (974): status 14 is active, 15 a test (ITU-R M.1371-5, ITU-R M.585). It sends bursts of 8 messages a minute,
and a text every fourth minute (IEC 61097-14). A call needs no position. What a text means: call_words.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from models.base.kinds import FORM, form_of
from models.base.schema import KIND, NAN, NOT_SHIPS, Column, Table, among
from models.risk.detection.detector import DetectorContext
from models.risk.detection.signals.call_words import ACTIVE, CANCELLED, RELAY, TEST, meaning
from models.risk.detection.signals.safety_texts import STATUS_ACTIVE, SafetyText, track_of
from models.site.site import Site
from models.tracking.table import TrackTable

PORTS = ("port", "harbour")  # zones where devices are serviced
MOB_HEAD = 972
MOST_CALLERS = 2_000  # remembered; bounds the memory during a flood of invented numbers
SAME_BURST_S = 60.0  # a text belongs to a status sent within this time after it
SHOWN_CHARS = 60  # of a text
DEVICES = {
    970: ("搜救应答器 AIS-SART", "AIS-SART"),
    972: ("人员落水示位标 MOB", "man overboard beacon"),
    974: ("应急示位标 EPIRB", "EPIRB"),
}
BEACON = ("遇险示位标", "distress beacon")
TEXT = ("电文“{}”", "text “{}”")
RELAYED = ("转发的遇险呼叫，位置不明，电文“{}”", "distress relayed, place unknown, text “{}”")
_DUMB = tuple(FORM[form] for form in ("coast", "group", "aton"))  # a station ashore is not itself in distress
_ASHORE = among(KIND[kind] for kind in NOT_SHIPS if kind not in ("distress", "aircraft"))

MEMORY = (
    Column("call", "u1", 0, "", "last report of a device: 1 active, 2 test"),
    Column("call_s", "f8", NAN, "s", "time of that report"),
    Column("since_s", "f8", NAN, "s", "since when it reports the same"),
    Column("tested_s", "f8", NAN, "s", "last report of a test"),
)


class Call(NamedTuple):
    """The last call of one sender: ACTIVE, TEST or RELAY; without a text, by status and without a position."""

    kind: int
    t_s: float
    text: str


@dataclass
class CallBook:
    """Calls by text, or by status without a position, by MMSI; oldest first.

    `centre` (lat, lon) is where a call without a place is shown.
    """

    centre: tuple[float, float]
    calls: dict[int, Call] = field(default_factory=dict)

    def take_in(self, context: DetectorContext, stands_s: float) -> None:
        """Remember the calls of this tick; forget calls that are too old or were cancelled."""
        for each in context.texts:
            kind = taken_as(each, context.tracks)
            if kind is None or (kind == TEST and is_ashore(each.mmsi, each.row, context.tracks)):
                continue
            self.calls.pop(each.mmsi, None)
            if kind != CANCELLED:
                self.calls[each.mmsi] = Call(kind, context.tick.t_s, each.text[:SHOWN_CHARS])
        for mmsi in {each.mmsi for each in context.placeless if is_device(each.mmsi)}:
            before = self.calls.pop(mmsi, None)
            self.calls[mmsi] = Call(ACTIVE, context.tick.t_s, before.text if before and before.kind == ACTIVE else "")
        over = len(self.calls) - MOST_CALLERS
        for mmsi, call in list(self.calls.items()):
            if context.tick.t_s - call.t_s > stands_s or over > 0:
                del self.calls[mmsi]
            over -= 1


def call_book(site: Site) -> CallBook:
    """An empty book for a site."""
    west, south, east, north = site.bbox
    return CallBook(((south + north) / 2, (west + east) / 2))


def taken_as(text: SafetyText, tracks: TrackTable) -> int | None:
    """The meaning of a text from its sender: a call from ashore is one that was relayed."""
    kind = meaning(text.text)
    return RELAY if kind == ACTIVE and is_ashore(text.mmsi, text.row, tracks) else kind


def is_device(mmsi: int) -> bool:
    """Whether the number is that of an AIS-SART, a man overboard beacon or an EPIRB (ITU-R M.585)."""
    return mmsi // 1_000_000 in DEVICES


def is_ashore(mmsi: int, row: int, tracks: TrackTable) -> bool:
    """Whether the sender is a station ashore or an aid, by its track (-1: none) or its number."""
    if row >= 0 and _ASHORE[tracks["kind"][row]]:
        return True
    return int(form_of(np.array([mmsi], dtype="u4"))[0]) in _DUMB


def note_devices(context: DetectorContext, memory: Table) -> None:
    """Note the status that devices have reported since the last run."""
    rows = context.reported[context.tracks["kind"][context.reported] == KIND["distress"]]
    if not len(rows):
        return
    kind = np.where(context.tracks["nav_status"][rows] == STATUS_ACTIVE, ACTIVE, TEST)
    changed = (memory["call"][rows] != kind) | np.isnan(memory["since_s"][rows])
    memory["since_s"][rows[changed]] = context.tick.t_s
    memory["call"][rows], memory["call_s"][rows] = kind, context.tick.t_s
    memory["tested_s"][rows[kind == TEST]] = context.tick.t_s


def calling_devices(context: DetectorContext, memory: Table, kind: int, within_s: float) -> np.ndarray:
    """Rows of devices whose last report is of this kind (ACTIVE or TEST) and not older than `within_s`."""
    rows = np.flatnonzero(memory["call"] == kind)
    return rows[context.tick.t_s - memory["call_s"][rows] <= within_s]


def only_tests(context: DetectorContext, memory: Table, rows: np.ndarray, port_test_s: float) -> np.ndarray:
    """Which active devices count as tests, mask (m,): they are in a port and have just begun.

    Devices are serviced and dropped in ports. A device that continues, and any man overboard beacon, calls for help. A
    text that says TEST beside status 14 does not make it a test: a test is status 15, and the alarm is the safe side.
    """
    mmsi, since_s = context.tracks["mmsi"][rows], memory["since_s"][rows]
    ports = [number for number, zone in enumerate(context.zones) if zone.kind in PORTS]
    moored = context.inside[rows][:, ports].any(axis=1) & (mmsi // 1_000_000 != MOB_HEAD)
    return np.asarray(moored & (context.tick.t_s - since_s < port_test_s))


def callers(context: DetectorContext, book: CallBook, kind: int) -> dict[int, int]:
    """Senders of calls of a kind: MMSI -> row; -1 without a track or a position, and for a relayed call."""
    found = {}
    for mmsi, call in book.calls.items():
        if call.kind == kind:
            row = track_of(context.tracks, mmsi) if kind != RELAY else -1
            found[mmsi] = row if row >= 0 and np.isfinite(context.tracks["now_lat_deg"][row]) else -1
    return found


def call_reason(mmsi: int, call: Call | None, status: int = 0, from_s: float = NAN) -> tuple[str, str]:
    """The text of a call or the kind of its device, in zh and en.

    `status` is the kind of call that the device reports (0: none), `from_s` since when texts belong to it: the text
    of a test does not name a later distress.
    """
    if call is None or not call.text:
        return DEVICES.get(mmsi // 1_000_000, BEACON)
    if status and call.kind != status and not (status == ACTIVE and call.t_s >= from_s):
        return DEVICES.get(mmsi // 1_000_000, BEACON)
    zh, en = RELAYED if call.kind == RELAY else TEXT
    return zh.format(call.text), en.format(call.text)


def texts_from_s(memory: Table, rows: np.ndarray) -> np.ndarray:
    """Since when texts belong to the present status of devices, (m,): a minute before it, but after an earlier test."""
    since_s = memory["since_s"][rows]
    begin_s = since_s - SAME_BURST_S
    return np.asarray(np.where(memory["tested_s"][rows] >= begin_s, since_s, begin_s))

"""Calls for help: by the status of a device or by a safety text, and whether they are only tests.

Shared by `distress` and `distress_test`. A device is an AIS-SART (970), a man overboard beacon (972) or an EPIRB (974):
status 14 is active, 15 a test (ITU-R M.1371-5, ITU-R M.585). It sends bursts of 8 messages a minute, and a text every
fourth minute (IEC 61097-14).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from models.base.kinds import FORM, form_of
from models.base.schema import KIND, NAN, NOT_SHIPS, Column, Table, among
from models.risk.detection.detector import DetectorContext
from models.risk.detection.signals.safety_texts import SafetyText, track_of
from models.site.site import Site

ACTIVE, TEST = 1, 2
STATUS_ACTIVE = 14  # navigational status; a device with any other status needs no rescue
PORTS = ("port", "harbour")  # zones where devices are serviced
MOB_HEAD = 972
MOST_CALLERS = 2_000  # remembered; bounds the memory during a flood of invented numbers
SAME_BURST_S = 60.0  # a test text applies to a status sent within this time, not to a later call
SHOWN_CHARS = 60  # of a text
DEVICES = {
    970: ("搜救应答器 AIS-SART", "AIS-SART"),
    972: ("人员落水示位标 MOB", "man overboard beacon"),
    974: ("应急示位标 EPIRB", "EPIRB"),
}
_CALL = re.compile(r"\bMAYDAY\b|\bPAN[ -]?PAN\b|\b(SART|MOB|EPIRB)[ -]?ACTIVE\b")
_TEST = re.compile(r"\b(TEST|TESTING|DRILL|EXERCISE)\b")
_ABOUT = re.compile(r"\b(SART|MOB|EPIRB|MAYDAY|PAN[ -]?PAN)\b")
_END = re.compile(r"\bCANCEL|\bSEELONCE FEENEE\b|\bFALSE (ALARM|ALERT)\b")
_DUMB = tuple(FORM[form] for form in ("coast", "group", "aton"))  # a station ashore that relays is not in distress
_ASHORE = among(KIND[kind] for kind in NOT_SHIPS if kind not in ("distress", "aircraft"))

MEMORY = (
    Column("call", "u1", 0, "", "last report of a device: 1 active, 2 test"),
    Column("call_s", "f8", NAN, "s", "time of that report"),
    Column("since_s", "f8", NAN, "s", "since when it reports the same"),
)


class Call(NamedTuple):
    """The last call of one sender by text: ACTIVE or TEST."""

    kind: int
    t_s: float
    text: str


@dataclass
class CallBook:
    """Calls by text and MMSI, oldest first; `centre` (lat, lon) is where a call without a place is shown."""

    centre: tuple[float, float]
    calls: dict[int, Call] = field(default_factory=dict)

    def take_in(self, texts: tuple[SafetyText, ...], context: DetectorContext, stands_s: float) -> None:
        """Remember the calls among these texts; forget calls that are too old or were cancelled."""
        for each in texts:
            kind = meaning(each.text)
            if kind is None or _is_ashore(each, context):
                continue
            self.calls.pop(each.mmsi, None)
            if kind:
                self.calls[each.mmsi] = Call(kind, context.tick.t_s, each.text[:SHOWN_CHARS])
        over = len(self.calls) - MOST_CALLERS
        for mmsi, call in list(self.calls.items()):
            if context.tick.t_s - call.t_s > stands_s or over > 0:
                del self.calls[mmsi]
            over -= 1

    def test_s(self, mmsi: int) -> float:
        """When the sender last announced a test; NaN when its last call was none."""
        call = self.calls.get(mmsi)
        return call.t_s if call and call.kind == TEST else NAN


def call_book(site: Site) -> CallBook:
    """An empty book for a site."""
    west, south, east, north = site.bbox
    return CallBook(((south + north) / 2, (west + east) / 2))


def meaning(text: str) -> int | None:
    """ACTIVE, TEST, 0 for a call that is cancelled, None for a text that is no call at all."""
    text = text.upper()
    if _END.search(text):
        return 0
    if _TEST.search(text):
        return TEST if _ABOUT.search(text) else None
    return ACTIVE if _CALL.search(text) else None


def note_devices(context: DetectorContext, memory: Table) -> None:
    """Note the status that devices have reported since the last run."""
    rows = context.reported[context.tracks["kind"][context.reported] == KIND["distress"]]
    if not len(rows):
        return
    kind = np.where(context.tracks["nav_status"][rows] == STATUS_ACTIVE, ACTIVE, TEST)
    changed = (memory["call"][rows] != kind) | np.isnan(memory["since_s"][rows])
    memory["since_s"][rows[changed]] = context.tick.t_s
    memory["call"][rows], memory["call_s"][rows] = kind, context.tick.t_s


def calling_devices(context: DetectorContext, memory: Table, kind: int, within_s: float) -> np.ndarray:
    """Rows of devices whose last report is of this kind (ACTIVE or TEST) and not older than `within_s`."""
    rows = np.flatnonzero(memory["call"] == kind)
    return rows[context.tick.t_s - memory["call_s"][rows] <= within_s]


def only_tests(
    context: DetectorContext, memory: Table, rows: np.ndarray, book: CallBook, port_test_s: float
) -> np.ndarray:
    """Which active devices count as tests, mask (m,): their text says so, or they are in a port and have just begun.

    Devices are serviced and dropped in ports. A device that continues, and any man overboard beacon, calls for help.
    """
    mmsi, since_s = context.tracks["mmsi"][rows], memory["since_s"][rows]
    tests_s = (book.test_s(each) for each in mmsi.tolist())
    by_text = np.fromiter(tests_s, dtype="f8", count=len(rows)) >= since_s - SAME_BURST_S
    ports = [number for number, zone in enumerate(context.zones) if zone.kind in PORTS]
    moored = context.inside[rows][:, ports].any(axis=1) & (mmsi // 1_000_000 != MOB_HEAD)
    return np.asarray(by_text | (moored & (context.tick.t_s - since_s < port_test_s)))


def callers(context: DetectorContext, book: CallBook, kind: int) -> dict[int, int]:
    """Senders of calls of a kind (ACTIVE or TEST) by text: MMSI -> row; -1 without a track or a position."""
    found = {}
    for mmsi, call in book.calls.items():
        if call.kind == kind:
            row = track_of(context.tracks, mmsi)
            found[mmsi] = row if row >= 0 and np.isfinite(context.tracks["now_lat_deg"][row]) else -1
    return found


def call_reason(mmsi: int, book: CallBook) -> tuple[str, str]:
    """The text of a call or the kind of its device, in zh and en."""
    if mmsi in book.calls:
        text = book.calls[mmsi].text
        return f"电文“{text}”", f"text “{text}”"
    return DEVICES.get(mmsi // 1_000_000, ("遇险示位标", "distress beacon"))


def _is_ashore(text: SafetyText, context: DetectorContext) -> bool:
    if text.row >= 0:
        return bool(_ASHORE[context.tracks["kind"][text.row]])
    return int(form_of(np.array([text.mmsi], dtype="u4"))[0]) in _DUMB

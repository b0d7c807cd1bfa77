"""Distress status on a ship: navigational status 14 (AIS-SART active) under a number that is no distress device.

Either the status was set by mistake, or a device was programmed with the number of its ship: to be verified by radio.
Never silent, and never a distress by itself. Devices: distress.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.schema import KIND, NAN, Column, Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import Ceiling, DetectorContext, Findings, Params, detector, findings
from models.risk.detection.signals.distress_calls import MOST_CALLERS, is_device
from models.risk.detection.signals.safety_texts import STATUS_ACTIVE, track_of
from models.risk.detection.wake import Wake
from models.site.site import Site

MEMORY = (Column("said_s", "f8", NAN, "s", "last report of status 14; NaN when another status followed"),)


@dataclass
class StatusReports:
    """Senders of status 14 that have no track: MMSI -> time; `centre` (lat, lon) is where they are shown."""

    centre: tuple[float, float]
    said_s: dict[int, float] = field(default_factory=dict)


class DistressStatusParams(Params):
    weight: Share = 0.35
    release_s: Positive = 60.0
    ceiling: Ceiling = "yellow"
    quiet_s: Positive = 3600.0
    stands_s: Positive = 1080.0  # as long as a device is kept after its last message


WORDS = {
    "zh": {"title": "船舶报状态 14", "reason": "船舶 MMSI {mmsi:d} 报航行状态 14（遇险示位标启用）{where_zh}，请核实"},
    "en": {
        "title": "Status 14 on a ship",
        "reason": "status 14 (distress device active) on a ship, MMSI {mmsi:d}{where_en}: verify",
    },
}


def nobody(site: Site) -> StatusReports:
    """No sender yet."""
    west, south, east, north = site.bbox
    return StatusReports(((south + north) / 2, (west + east) / 2))


@detector(
    "distress_status",
    group="signal",
    params=DistressStatusParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=nobody,
    essential=True,
    uses_position=False,
    wake=Wake(texts=True),
)
def detect(context: DetectorContext, memory: Table, params: DistressStatusParams) -> Findings:
    """Vessels that are no distress device and report status 14, with or without a position."""
    tracks, t_s, book = context.tracks, context.tick.t_s, context.own_state
    reported = context.reported[tracks["kind"][context.reported] != KIND["distress"]]
    says = tracks["nav_status"][reported] == STATUS_ACTIVE
    memory["said_s"][reported] = np.where(says, t_s, NAN)
    _note_placeless(context, memory, book)
    rows = np.flatnonzero(t_s - memory["said_s"] <= params.stands_s)
    book.said_s = {mmsi: said_s for mmsi, said_s in book.said_s.items() if t_s - said_s <= params.stands_s}
    lost = list(book.said_s)
    if not len(rows) and not lost:
        return findings(rows, rows)
    where = [("", "")] * len(rows) + [("，位置不明", ", place unknown")] * len(lost)
    mmsi = [*tracks["mmsi"][rows].tolist(), *lost]
    return findings(
        np.append(rows, np.full(len(lost), -1)).astype(np.int64),
        np.ones(len(mmsi)),
        key=np.array([0] * len(rows) + lost, dtype=np.int64),
        mmsi=mmsi,
        where_zh=[zh for zh, _ in where],
        where_en=[en for _, en in where],
        lat_deg=np.full(len(mmsi), book.centre[0]),
        lon_deg=np.full(len(mmsi), book.centre[1]),
        place=[f"MMSI {each} 位置不明 no position" for each in mmsi],
    )


def _note_placeless(context: DetectorContext, memory: Table, book: StatusReports) -> None:
    for each in context.placeless:
        row = track_of(context.tracks, each.mmsi)
        if is_device(each.mmsi):
            continue
        book.said_s.pop(each.mmsi, None)
        if row >= 0 and np.isfinite(context.tracks["now_lat_deg"][row]):
            memory["said_s"][row] = context.tick.t_s
        elif len(book.said_s) < MOST_CALLERS:
            book.said_s[each.mmsi] = context.tick.t_s

"""Distress: a distress device is active, or a vessel calls for help by text, itself or relayed.

One report is enough, and the evidence does not fade while the call goes on. Calls within 2 NM and 10 minutes of the
first are one situation: a life raft, its people and their ship. A call without a position (no fix yet, a sender without
other reports, or relayed by another station) becomes a finding about no vessel. Receiving calls:
signals/distress_calls.py; tests: sart_check.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import distance_m
from models.base.schema import NAN, Column, Table
from models.base.settings import Positive, Share
from models.base.units import M_PER_NM
from models.risk.detection.detector import Ceiling, DetectorContext, Evidence, Findings, Params, detector, findings
from models.risk.detection.signals import distress_calls as calls
from models.risk.detection.signals.call_words import ACTIVE, RELAY
from models.risk.detection.signals.distress_calls import CallBook, call_book
from models.risk.detection.wake import Wake

JOINED_SCORE = 0.99  # below `raise_at`: red on the map, part of the alert of the first caller

MEMORY = (
    *calls.MEMORY,
    Column("called_s", "f8", NAN, "s", "since when it has been calling"),
    Column("first_id", "u4", 0, "", "track that called first in its situation; 0: not calling"),
)


class DistressParams(Params):
    weight: Share = 1.0
    release_s: Positive = 30.0
    raise_at: Evidence = 1.0
    clear_at: Evidence = 0.5
    ceiling: Ceiling = "distress"
    quiet_s: Positive = 1800.0
    silent_s: Positive = 1080.0  # [OCPN] keeps an AIS-SART 18 min after its last message
    text_stands_s: Positive = 1800.0
    port_test_s: Positive = 300.0
    merge_nm: Positive = 2.0
    merge_s: Positive = 600.0


WORDS = {
    "zh": {"title": "遇险", "reason": "{what_zh}{many_zh}，{ago_zh}", "silent": "{what_zh}{many_zh}，呼叫已停止"},
    "en": {
        "title": "Distress",
        "reason": "{what_en}{many_en}, {ago_en}",
        "silent": "{what_en}{many_en}, no longer received",
    },
}
UNKNOWN_PLACE = "，位置不明", ", place unknown"
MANY = {"zh": "，同一位置 {count} 个呼救", "en": ", {count} callers here"}
NOW, AGO = (
    {"zh": "刚刚收到", "en": "received just now"},
    {"zh": "{min} 分钟前收到", "en": "last received {min} min ago"},
)


@detector(
    "distress",
    group="distress",
    params=DistressParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=call_book,
    essential=True,
    uses_position=False,
    wake=Wake(kinds=("distress",), texts=True),
)
def detect(context: DetectorContext, memory: Table, params: DistressParams) -> Findings:
    """Calls for help, the first of each situation at full score."""
    book: CallBook = context.own_state
    book.take_in(context, params.text_stands_s)
    calls.note_devices(context, memory)
    by_text = calls.callers(context, book, ACTIVE) | calls.callers(context, book, RELAY)
    rows = _calling(context, memory, params, by_text)
    _join(context, memory, params, rows)
    lost = [mmsi for mmsi, row in by_text.items() if row < 0]
    first = memory["first_id"][rows] == context.tracks["track_id"][rows]
    return _call_findings(context, memory, rows, np.where(first, 1.0, JOINED_SCORE), lost)


def _calling(context: DetectorContext, memory: Table, params: DistressParams, by_text: dict[int, int]) -> np.ndarray:
    """Rows that call for help now, ascending; rows that have stopped are reset."""
    devices = calls.calling_devices(context, memory, ACTIVE, params.silent_s)
    devices = devices[~calls.only_tests(context, memory, devices, params.port_test_s)]
    rows = np.union1d(devices, np.array([row for row in by_text.values() if row >= 0], dtype=np.int64))
    over = np.setdiff1d(np.flatnonzero(memory["first_id"]), rows)
    memory["first_id"][over], memory["called_s"][over] = 0, np.nan
    memory["called_s"][rows] = np.fmin(memory["called_s"][rows], context.tick.t_s)
    return rows


def _join(context: DetectorContext, memory: Table, params: DistressParams, rows: np.ndarray) -> None:
    """Assign each new caller to a situation; a caller whose first caller has stopped counts as new."""
    ids, first = context.tracks["track_id"], memory["first_id"]
    alone = rows[~np.isin(first[rows], ids[rows])]
    lat, lon = context.tracks["now_lat_deg"], context.tracks["now_lon_deg"]
    for row in alone[np.lexsort((ids[alone], memory["called_s"][alone]))].tolist():
        leads = rows[first[rows] == ids[rows]]
        near = distance_m(lat[leads], lon[leads], lat[row], lon[row]) <= params.merge_nm * M_PER_NM
        near &= memory["called_s"][row] - memory["called_s"][leads] <= params.merge_s
        first[row] = ids[leads[near][0]] if near.any() else ids[row]


def _call_findings(
    context: DetectorContext, memory: Table, rows: np.ndarray, score: np.ndarray, lost: list[int]
) -> Findings:
    """Findings of the rows, and of calls without a position."""
    book: CallBook = context.own_state
    mmsi = [*context.tracks["mmsi"][rows].tolist(), *lost]
    what = _reasons(context, memory, rows, lost)
    by_text_s = np.array([book.calls[each].t_s if each in book.calls else np.nan for each in mmsi], dtype="f8")
    heard_s = np.fmax(by_text_s, np.append(memory["call_s"][rows], np.full(len(lost), np.nan)))
    first = memory["first_id"][rows]
    _, which, counts = np.unique(first, return_inverse=True, return_counts=True)
    count = np.append(counts[which], np.ones(len(lost), dtype=np.int64)).tolist()
    ago_min = ((context.tick.t_s - heard_s) // 60).astype(np.int64).tolist()
    return findings(
        np.append(rows, np.full(len(lost), -1)).astype(np.int64),
        np.append(score, np.ones(len(lost))),
        key=np.append(np.zeros(len(rows), dtype=np.int64), np.array(lost, dtype=np.int64)),
        what_zh=[zh for zh, _ in what],
        what_en=[en for _, en in what],
        many_zh=[_many("zh", each) for each in count],
        many_en=[_many("en", each) for each in count],
        ago_zh=[_ago("zh", each) for each in ago_min],
        ago_en=[_ago("en", each) for each in ago_min],
        lat_deg=np.full(len(mmsi), book.centre[0]),
        lon_deg=np.full(len(mmsi), book.centre[1]),
        mmsi=mmsi,
        place=[f"MMSI {each} 位置不明 no position" for each in mmsi],
    )


def _reasons(context: DetectorContext, memory: Table, rows: np.ndarray, lost: list[int]) -> list[tuple[str, str]]:
    """What calls, in zh and en: of the rows, then of the calls without a position."""
    book: CallBook = context.own_state
    status = np.where(memory["call"][rows] == ACTIVE, ACTIVE, 0).tolist()
    from_s, mmsi = calls.texts_from_s(memory, rows).tolist(), context.tracks["mmsi"][rows].tolist()
    placed = [
        calls.call_reason(each, book.calls.get(each), *how) for each, *how in zip(mmsi, status, from_s, strict=True)
    ]
    return placed + [_unplaced(each, book) for each in lost]


def _unplaced(mmsi: int, book: CallBook) -> tuple[str, str]:
    call = book.calls[mmsi]
    zh, en = calls.call_reason(mmsi, call)
    return (zh, en) if call.kind == RELAY else (zh + UNKNOWN_PLACE[0], en + UNKNOWN_PLACE[1])


def _many(lang: str, count: int) -> str:
    return MANY[lang].format(count=count) if count > 1 else ""


def _ago(lang: str, minutes: int) -> str:
    return AGO[lang].format(min=minutes) if minutes else NOW[lang]

"""Position jump: a ship is suddenly where it cannot be: it jumped, or returns from silence from too far or across land.

AMSA uses 50 kn, at satellite scale; here the limit is 60 kn, or 1.5 times the top speed of its kind. Single outliers
are never accepted: models/tracking/gate.py. Jumps of many ships at once: interference.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import haversine_m, or_else
from models.base.schema import KIND, NAN, Column, Table
from models.base.settings import Positive, Share
from models.base.units import M_PER_NM, MPS_PER_KN
from models.risk.detection.detector import DetectorContext, Evidence, Findings, Params, detector, findings, is_ship
from models.risk.detection.signals.jumps import areas, jumps
from models.risk.detection.wake import Wake

USUAL_TOP_KN = {"merchant": 25.0, "passenger": 40.0, "fishing": 15.0, "law": 50.0, "service": 20.0, "pleasure": 50.0}
UNKNOWN_TOP_KN = 40.0
REAPPEARED = 0.6  # evidence: the assumed top speed is wrong more often than for a jump
STANDS_S = 60.0  # evidence stands this long, then fades over hours
PATH_POINTS = 24
LEAST_GAP_INTERVALS = 6.0

MEMORY = (
    Column("noticed_s", "f8", NAN, "s", "the last jump taken in"),
    Column("until_s", "f8", NAN, "s", "evidence stands until"),
    Column("score", "f4", 0.0, "", "that evidence"),
    Column("moved_m", "f4", 0.0, "m", "how far it was displaced"),
    Column("needs_kn", "f4", 0.0, "kn", "speed that would need"),
    Column("last_s", "f8", NAN, "s", "last report"),
    Column("last_lat_deg", "f8", NAN, "deg", "where"),
    Column("last_lon_deg", "f8", NAN, "deg", "same, longitude"),
)


class TeleportParams(Params):
    weight: Share = 0.60
    release_s: Positive = 7200.0
    clear_at: Evidence = 0.35
    quiet_s: Positive = 7200.0
    min_kn: Positive = 60.0
    min_m: Positive = 500.0
    faster_than_usual_times: Positive = 1.5
    gap_s: Positive = 600.0
    wait_s: Positive = 60.0  # until then other ships may turn out to have jumped with it


WORDS = {
    "zh": {"title": "位置跳变", "reason": "船位跳变 {moved_nm:.1f} 海里，需航速 {needs_kn:.0f} 节"},
    "en": {"title": "Position jump", "reason": "position jumped {moved_nm:.1f} NM, which would need {needs_kn:.0f} kn"},
}


@detector(
    "teleport",
    group="signal",
    params=TeleportParams,
    words=WORDS,
    memory=MEMORY,
    every=5,
    uses_position=False,
    wake=Wake(after_s=10.0),
)
def detect(context: DetectorContext, memory: Table, params: TeleportParams) -> Findings:
    """Ships that jumped, each alone."""
    rows = context.reported[is_ship(context.tracks, context.reported) & ~context.tracks.stored(context.reported)]
    _notice_jumps(context, memory, params, rows)
    _notice_returns(context, memory, params, rows)
    rows = np.flatnonzero(memory["until_s"] >= context.tick.t_s)
    if not len(rows):
        return findings(rows, rows)
    rows = rows[memory["until_s"][rows] - STANDS_S <= context.tick.t_s]
    rows = rows[~context.tracks.stored(rows)]  # stored reports come in any order
    rows = rows[~_with_others(context, rows)] if len(rows) else rows
    return findings(
        rows,
        memory["score"][rows],
        moved_nm=memory["moved_m"][rows] / M_PER_NM,
        needs_kn=np.minimum(memory["needs_kn"][rows], 9999.0),
    )


def _notice_jumps(context: DetectorContext, memory: Table, params: TeleportParams, rows: np.ndarray) -> None:
    """Take in jumps that were accepted since the last look."""
    tracks, jumped_s = context.tracks, context.tracks["jumped_t_s"][rows]
    new = np.flatnonzero(np.isfinite(jumped_s) & (jumped_s != memory["noticed_s"][rows]))
    if not len(new):
        return
    rows, jumped_s = rows[new], jumped_s[new]
    memory["noticed_s"][rows] = jumped_s
    memory["last_s"][rows] = np.nan  # the next report is no return from silence
    moved_m, needs_kn = tracks["jumped_m"][rows], tracks["jumped_kn"][rows]
    sigma_m = np.sqrt(or_else(tracks["variance_m2"][rows], 0.0))
    far = (moved_m > params.min_m + 3 * sigma_m) & ~tracks["shared"][rows]
    far &= needs_kn > np.maximum(params.min_kn, params.faster_than_usual_times * usual_top_kn(tracks["kind"][rows]))
    until_s = np.maximum(context.tick.t_s, jumped_s + params.wait_s) + STANDS_S
    _store(memory, rows[far], until_s[far], 1.0, moved_m[far], needs_kn[far])


def _notice_returns(context: DetectorContext, memory: Table, params: TeleportParams, rows: np.ndarray) -> None:
    """Note ships that report again after a silence, too far from their last position."""
    tracks = context.tracks
    gap_s = tracks["position_t_s"][rows] - memory["last_s"][rows]
    back = gap_s > np.maximum(params.gap_s, LEAST_GAP_INTERVALS * or_else(tracks["interval_s"][rows], 0.0))
    back &= ~(tracks["estimated"][rows] | tracks["shared"][rows])
    if back.any():
        _weigh_returns(context, memory, params, rows[back], gap_s[back])
    memory["last_s"][rows] = tracks["position_t_s"][rows]
    memory["last_lat_deg"][rows], memory["last_lon_deg"][rows] = tracks["lat_deg"][rows], tracks["lon_deg"][rows]


def _weigh_returns(
    context: DetectorContext, memory: Table, params: TeleportParams, rows: np.ndarray, gap_s: np.ndarray
) -> None:
    tracks = context.tracks
    was = memory["last_lat_deg"][rows], memory["last_lon_deg"][rows]
    now = tracks["lat_deg"][rows], tracks["lon_deg"][rows]
    moved_m = haversine_m(*was, *now)
    needs_kn = moved_m / gap_s / MPS_PER_KN
    share = np.linspace(0, 1, PATH_POINTS)[:, None]
    lat, lon = (start + share * (end - start) for start, end in zip(was, now, strict=True))
    overland = context.waters.ashore(lon, lat).any(axis=0)  # then the straight line is too short, so no allowance
    usual_kn = usual_top_kn(tracks["kind"][rows])
    far = (moved_m > params.min_m) & (needs_kn > usual_kn * np.where(overland, 1.0, params.faster_than_usual_times))
    until_s = np.full(len(rows), context.tick.t_s + params.wait_s + STANDS_S)
    _store(memory, rows[far], until_s[far], REAPPEARED, moved_m[far], needs_kn[far])


def _store(
    memory: Table, rows: np.ndarray, until_s: np.ndarray, score: float, moved_m: np.ndarray, needs_kn: np.ndarray
) -> None:
    memory["until_s"][rows], memory["score"][rows] = until_s, score
    memory["moved_m"][rows], memory["needs_kn"][rows] = moved_m, needs_kn


def _with_others(context: DetectorContext, rows: np.ndarray) -> np.ndarray:
    """Which rows are, or were before, in an area where many jumped; mask (m,)."""
    tracks, disturbed = context.tracks, areas(jumps(context.tracks, context.tick.t_s))
    before = disturbed.hold(tracks["jumped_lat_deg"][rows], tracks["jumped_lon_deg"][rows])
    return before | disturbed.hold(tracks["lat_deg"][rows], tracks["lon_deg"][rows])


def usual_top_kn(kind: np.ndarray) -> np.ndarray:
    """Usual top speed of each kind in knots, (m,)."""
    top_kn = np.full(256, UNKNOWN_TOP_KN)
    for name, speed_kn in USUAL_TOP_KN.items():
        top_kn[KIND[name]] = speed_kn
    return top_kn[kind]

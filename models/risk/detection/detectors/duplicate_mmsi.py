"""Duplicate MMSI: two vessels, far apart, keep reporting under one number.

Reports are assigned to one or the other in models/tracking/mmsi_conflicts.py. Below 5 NM a bad receiver may look the
same.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import haversine_m
from models.base.schema import NAN, Column, Table
from models.base.settings import Positive, Share
from models.base.units import M_PER_NM
from models.risk.detection.detector import (
    IS_SCORED,
    DetectorContext,
    Evidence,
    Findings,
    Params,
    detector,
    findings,
    is_ship,
)
from models.risk.detection.signals.jumps import areas, jumps
from models.risk.detection.wake import Wake

REPORTS = 3  # of each in `within_s`
MEMORY = tuple(Column(f"heard_{n}_s", "f8", NAN, "s", f"report {n} back from the last") for n in range(REPORTS))


class DuplicateParams(Params):
    weight: Share = 0.60
    release_s: Positive = 7200.0
    clear_at: Evidence = 0.35
    quiet_s: Positive = 7200.0
    within_s: Positive = 600.0
    apart_nm: Positive = 5.0


WORDS = {
    "zh": {"title": "MMSI 重复", "reason": "MMSI {mmsi:d} 两船同时使用，相距 {apart_nm:.0f} 海里"},
    "en": {"title": "Duplicate MMSI", "reason": "MMSI {mmsi:d} is used by two vessels {apart_nm:.0f} NM apart"},
}


@detector(
    "duplicate_mmsi",
    group="signal",
    params=DuplicateParams,
    words=WORDS,
    memory=MEMORY,
    every=5,
    uses_position=False,
    wake=Wake(),
)
def detect(context: DetectorContext, memory: Table, params: DuplicateParams) -> Findings:
    """Pairs of tracks with one MMSI, both alive and far apart; the oldest track is one of each pair."""
    tracks = context.tracks
    if not tracks.mmsi_conflicts:
        return findings(np.empty(0, dtype=np.int64), np.empty(0))
    _count(memory, context.reported[tracks["shared"][context.reported]], tracks["position_t_s"])
    pairs = [(rows[0], other) for rows in tracks.mmsi_conflicts.values() for other in rows[1:]]
    one, other = np.array(pairs, dtype=np.int64).T
    alive = context.tick.t_s - memory[f"heard_{REPORTS - 1}_s"] <= params.within_s
    alive &= IS_SCORED[tracks["life"]] & is_ship(tracks) & ~tracks.stored()
    both = alive[one] & alive[other]
    one, other = one[both], other[both]
    apart_nm = _apart_nm(context, one, other)
    far = apart_nm > params.apart_nm
    if far.any():
        disturbed = areas(jumps(tracks, context.tick.t_s))
        for rows in (one, other):
            far &= ~disturbed.hold(tracks["lat_deg"][rows], tracks["lon_deg"][rows])
    one, other, apart_nm = one[far], other[far], apart_nm[far]
    return findings(one, np.ones(len(one)), partner=other, mmsi=tracks["mmsi"][one], apart_nm=apart_nm)


def _count(memory: Table, rows: np.ndarray, position_t_s: np.ndarray) -> None:
    for n in range(REPORTS - 1, 0, -1):
        memory[f"heard_{n}_s"][rows] = memory[f"heard_{n - 1}_s"][rows]
    memory["heard_0_s"][rows] = position_t_s[rows]


def _apart_nm(context: DetectorContext, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    lat, lon = context.tracks["now_lat_deg"], context.tracks["now_lon_deg"]
    return haversine_m(lat[one], lon[one], lat[other], lon[other]) / M_PER_NM

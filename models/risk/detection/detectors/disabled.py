"""Disabled: a ship reports that it is not under command, or that it is aground after having been under way.

The status is set by hand and often forgotten, so it is ignored in a harbour, at an anchorage or close to the shore, at
a speed that needs an engine, and for a ship never seen under way. Calls for help: distress.py; drift and grounding by
movement: drift.py, grounding.py.
"""

from __future__ import annotations

import numpy as np

from models.base.geo import or_else, ramp
from models.base.schema import NAN, STATION, Column, Table
from models.base.settings import Positive, Share
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
from models.risk.detection.wake import Wake

NOT_UNDER_COMMAND, AGROUND = 2, 6  # navigational status, ITU-R M.1371-5
LYING = ("port", "harbour", "anchorage")
BLEED = 2.0  # the timer runs down this many times faster than it builds up

MEMORY = (
    Column("sailed_s", "f8", NAN, "s", "when it was last under way with another status"),
    Column("timer_s", "f4", 0.0, "s", "leaky time for which the status has been credible"),
)


class DisabledParams(Params):
    weight: Share = 0.60
    release_s: Positive = 300.0
    raise_at: Evidence = 1.0
    quiet_s: Positive = 3600.0
    least_kn: Positive = 0.3  # not under command: a ship that does not move at all is moored
    most_kn: Positive = 4.0  # wind or current drives no ship faster
    sailing_kn: Positive = 2.0
    aground_kn: Positive = 0.5
    sailed_within_s: Positive = 3600.0
    shore_m: Positive = 500.0  # nearer to the shore it lies at a berth
    full_s: Positive = 180.0


WORDS = {
    "zh": {"title": "失控或搁浅", "reason": "{what_zh}，{sog_kn:.1f} 节，已 {for_min:.0f} 分钟"},
    "en": {"title": "Disabled", "reason": "{what_en}, {sog_kn:.1f} kn, for {for_min:.0f} min"},
}


@detector(
    "disabled",
    group="navigation",
    params=DisabledParams,
    words=WORDS,
    memory=MEMORY,
    every=5,
    wake=Wake(timers=("timer_s",)),
)
def detect(context: DetectorContext, memory: Table, params: DisabledParams) -> Findings:
    """Ships that report they cannot manoeuvre, where that is credible."""
    status, sog_kn = context.tracks["nav_status"], context.tracks["sog_kn"]
    reported = context.reported
    says = (status[reported] == NOT_UNDER_COMMAND) | (status[reported] == AGROUND)
    memory["sailed_s"][reported[~says & (sog_kn[reported] > params.sailing_kn)]] = context.tick.t_s
    rows = np.union1d(reported[says], np.flatnonzero(memory["timer_s"]))
    if not len(rows):
        return findings(rows, np.empty(0), what_zh=[], what_en=[], sog_kn=rows, for_min=rows)
    step_s = np.where(_credible(context, memory, params, rows), context.dt_s, -BLEED * context.dt_s)
    memory["timer_s"][rows] = np.clip(memory["timer_s"][rows] + step_s, 0.0, 2 * params.full_s)
    rows = rows[(memory["timer_s"][rows] > 0) & IS_SCORED[context.tracks["life"][rows]]]
    aground = status[rows] == AGROUND
    return findings(
        rows,
        ramp(memory["timer_s"][rows], 0.0, params.full_s),
        what_zh=np.where(aground, "本船报告搁浅", "本船报告失控"),
        what_en=np.where(aground, "reports that it is aground", "reports that it is not under command"),
        sog_kn=or_else(sog_kn[rows], 0.0),
        for_min=memory["timer_s"][rows] / 60,
    )


def _credible(context: DetectorContext, memory: Table, params: DisabledParams, rows: np.ndarray) -> np.ndarray:
    """Which of these rows have a credible status now; mask (n,)."""
    tracks = context.tracks
    status, sog_kn = tracks["nav_status"][rows], tracks["sog_kn"][rows]
    afloat = context.waters.to_land_m(tracks["now_lon_deg"][rows], tracks["now_lat_deg"][rows]) > params.shore_m
    drifts = (sog_kn >= params.least_kn) & (sog_kn <= params.most_kn) & afloat
    sailed = context.tick.t_s - memory["sailed_s"][rows] <= params.sailed_within_s
    sits = (sog_kn <= params.aground_kn) & sailed
    credible = ((status == NOT_UNDER_COMMAND) & drifts & sailed) | ((status == AGROUND) & sits)
    lying = [number for number, zone in enumerate(context.zones) if zone.kind in LYING]
    credible &= ~context.inside[rows][:, lying].any(axis=1)
    return np.asarray(credible & (tracks["station"][rows] == STATION["class_a"]) & is_ship(tracks, rows))

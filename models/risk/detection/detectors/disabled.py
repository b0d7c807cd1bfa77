"""Disabled: a ship under way says that it is not under command, or one that was under way says that it is aground.

What lives here: when that status is meant. What does not: calls for help (distress.py), drift and grounding as seen
from how a ship moves (drift.py, grounding.py). The status is set by hand and often forgotten: it is not believed in a
harbour, at an anchorage or at a shore, at a speed that needs an engine, or of a ship never seen under way.
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

NOT_UNDER_COMMAND, AGROUND = 2, 6  # navigational status, ITU-R M.1371-5
LYING = ("port", "harbour", "anchorage")
BLEED = 2.0  # the timer loses so much faster than it gains

MEMORY = (
    Column("sailed_s", "f8", NAN, "s", "when it was last under way with another status"),
    Column("timer_s", "f4", 0.0, "s", "leaky time for which it says so and nothing speaks against it"),
)


class DisabledParams(Params):
    weight: Share = 0.60
    release_s: Positive = 300.0
    raise_at: Evidence = 1.0
    quiet_s: Positive = 3600.0
    least_kn: Positive = 0.3  # of a ship not under command: one that lies quite still is moored
    most_kn: Positive = 4.0  # no wind or stream drives a ship faster
    sailing_kn: Positive = 2.0
    aground_kn: Positive = 0.5
    sailed_within_s: Positive = 3600.0
    shore_m: Positive = 500.0  # a ship not under command so near the shore lies at a berth
    full_s: Positive = 180.0


WORDS = {
    "zh": {"title": "失控或搁浅", "reason": "{what_zh}，{sog_kn:.1f} 节，已 {for_min:.0f} 分钟"},
    "en": {"title": "Disabled", "reason": "{what_en}, {sog_kn:.1f} kn, for {for_min:.0f} min"},
}


@detector("disabled", group="navigation", params=DisabledParams, words=WORDS, memory=MEMORY, every=5)
def detect(context: DetectorContext, memory: Table, params: DisabledParams) -> Findings:
    """Ships that say they cannot manoeuvre, and mean it."""
    status, sog_kn = context.tracks["nav_status"], context.tracks["sog_kn"]
    heard = context.reported
    says = (status[heard] == NOT_UNDER_COMMAND) | (status[heard] == AGROUND)
    memory["sailed_s"][heard[~says & (sog_kn[heard] > params.sailing_kn)]] = context.tick.t_s
    rows = np.union1d(heard[says], np.flatnonzero(memory["timer_s"]))
    if not len(rows):
        return findings(rows, np.empty(0), what_zh=[], what_en=[], sog_kn=rows, for_min=rows)
    step_s = np.where(_meant(context, memory, params, rows), context.dt_s, -BLEED * context.dt_s)
    memory["timer_s"][rows] = np.clip(memory["timer_s"][rows] + step_s, 0.0, 2 * params.full_s)
    rows = rows[(memory["timer_s"][rows] > 0) & IS_SCORED[context.tracks["life"][rows]]]
    aground = status[rows] == AGROUND
    return findings(
        rows,
        ramp(memory["timer_s"][rows], 0.0, params.full_s),
        what_zh=np.where(aground, "船报搁浅", "船报失控"),
        what_en=np.where(aground, "says it is aground", "says it is not under command"),
        sog_kn=or_else(sog_kn[rows], 0.0),
        for_min=memory["timer_s"][rows] / 60,
    )


def _meant(context: DetectorContext, memory: Table, params: DisabledParams, rows: np.ndarray) -> np.ndarray:
    """Which of these rows say so now, and nothing speaks against it; mask (n,)."""
    tracks = context.tracks
    status, sog_kn = tracks["nav_status"][rows], tracks["sog_kn"][rows]
    afloat = context.waters.to_land_m(tracks["now_lon_deg"][rows], tracks["now_lat_deg"][rows]) > params.shore_m
    drifts = (sog_kn >= params.least_kn) & (sog_kn <= params.most_kn) & afloat
    sailed = context.tick.t_s - memory["sailed_s"][rows] <= params.sailed_within_s
    sits = (sog_kn <= params.aground_kn) & sailed
    meant = ((status == NOT_UNDER_COMMAND) & drifts & sailed) | ((status == AGROUND) & sits)
    lying = [number for number, zone in enumerate(context.zones) if zone.kind in LYING]
    meant &= ~context.inside[rows][:, lying].any(axis=1)
    return np.asarray(meant & (tracks["station"][rows] == STATION["class_a"]) & is_ship(tracks, rows))

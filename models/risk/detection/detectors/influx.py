"""Flood of MMSI: more new numbers appear in a minute than is possible. One alert about their sender.

What a flood is: models/tracking/influx.py; rules skip its vessels by `is_ship`.
"""

from __future__ import annotations

import numpy as np

from models.base.schema import Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import DetectorContext, Evidence, Findings, Params, detector, findings
from models.risk.detection.wake import Wake


class InfluxParams(Params):
    weight: Share = 0.60
    release_s: Positive = 60.0
    raise_at: Evidence = 1.0
    clear_at: Evidence = 0.86
    quiet_s: Positive = 3600.0
    after_s: Positive = 180.0  # after the last new number it may go on for this long


WORDS = {
    "zh": {
        "title": "目标激增",
        "reason": "一分钟内新增 {new} 个 MMSI（已知 {known} 个），疑伪造报文，新目标不参与告警",
    },
    "en": {
        "title": "Flood of MMSI",
        "reason": "{new} new MMSI in a minute ({known} known before), probably forged; they raise no alerts",
    },
}


@detector(
    "influx", group="surroundings", params=InfluxParams, words=WORDS, every=2, essential=True, wake=Wake(after_s=10.0)
)
def detect(context: DetectorContext, memory: Table, params: InfluxParams) -> Findings:
    """The flood, if there is one."""
    influx, tracks = context.tracks.influx, context.tracks
    if not context.tick.t_s - influx.last_s <= params.after_s:
        return findings(np.empty(0, dtype=np.int64), np.empty(0))
    made_up = tracks["suspect"] & np.isfinite(tracks["lat_deg"])
    where = made_up if made_up.any() else np.isfinite(tracks["lat_deg"])
    lat, lon = tracks["lat_deg"][where], tracks["lon_deg"][where]
    return findings(
        np.array([-1]),
        np.ones(1),
        lat_deg=[float(np.median(lat)) if len(lat) else 0.0],
        lon_deg=[float(np.median(lon)) if len(lon) else 0.0],
        new=[influx.per_min],
        known=[influx.known],
    )

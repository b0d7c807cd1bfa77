"""Reception lost: some sectors, or a whole feed, are no longer received. One alert, about the receiver.

How an outage is detected: signals/reception.py; that silence then counts against no vessel: signals/coverage.py.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from models.base.schema import Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import DetectorContext, Evidence, Findings, Params, detector, findings
from models.risk.detection.wake import Wake


class ReceptionParams(Params):
    weight: Share = 0.65
    release_s: Positive = 30.0
    clear_at: Evidence = 0.86  # ends as soon as reports return; within `quiet_s` it is the same alert
    raise_at: Evidence = 1.0
    stands_s: Positive = 45.0  # by then it is clear whether a whole feed is deaf
    feed_after_s: Positive = 120.0  # a silent feed has its lamp at once, and a clock set forward looks the same
    least_vessels: Annotated[int, Field(ge=1)] = 5  # fewer may as well have switched off


WORDS = {
    "zh": {
        "title": "接收中断",
        "reason": "{where_zh}：{vessels} 艘船已 {for_min:.0f} 分钟收不到，期间不判 AIS 中断",
    },
    "en": {
        "title": "Reception lost",
        "reason": "{where_en}: {vessels} vessels not received for {for_min:.0f} min; their silence raises no alerts",
    },
}


@detector(
    "reception",
    group="surroundings",
    params=ReceptionParams,
    words=WORDS,
    every=5,
    essential=True,
    wake=Wake(after_s=10.0),
)
def detect(context: DetectorContext, memory: Table, params: ReceptionParams) -> Findings:
    """Outages that hide several vessels."""
    outages = [
        each
        for each in context.coverage.heartbeat.outages.values()
        if each.vessels >= params.least_vessels
        and context.tick.t_s - each.began_s >= (params.stands_s if each.feed < 0 else params.feed_after_s)
    ]
    number = np.array([each.number for each in outages], dtype=np.int64)
    if not outages:
        return findings(number, number)
    return findings(
        np.full(len(outages), -1),
        np.ones(len(outages)),
        key=number,
        lat_deg=[each.lat_deg for each in outages],
        lon_deg=[each.lon_deg for each in outages],
        place=[_where(each.feed, each.lat_deg, each.lon_deg, "zh") for each in outages],
        where_zh=[_where(each.feed, each.lat_deg, each.lon_deg, "zh") for each in outages],
        where_en=[_where(each.feed, each.lat_deg, each.lon_deg, "en") for each in outages],
        vessels=[each.vessels for each in outages],
        for_min=[(context.tick.t_s - each.began_s) / 60 for each in outages],
    )


def _where(feed: int, lat_deg: float, lon_deg: float, language: str) -> str:
    whole = {"zh": f"第 {feed + 1} 路数据源", "en": f"feed {feed + 1}"}
    north, east = ("N" if lat_deg >= 0 else "S"), ("E" if lon_deg >= 0 else "W")
    around = f"{abs(lat_deg):.2f}°{north} {abs(lon_deg):.2f}°{east}"
    return whole[language] if feed >= 0 else {"zh": f"{around} 一带", "en": f"around {around}"}[language]

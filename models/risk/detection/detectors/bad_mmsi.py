"""Invalid MMSI: a ship uses a number that no ship can have.

Which numbers those are: models/base/mmsi_country.py. Off China thousands of small vessels use such numbers, so only
vessels that must carry a class A set, or are long, and have been seen under way raise an alert, once a day per number.
For all others it is a factor of risk.
"""

from __future__ import annotations

import numpy as np

from models.base.mmsi_country import FINE, FORM_WRONG, INVENTED, NOT_ALLOTTED, judge_mmsi
from models.base.schema import STATION, Column, Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import (
    IS_SCORED,
    Ceiling,
    DetectorContext,
    Evidence,
    Findings,
    Params,
    detector,
    findings,
    is_ship,
)
from models.risk.detection.wake import Wake
from models.site.site import Site

MOST_REMEMBERED = 20_000  # numbers that have raised an alert
WHY = {
    FORM_WRONG: ("格式不符合船舶编码", "format is not that of a ship"),
    NOT_ALLOTTED: ("国家码未分配", "country code not allotted"),
    INVENTED: ("出厂默认或虚构号码", "factory default or invented number"),
}

MEMORY = (Column("why", "u1", 0, "", "what is wrong with its MMSI, see models/base/mmsi_country.py; 0 not judged yet"),)


class BadMmsiParams(Params):
    weight: Share = 0.30
    release_s: Positive = 86_400.0
    raise_at: Evidence = 1.0
    clear_at: Evidence = 0.5
    ceiling: Ceiling = "yellow"
    quiet_s: Positive = 86_400.0
    context_share: Share = 0.4  # of the evidence, for vessels too small for an alert
    min_length_m: Positive = 30.0
    under_way_kn: Positive = 1.0
    repeat_after_s: Positive = 86_400.0


WORDS = {
    "zh": {"title": "MMSI 异常", "reason": "MMSI {mmsi:09d} {why_zh}"},
    "en": {"title": "Invalid MMSI", "reason": "MMSI {mmsi:09d}: {why_en}"},
}


class ReportedNumbers(dict[int, tuple[int, float]]):
    """Numbers that have raised an alert: MMSI -> track and time, so that a vessel that returns raises none again."""


def no_numbers(_: Site) -> ReportedNumbers:
    """No number has raised an alert yet."""
    return ReportedNumbers()


@detector(
    "bad_mmsi",
    group="signal",
    params=BadMmsiParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=no_numbers,
    every=10,
    uses_position=False,
    wake=Wake(),
)
def detect(context: DetectorContext, memory: Table, params: BadMmsiParams) -> Findings:
    """Ships with impossible numbers."""
    tracks, why = context.tracks, memory["why"]
    new = context.reported[why[context.reported] == 0]
    if len(new):
        why[new] = judge_mmsi(tracks["mmsi"][new])
    rows = np.flatnonzero(why > FINE)
    rows = rows[IS_SCORED[tracks["life"][rows]] & is_ship(tracks, rows)]
    if not len(rows):
        return findings(rows, rows)
    large = (tracks["station"][rows] == STATION["class_a"]) | (tracks["length_m"][rows] >= params.min_length_m)
    worth = large & (tracks["top_kn"][rows] > params.under_way_kn)
    worth[worth] = _first_today(context, params, rows[worth])
    return findings(
        rows,
        np.where(worth, 1.0, params.context_share),
        mmsi=tracks["mmsi"][rows].astype("i8"),
        why_zh=[WHY[each][0] for each in why[rows].tolist()],
        why_en=[WHY[each][1] for each in why[rows].tolist()],
    )


def _first_today(context: DetectorContext, params: BadMmsiParams, rows: np.ndarray) -> np.ndarray:
    """Mask (n,) of the tracks that raise the alert of their number today."""
    numbers: ReportedNumbers = context.own_state
    first = []
    for mmsi, track_id in zip(
        context.tracks["mmsi"][rows].tolist(), context.tracks["track_id"][rows].tolist(), strict=True
    ):
        by, at_s = numbers.get(mmsi, (track_id, context.tick.t_s))
        if context.tick.t_s - at_s > params.repeat_after_s:
            by = track_id
        first.append(by == track_id)
        if by == track_id:
            numbers.pop(mmsi, None)  # newest last
            numbers[mmsi] = (track_id, context.tick.t_s)
    for mmsi in list(numbers)[: max(0, len(numbers) - MOST_REMEMBERED)]:
        del numbers[mmsi]
    return np.array(first, dtype=bool)

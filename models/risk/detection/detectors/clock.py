"""Clock: time leapt, this machine's clock was put back, a feed's time lies far behind, or a feed hands over stored
reports. One alert, none about craft.

Seen by the core's own ticks, and by the craft: when time passes and they all have not moved, or have moved and it has
not, it is the clock of the receivers (which holds still when set back). Craft that never kept time tell of no leap.
Not here: how craft keep time (risk/timekeeping.py), that a leap makes nobody silent (coverage.py) and gives nobody time
(schedule.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.geo import or_else
from models.base.schema import NAN, Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import DetectorContext, Findings, Params, detector, findings
from models.risk.detection.signals.timekeeping import UNCERTAIN_S
from models.site.site import Site

LEAP, BACK, STORED = 0, -1, -2  # keys; feed n that lags has n + 1, and STORED - n when its reports are stored ones
LAG_MEMORY = 0.05  # share of each tick's reports in the running lag of a feed
WITHIN_S = 20.0  # what craft told in so many seconds is taken together
LEAST_CRAFT = 8
AGREE_SHARE = 0.75  # of them
KNOWN_FOR_S = 300.0  # a feed that begins may hand over what it had kept, and a file may have no true times at all


@dataclass
class ClockState:
    """The last leap, and how far behind the tick each feed's reports are stamped."""

    centre: tuple[float, float]  # latitude, longitude of the site
    began_s: float = NAN
    leap_s: float = 0.0
    leapt_s: float = float("-inf")
    told: list[tuple[float, np.ndarray]] = field(default_factory=list)  # time, and by how much each craft says it leapt
    lag_s: dict[int, float] = field(default_factory=dict)


class ClockParams(Params):
    weight: Share = 0.60
    release_s: Positive = 30.0
    least_leap_s: Positive = 30.0
    told_for_s: Positive = 300.0
    least_lag_s: Positive = 60.0
    stored_for_s: Positive = 60.0  # what a feed hands over at its beginning may be old, if not for long


WORDS = {
    "zh": {"title": "时钟异常", "reason": "{what_zh}"},
    "en": {"title": "Clock", "reason": "{what_en}"},
}


def keeps(site: Site) -> ClockState:
    """Nothing has leapt yet."""
    west, south, east, north = site.bbox
    return ClockState(((south + north) / 2, (west + east) / 2))


@detector(
    "clock", group="surroundings", params=ClockParams, words=WORDS, keeps=keeps, essential=True, uses_position=False
)
def detect(context: DetectorContext, _: Table, params: ClockParams) -> Findings:
    """Clocks that cannot be right."""
    kept: ClockState = context.kept
    if context.tick.step_s >= params.least_leap_s:
        kept.leap_s, kept.leapt_s = context.tick.step_s, context.tick.t_s
    _follow_craft(context, kept, params)
    _follow_feeds(context, kept)
    said = [(1 + feed, lag_s) for feed, lag_s in sorted(kept.lag_s.items()) if lag_s >= params.least_lag_s]
    if context.tick.t_s - kept.leapt_s <= params.told_for_s:
        said = [(LEAP, kept.leap_s), *said]
    if context.tick.back_s >= params.least_leap_s:
        said = [(BACK, context.tick.back_s), *said]
    said += _stored(context, params)
    return findings(
        np.full(len(said), -1),
        np.ones(len(said)),
        key=np.array([key for key, _ in said], dtype=np.int64),
        lat_deg=[kept.centre[0]] * len(said),
        lon_deg=[kept.centre[1]] * len(said),
        what_zh=[_what(*each)[0] for each in said],
        what_en=[_what(*each)[1] for each in said],
    )


def _stored(context: DetectorContext, params: ClockParams) -> list[tuple[int, float]]:
    """Keys of feeds that go on handing over stored reports, and which share of the ways leads astern."""
    feeds = sorted(context.timekeeping.feeds.items())
    return [
        (STORED - number, kept.astern / kept.ways)
        for number, kept in feeds
        if kept.stored and context.tick.t_s - kept.since_s >= params.stored_for_s
    ]


def _follow_craft(context: DetectorContext, kept: ClockState, params: ClockParams) -> None:
    """Does the way craft made since their last report say that more, or less, time passed than the clock says?"""
    leap_s = context.timekeeping.leap_s
    kept.told = [each for each in kept.told if context.tick.t_s - each[0] < WITHIN_S]
    if len(leap_s):
        kept.told.append((context.tick.t_s, leap_s))
    told_s = np.concatenate([each for _, each in kept.told]) if kept.told else np.empty(0)
    kept.began_s = context.tick.t_s if np.isnan(kept.began_s) else kept.began_s
    if len(told_s) < LEAST_CRAFT or context.tick.t_s - kept.began_s < KNOWN_FOR_S:
        return
    middle_s = float(np.median(told_s))
    agree = np.abs(told_s - middle_s) <= UNCERTAIN_S + 0.2 * abs(middle_s)
    leapt = abs(middle_s) >= params.least_leap_s and agree.mean() >= AGREE_SHARE
    if leapt and context.timekeeping.keep_time():
        kept.leap_s, kept.leapt_s, kept.told = middle_s, context.tick.t_s, []


def _follow_feeds(context: DetectorContext, kept: ClockState) -> None:
    """The usual age of a feed's reports when they come; old ones among fresh ones are only late."""
    lag_s = context.tick.t_s - context.tracks["position_t_s"][context.reported]
    feed = context.tracks["feed"][context.reported]
    for number in np.unique(feed).tolist():
        now_s = float(np.median(or_else(lag_s[feed == number], 0.0)))
        before_s = kept.lag_s.get(number, now_s)
        kept.lag_s[number] = before_s + LAG_MEMORY * (now_s - before_s)


CHECK = "；船舶计时不受影响，请核对时钟", "; timers of craft are not affected, check the clocks"
WHAT = {
    LEAP: ("时间跳跃 {:+.0f} 秒", "time leapt by {:+.0f} s"),
    BACK: (
        "本机时钟被拨回，落后 {:.0f} 秒，计时放慢直至追平",
        "this machine's clock was put back and lies {:.0f} s behind",
    ),
}
OF_FEED = "第 {1} 路信源的时间落后 {0:.0f} 秒", "the time of feed number {1} is {0:.0f} s behind"
OF_STORED = (
    "第 {1} 路信源转发的是存储的旧报文（如卫星），先后错乱（{0:.0%} 的航段倒退）；其船位不是当前位置，不作碰撞等判断",
    "feed number {1} hands over stored reports (a satellite's?), out of order: {0:.0%} of ways lead astern; "
    "its craft are not there now and not judged by place",
)


def _what(key: int, by: float) -> tuple[str, str]:
    if key <= STORED:
        zh, en = OF_STORED
        return zh.format(by, STORED - key + 1), en.format(by, STORED - key + 1)
    zh, en = (said + check for said, check in zip(WHAT.get(key, OF_FEED), CHECK, strict=True))
    return zh.format(by, key), en.format(by, key)

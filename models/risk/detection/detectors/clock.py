"""Clock fault: time leapt, this machine's clock was set back, a feed's time lags, or a feed sends stored reports.

One alert about the clock, none about vessels. Leaps show in the core's own ticks, and in the vessels: when time passes
while none of them has moved, or they have moved while no time passed, the receivers' clock is at fault (it stands still
while it is set back). Vessels that never kept time are no evidence of a leap. How vessels keep time:
signals/timekeeping.py. A leap makes no vessel silent (signals/coverage.py) and gives no detector extra time
(schedule.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.base.geo import median, or_else
from models.base.schema import NAN, Table
from models.base.settings import Positive, Share
from models.risk.detection.detector import NO_ROWS, DetectorContext, Findings, Params, detector, findings
from models.risk.detection.signals.legs import UNCERTAIN_S
from models.risk.detection.wake import Wake
from models.site.site import Site

LEAP, BACK, STORED = 0, -1, -2  # keys; a lagging feed n has n + 1, a feed n of stored reports STORED - n
LAG_MEMORY = 0.05  # weight of each tick in the running lag of a feed
WITHIN_S = 20.0  # evidence of vessels is pooled over this time
LEAST_VESSELS = 8
AGREE_SHARE = 0.75  # of these vessels
KNOWN_FOR_S = 300.0  # a new feed may first send what it had stored, and a file may have no true times


@dataclass
class ClockState:
    """The last leap, and how far the time of each feed's reports is behind the tick."""

    centre: tuple[float, float]  # latitude, longitude of the site
    began_s: float = NAN
    leap_s: float = 0.0
    leapt_s: float = float("-inf")
    leaps: list[tuple[float, np.ndarray]] = field(default_factory=list)  # time, and the leap each vessel indicates
    lag_s: dict[int, float] = field(default_factory=dict)


class ClockParams(Params):
    weight: Share = 0.60
    release_s: Positive = 30.0
    least_leap_s: Positive = 30.0
    shown_for_s: Positive = 300.0
    least_lag_s: Positive = 60.0
    stored_for_s: Positive = 60.0  # a feed may begin with old reports for this long


WORDS = {
    "zh": {"title": "时钟异常", "reason": "{what_zh}"},
    "en": {"title": "Clock fault", "reason": "{what_en}"},
}


def make_own_state(site: Site) -> ClockState:
    """No leap yet."""
    west, south, east, north = site.bbox
    return ClockState(((south + north) / 2, (west + east) / 2))


@detector(
    "clock",
    group="surroundings",
    params=ClockParams,
    words=WORDS,
    make_own_state=make_own_state,
    essential=True,
    uses_position=False,
    wake=Wake(after_s=10.0),
)
def detect(context: DetectorContext, _: Table, params: ClockParams) -> Findings:
    """Clocks that cannot be right, (m,) findings about no vessel."""
    kept: ClockState = context.own_state
    if context.tick.step_s >= params.least_leap_s:
        kept.leap_s, kept.leapt_s = context.tick.step_s, context.tick.t_s
    _follow_vessels(context, kept, params)
    _follow_feeds(context, kept)
    found = [(1 + feed, lag_s) for feed, lag_s in sorted(kept.lag_s.items()) if lag_s >= params.least_lag_s]
    if context.tick.t_s - kept.leapt_s <= params.shown_for_s:
        found = [(LEAP, kept.leap_s), *found]
    if context.tick.back_s >= params.least_leap_s:
        found = [(BACK, context.tick.back_s), *found]
    found += _stored(context, params)
    if not found:
        return findings(NO_ROWS, NO_ROWS)
    return findings(
        np.full(len(found), -1),
        np.ones(len(found)),
        key=np.array([key for key, _ in found], dtype=np.int64),
        lat_deg=[kept.centre[0]] * len(found),
        lon_deg=[kept.centre[1]] * len(found),
        what_zh=[_what(*each)[0] for each in found],
        what_en=[_what(*each)[1] for each in found],
    )


def _stored(context: DetectorContext, params: ClockParams) -> list[tuple[int, float]]:
    """Keys of feeds that keep sending stored reports, and the share of their legs that runs backwards."""
    feeds = sorted(context.timekeeping.feeds.items())
    return [
        (STORED - number, kept.astern / kept.legs)
        for number, kept in feeds
        if kept.stored and context.tick.t_s - kept.since_s >= params.stored_for_s
    ]


def _follow_vessels(context: DetectorContext, kept: ClockState, params: ClockParams) -> None:
    """Note a leap if the distances that vessels made since their last report imply more, or less, time than passed."""
    leap_s = context.timekeeping.leap_s
    kept.leaps = [each for each in kept.leaps if context.tick.t_s - each[0] < WITHIN_S]
    if len(leap_s):
        kept.leaps.append((context.tick.t_s, leap_s))
    recent_s = np.concatenate([each for _, each in kept.leaps]) if kept.leaps else np.empty(0)
    kept.began_s = context.tick.t_s if np.isnan(kept.began_s) else kept.began_s
    if len(recent_s) < LEAST_VESSELS or context.tick.t_s - kept.began_s < KNOWN_FOR_S:
        return
    if 2 * np.count_nonzero(np.abs(recent_s) >= params.least_leap_s) < len(recent_s):
        return  # nor is their median, and to find it takes long
    middle_s = float(np.median(recent_s))
    agree = np.abs(recent_s - middle_s) <= UNCERTAIN_S + 0.2 * abs(middle_s)
    leapt = abs(middle_s) >= params.least_leap_s and agree.mean() >= AGREE_SHARE
    if leapt and context.timekeeping.keep_time():
        kept.leap_s, kept.leapt_s, kept.leaps = middle_s, context.tick.t_s, []


def _follow_feeds(context: DetectorContext, kept: ClockState) -> None:
    """The usual age of a feed's reports on arrival; old reports among fresh ones are merely late."""
    lag_s = context.tick.t_s - context.tracks["position_t_s"][context.reported]
    feed = context.tracks["feed"][context.reported]
    for number in np.flatnonzero(np.bincount(feed)).tolist():
        now_s = median(or_else(lag_s[feed == number], 0.0))
        before_s = kept.lag_s.get(number, now_s)
        kept.lag_s[number] = before_s + LAG_MEMORY * (now_s - before_s)


CHECK = "；船舶计时不受影响，请核对时钟", "; vessel timers are not affected, check the clocks"
WHAT = {
    LEAP: ("时间跳跃 {:+.0f} 秒", "time leapt by {:+.0f} s"),
    BACK: (
        "本机时钟被拨回，落后 {:.0f} 秒，计时放慢直至追平",
        "this machine's clock was set back, {:.0f} s behind; time runs slower until it has caught up",
    ),
}
OF_FEED = "第 {1} 路数据源的时间落后 {0:.0f} 秒", "the time of feed {1} is {0:.0f} s behind"
OF_STORED = (
    "第 {1} 路数据源转发存储的旧报文（如卫星），先后错乱（{0:.0%} 的航段倒退）；其船位不是当前位置，不作碰撞等判断",
    "feed {1} sends stored reports (satellite?) out of order: {0:.0%} of legs run backwards; "
    "its positions are not current and are not used for collision and similar rules",
)


def _what(key: int, by: float) -> tuple[str, str]:
    if key <= STORED:
        zh, en = OF_STORED
        return zh.format(by, STORED - key + 1), en.format(by, STORED - key + 1)
    zh, en = (text + check for text, check in zip(WHAT.get(key, OF_FEED), CHECK, strict=True))
    return zh.format(by, key), en.format(by, key)

"""Clock: time leapt, this machine's clock was put back, or a feed's time lies far behind. One alert, none about craft.

Seen by the core's own ticks, and by the craft: when time passes and they all have not moved, or have moved and it has
not, it is the clock of the receivers (which holds still when set back). Not here: that a leap makes nobody silent
(coverage.py) and gives nobody time (turns.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from models.geo import distance_m, or_else
from models.risk.detector import Findings, Params, Sea, detector, findings, is_ship
from models.schema import NAN, Column, Table
from models.settings import Positive, Share
from models.site import Site
from models.units import MPS_PER_KN

LEAP, BACK = 0, -1  # keys of time itself and of this machine's clock; feed number n has key n + 1
LAG_MEMORY = 0.05  # share of each tick's reports in the running lag of a feed
STEADY_KN = 5.0  # a craft that goes faster than this tells the time by the way it makes
WITHIN_S = 20.0  # what craft told in so many seconds is taken together
LEAST_CRAFT = 8
AGREE_SHARE = 0.75  # of them
UNCERTAIN_S = 15.0
KNOWN_FOR_S = 300.0  # a feed that begins may hand over what it had kept, and a file may have no true times at all

MEMORY = (
    Column("t_s", "f8", NAN, "s", "time of the report before"),
    Column("lat_deg", "f8", NAN, "deg", "place then"),
    Column("lon_deg", "f8", NAN, "deg", "same, longitude"),
    Column("sog_kn", "f4", NAN, "kn", "speed then"),
)


@dataclass
class Kept:
    """The last leap, and how far behind the tick each feed's reports are stamped."""

    centre: tuple[float, float]  # latitude, longitude of the site
    began_s: float = NAN
    leap_s: float = 0.0
    leapt_s: float = float("-inf")
    told: list[tuple[float, np.ndarray]] = field(default_factory=list)  # time, and by how much each craft says it leapt
    lag_s: dict[int, float] = field(default_factory=dict)


COLUMNS = ("position_t_s", "lat_deg", "lon_deg", "sog_kn")  # of a track, in the order of MEMORY


class ClockParams(Params):
    weight: Share = 0.60
    release_s: Positive = 30.0
    least_leap_s: Positive = 30.0
    told_for_s: Positive = 300.0
    least_lag_s: Positive = 60.0


WORDS = {
    "zh": {"title": "时钟异常", "reason": "{what_zh}；船舶计时不受影响，请核对时钟"},
    "en": {"title": "Clock", "reason": "{what_en}; timers of craft are not affected, check the clocks"},
}


def keeps(site: Site) -> Kept:
    """Nothing has leapt yet."""
    west, south, east, north = site.bbox
    return Kept(((south + north) / 2, (west + east) / 2))


@detector("clock", group="surroundings", params=ClockParams, words=WORDS, memory=MEMORY, keeps=keeps, essential=True)
def look(sea: Sea, memory: Table, params: ClockParams) -> Findings:
    """Clocks that cannot be right."""
    kept: Kept = sea.kept
    if sea.tick.step_s >= params.least_leap_s:
        kept.leap_s, kept.leapt_s = sea.tick.step_s, sea.tick.t_s
    _follow_craft(sea, memory, kept, params)
    _follow_feeds(sea, kept)
    said = [(1 + feed, lag_s) for feed, lag_s in sorted(kept.lag_s.items()) if lag_s >= params.least_lag_s]
    if sea.tick.t_s - kept.leapt_s <= params.told_for_s:
        said = [(LEAP, kept.leap_s), *said]
    if sea.tick.back_s >= params.least_leap_s:
        said = [(BACK, sea.tick.back_s), *said]
    return findings(
        np.full(len(said), -1),
        np.ones(len(said)),
        key=np.array([key for key, _ in said], dtype=np.int64),
        lat_deg=[kept.centre[0]] * len(said),
        lon_deg=[kept.centre[1]] * len(said),
        what_zh=[_what(*each)[0] for each in said],
        what_en=[_what(*each)[1] for each in said],
    )


def _follow_craft(sea: Sea, memory: Table, kept: Kept, params: ClockParams) -> None:
    """Does the way craft made since their last report say that more, or less, time passed than the clock says?"""
    tracks, rows = sea.tracks, sea.reported[is_ship(sea.tracks, sea.reported)]
    now = {name: tracks[column][rows] for name, column in zip(memory, COLUMNS, strict=True)}
    steady = (memory["sog_kn"][rows] >= STEADY_KN) & (now["sog_kn"] >= STEADY_KN)
    at = rows[steady]
    gone_m = distance_m(memory["lat_deg"][at], memory["lon_deg"][at], tracks["lat_deg"][at], tracks["lon_deg"][at])
    sailed_s = gone_m / (MPS_PER_KN * (memory["sog_kn"][at] + tracks["sog_kn"][at]) / 2)
    leap_s = (tracks["position_t_s"][at] - memory["t_s"][at]) - sailed_s
    for name, values in now.items():
        memory[name][rows] = values
    kept.told = [each for each in kept.told if sea.tick.t_s - each[0] < WITHIN_S]
    if len(leap_s):
        kept.told.append((sea.tick.t_s, leap_s))
    told_s = np.concatenate([each for _, each in kept.told]) if kept.told else np.empty(0)
    kept.began_s = sea.tick.t_s if np.isnan(kept.began_s) else kept.began_s
    if len(told_s) < LEAST_CRAFT or sea.tick.t_s - kept.began_s < KNOWN_FOR_S:
        return
    middle_s = float(np.median(told_s))
    agree = np.abs(told_s - middle_s) <= UNCERTAIN_S + 0.2 * abs(middle_s)
    if abs(middle_s) >= params.least_leap_s and agree.mean() >= AGREE_SHARE:
        kept.leap_s, kept.leapt_s, kept.told = middle_s, sea.tick.t_s, []


def _follow_feeds(sea: Sea, kept: Kept) -> None:
    """The usual age of a feed's reports when they come; old ones among fresh ones are only late."""
    lag_s = sea.tick.t_s - sea.tracks["position_t_s"][sea.reported]
    feed = sea.tracks["feed"][sea.reported]
    for number in np.unique(feed).tolist():
        now_s = float(np.median(or_else(lag_s[feed == number], 0.0)))
        before_s = kept.lag_s.get(number, now_s)
        kept.lag_s[number] = before_s + LAG_MEMORY * (now_s - before_s)


WHAT = {
    LEAP: ("时间跳跃 {:+.0f} 秒", "time leapt by {:+.0f} s"),
    BACK: (
        "本机时钟被拨回，落后 {:.0f} 秒，计时放慢直至追平",
        "this machine's clock was put back and lies {:.0f} s behind",
    ),
}
OF_FEED = "第 {1} 路信源的时间落后 {0:.0f} 秒", "the time of feed number {1} is {0:.0f} s behind"


def _what(key: int, by_s: float) -> tuple[str, str]:
    zh, en = WHAT.get(key, OF_FEED)
    return zh.format(by_s, key), en.format(by_s, key)

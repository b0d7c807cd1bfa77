"""Listed vessel: a vessel on the site's register list, or on the officers' watch list, moves or appears.

The register: models/site/register.py. A matching number is certain; a similar name under another number is half as
strong, and nothing while the listed vessel itself is received or when the lengths do not fit. A vessel that has been at
a berth for days raises no alert.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.base.geo import or_else
from models.base.schema import LIFE, NAME, NAN, Column, Table
from models.base.settings import Positive, Share
from models.messages.operator_inputs import Watched
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
from models.risk.detection.signals.safety_texts import track_of
from models.risk.detection.wake import Wake
from models.site.register import Entry, Register
from models.site.site import Site

BY_NUMBER, BY_NAME = 1, 2
SURE = {BY_NUMBER: 1.0, BY_NAME: 0.5}
OFFICERS = "officers"
STRENGTH = {"": 0.0, "interest": 0.5, OFFICERS: 0.5, "wanted": 1.0}  # of the weight: 0.3 and 0.6
LIST_WORDS = {
    "": ("", ""),
    "interest": ("关注", "of interest"),
    OFFICERS: ("值班关注", "on the officers' list"),
    "wanted": ("布控", "wanted"),
}
NO_REASON = ("未注明原因", "no reason given")
MATCH_WORDS = {BY_NUMBER: ("编号一致", "number matches"), BY_NAME: ("船名相似", "similar name")}
SAME_LENGTH = 0.5  # natural logarithm of the length ratio above which two vessels differ
MOVING_LOOKS = 2  # a single fast report of a moored ship is a jumped position

UNKNOWN = Entry(0, "", "", 0, "", "", "", 0, 0, NAN, "", ())

MEMORY = (
    Column("entry", "i4", -1, "", "its entry in the register"),
    Column("by", "u1", 0, "", "how it was matched: 1 number, 2 name; 0 not"),
    Column("name", NAME, b"", "", "name last looked up"),
    Column("moving", "u1", 0, "", "looks in a row with movement"),
    Column("moved_s", "f8", NAN, "s", "when it last moved"),
)


class WatchParams(Params):
    weight: Share = 0.60
    release_s: Positive = 60.0
    raise_at: Evidence = 0.25
    clear_at: Evidence = 0.1
    ceiling: Ceiling = "orange"
    quiet_s: Positive = 3600.0
    moving_kn: Positive = 1.0
    lies_after_s: Positive = 600.0
    first_seen_s: Positive = 600.0


WORDS = {
    "zh": {"title": "重点船舶", "reason": "{list_zh}名单（{match_zh}）：{reason_zh}，{sog_kn:.1f} 节"},
    "en": {"title": "Listed vessel", "reason": "{list_en} ({match_en}): {reason_en}, {sog_kn:.1f} kn"},
}


@dataclass
class Watch:
    """The site's register and the officers' list as one; vessels present before `began_s` do not count as new."""

    site: Register
    register: Register
    began_s: float = NAN
    listed: tuple[Watched, ...] = ()

    def take_in(self, listed: tuple[Watched, ...]) -> None:
        """Replace the officers' list."""
        self.listed, self.register = listed, with_listed(self.site, listed)


def with_listed(register: Register, listed: tuple[Watched, ...]) -> Register:
    """The register with the officers' vessels added; an entry it has keeps its place and record."""
    entries = list(register.entries)
    at = register.by_mmsi(np.array([each.mmsi for each in listed], dtype="i8")).tolist()
    for number, each in zip(at, listed, strict=True):
        if number >= 0:
            entries[number] = _listed(entries[number], each)
        else:
            entries.append(_listed(replace(UNKNOWN, mmsi=each.mmsi), each))
    return Register(tuple(entries))


def _listed(entry: Entry, by: Watched) -> Entry:
    zh, en = ((by.reason or reason) + (f"（{by.by}）" if by.by else "") for reason in NO_REASON)
    if entry.list:
        return replace(entry, reason_zh=f"{entry.reason_zh}；{zh}", reason_en=f"{entry.reason_en}; {en}")
    return replace(entry, list=OFFICERS, reason_zh=zh, reason_en=en)


def make_own_state(site: Site) -> Watch:
    """A watch that has not begun."""
    return Watch(site.register, site.register)


@detector(
    "watch",
    group="list",
    params=WatchParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=make_own_state,
    every=5,
    uses_position=False,
    wake=Wake(after_s=10.0),
)
def detect(context: DetectorContext, memory: Table, params: WatchParams) -> Findings:
    """Listed vessels that move or have just appeared."""
    kept: Watch = context.own_state
    kept.began_s = float(np.fmin(kept.began_s, context.tick.t_s))
    rows = context.reported
    if kept.listed != context.watch:
        kept.take_in(context.watch)
        for column in MEMORY[:3]:  # forget the matches; movement is kept
            memory[column.name][:] = column.unknown
        rows = np.flatnonzero(context.tracks["life"] != LIFE["free"])
    if len(kept.register):
        _match(context, memory, kept.register, rows[is_ship(context.tracks, rows)])
    rows = np.flatnonzero((memory["by"] > 0) & IS_SCORED[context.tracks["life"]])
    rows = _active(context, memory, params, kept, rows)
    entries = [kept.register.entries[each] for each in memory["entry"][rows].tolist()]
    by = memory["by"][rows].tolist()
    return findings(
        rows,
        np.array([STRENGTH[entry.list] * SURE[how] for entry, how in zip(entries, by, strict=True)]),
        list_zh=[LIST_WORDS[entry.list][0] for entry in entries],
        list_en=[LIST_WORDS[entry.list][1] for entry in entries],
        match_zh=[MATCH_WORDS[how][0] for how in by],
        match_en=[MATCH_WORDS[how][1] for how in by],
        reason_zh=[entry.reason_zh for entry in entries],
        reason_en=[entry.reason_en for entry in entries],
        sog_kn=or_else(context.tracks["sog_kn"][rows], 0.0),
    )


def _match(context: DetectorContext, memory: Table, register: Register, rows: np.ndarray) -> None:
    """Match these rows with the register; names only when they are new."""
    tracks = context.tracks
    by_mmsi = register.by_mmsi(tracks["mmsi"][rows])
    entry = np.where(by_mmsi >= 0, by_mmsi, register.by_imo(tracks["imo"][rows]))
    sure = rows[entry >= 0]
    memory["entry"][sure], memory["by"][sure] = entry[entry >= 0], BY_NUMBER
    others = rows[(entry < 0) & (tracks["name"][rows] != memory["name"][rows])]
    for row in others.tolist():
        name = memory["name"][row] = tracks["name"][row]
        at = register.by_name(bytes(name).decode("ascii", "replace"))
        memory["entry"][row], memory["by"][row] = at, BY_NAME if at >= 0 else 0


def _active(context: DetectorContext, memory: Table, params: WatchParams, kept: Watch, rows: np.ndarray) -> np.ndarray:
    """Matched rows that have moved recently or have just appeared, without namesakes."""
    tracks, t_s = context.tracks, context.tick.t_s
    reported = rows[np.isin(rows, context.reported)]
    moves = tracks["sog_kn"][reported] > params.moving_kn
    memory["moving"][reported] = np.where(moves, np.minimum(memory["moving"][reported], 200) + 1, 0)
    memory["moved_s"][reported[memory["moving"][reported] >= MOVING_LOOKS]] = t_s
    first_s = tracks["first_t_s"][rows]
    new = (first_s > kept.began_s + params.first_seen_s) & (t_s - first_s <= params.first_seen_s)
    rows = rows[new | (t_s - memory["moved_s"][rows] <= params.lies_after_s)]
    return rows[[not _namesake(context, memory, kept.register, row) for row in rows.tolist()]] if len(rows) else rows


def _namesake(context: DetectorContext, memory: Table, register: Register, row: int) -> bool:
    if memory["by"][row] != BY_NAME:
        return False
    entry = register.entries[int(memory["entry"][row])]
    apart = abs(np.log(context.tracks["length_m"][row] / entry.length_m)) > SAME_LENGTH  # NaN, not known: False
    return bool(apart) or (entry.mmsi > 0 and track_of(context.tracks, entry.mmsi) >= 0)

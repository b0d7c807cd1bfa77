"""Identity change: a ship changes its reported identity, reports an impossible one, or contradicts the register.

What counts as a difference: signals/claims.py. A single changed field is mostly a typing error: it counts after it has
stood for an hour. Two fields changed together count when reported twice. Two alternating names count at once, except
for two ships that share an MMSI, whose reports are separated by position (duplicate_mmsi.py).
"""

from __future__ import annotations

import numpy as np

from models.base.schema import NAME, NAN, Column, Table
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
from models.risk.detection.signals.claims import CLAIMS, bad_imo, claims_of, misfits
from models.risk.detection.wake import Wake
from models.site.register import Register
from models.site.site import Site

BY_TURNS = 3  # changes of name within `alone_s` of each other: A, B, A, B
IMO_BAD, MISFIT, TURNS = 1 << 6, 1 << 7, 1 << 8  # bits of `why` beside those of CLAIMS
STANDING_WORDS = {
    IMO_BAD: ("IMO 号校验不符", "IMO number fails its check digit"),
    MISFIT: ("与名册不符", "differs from the register"),
    TURNS: ("两个船名交替使用", "two names used alternately"),
}

MEMORY = (
    *(Column(each.name, each.dtype, each.unknown, "", "as accepted") for each in CLAIMS),
    *(
        Column(f"{each.name}_new", each.dtype, each.unknown, "", "as reported since, not yet accepted")
        for each in CLAIMS
    ),
    *(Column(f"{each.name}_new_s", "f8", NAN, "s", "since when it is reported") for each in CLAIMS),
    Column("seen_s", "f8", -np.inf, "s", "time of the last static report taken in"),
    Column("turns", "u1", 0, "", "changes of name in short order"),
    Column("turned_s", "f8", NAN, "s", "when its name last changed"),
    Column("change", "f4", 0.0, "", "evidence of the last change that counted"),
    Column("changed_s", "f8", NAN, "s", "when that was"),
    Column("was", NAME, b"", "", "its name before"),
    Column("standing", "f4", 0.0, "", "evidence of present contradictions"),
    Column("why", "u2", 0, "", "what makes up the evidence, bits"),
)


class IdentityParams(Params):
    weight: Share = 0.45
    release_s: Positive = 86_400.0
    raise_at: Evidence = 0.6
    clear_at: Evidence = 0.55
    ceiling: Ceiling = "orange"
    quiet_s: Positive = 86_400.0
    imo_share: Share = 0.5
    misfit_share: Share = 0.7
    turns_share: Share = 0.7
    alone_s: Positive = 3600.0
    again_s: Positive = 300.0  # class A and B send static data every 360 s (ITU-R M.1371-5)
    shown_for_s: Positive = 600.0


WORDS = {
    "zh": {"title": "身份变更", "reason": "{why_zh}"},
    "en": {"title": "Identity change", "reason": "{why_en}"},
}


def register_of(site: Site) -> Register:
    """The register of the site."""
    return site.register


@detector(
    "identity",
    group="signal",
    params=IdentityParams,
    words=WORDS,
    memory=MEMORY,
    make_own_state=register_of,
    every=5,
    uses_position=False,
    wake=Wake(after_s=10.0),
)
def detect(context: DetectorContext, memory: Table, params: IdentityParams) -> Findings:
    """Ships whose identity is doubtful."""
    rows = np.flatnonzero(context.tracks["static_t_s"] > memory["seen_s"])
    if len(rows):
        memory["seen_s"][rows] = context.tracks["static_t_s"][rows]
        _take_reports(context, memory, params, rows[is_ship(context.tracks, rows) & ~context.tracks["shared"][rows]])
    rows = np.flatnonzero((memory["change"] > 0) | (memory["standing"] > 0))
    if not len(rows):
        return findings(rows, rows)
    rows = rows[
        IS_SCORED[context.tracks["life"][rows]] & is_ship(context.tracks, rows) & ~context.tracks["shared"][rows]
    ]
    fresh = context.tick.t_s - memory["changed_s"][rows] <= params.shown_for_s
    score = 1 - (1 - np.where(fresh, memory["change"][rows], 0.0)) * (1 - memory["standing"][rows])
    why = [_why(memory, row) for row in rows.tolist()]
    return findings(rows, score, why_zh=[zh for zh, _ in why], why_en=[en for _, en in why])


def _take_reports(context: DetectorContext, memory: Table, params: IdentityParams, rows: np.ndarray) -> None:
    """Compare the present claims of these rows with the accepted ones."""
    claims = claims_of(context.tracks, rows)
    for each in CLAIMS:
        now, believed = claims[each.name], memory[each.name][rows]
        known, first = now != each.unknown, believed == each.unknown
        memory[each.name][rows[known & first]] = now[known & first]
        back = rows[(now == believed) & np.isfinite(memory[f"{each.name}_new_s"][rows])]
        memory[f"{each.name}_new_s"][back] = np.nan
        if each.name == "name":
            _count_alternation(context, memory, params, back)
        for at in np.flatnonzero(known & ~first & (now != believed)).tolist():
            row = int(rows[at])
            if not each.differs(believed[at], now[at]):
                memory[each.name][row] = now[at]
                memory[f"{each.name}_new_s"][row] = np.nan
            elif memory[f"{each.name}_new"][row] != now[at] or np.isnan(memory[f"{each.name}_new_s"][row]):
                memory[f"{each.name}_new"][row], memory[f"{each.name}_new_s"][row] = now[at], context.tick.t_s
                if each.name == "name":
                    _count_alternation(context, memory, params, rows[at : at + 1])
    _weigh_changes(context, memory, params, rows)
    _weigh_contradictions(context, memory, params, rows)


def _count_alternation(context: DetectorContext, memory: Table, params: IdentityParams, rows: np.ndarray) -> None:
    """Count changes of name that follow each other within `alone_s`."""
    soon = context.tick.t_s - memory["turned_s"][rows] <= params.alone_s
    memory["turns"][rows] = np.where(soon, np.minimum(memory["turns"][rows], 200) + 1, 1)
    memory["turned_s"][rows] = context.tick.t_s


def _weigh_changes(context: DetectorContext, memory: Table, params: IdentityParams, rows: np.ndarray) -> None:
    """Accept changes that are no typing error, and store their evidence."""
    for_s = context.tick.t_s - np.stack([memory[f"{each.name}_new_s"][rows] for each in CLAIMS])
    again = for_s >= params.again_s  # NaN, nothing new: False
    for at in np.flatnonzero((again.sum(axis=0) > 1) | (for_s >= params.alone_s).any(axis=0)).tolist():
        row, safe, why = int(rows[at]), 1.0, 0
        memory["was"][row] = memory["name"][row]
        for number in np.flatnonzero(again[:, at]).tolist():
            each = CLAIMS[number]
            safe *= 1.0 - each.share
            why |= 1 << number
            memory[each.name][row] = memory[f"{each.name}_new"][row]
            memory[f"{each.name}_new_s"][row] = np.nan
        memory["change"][row], memory["changed_s"][row] = 1.0 - safe, context.tick.t_s
        memory["why"][row] = why | (int(memory["why"][row]) & KNOWN_BITS)


def _weigh_contradictions(context: DetectorContext, memory: Table, params: IdentityParams, rows: np.ndarray) -> None:
    """Evidence of present contradictions: IMO check digit, register, alternating names."""
    wrong = bad_imo(context.tracks["imo"][rows])
    misfit = misfits(context.tracks, rows, context.own_state)
    alternates = (memory["turns"][rows] >= BY_TURNS) & (context.tick.t_s - memory["turned_s"][rows] <= params.alone_s)
    safe = (1 - params.imo_share * wrong) * (1 - params.misfit_share * misfit) * (1 - params.turns_share * alternates)
    memory["standing"][rows] = 1 - safe
    bits = IMO_BAD * wrong.astype("u2") | MISFIT * misfit.astype("u2") | TURNS * alternates.astype("u2")
    memory["why"][rows] = (memory["why"][rows] & np.uint16(CHANGE_BITS)) | bits


CHANGE_BITS = (1 << len(CLAIMS)) - 1
KNOWN_BITS = IMO_BAD | MISFIT | TURNS
assert CHANGE_BITS < IMO_BAD


def _why(memory: Table, row: int) -> tuple[str, str]:
    """The parts of the evidence in words, in zh and en."""
    why, was = int(memory["why"][row]), bytes(memory["was"][row]).decode("ascii", "replace")
    reasons = [each.words for number, each in enumerate(CLAIMS) if why >> number & 1 and memory["change"][row] > 0]
    reasons += [words for bit, words in STANDING_WORDS.items() if why & bit]
    named = why & 1 and memory["change"][row] > 0 and was
    zh, en = "、".join(zh for zh, _ in reasons), ", ".join(en for _, en in reasons)
    return (f"{zh}（原名 {was}）", f"{en} (was {was})") if named else (zh, en)

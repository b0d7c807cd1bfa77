"""Risk and colour of vessels in compiled passes: what vessel.py decides, row by row."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.base.compiled import compiled
from models.base.schema import LEVEL, LIFE, SCORED_LIVES, among

Array = np.ndarray
CALLED, LOST = LEVEL["distress"], LIFE["lost"]
IS_SCORED = among(LIFE[each] for each in SCORED_LIVES)


class Coloured(NamedTuple):
    """Columns of TRACK, each (n,), and `held` (colours, n): the last evaluations at each threshold, newest bit 0."""

    life: Array
    risk: Array
    level: Array
    level_t_s: Array
    held: Array


class RuleWeights(NamedTuple):
    """Of each rule, arrays (k,): its weight, whether lost tracks count, from which evidence it is a call for help
    (infinite if never). `members` are the rules group by group, `ends` (groups,) where each group ends in them.
    """

    weight: Array
    covers_lost: Array
    calls_at: Array
    members: Array
    ends: Array


class ColourLimits(NamedTuple):
    """Risk of yellow, orange and red, (3,); by level, (5,), below which risk and after which time a colour falls; and
    how many of the last evaluations, as a mask of bits, must reach a threshold.
    """

    up: Array
    down: Array
    hold_s: Array
    up_held: int
    window: int


@compiled
def start_from_prior(life: Array, prior: Array, risk: Array) -> None:
    """Write the prior to the risk of every row that is scored, 0 to the others."""
    for row in range(len(life)):
        risk[row] = prior[row] if IS_SCORED[life[row]] else 0.0


@compiled
def risks(evidence: Array, prior: Array, rules: RuleWeights, rows: Array) -> Array:
    """R of the rows, (m,) f8, from `evidence` (k, n) and `prior` (n,)."""
    found = np.empty(len(rows))
    for at in range(len(rows)):
        row, begin = rows[at], 0
        safe = 1.0 - np.float64(prior[row])
        for end in rules.ends:
            strongest = 0.0
            for rule in rules.members[begin:end]:
                strongest = max(strongest, rules.weight[rule] * np.float64(evidence[rule, row]))
            safe *= 1.0 - strongest
            begin = end
        found[at] = 1.0 - safe
    return found


@compiled
def colour(
    tracks: Coloured, evidence: Array, rules: RuleWeights, limits: ColourLimits, rows: Array, risk: Array, t_s: float
) -> tuple[Array, bool]:
    """Set risk and level of the rows, given their R (m,); which rows have a colour or are on their way to one, mask
    (m,), and whether any is on its way to or from one.
    """
    coloured, unsettled = np.zeros(len(rows), dtype=np.bool_), False
    for at in range(len(rows)):
        row, level = rows[at], tracks.level[rows[at]]
        called, lost_counts = False, False
        for rule in range(len(rules.weight)):
            called |= evidence[rule, row] >= rules.calls_at[rule]
            lost_counts |= rules.covers_lost[rule] and evidence[rule, row] > 0.0
        scored = IS_SCORED[tracks.life[row]] or called or (lost_counts and tracks.life[row] == LOST)
        tracks.risk[row] = risk[at] if scored else 0.0
        new = CALLED if called else 0  # a call for help counts though its track is tentative or lost
        for number in range(len(limits.up)):
            bits = ((tracks.held[number, row] << 1) | (tracks.risk[row] >= limits.up[number])) & limits.window
            tracks.held[number, row] = bits
            coloured[at] |= bits != 0
            unsettled |= bits not in (0, limits.window)
            if _ones(bits) >= limits.up_held:
                new = max(new, number + 1)
        if new < level:
            fallen = tracks.risk[row] < limits.down[level] and t_s - tracks.level_t_s[row] >= limits.hold_s[level]
            new = level - 1 if fallen else level
        if new != level:
            tracks.level[row], tracks.level_t_s[row] = new, t_s
        coloured[at] |= new > 0
    return coloured, unsettled


@compiled
def _ones(bits: int) -> int:
    count = 0
    while bits:
        count, bits = count + (bits & 1), bits >> 1
    return count

"""A ledger with exactly the cases that the founding documents S2 and S3 count, all in the year 2023.

The documents give 98.8 % and 45.3 % of 223,889 cases; here it is 2,964 and 1,359 of 3,000. 55.72 % is 112 of 201.
"""

from __future__ import annotations

from benchmarks.made.made_ledger import LedgerDraft, Step
from benchmarks.made.stories import (
    EXEMPT,
    HOUR,
    T0,
    WEEK,
    Stories,
    asked,
    boarding,
    copied,
    dismissed,
    filed,
    handed_over,
    inspected,
    opened,
    reviewed,
    sailed,
    zhoushan,
)
from models.casework.store import Ledger

CASES, CLOSED, SENSED = 3000, 2964, 1359
BOARDINGS, JOINT = 201, 112
Parts = list[list[Step]]
# How many cases of each story, without their opening. Together they are 519 dispatched and 2,489 filed.
STORIES: tuple[tuple[int, Parts], ...] = (
    (430, [sailed(**EXEMPT), reviewed()]),
    (6, [sailed(**boarding(**EXEMPT)), reviewed()]),
    (75, [sailed(**boarding()), reviewed()]),
    (8, [filed(), sailed(**boarding()), reviewed()]),
    (322, [filed(), asked("consultation"), dismissed()]),
    (203, [filed(), asked("assistance"), dismissed()]),
    (577, [filed(), asked("copy"), dismissed()]),
    (155, [filed(), handed_over(), dismissed()]),
    (1188, [filed(), dismissed()]),
    (CASES - CLOSED, [filed()]),
)


def write_seeds(ledger: Ledger) -> int:
    """Write the ledger; how many events it has."""
    stories, draft, done = Stories(zhoushan()), LedgerDraft(), 0
    for count, parts in STORIES:
        judged = {sensed: stories.judged(opened(sensed), *parts) for sensed in (True, False)}
        done += count
        for number in range(done - count + 1, done + 1):
            copied(draft, judged[number <= SENSED], number, T0 + number % 40 * WEEK + number % 7 * HOUR)
    joint = stories.judged(inspected())
    for each in range(1, JOINT + 1):
        copied(draft, joint, each, T0 + each % 40 * WEEK)
    return draft.write(ledger)

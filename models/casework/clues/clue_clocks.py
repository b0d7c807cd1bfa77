"""By when each step of a clue is due: minutes after the step before, by colour; the answer counts from its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from models.casework.cases.limits import DAY, HOUR, LimitsMin
from models.casework.cases.nouns import COLOURS
from models.casework.clues.clue_file import STEPS, ClueFile

# Defaults of the house, in minutes: yellow, orange, red, distress; `casework.clue_limits_min` overrides them. A clue
# without a colour counts as yellow.
CLUE_LIMITS_MIN: LimitsMin = {
    "classified": dict(zip(COLOURS, (60.0, 15.0, 5.0, 2.0), strict=True)),
    "taken": dict(zip(COLOURS, (60.0, 15.0, 5.0, 2.0), strict=True)),
    "cased": dict(zip(COLOURS, (4 * HOUR, HOUR, 15.0, 5.0), strict=True)),
    "answered": dict(zip(COLOURS, (5 * DAY, 3 * DAY, DAY, DAY), strict=True)),
}


@dataclass(frozen=True)
class ClueDue:
    """The step that a clue waits for, and when that is due."""

    step: str
    due_s: float


def due_of(clue: ClueFile, limits_min: LimitsMin = CLUE_LIMITS_MIN) -> ClueDue | None:
    """What a clue waits for next and by when; None once it is answered, or if that step has no limit.

    A clue in a case only waits for the answer.
    """
    if not clue.open:
        return None
    step = STEPS[STEPS.index(clue.state) + 1]
    colour = clue.colour if clue.colour in COLOURS else COLOURS[0]
    from_s = clue.times["received" if step == "answered" else clue.state]
    limit_min = limits_min[step].get(colour)
    return None if limit_min is None else ClueDue(step, from_s + 60.0 * limit_min)

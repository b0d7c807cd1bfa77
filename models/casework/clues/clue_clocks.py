"""By when each step of a clue is due: minutes after the step before, by colour; the answer counts from its receipt."""

from __future__ import annotations

from dataclasses import dataclass

from models.casework.cases.limits import DAY, HOUR, LimitsMin
from models.casework.cases.nouns import COLOURS
from models.casework.clues.clue_file import STEPS, ClueFile

# Defaults of the house, in minutes: yellow, orange, red, distress. A clue without a colour counts as yellow.
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


def due_of(clue: ClueFile) -> ClueDue | None:
    """What a clue waits for next; None once it is answered. A clue in a case only waits for the answer."""
    if not clue.open:
        return None
    step = STEPS[STEPS.index(clue.state) + 1]
    colour = clue.colour if clue.colour in COLOURS else COLOURS[0]
    from_s = clue.times["received" if step == "answered" else clue.state]
    return ClueDue(step, from_s + 60.0 * (CLUE_LIMITS_MIN[step][colour] or 0.0))

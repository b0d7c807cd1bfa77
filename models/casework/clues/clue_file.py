"""A clue as the ledger keeps it: what was reported, and how far people have brought it.

Five steps: received from its source, classified, taken by a unit, joined to a case, answered to the sender.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.casework.cases.nouns import LastMove

STEPS = ("received", "classified", "taken", "cased", "answered")
CLUE = "clue:"  # a reference to a clue: `clue:SOURCE/ID`
OUTCOMES = ("in_case", "passed_on", "no_action", "unfounded", "repeated")
KEEP_ANSWERED_S = 7 * 86400.0  # answered clues leave the book after this; the ledger keeps all


@dataclass(frozen=True, slots=True)
class ClueFile:
    """One clue, `SOURCE/ID`. `clue` is what was reported, as it was when a person first acted on it or it was sent in.

    `unit` is where it happened or, once it is classified, the unit it was given to; `case` the case it belongs to.
    """

    id: str
    seq: int
    clue: Mapping[str, Any]
    by: str
    last: LastMove
    kind: str = ""
    colour: str = ""
    unit: str = ""
    case: str = ""
    outcome: str = ""
    answer: str = ""
    times: Mapping[str, float] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """The furthest step it has reached."""
        return next((step for step in reversed(STEPS) if step in self.times), STEPS[0])

    @property
    def open(self) -> bool:
        """Whether the sender still waits for an answer."""
        return "answered" not in self.times

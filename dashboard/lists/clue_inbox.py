"""The clue inbox: what feeds show, what was sent in and what people work on, as one list in the scope of who looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.common.masking import reads_masked, without_texts
from models.casework.case import Book
from models.casework.cases.workplace import Workplace
from models.casework.clues.clue_clocks import ClueDue, due_of
from models.casework.clues.clue_file import ClueFile
from models.casework.clues.clue_kind import new_file
from models.casework.person import Person
from models.messages.clue import Clue

OPEN = "live"


@dataclass(frozen=True)
class ClueLine:
    """One clue, and the step it waits for; `late_s` is how long that is overdue, negative before."""

    clue: ClueFile
    due: ClueDue | None
    late_s: float


@dataclass(frozen=True)
class ClueInbox:
    """`shown` are the clues of feeds; those that the ledger has count as the ledger has them."""

    book: Book
    shown: Mapping[str, Clue]
    place: Workplace
    person: Person
    t_s: float

    @classmethod
    def of(cls, app: Any, person: Person, t_s: float) -> ClueInbox:
        """Return the inbox of a page server for one person."""
        return cls(app.book(), app.clues, app.workplace, person, t_s)

    def lines(self) -> list[ClueLine]:
        """Return all clues in scope, the longest overdue first, the answered ones last."""
        mine = (each for each in self._files() if self.place.over(each.unit, self.person.unit))
        shown = map(without_texts, mine) if reads_masked(self.person) else mine
        found = (self._line(each) for each in shown)
        return sorted(found, key=lambda each: (each.due is None, -each.late_s, each.clue.id))

    def matches(self, line: ClueLine, unit: str = "", state: str = "", source: str = "", colour: str = "") -> bool:
        """Return whether a line passes the filters; a unit stands for itself and those below."""
        clue = line.clue
        return (
            (not unit or self.place.over(clue.unit, unit))
            and (not state or (clue.open if state == OPEN else clue.state == state))
            and (not source or clue.id.startswith(f"{source}/"))
            and (not colour or clue.colour == colour)
        )

    def _files(self) -> Iterator[ClueFile]:
        yield from self.book.clues.values()
        for name, clue in self.shown.items():
            if name not in self.book.clues and not clue.polygon:  # a forecast is not for anybody to answer
                yield new_file(clue, self.place, "", clue.t_s)

    def _line(self, clue: ClueFile) -> ClueLine:
        due = due_of(clue, self.place.clue_limits_min)
        return ClueLine(clue, due, self.t_s - due.due_s if due else -clue.times.get("answered", 0.0))

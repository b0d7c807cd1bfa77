"""What the case parts know beside the picture and the book: who looks, the site of casework, play-books, events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from dashboard.common.once import Once
from models.base.settings import PressureSettings
from models.casework.case import Book, Events
from models.casework.cases.law.sharing import may_see
from models.casework.cases.nouns import Case
from models.casework.cases.papers import Inspection
from models.casework.cases.workplace import Workplace
from models.casework.person import LOCAL, Person
from models.site.playbooks.effects import TrackSlice

ALERT = "alert:"
TrackOf = Callable[[int, int, float, float], TrackSlice | None]  # by track id, MMSI, from and to


def no_track(track_id: int, mmsi: int, from_s: float, to_s: float) -> TrackSlice | None:
    """The stored positions of a vessel: here there are none."""
    return None


@dataclass(frozen=True, eq=False)
class CaseDesk:
    """One page's view of casework. `events` are those of each case, oldest first, by the id of the case.

    `track` reads the stored positions of a vessel.
    """

    person: Person = LOCAL
    place: Workplace = field(default_factory=Workplace)
    events: Mapping[str, Events] = field(default_factory=dict)
    inspections: tuple[Inspection, ...] = ()
    pressure: PressureSettings = field(default_factory=PressureSettings)
    track: TrackOf = no_track

    def may_see(self, case: Case) -> bool:
        """Return whether the person may read this case: their own and lower units, and what is shared with theirs.

        A sensitive case is shared with nobody.
        """
        return may_see(self.place, self.person, case, self.inspections)


@lru_cache(maxsize=8)
def _holders(cases: Once[Mapping[str, Case]]) -> Mapping[str, Case]:
    return {clue.ref: case for case in cases.value.values() if case.open for clue in case.clues}


def holders(book: Book) -> Mapping[str, Case]:
    """Return the open cases by the clues that they hold, such as `alert:drift-T5`."""
    return _holders(Once(book.cases)) if book.cases else {}


def case_of(book: Book, name: str) -> Case | None:
    """Return the case with this id, or the open one that holds this clue."""
    return book.cases.get(name) or holders(book).get(name)

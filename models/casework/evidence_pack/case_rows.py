"""The events that a case consists of: those that changed it, and as few of other nouns as its fold needs."""

from __future__ import annotations

from collections.abc import Iterable

from models.casework.case import LedgerEvent
from models.casework.cases.nouns import Case
from models.casework.kinds import Noun, changed_nouns


class CaseEvents:
    """All nouns folded from all events, with the events behind one case.

    `own` changed the case. `behind` are also those of the nouns that such an event read: of a case that was merged into
    it, for example.
    """

    def __init__(self, case_id: str, events: Iterable[LedgerEvent]) -> None:
        self._case_id = case_id
        self._nouns: dict[str, Noun] = {}
        self._behind: dict[str, set[int]] = {}
        self.own: set[int] = set()
        for event in events:
            self._fold(event)

    @property
    def case(self) -> Case | None:
        """The case after all events; None if there is none with this id."""
        found = self._nouns.get(self._case_id)
        return found if isinstance(found, Case) else None

    @property
    def behind(self) -> set[int]:
        """The numbers of all events that the case may depend on."""
        return self._behind.get(self._case_id, set())

    def _fold(self, event: LedgerEvent) -> None:
        asked: list[str] = []

        def read(noun_id: str) -> Noun | None:
            asked.append(noun_id)
            return self._nouns.get(noun_id)

        after = changed_nouns(event, read)
        needed = {event.seq}.union(*(self._behind.get(each, set()) for each in asked if len(asked) > 1))
        for noun in after:
            if noun.id == self._case_id and noun != self._nouns.get(noun.id):
                self.own.add(event.seq)
            self._behind.setdefault(noun.id, set()).update(needed)
            self._nouns[noun.id] = noun


def folded(case_id: str, events: Iterable[LedgerEvent]) -> Case | None:
    """The case that these events alone fold to."""
    return CaseEvents(case_id, events).case


def rows_needed(case_id: str, events: list[LedgerEvent]) -> tuple[Case | None, list[LedgerEvent]]:
    """The case, and the fewest events that fold to it: its own, or with them those behind it."""
    whole = CaseEvents(case_id, events)
    own = [each for each in events if each.seq in whole.own]
    if folded(case_id, own) == whole.case:
        return whole.case, own
    return whole.case, [each for each in events if each.seq in whole.behind]

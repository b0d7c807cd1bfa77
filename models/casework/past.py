"""The record of a vessel: its cases, also those that have left the book, for 24 months."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from models.casework.cases.nouns import Case

RECORD_S = 730 * 86400.0  # 24 months


@dataclass(frozen=True, slots=True)
class PastCase:
    """What a record keeps of a case."""

    id: str
    opened_s: float
    kind: str
    colour: str
    unit: str
    ending: str = ""
    items: tuple[str, ...] = ()
    waived: bool = False


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """The cases of a vessel in 24 months, newest first; how many share an item with the newest, or were waived."""

    cases: tuple[PastCase, ...] = ()
    same_item: int = 0
    waived: int = 0


def past_case(case: Case) -> PastCase:
    """What the record keeps of this case."""
    made, procedure = case.assessment, case.procedure
    return PastCase(
        id=case.id,
        opened_s=case.times.get("opened", 0.0),
        kind=case.kind,
        colour=case.colour,
        unit=case.unit,
        ending=case.ending,
        items=made.items if made else (),
        waived=bool(procedure and procedure.waiver),
    )


class PastShelf:
    """The records of a book while it is folded, copied at the first change. A record is in the order of opening."""

    def __init__(self, past: Mapping[int, tuple[PastCase, ...]]) -> None:
        self.past: Mapping[int, tuple[PastCase, ...]] = past
        self._own: dict[int, tuple[PastCase, ...]] | None = None

    def put(self, case: Case, t_s: float) -> None:
        """Add a case to the record of its vessel, if that has an MMSI; older ones than 24 months leave it."""
        mmsi = case.target.mmsi if case.target else None
        if mmsi:
            kept = (each for each in self.past.get(mmsi, ()) if each.opened_s >= t_s - RECORD_S)
            self._owned()[mmsi] = tuple(sorted((*kept, past_case(case)), key=lambda each: (each.opened_s, each.id)))

    def take_back(self, case: Case) -> None:
        """Remove a case that is in the book again."""
        mmsi = case.target.mmsi if case.target else None
        if mmsi and any(each.id == case.id for each in self.past.get(mmsi, ())):
            past = self._owned()
            past[mmsi] = tuple(each for each in past[mmsi] if each.id != case.id)
            if not past[mmsi]:
                del past[mmsi]

    def _owned(self) -> dict[int, tuple[PastCase, ...]]:
        if self._own is None:
            self.past = self._own = dict(self.past)
        return self._own


def record_of(cases: Iterable[Case], past: Collection[PastCase], t_s: float) -> CaseRecord:
    """The record from the cases in the book and those that have left it."""
    now = {each.id: past_case(each) for each in cases}
    found = [*now.values(), *(each for each in past if each.id not in now)]
    recent = sorted((each for each in found if each.opened_s >= t_s - RECORD_S), key=lambda each: -each.opened_s)
    items = next((set(each.items) for each in recent if each.items), set())
    same = sum(bool(items & set(each.items)) for each in recent)
    return CaseRecord(tuple(recent), same, sum(each.waived for each in recent))

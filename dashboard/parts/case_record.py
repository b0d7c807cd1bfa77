"""Record of past cases on the card of a vessel: how many in 24 months, the last, and how many for the same item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.common.once import Once
from dashboard.common.theme import SHAPES
from dashboard.parts.desk_model import DeskModel
from models.casework.cases.nouns import Case
from models.casework.past import PastCase, record_of

SHOWN = 3


@dataclass(frozen=True)
class CaseLine:
    """One case; `here` is its id if it can be shown on this desk."""

    t_s: float
    colour: str
    shape: str
    name: str
    text: str
    here: str


@dataclass(frozen=True)
class CaseRecordLines:
    """The sentence with the counts, and the newest cases."""

    counts: str
    lines: list[CaseLine]


@lru_cache(maxsize=4)
def _by_vessel(cases: Once[Mapping[str, Case]]) -> Mapping[int, tuple[Case, ...]]:
    found: dict[int, list[Case]] = {}
    for case in cases.value.values():
        if case.target and case.target.mmsi:
            found.setdefault(case.target.mmsi, []).append(case)
    return {mmsi: tuple(each) for mmsi, each in found.items()}


def case_record(model: DeskModel, mmsi: int) -> CaseRecordLines | None:
    """Return the record of a vessel; None for one without an MMSI.

    It counts the cases of all units, because a first breach is one anywhere; a sensitive one is not named to others.
    """
    if not mmsi:
        return None
    say, book = model.context.say, model.book
    past = book.past.get(mmsi, ())
    record = record_of(_by_vessel(Once(book.cases)).get(mmsi, ()), past, model.picture.t_s)
    counts = {"cases": len(record.cases), "same": record.same_item, "waived": record.waived}
    text = say("case_record", **counts) if record.cases else say("case_record_none")
    named = [each for each in record.cases if not _is_secret(model, each)]
    return CaseRecordLines(text, [_line(model, each) for each in named[:SHOWN]])


def _is_secret(model: DeskModel, past: PastCase) -> bool:
    case = model.book.cases.get(past.id)
    return bool(case and case.sensitive and not model.casework.may_see(case))


def _line(model: DeskModel, past: PastCase) -> CaseLine:
    case = model.book.cases.get(past.id)
    here = past.id if case and model.casework.may_see(case) else ""
    return CaseLine(past.opened_s, past.colour, SHAPES.get(past.colour, ""), past.id, _kind(model, past.kind), here)


def _kind(model: DeskModel, kind: str) -> str:
    name = model.context.site.rulebook.playbooks.of(kind).form.name
    return name.zh if model.context.lang == "zh" else name.en

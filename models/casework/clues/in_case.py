"""A clue that becomes part of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from models.casework.case import Book, LedgerEvent
from models.casework.cases.nouns import Case, ClueRef, LastMove
from models.casework.clues.clue_file import CLUE, ClueFile
from models.casework.facts import Facts
from models.messages.clue import clue_from


def with_filed(refs: Iterable[str], book: Book, facts: Facts) -> Facts:
    """The facts with those of these clues that only the ledger has."""
    names = [ref.removeprefix(CLUE) for ref in refs if ref.startswith(CLUE)]
    filed = {name: clue_from(dict(book.clues[name].clue)) for name in names if name in book.clues}
    return replace(facts, clues={**facts.clues, **filed}) if filed else facts


def cased(clue: ClueRef, case: Case, event: LedgerEvent, filed: Any) -> ClueFile:
    """The clue with its case; made of what the case froze where the ledger had nothing of it."""
    found = filed if isinstance(filed, ClueFile) else _from_ref(clue, case)
    return replace(
        found,
        seq=event.seq,
        last=LastMove(event.kind, event.actor, event.t_s),
        case=case.id,
        times={**found.times, "cased": event.t_s},
    )


def _from_ref(clue: ClueRef, case: Case) -> ClueFile:
    return ClueFile(
        id=clue.ref.removeprefix(CLUE),
        seq=0,
        clue=clue.frozen,
        by="",
        last=LastMove("clue", clue.source, clue.sensor_s),
        kind=case.kind,
        colour=case.colour,
        unit=case.unit,
        times={"received": clue.sensor_s},
    )

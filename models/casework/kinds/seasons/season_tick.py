"""`season_tick`: a unit has done a measure of a season; its subject is `OCCURRENCE/MEASURE/UNIT`.

With `done` false a tick made by mistake is taken back, with its reason.
"""

from __future__ import annotations

from models.casework.bodies import CommandBody, TextOrEmpty
from models.casework.case import Book, BookDraft, Command, LedgerEvent
from models.casework.cases.checks.inspecting import assert_role
from models.casework.cases.checks.may import clock_text
from models.casework.facts import Facts
from models.casework.kinds import ColumnSpec, CurrentRows, EventKind, KeptBody
from models.casework.refusals import Refused
from models.casework.seasons.season_list import UnitMeasure, measures_of, runs_now


class SeasonTickBody(CommandBody):
    """Whether it is done, and a note."""

    done: bool = True
    text: TextOrEmpty = ""


def check(command: Command, body: SeasonTickBody, book: Book, facts: Facts) -> KeptBody:
    """A measure of a season that is on or near, by an officer of its unit or above; its text and due time are kept."""
    found = _measure(command.subject, book, facts)
    assert_role(command.kind, facts, found.unit)
    if body.done and found.tick:
        raise Refused("season_done", actor=found.tick.actor, at=clock_text(found.tick.t_s))
    if not body.done and found.tick is None:
        raise Refused("season_not_done")
    if not body.done and not body.text:
        raise Refused("why_needed", name="text")
    kept = {"season": found.run.season.id, "measure": found.measure.id, "unit": found.unit, "due_s": found.due_s}
    return {**body.model_dump(mode="json"), **kept, "zh": found.measure.zh, "en": found.measure.en}


def _measure(subject: str, book: Book, facts: Facts) -> UnitMeasure:
    runs = runs_now(facts.site.seasons, facts.t_s, facts.clues.values())
    found = next((each for each in measures_of(runs, book.seasons) if each.id == subject), None)
    if found is None:
        raise Refused("season_unknown", id=subject)
    return found


def fold(draft: BookDraft, event: LedgerEvent) -> None:
    """The newest tick of the measure."""
    draft.seasons[event.subject] = event


TICKS = CurrentRows(
    "season_ticks",
    (
        *(ColumnSpec("season", longest=64), ColumnSpec("measure", longest=64), ColumnSpec("unit", longest=64)),
        *(ColumnSpec("done", "json"), ColumnSpec("text")),
    ),
    key="id",
)
KIND = EventKind("season_tick", SeasonTickBody, check, fold, TICKS)

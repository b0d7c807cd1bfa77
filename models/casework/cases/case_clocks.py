"""What the desk writes by itself: clocks that fell due, and the marks that alerts of cases get.

Each is a command with an id that follows from what it says, so it is done once, whatever restarts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from models.casework.case import Book, Command, standing_marks
from models.casework.cases.clocks import DueMark, due_marks, next_due_s
from models.casework.cases.law.weather_pause import pause_over
from models.casework.cases.nouns import Case
from models.casework.cases.routing import informed
from models.casework.facts import Facts
from models.casework.person import DESK

ACKNOWLEDGE = "acknowledge"


class CaseClocks:
    """Finds what is due. It looks at a case again only when it changed or its next mark comes up."""

    def __init__(self) -> None:
        self._next: dict[str, tuple[Case, float]] = {}
        self._marked: dict[str, Case] = {}

    def due(self, book: Book, facts: Facts) -> list[Command]:
        """The commands that are due now, for the desk itself to give."""
        found = [*self._clock_commands(book, facts), *_resumed(book, facts), *self._mark_commands(book, facts)]
        for gone in self._next.keys() - book.cases.keys():
            self._next.pop(gone)
            self._marked.pop(gone, None)
        return found

    def _clock_commands(self, book: Book, facts: Facts) -> Iterator[Command]:
        limits, calendar, t_s = facts.site.limits_min, facts.site.calendar, facts.t_s
        for case in book.cases.values():
            before = self._next.get(case.id)
            if before is None or before[0] is not case or before[1] <= t_s:
                yield from (clock_command(case, each, facts) for each in due_marks(case, limits, t_s, calendar))
                self._next[case.id] = (case, next_due_s(case, limits, t_s, calendar))

    def _mark_commands(self, book: Book, facts: Facts) -> Iterator[Command]:
        """A case acknowledges its alerts, and one that was dismissed marks them as its officer said."""
        if not facts.alerts:
            return  # before the first picture
        for case in book.cases.values():
            if self._marked.get(case.id) is not case:
                self._marked[case.id] = case
                yield from alert_marks(case, book, facts)


def _resumed(book: Book, facts: Facts) -> Iterator[Command]:
    """The end of pauses for weather whose forecast is over."""
    for case in book.cases.values():
        if case.open and case.pauses and pause_over(case, facts):
            yield Command(f"resume:{case.id}:{len(case.pauses)}", "case_resume", case.id, DESK.name, version=case.seq)


def clock_command(case: Case, due: DueMark, facts: Facts) -> Command:
    """The command that writes a mark of a clock."""
    pct = due.pct if due.level not in {"late", "silent"} else due.pct // 2
    to = informed(facts.site, due.clock.unit, 150 if case.colour == "distress" else pct)
    body = {
        **{"clock": due.clock.name, "pct": due.pct, "level": due.level},
        **{"due_s": due.clock.due_s(facts.t_s), "to": list(to)},
    }
    return Command(f"clock:{case.id}:{due.clock.name}:{due.pct}", "clock", case.id, DESK.name, body=body)


def alert_marks(case: Case, book: Book, facts: Facts) -> Iterator[Command]:
    """The marks that the alerts of a case lack."""
    wanted = case.mark or ACKNOWLEDGE
    for ref in _alerts(case):
        marks = {each.body["mark"] for each in standing_marks(book.marks.get(ref, ()))}
        if ref in facts.alerts and not marks & {wanted, *(() if case.mark else ("true", "false", "known"))}:
            digest = sha256(ref.encode()).hexdigest()[:16]
            body = {"mark": wanted, "reason": case.id}
            yield Command(f"mark:{case.id}:{wanted}:{digest}", "mark", ref, case.last.actor, body=body)


def _alerts(case: Case) -> Iterable[str]:
    return (each.ref.removeprefix("alert:") for each in case.clues if each.ref.startswith("alert:"))

"""The work of the desk without its sockets: commands are checked, written, folded; clocks run; the situation is noted.

The sockets: desk.py. An exercise without pages uses it directly, so its officers meet the same checks and ledger.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace

from models.base.clock import now_s
from models.casework import protocol
from models.casework.access.service import AccessService
from models.casework.blobs import Blobs
from models.casework.case import Answer, Book, Command, LedgerEvent
from models.casework.cases.case_clocks import CaseClocks
from models.casework.cases.nouns import Case
from models.casework.cases.workplace import Workplace
from models.casework.engines import LedgerError
from models.casework.evidence_pack.roots import RootClock
from models.casework.facts import Facts, no_blob
from models.casework.fold import BookAt, fold
from models.casework.person import DESK, LOCAL, Person
from models.casework.refusals import Refused
from models.casework.rules import assert_same, checked
from models.casework.store import Ledger, OvertakenError
from models.messages.clue_memory import remembered
from models.messages.picture import Picture

TRIES = 5  # attempts at a command when another desk writes at the same time
CLOCKS_EVERY_S = 1.0
CASE_ID = re.compile(r"[A-Z]+-[0-9]{8}-[0-9]{4,}")
Publish = Callable[[list[LedgerEvent], int], None]


def to_nobody(_events: list[LedgerEvent], _head: int) -> None:
    """Publish events where nobody listens."""


class DeskWork:
    """Ledger, book and situation of one desk. New events go to `publish`."""

    def __init__(
        self,
        ledger: Ledger,
        site_zones: Collection[str],
        access: AccessService,
        site: Workplace | None = None,
        blobs: Blobs | None = None,
        publish: Publish = to_nobody,
    ) -> None:
        self.ledger = ledger
        self.book = ledger.book()
        self.facts = Facts(
            site_zones=frozenset(site_zones),
            site=site or Workplace(),
            past_cases=ledger.cases_about,
            blobs=blobs.size_of if blobs else no_blob,
        )
        self._access = access
        self._publish = publish
        self._clocks = CaseClocks()
        self._roots = RootClock(ledger)
        self._clocks_at_s = 0.0
        self._past = BookAt()

    def do(self, command: Command, by: Person | None = None) -> Answer:
        """Execute one command: refuse it, or write and publish it. `by` gives it instead of the session's officer."""
        facts = self.facts if self.facts.own_time else replace(self.facts, t_s=now_s())
        try:
            by = by or self._person(command)
            known = self.ledger.known(command.command_id)
            if known:
                assert_same(known, command, by)
                return Answer(command.command_id, known.seq)
            event = self._written(replace(command, actor=by.name), replace(facts, by=by))
        except Refused as refusal:
            return Answer(command.command_id, None, refusal.why, refusal.status)
        except LedgerError as problem:
            unwritten = Refused("disk", why=problem)
            return Answer(command.command_id, None, unwritten.why, unwritten.status)
        if event.seq == self.book.seq + 1:  # otherwise another desk did it first: it is read with the rest
            self._take([event])
        return Answer(command.command_id, event.seq)

    def note(self, picture: Picture) -> None:
        """Note the alerts that can be marked (open or recently ended), and the time if the run has its own.

        An action in an exercise is recorded at the time of the exercise, whatever its speed.
        """
        lately = (change.alert for change in picture.changes)
        alerts = {each.alert_id: each for each in (*lately, *picture.rectified, *picture.alerts)}
        seen = replace(self.facts, alerts=alerts, t_s=picture.t_s, open_count=picture.open_count)
        clues = remembered(self.facts.clues, picture.clues, picture.t_s)
        self.facts = replace(seen, clues=clues, vessels=picture.vessels, own_time=picture.pace != "live")

    def shown(self) -> Book:
        """The book at the time of the run: after a seek back in an exercise, what came later has not happened yet."""
        if not self.facts.own_time:
            return self.book
        while events := self.ledger.since(self._past.seq, protocol.MOST_EVENTS):
            self._past.add(events)
        return self._past.at(self.book, self.facts.t_s)

    def run_clocks(self) -> None:
        """Write what fell due since the last second, the marks that alerts of cases lack, and roots over the audit."""
        t_s = self.facts.t_s if self.facts.own_time else now_s()
        if abs(t_s - self._clocks_at_s) >= CLOCKS_EVERY_S:
            self._clocks_at_s = t_s
            for command in self._clocks.due(self.book, replace(self.facts, t_s=t_s)):
                self.do(command, replace(DESK, name=command.actor))
            with suppress(LedgerError):  # tried again in a second
                for command in self._roots.due(self.book, t_s):
                    self.do(command, DESK)

    def _person(self, command: Command) -> Person:
        """The officer of the command's session; without accounts the person at this machine. Raises Refused."""
        self.catch_up()  # a role or an account may have been taken away
        if not self.book.accounts:
            return replace(LOCAL, name=command.actor)
        return self._access.person(command.session, self.book, now_s())

    def _written(self, command: Command, facts: Facts, tries: int = TRIES) -> LedgerEvent:
        """Check it against everything that is written, and write it directly after that."""
        self.catch_up()
        facts = replace(facts, head=self.ledger.head()[1], archive=self._archived(command))
        body = checked(command, self.book, facts)
        try:
            return self.ledger.append(command, body, facts.t_s, after=self.book.seq)
        except OvertakenError:
            if tries <= 1:
                raise
            return self._written(command, facts, tries - 1)

    def _archived(self, command: Command) -> Mapping[str, Case]:
        """The case of a command where it has left the book."""
        case_id = command.subject.removeprefix("case:").partition("/")[0]
        looks_like_one = CASE_ID.fullmatch(case_id) and case_id not in self.book.cases
        case = self.ledger.case(case_id) if looks_like_one else None
        return {case.id: case} if case else {}

    def catch_up(self) -> None:
        """Read what another desk wrote to the same ledger, or this one before its connection broke."""
        while events := self.ledger.since(self.book.seq, protocol.MOST_EVENTS):
            self._take(events)

    def _take(self, events: list[LedgerEvent]) -> None:
        if events[-1].seq > self.book.seq:
            self.book = fold(events, self.book)
            self._publish(events, self.book.seq)

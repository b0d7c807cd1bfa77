"""`case_merge`: a case goes into another; its clues, orders, threads, times and evidence move along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.casework.bodies import CommandBody, Name, Reason
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.guards import assert_guards
from models.casework.cases.checks.kind import after, as_sent, noun_kind
from models.casework.cases.checks.may import judged
from models.casework.cases.nouns import COLOURS, Case, parts_of
from models.casework.facts import Facts
from models.casework.kinds import KeptBody, Noun, ReadNoun


class CaseMergeBody(CommandBody):
    """The case it goes into, and why."""

    into: Name
    why: Reason


def check(command: Command, body: CaseMergeBody, book: Book, facts: Facts) -> KeptBody:
    """As it was sent."""
    asked = judged(command, body, book, facts)
    assert_guards(asked)
    return as_sent(asked)


def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
    """The case that ends, and the one that holds its parts from now on."""
    case, into = read(event.subject), read(event.body["into"])
    if isinstance(case, Case) and isinstance(into, Case):
        yield after(_emptied(case, into.id), event)
        yield after(_joined(into, case), event)


def _emptied(case: Case, into: str) -> Case:
    moved = {**case.moved, **{each.id: into for each in parts_of(case)}}
    ended = replace(case, stage="closed", ending="merged", merged_into=into, moved=moved)
    return replace(ended, orders=(), threads=(), transfers=(), evidence=())


def _joined(into: Case, case: Case) -> Case:
    first = {name: min(times) for name in ("sensor", "detected", "opened") if (times := _both(into, case, name))}
    return replace(
        into,
        stage="assessed" if "assessed" in {into.stage, case.stage} else "open",
        assessment=into.assessment or case.assessment,
        colour=max(into.colour, case.colour, key=COLOURS.index),
        place=into.place or case.place,
        target=into.target or case.target,
        clues=(*into.clues, *case.clues),
        orders=(*into.orders, *case.orders),
        threads=(*into.threads, *case.threads),
        transfers=(*into.transfers, *case.transfers),
        evidence=(*into.evidence, *case.evidence),
        sensitive=into.sensitive or case.sensitive,
        times={**case.times, **into.times, **first},
    )


def _both(one: Case, other: Case, name: str) -> list[float]:
    return [each.times[name] for each in (one, other) if name in each.times]


KIND = noun_kind("case_merge", CaseMergeBody, check, nouns)

"""Whether a command of casework is legal: the seat, the version seen, the state, then the guards of its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.base.clock import iso
from models.casework.bodies import CommandBody
from models.casework.case import Book, Command
from models.casework.cases.moves import MOVES, Move, allowed
from models.casework.cases.nouns import Case, Evidence, Order, parts_of
from models.casework.cases.papers import Thread, Transfer
from models.casework.cases.words import NOUN_WORDS, STATE_WORDS, seat_words
from models.casework.facts import Facts
from models.casework.person import Person
from models.casework.refusals import Refused

PARTS: dict[str, type[Any]] = {"order": Order, "thread": Thread, "transfer": Transfer, "evidence": Evidence}


@dataclass(frozen=True)
class Asked:
    """A command of casework with everything it is judged by. `part` is the order, thread … that it moves, if any."""

    command: Command
    body: Any
    book: Book
    facts: Facts
    move: Move
    case: Case
    part: Any = None

    @property
    def by(self) -> Person:
        """Who gives the command."""
        return self.facts.by

    @property
    def name(self) -> str:
        """The name under which the event is kept."""
        return self.command.actor.strip()

    def holds(self, *seats: str) -> bool:
        """Whether the person has one of these seats on this noun."""
        return any(
            self.by.has(role) and in_scope(scope, self) for role, _, scope in (each.partition("@") for each in seats)
        )


def judged(command: Command, body: CommandBody, book: Book, facts: Facts) -> Asked:
    """The command with its case and part, if seat, version and state allow it. Raises Refused."""
    move = MOVES[command.kind]
    case = case_of(command.subject, book, facts)
    if case is None:
        raise Refused("no_case", id=command.subject)
    asked = Asked(command, body, book, facts, move, case, _part(move, case, command.subject))
    assert_seat(asked)
    assert_now(asked.case, facts)
    _assert_version(asked)
    _assert_state(asked)
    return asked


def assert_now(case: Case, facts: Facts) -> None:
    """After a seek back in an exercise, a case that has gone on since is not changed in its past. Raises Refused."""
    if facts.own_time and (last_s := newest_s(case)) > facts.t_s:
        raise Refused("past", id=case.id, at=clock_text(last_s))


def newest_s(case: Case) -> float:
    """When something last happened to a case."""
    times = (part.times for parts in (case.orders, case.threads, case.transfers) for part in parts)
    moments = (t_s for each in times for t_s in each.values())
    checks = (check["t_s"] for order in case.orders for check in order.checks)
    answers = (answer.t_s for thread in case.threads for answer in thread.answers)
    return max([case.last.t_s, *moments, *checks, *answers])


def case_of(subject: str, book: Book, facts: Facts) -> Case | None:
    """The case that a subject is, or is part of: parts may have moved to another case."""
    found = _case(subject.partition("/")[0], book, facts)
    while found and subject in found.moved:
        found = _case(found.moved[subject], book, facts)
    return found


def _case(case_id: str, book: Book, facts: Facts) -> Case | None:
    return book.cases.get(case_id) or facts.archive.get(case_id)


def _part(move: Move, case: Case, subject: str) -> Any:
    wanted = PARTS.get(move.noun)
    if wanted is None:
        return None
    part = next((each for each in parts_of(case) if each.id == subject and isinstance(each, wanted)), None)
    if part is None:
        zh, en = NOUN_WORDS[move.noun]
        raise Refused("no_part", id=subject, noun_zh=zh, noun_en=en)
    return part


def assert_seat(asked: Asked) -> None:
    """The person has a seat of the row; from above an order's unit, only with the words heard. Raises Refused."""
    move = asked.move
    if asked.holds(*(each for each in move.seats if not each.endswith("@them"))):
        return
    if not asked.holds(*move.seats):
        who = [seat_words(move.seats, lang) for lang in (0, 1)]
        raise Refused("seat", move_zh=move.zh, move_en=move.en, who_zh=who[0], who_en=who[1])
    if not getattr(asked.body, "heard", ""):
        raise Refused("heard", unit=asked.part.to)


def _assert_version(asked: Asked) -> None:
    noun = asked.part or asked.case
    version = asked.command.version
    if version is None and asked.move.versioned:
        raise Refused("unversioned")
    if version is not None and noun.seq > version:
        last = asked.case.last
        zh, en = (MOVES[last.kind].zh, MOVES[last.kind].en) if last.kind in MOVES else (last.kind, last.kind)
        raise Refused("stale_noun", actor=last.actor, at=clock_text(last.t_s), move_zh=zh, move_en=en)


def _assert_state(asked: Asked) -> None:
    move, noun = asked.move, asked.part or asked.case
    state = noun.state
    if state not in move.states:
        raise Refused("move", id=noun.id, move_zh=move.zh, move_en=move.en, **_moves_words(move.noun, state))


def _moves_words(noun: str, state: str) -> dict[str, str]:
    rows = [MOVES[name] for name in allowed(noun, state) if MOVES[name].seats != ("clock@any",)]
    zh, en = STATE_WORDS[state]
    names = NOUN_WORDS[noun]
    return {
        **{"noun_zh": names[0], "noun_en": names[1], "state_zh": zh, "state_en": en},
        "may_zh": "、".join(each.zh for each in rows) or "无",
        "may_en": ", ".join(each.en for each in rows) or "nothing",
    }


def in_scope(scope: str, asked: Asked) -> bool:
    """Whether the person's unit stands where the seat asks."""
    return any(_stands(scope, asked))


def _stands(scope: str, asked: Asked) -> Iterator[bool]:
    site, by, case, part = asked.facts.site, asked.by, asked.case, asked.part
    if scope == "any":
        yield True
    elif scope == "area":
        yield site.over(case.place_unit, by.unit) or site.over(case.unit, by.unit)
    elif scope == "own":
        yield site.over(case.unit, by.unit)
    elif scope == "mine":
        orders = (part,) if part else case.orders
        yield from (by.via == "local" or _at_or_below(asked, each.to) for each in orders)
    elif scope == "them":
        yield site.over(part.to, by.unit) or site.over(case.unit, by.unit)
    elif scope == "rescue":
        yield not by.unit or by.unit == site.rescue
    elif scope in ("to", "asked"):
        units = part.to if isinstance(part.to, tuple) else (part.to,)
        # An agency beside the site has no account here: the case's unit writes down what it answered.
        yield from (site.over(each if site.knows(each) else case.unit, by.unit) for each in units)
    elif scope == "opener":
        yield site.over(part.from_, by.unit)


def _at_or_below(asked: Asked, unit: str) -> bool:
    site, by = asked.facts.site, asked.by
    own = by.unit or site.units.root
    return own == unit or (site.knows(unit) and site.knows(own) and site.units.within(own, unit))


def clock_text(t_s: float) -> str:
    """The time of day in UTC, as refusals say it."""
    return iso(t_s)[11:16] + "Z"

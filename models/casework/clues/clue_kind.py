"""What people do with a clue: the table of moves, the check of each by it, and how a kind of event is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.casework.bodies import BodyT
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.kind import noun_kind
from models.casework.cases.checks.may import clock_text
from models.casework.cases.nouns import CasePlace, LastMove, noun_from, plain
from models.casework.cases.routing import unit_at
from models.casework.cases.words import ROLE_WORDS, STATE_WORDS
from models.casework.cases.workplace import Workplace
from models.casework.clues.clue_file import ClueFile
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody, Noun, ReadNoun
from models.casework.refusals import Refused
from models.messages.clue import Clue


@dataclass(frozen=True)
class ClueMove:
    """One row: legal in these states, for these roles of the clue's unit or of one above it."""

    zh: str
    en: str
    states: tuple[str, ...]
    roles: tuple[str, ...]


ALL_OPEN = ("received", "classified", "taken", "cased")
CLUE_MOVES: Mapping[str, ClueMove] = {
    "clue": ClueMove("报送", "send in", ALL_OPEN, ()),
    "clue_class": ClueMove("分类", "classify", ALL_OPEN[:3], ("duty", "commander")),
    "clue_take": ClueMove("接办", "take", ("classified",), ("duty", "commander", "grid")),
    "clue_answer": ClueMove("答复", "answer", ALL_OPEN, ("duty", "commander", "grid")),
    "case_open": ClueMove("立案", "open a case", ALL_OPEN, ()),
}


@dataclass(frozen=True)
class ClueAsked:
    """A command about a clue with everything it is judged by."""

    command: Command
    body: Any
    book: Book
    facts: Facts
    clue: ClueFile


def clue_kind(
    name: str,
    body: type[BodyT],
    change: Callable[[ClueFile, LedgerEvent], ClueFile],
    keep: Callable[[ClueAsked], KeptBody],
) -> EventKind[Any]:
    """A kind that moves one clue. The event keeps the clue as it was where the ledger does not have it yet."""

    def check(command: Command, body: BodyT, book: Book, facts: Facts) -> KeptBody:
        asked = ClueAsked(command, body, book, facts, clue_or_refused(command.subject, book, facts))
        _assert_may(asked)
        first = {} if command.subject in book.clues else {"clue": plain(asked.clue)}
        return {**keep(asked), **first}

    def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
        found = read(event.subject) or noun_from(ClueFile, event.body["clue"])
        if isinstance(found, ClueFile):
            yield moved(change(found, event), event)

    return noun_kind(name, body, check, nouns)


def moved(clue: ClueFile, event: LedgerEvent) -> ClueFile:
    """The clue with an event as its last move."""
    return replace(clue, seq=event.seq, last=LastMove(event.kind, event.actor, event.t_s))


def clue_or_refused(name: str, book: Book, facts: Facts) -> ClueFile:
    """The clue as the ledger has it, or as it was reported. Raises Refused."""
    if name in book.clues:
        return book.clues[name]
    if name not in facts.clues:
        raise Refused("clue_unknown", ref=name)
    return new_file(facts.clues[name], facts.site, "", facts.clues[name].t_s)


def new_file(clue: Clue, site: Workplace, by: str, t_s: float) -> ClueFile:
    """A clue that nobody has acted on, received at `t_s`; `by` sent it in, empty for a feed."""
    place = None
    if clue.lon_deg is not None and clue.lat_deg is not None:
        place = CasePlace(clue.lon_deg, clue.lat_deg)
    return ClueFile(
        id=f"{clue.source}/{clue.id}",
        seq=0,
        clue=clue.record(),
        by=by,
        last=LastMove("clue", by or clue.source, t_s),
        kind=clue.kind,
        colour=clue.colour,
        unit=unit_at(site, place),
        times={"received": t_s},
    )


def with_step(clue: ClueFile, step: str, event: LedgerEvent, **values: Any) -> ClueFile:
    """The clue after a step, which keeps the time at which it was first taken."""
    return replace(clue, times={**clue.times, step: clue.times.get(step, event.t_s)}, **values)


def _assert_may(asked: ClueAsked) -> None:
    move, clue, by, site = CLUE_MOVES[asked.command.kind], asked.clue, asked.facts.by, asked.facts.site
    if not by.has(*move.roles) or not site.over(clue.unit, by.unit):
        who = ["、".join(ROLE_WORDS[role][0] for role in move.roles), " or ".join(ROLE_WORDS[r][1] for r in move.roles)]
        unit = site.units.of(clue.unit).name_zh if site.knows(clue.unit) else clue.unit
        raise Refused("clue_seat", move_zh=move.zh, move_en=move.en, who_zh=who[0], who_en=who[1], unit=unit)
    version = asked.command.version
    if version is not None and clue.seq > version:
        last = CLUE_MOVES[clue.last.kind]
        at = clock_text(clue.last.t_s)
        raise Refused("stale_noun", actor=clue.last.actor, at=at, move_zh=last.zh, move_en=last.en)
    if clue.state not in move.states:
        zh, en = STATE_WORDS[clue.state]
        raise Refused("clue_state", id=clue.id, state_zh=zh, state_en=en, move_zh=move.zh, move_en=move.en)

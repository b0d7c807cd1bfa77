"""The commands of a joint inspection: its seat, its state, and the change to the one inspection they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from models.casework.bodies import BodyT
from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.checks.kind import noun_kind
from models.casework.cases.moves import MOVES
from models.casework.cases.papers import Inspection, InspectionMember
from models.casework.cases.words import NOUN_WORDS, STATE_WORDS, seat_words
from models.casework.facts import Facts
from models.casework.kinds import EventKind, KeptBody, Noun, ReadNoun
from models.casework.refusals import Refused

MOST_WINDOW_S = 48 * 3600.0


def assert_role(kind: str, facts: Facts, *units: str) -> None:
    """The officer has a role of the row, and stands at or above one of the units, if any are named. Raises Refused."""
    move = MOVES[kind]
    roles = [each.partition("@")[0] for each in move.seats]
    if not facts.by.has(*roles) or (units and not any(facts.site.over(each, facts.by.unit) for each in units)):
        who = [seat_words(move.seats, lang) for lang in (0, 1)]
        raise Refused("seat", move_zh=move.zh, move_en=move.en, who_zh=who[0], who_en=who[1])


def inspection_for(command: Command, book: Book) -> Inspection:
    """The inspection of the command. Raises Refused."""
    found = book.inspections.get(command.subject)
    if found is None:
        raise Refused("no_inspection", id=command.subject)
    return found


def assert_state(found: Inspection, command: Command) -> None:
    """The inspection is in a state that allows the command; asked after the seat. Raises Refused."""
    move = MOVES[command.kind]
    if found.state not in move.states:
        (zh, en), (noun_zh, noun_en) = STATE_WORDS[found.state], NOUN_WORDS["inspection"]
        rows = [each for each in MOVES.values() if each.noun == "inspection" and found.state in each.states]
        may = {
            "may_zh": "、".join(each.zh for each in rows) or "无",
            "may_en": ", ".join(each.en for each in rows) or "nothing",
        }
        words = {"noun_zh": noun_zh, "noun_en": noun_en, "state_zh": zh, "state_en": en, **may}
        raise Refused("move", id=found.id, move_zh=move.zh, move_en=move.en, **words)


def inspection_kind(
    name: str,
    body: type[BodyT],
    check: Callable[[Command, BodyT, Book, Facts], KeptBody],
    change: Callable[[Inspection, LedgerEvent], Inspection],
) -> EventKind[Any]:
    """A kind that changes one inspection that is there."""

    def nouns(event: LedgerEvent, read: ReadNoun) -> Iterable[Noun]:
        found = read(event.subject)
        return (replace(change(found, event), seq=event.seq),) if isinstance(found, Inspection) else ()

    return noun_kind(name, body, check, nouns)


def with_member(inspection: Inspection, member: InspectionMember) -> Inspection:
    """The inspection with this agency's part as given."""
    others = tuple(each for each in inspection.members if each.agency != member.agency)
    return replace(inspection, members=(*others, member))

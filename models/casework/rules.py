"""Whether a command is legal. The checks are in kinds/, one file each; an unknown kind is refused.

A check returns the body that the ledger keeps: what was sent, and what was true at that moment. `_by` is added: the
unit and role in which the officer acted, the way in, and when it was done (work/made.py). Events from before accounts
have none.
"""

from __future__ import annotations

from models.casework.access.rights import acting_role
from models.casework.bodies import read_body, trimmed
from models.casework.case import Book, Command, LedgerEvent
from models.casework.facts import Facts
from models.casework.kinds import KeptBody, kinds
from models.casework.person import DESK, Person
from models.casework.refusals import Refused
from models.casework.work.made import made_s

LONGEST = {"command_id": 64, "subject": 128, "actor": 64, "desk": 64}
LONGEST_KIND = 64  # characters of an unknown kind that are repeated in the answer
MAY_BE_EMPTY = ("desk",)
# Numbers that the desk gives its own commands, each once: nobody may use one up before it.
RESERVED = ("clock:", "resume:", "mark:", "root:")


def checked(command: Command, book: Book, facts: Facts) -> KeptBody:
    """The body that is kept, with `_by`. Raises Refused."""
    kind = kinds().get(command.kind)
    if kind is None:
        raise Refused("kind", kind=command.kind[:LONGEST_KIND])
    for name, most in LONGEST.items():
        text = trimmed(getattr(command, name))
        if not isinstance(text, str) or len(text) > most or not (text or name in MAY_BE_EMPTY):
            raise Refused("text", name=name, most=most)
    if command.command_id.startswith(RESERVED) and facts.by.via != DESK.via:
        raise Refused("command_taken")
    role = acting_role(facts.by, command.kind)
    kept = kind.check(command, read_body(kind.body, command.body), book, facts)
    return {**kept, "_by": _by(facts, role, made_s(command, book, facts))}


def assert_same(known: LedgerEvent, command: Command, by: Person) -> None:
    """A number that was used before stands for the same command of the same person, sent again. Raises Refused.

    A clue has one number whoever sends it; it is the same if its subject is.
    """
    same = known.subject == command.subject if command.kind == "clue" else known.actor == by.name
    if known.kind != command.kind or not same:
        raise Refused("command_taken")


def _by(facts: Facts, role: str, made: float) -> dict[str, object]:
    """Who gave it, and when. Without accounts nobody has a role, because the name was only typed."""
    by = facts.by
    acted = {"account": by.account, "role": role} if by.account else {"account": "", "role": ""}
    return {**acted, "unit": by.unit, "via": by.via, "made": made}

"""Every row of the table of moves, by every role of every unit, from every state: refused by default, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.casework.access.rights import RIGHTS, ROW_OF
from models.casework.case import Command
from models.casework.cases.moves import MOVES
from models.casework.person import DESK, ROLES, Person
from models.casework.refusals import REFUSALS, Refused
from models.casework.rules import checked
from tests.models.casework.cases.every_move import ALL, BODIES, STANDS, Stand, stands_of
from tests.models.casework.cases.office import person

NOT_THEIRS = {"role", "seat"}  # the table of rights, the table of moves
NOT_NOW = {"move", "off_duty", "no_part"}


@pytest.fixture(scope="module")
def built() -> dict[str, list[Stand]]:
    """Every noun in every state, built once: a check changes nothing."""
    return {name: list(make()) for name, make in STANDS.items()}


def seats_of(kind: str, stand: Stand) -> set[tuple[str, str]]:
    """The roles and units that have a seat of the row, worked out from the units of its scopes alone."""
    units = {"any": {"", *ALL}, "rescue": {"city"}, **stand.units}
    seats = (each.partition("@") for each in MOVES[kind].seats)
    found = ((role, units.get(f"{kind}:{scope}", units.get(scope, ()))) for role, _, scope in seats)
    return {(role, unit) for role, some in found for unit in some}


def refusal(kind: str, by: Person, stand: Stand) -> str:
    """The key of the refusal; empty for what is legal."""
    body = dict(BODIES[kind])
    if kind == "review" and by.has("legal"):
        body["stage"] = "legal"
    command = Command("c", kind, stand.subject, by.name, body=body, version=stand.office.book.seq)
    try:
        kept = checked(command, stand.office.book, replace(stand.office.facts, by=by))
    except Refused as refused:
        assert refused.why["zh"] != refused.why["en"] and all(refused.why.values())
        assert "{" not in refused.why["zh"] + refused.why["en"]
        return refused.key
    assert kept["_by"]["role"] == by.roles[0] or not by.account
    return ""


PEOPLE = [*(person(role, unit, f"another {role}, {unit}") for role in ROLES for unit in sorted(ALL)), DESK]
SITTING = [replace(each, name="grid-east") for each in PEOPLE[:-1]]  # only who took a seat leaves it


@pytest.mark.parametrize("kind", MOVES)
def test_only_its_seats_give_a_command_and_only_in_its_states(kind: str, built: dict[str, list[Stand]]) -> None:
    allowed: set[tuple[str, str]] = set()
    for stand in stands_of(kind, built):
        seats = seats_of(kind, stand)
        for by in SITTING if kind == "duty_off" else PEOPLE:
            found, said = refusal(kind, by, stand), (kind, by.roles[0], by.unit, stand.state)
            if (by.roles[0], by.unit) not in seats:
                assert found in NOT_THEIRS | {"member_only"}, said
            elif stand.state not in MOVES[kind].states:
                assert found in NOT_NOW, said
            else:
                assert found == "", said
                allowed.add((by.roles[0], stand.state))
    roles = {seat.partition("@")[0] for seat in MOVES[kind].seats}
    unordered = {("grid", "open"), ("grid", "assessed")} if kind == "sar_leg" else set()
    wanted = {(role, state) for role in roles for state in MOVES[kind].states}
    assert allowed == wanted - unordered, "every role in every state"


def test_every_row_is_walked_and_both_tables_agree() -> None:
    assert set(BODIES) == set(MOVES) and set(REFUSALS) >= NOT_THEIRS | NOT_NOW
    for kind, move in MOVES.items():
        roles = {seat.partition("@")[0] for seat in move.seats} - {"clock"}
        assert all(RIGHTS[ROW_OF[kind]][role] != "–" for role in roles)

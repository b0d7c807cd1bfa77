"""The table of moves: every row by every seat and from every state, the guards, and the sentences that refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.casework.cases.checks.guards import GUARDS
from models.casework.cases.moves import MOVES, allowed
from models.casework.cases.words import NOUN_WORDS, ROLE_WORDS, SCOPE_WORDS, STATE_WORDS
from models.casework.clues.clue_kind import CLUE_MOVES
from models.casework.kinds import kinds
from models.casework.person import LOCAL, ROLES
from tests.models.casework.cases.office import (
    CITY,
    DUTY,
    FAR_DUTY,
    FAR_GRID,
    GRID,
    OTHER_DUTY,
    SUPERVISOR,
    TEXT,
    Office,
    person,
)

ISSUE = {"to": "east", "craft": "e1", "task": "board", "text": TEXT}
ASSESS = {"kind": "dark", "colour": "orange", "why": "可疑"}
# What an office needs before a command is legal, and the body of the command: (kind, preparation, body).
ROWS: list[tuple[str, str, dict[str, Any]]] = [
    ("case_open", "", {"clues": ["alert:drift-T1"]}),
    ("case_assess", "opened", ASSESS),
    ("case_dismiss", "opened", {"why": "误报"}),
    ("case_pause", "opened", {"why": "weather"}),
    ("case_reopen", "closed", {"why": "新证据"}),
    ("order_issue", "assessed", ISSUE),
    ("order_ack", "ordered", {}),
    ("order_decline", "ordered", {"why": "风大"}),
    ("order_under_way", "acknowledged", {}),
    ("order_on_scene", "acknowledged", {}),
    ("order_check_in", "ordered", {}),
    ("order_report", "acknowledged", {"result": "none"}),
    ("order_release", "ordered", {"release_why": "not_needed"}),
    ("review", "disposed", {"verdict": "accept", "why": "属实"}),
]


def prepared(state: str) -> tuple[Office, str]:
    """An office in which something is in this state, and its id."""
    office = Office()
    if state in {"opened", "assessed", "ordered", "disposed"}:
        return office, getattr(office, state)()
    if state == "acknowledged":
        order_id = office.ordered()
        office.forward(order_id, "ack")
        return office, order_id
    if state == "closed":
        case_id = office.opened()
        office.do(DUTY, "case_dismiss", case_id, why="误报")
        return office, case_id
    return office, "new"


@pytest.mark.parametrize(("kind", "state", "body"), ROWS, ids=[row[0] for row in ROWS])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_its_seat_in_the_row_says(kind: str, state: str, body: dict[str, Any], role: str) -> None:
    office, subject = prepared(state)
    by = person(role, name="another")
    if any(seat.startswith(f"{role}@") for seat in MOVES[kind].seats if not seat.endswith("@rescue")):
        if not (kind == "review" and role == "legal"):  # the legal officer gives the legal stage only
            office.do(by, kind, subject, **body)
    else:
        why = office.why(by, kind, subject, **body)  # either table refuses it
        assert f"may {MOVES[kind].en}" in why or f"{kind} is not" in why or role in why


@pytest.mark.parametrize(("kind", "state", "body"), ROWS, ids=[row[0] for row in ROWS])
def test_a_unit_beside_may_nothing_and_one_above_may(kind: str, state: str, body: dict[str, Any]) -> None:
    roles = tuple({seat.partition("@")[0] for seat in MOVES[kind].seats})
    office, subject = prepared(state)
    assert f"may {MOVES[kind].en}" in office.why(replace(FAR_DUTY, roles=roles), kind, subject, **body)
    above = replace(CITY, roles=roles)
    if any(seat.endswith("@them") for seat in MOVES[kind].seats):
        assert "heard" in office.why(above, kind, subject, **body)
        body = {**body, "heard": "我艇已到"}
    office.do(above, kind, subject, **body)


STATES_OF = {
    "case": ("opened", "assessed", "disposed", "closed"),
    "order": ("ordered", "acknowledged"),
}
NAMES = {"opened": "open", "assessed": "assessed", "disposed": "disposed", "closed": "closed"} | {
    "ordered": "issued",
    "acknowledged": "acknowledged",
}


@pytest.mark.parametrize(("kind", "_", "body"), [row for row in ROWS if row[0] != "case_open"])
@pytest.mark.parametrize("state", ["opened", "assessed", "disposed", "closed", "ordered", "acknowledged"])
def test_from_every_other_state_a_command_is_refused_with_what_is_allowed(
    kind: str, _: str, body: dict[str, Any], state: str
) -> None:
    move = MOVES[kind]
    if state not in STATES_OF[move.noun]:
        return
    office, subject = prepared(state)
    by = LOCAL_OFFICER
    if NAMES[state] in move.states:
        office.do(by, kind, subject, **body)
    else:
        why = office.why(by, kind, subject, **body)
        assert f"you cannot {move.en}" in why and STATE_WORDS[NAMES[state]][1] in why
        assert all(MOVES[each].en in why for each in allowed(move.noun, NAMES[state]) if each != "clock")


LOCAL_OFFICER = replace(LOCAL, name="值班员甲")


def test_every_row_has_its_kind_its_words_and_its_guards() -> None:
    assert {name for name, kind in kinds().items() if kind.nouns} <= set(MOVES) | set(CLUE_MOVES)
    for move in MOVES.values():
        assert move.noun in NOUN_WORDS
        assert set(move.states) <= set(STATE_WORDS) and move.to in STATE_WORDS
        roles, scopes = zip(*(seat.split("@") for seat in move.seats), strict=True)
        assert set(roles) <= set(ROLE_WORDS) and set(scopes) <= set(SCOPE_WORDS)
    used = {guard for name, move in MOVES.items() if name in kinds() for guard in move.guards}
    assert used == set(GUARDS)


def test_a_case_goes_its_way_to_the_end() -> None:
    office = Office()
    case_id = office.disposed()
    case = office.case(case_id)
    assert (case_id, case.state, case.unit) == ("ZS-20231115-0001", "disposed", "east")
    office.do(OTHER_DUTY, "review", case_id, verdict="accept", why="属实")
    case = office.case(case_id)
    assert (case.state, case.ending) == ("closed", "reviewed")
    steps = {"sensor", "detected", "opened", "assessed", "ordered", "acknowledged", "under_way", "on_scene"}
    assert set(case.times) >= steps | {"disposed", "closed"}


def test_a_stale_command_names_who_did_what_and_when() -> None:
    office = Office()
    case_id = office.opened()
    seen = office.book.seq
    office.do(OTHER_DUTY, "case_assess", case_id, **ASSESS)
    why = office.why(DUTY, "case_dismiss", case_id, seen=seen, why="误报")
    assert "second did this at 22:13Z: assess" in why
    order_id = office.issued(case_id)
    seen = office.book.seq
    office.forward(order_id, "ack")
    assert "acknowledge" in office.why(GRID, "order_decline", order_id, seen=seen, why="风大")


def test_what_is_noted_beside_a_case_makes_no_command_stale() -> None:
    office = Office()
    order_id = office.ordered()
    seen = office.book.seq
    office.do(GRID, "order_check_in", order_id)
    office.do(DUTY, "note", f"case:{order_id.partition('/')[0]}", text="已通话")
    body = {"to": "east", "craft": "e2", "task": "board", "text": TEXT}
    office.do(DUTY, "order_issue", order_id.partition("/")[0], seen=seen, **body)
    assert office.case().orders[0].checks


def test_the_second_order_neither_resets_nor_ends_the_first() -> None:
    office = Office()
    first = office.ordered()
    office.forward(first, "ack", "under_way")
    second = office.issued(office.case().id, craft="e2")
    assert office.case().state == "under_way" and not office.case().orders[1].lead
    office.do(GRID, "order_decline", second, why="风大")
    assert office.case().state == "under_way"
    office.forward(first, "on_scene", "report")
    assert office.case().state == "disposed"


def test_when_all_decline_the_case_is_assessed_again() -> None:
    office = Office()
    office.do(GRID, "order_decline", office.ordered(), why="风大")
    assert office.case().state == "assessed"


def test_a_grid_officer_of_another_unit_moves_no_order() -> None:
    office = Office()
    assert "acknowledge" in office.why(FAR_GRID, "order_ack", office.ordered())
    assert "reopen" in office.why(SUPERVISOR, "case_reopen", office.case().id, why="x")


def test_legs_are_ticked_on_the_newest_search_only_and_those_of_older_ones_are_kept() -> None:
    office = Office()
    case_id = office.opened()
    plan = {"pattern": "VS", "pod": 0.8, "legs_nm": [1.0, 1.0, 1.0]}
    office.do(CITY, "sar_plan", case_id, plan=plan)
    office.do(CITY, "sar_leg", case_id, search=1, leg=2)
    assert office.case(case_id).sar["done"] == [2]
    assert "no leg 4" in office.why(CITY, "sar_leg", case_id, search=1, leg=4)
    office.do(CITY, "sar_plan", case_id, plan=plan)
    assert "newer plan" in office.why(CITY, "sar_leg", case_id, search=1, leg=1)
    assert office.case(case_id).sar["before"][0]["done"] == [2] and office.case(case_id).sar["done"] == []

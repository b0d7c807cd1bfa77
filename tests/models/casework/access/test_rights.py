"""The table of rights, walked: every role against every kind of command."""

from __future__ import annotations

import pytest

from models.casework.access.rights import (
    DESK_KINDS,
    FULL,
    GUARDED,
    KINDS_OF,
    MASKED,
    NO,
    RIGHTS,
    ROW_OF,
    acting_role,
    may_read,
    reach,
)
from models.casework.cases.checks.refusal_words import ROLE_NAMES, command_word
from models.casework.kinds import kinds
from models.casework.person import DESK, LOCAL, ROLES, Person
from models.casework.refusals import Refused

CELLS = [(kind, role, RIGHTS[row][role]) for kind, row in ROW_OF.items() for role in ROLES]


def test_every_kind_of_event_stands_in_the_table() -> None:
    assert set(kinds()) <= {*ROW_OF, *DESK_KINDS}
    assert set(KINDS_OF) <= set(RIGHTS)
    assert {mark for row in RIGHTS.values() for mark in row.values()} == {FULL, GUARDED, MASKED, NO}


@pytest.mark.parametrize(("kind", "role", "mark"), CELLS)
def test_a_role_may_give_the_commands_of_its_cells_and_no_others(kind: str, role: str, mark: str) -> None:
    by = Person("李", "li", "", (role,))
    if mark in (FULL, GUARDED):
        assert acting_role(by, kind) == role
    else:
        with pytest.raises(Refused) as refused:
            acting_role(by, kind)
        assert refused.value.status == "forbidden"
        for at, lang in enumerate(("zh", "en")):
            assert ROLE_NAMES[role][at] in refused.value.why[lang] and command_word(kind, at) in refused.value.why[lang]


def test_the_role_with_the_full_right_acts() -> None:
    assert acting_role(Person("李", "li", "", ("duty", "commander")), "order_issue") == "commander"


def test_nobody_may_do_nothing_and_an_unknown_kind_is_for_nobody() -> None:
    with pytest.raises(Refused) as refused:
        acting_role(Person(), "note")
    assert refused.value.status == "unauthorised"
    with pytest.raises(Refused):
        acting_role(Person("李", "li", "", ROLES), "anything")


def test_what_the_desk_writes_itself_no_person_can() -> None:
    assert acting_role(DESK, "clock") == "clock"
    for by in (LOCAL, Person("clock", "clock", "", (*ROLES, "clock"))):
        with pytest.raises(Refused):
            acting_role(by, "clock")


def test_whoever_sits_at_a_machine_without_accounts_may_do_what_any_role_may() -> None:
    assert all(acting_role(LOCAL, kind) for kind in ROW_OF)


@pytest.mark.parametrize(
    ("roles", "row", "mark"),
    [
        (("viewer",), "sea", FULL),
        (("viewer",), "cases", NO),
        (("oversight",), "cases", MASKED),
        (("oversight", "grid"), "cases", GUARDED),
        (("director",), "exercise", FULL),
        (("admin",), "cases", NO),
        ((), "sea", NO),
    ],
)
def test_the_widest_mark_of_all_roles_counts_for_reading(roles: tuple[str, ...], row: str, mark: str) -> None:
    by = Person("李", "li", "", roles)
    assert reach(by, row) == mark and may_read(by, row) == (mark != NO)

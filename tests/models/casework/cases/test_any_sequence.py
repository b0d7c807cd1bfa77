"""Any sequence of commands by any roles: a ledger that folds to its rows, reachable states, and no one alone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.casework.case import LedgerEvent
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import LIVE, Case
from models.casework.cases.states import state_of
from models.casework.fold import fold
from models.casework.person import ROLES, Person
from models.casework.refusals import Refused
from models.casework.store import Ledger, sqlite_url
from tests.models.casework.cases.office import TEXT, UNITS, Office, person
from tests.models.casework.cases.test_rows import nouns_of, rows_of

PEOPLE = [person(role, unit.id, f"{role}-{unit.id}-{n}") for role in ROLES for unit in UNITS for n in (1, 2)]
OFFERER = person("duty", "east")
CRAFT = {"city": "c1", "east": "e1", "isle": "e2", "west": "w1"}
ISSUE = {"task": "board", "text": TEXT}


def _order(draw: Any) -> dict[str, Any]:
    to = draw(st.sampled_from(sorted(CRAFT)))
    return {**ISSUE, "to": to, "craft": CRAFT[to]}


BODIES: dict[str, Any] = {
    "case_assess": lambda draw: {
        "kind": "dark",
        "colour": draw(st.sampled_from(["yellow", "orange", "red"])),
        "why": "x",
    },
    "case_dismiss": lambda draw: {"why": "x"},
    "case_merge": lambda draw: {"into": f"ZS-20231115-000{draw(st.integers(1, 4))}", "why": "x"},
    "case_split": lambda draw: {"clues": [f"alert:drift-T{draw(st.integers(1, 3))}"], "why": "x"},
    "case_pause": lambda draw: {"why": draw(st.sampled_from(["weather", "standby"]))},
    "case_reopen": lambda draw: {"why": "x"},
    "order_issue": _order,
    "order_decline": lambda draw: {"why": "x"},
    "order_report": lambda draw: {"result": "none"},
    "order_release": lambda draw: {"release_why": "recalled"},
    "review": lambda draw: {
        "stage": draw(st.sampled_from(["centre", "centre", "legal"])),
        "verdict": draw(st.sampled_from(["accept", "return"])),
        "why": "x",
    },
    "transfer_offer": lambda draw: {"to": draw(st.sampled_from(sorted(CRAFT))), "why": "x"},
    "transfer_return": lambda draw: {"why": "x"},
    "transfer_refuse": lambda draw: {"why": "x"},
    "thread_open": lambda draw: {"to": ["west"], "kind": "assistance", "question": "x"},
    "thread_answer": lambda draw: {"text": "x"},
    "thread_close": lambda draw: {"outcome": "x"},
}
KINDS = [
    *("case_open", "case_assess", "order_issue", "order_ack", "order_report", "review") * 3,
    *(name for name, move in MOVES.items() if move.noun in {"case", "order", "transfer", "thread"} and name != "clock"),
]
LEFT_OUT = {"evidence_add", "sar_plan", "sar_leg", "procedure_step", "procedure_hold"}
MARKS = {"order": "O", "transfer": "X", "thread": "T"}


@st.composite
def commands(draw: Any) -> tuple[Person, str, str, dict[str, Any]]:
    """A command that may well be legal: mostly the officers of one county on the first cases."""
    kind = draw(st.sampled_from([each for each in KINDS if each not in LEFT_OUT]))
    case_id = f"ZS-20231115-000{draw(st.sampled_from([1, 1, 1, 2, 3]))}"
    noun = MOVES[kind].noun
    subject = f"{case_id}/{MARKS[noun]}{draw(st.sampled_from([1, 1, 2]))}" if noun in MARKS else case_id
    body = BODIES.get(kind, lambda draw: {})(draw)
    if kind == "case_open":
        subject, body = "new", {"clues": [f"alert:drift-T{draw(st.integers(1, 3))}"]}
    roles = {seat.partition("@")[0] for seat in MOVES[kind].seats}
    fitting = [each for each in PEOPLE if each.unit in {"east", "city"} and each.roles[0] in roles]
    by = draw(st.one_of(st.sampled_from(fitting), st.sampled_from(fitting), st.sampled_from(PEOPLE)))
    if kind in {"order_ack", "order_under_way", "order_on_scene", "order_check_in", "order_report"}:
        body = {**body, "heard": "收到"}
    return by, kind, subject, body


def played(sequence: list[tuple[Person, str, str, dict[str, Any]]]) -> Office:
    """An office with a case to review, one on order and offered, and a new one, after what was legal of a sequence."""
    office = Office()
    office.disposed()
    second = office.assessed("alert:drift-T3", "yellow")
    office.issued(second, craft="e2")
    office.do(OFFERER, "transfer_offer", second, to="city", why="x")
    office.opened("alert:drift-T2")
    for by, kind, subject, body in sequence:
        office.wait(60.0)
        try:
            office.do(by, kind, subject, **body)
        except Refused as refused:
            assert refused.why["zh"] and refused.why["en"]
    return office


def histories(events: list[LedgerEvent]) -> Iterator[tuple[LedgerEvent, Case | None, Case]]:
    """Each change of a case: the event, the case before and after."""
    book = fold([])
    for event in events:
        after = fold([event], book)
        for case_id, case in after.cases.items():
            if book.cases.get(case_id) is not case:
                yield event, book.cases.get(case_id), case
        book = after


# The states that may follow each, one event later; a state may follow itself.
FURTHER = {"ordered", "acknowledged", "under_way", "on_scene"}
NEXT: dict[str | None, set[str]] = {
    None: {"open", "assessed", *FURTHER, "disposed"},  # a split case has the state of its orders
    "open": {"assessed", "closed", *FURTHER, "disposed"},  # by a merge
    "assessed": {"ordered", "closed", *FURTHER, "disposed"},
    **{state: {"assessed", "closed", "disposed", *FURTHER} for state in FURTHER},
    "disposed": {"closed", "assessed", *FURTHER},
    "closed": {"assessed"},
}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(commands(), min_size=8, max_size=45))
def test_any_sequence_leaves_a_ledger_that_folds_to_its_rows(sequence: list[Any]) -> None:
    office = played(sequence)
    with TemporaryDirectory() as folder:
        ledger = office.written(Ledger(sqlite_url(Path(folder) / "ledger.sqlite")))
        assert rows_of(ledger) == nouns_of(office.book)
        assert ledger.book() == office.book == fold(office.events)
        assert ledger.verify() == (len(office.events), "")
        ledger.close()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(commands(), min_size=8, max_size=45))
def test_any_sequence_reaches_only_states_of_the_table(sequence: list[Any]) -> None:
    office = played(sequence)
    for event, before, after in histories(office.events):
        assert after.state == state_of(after)
        state = before.state if before else None
        assert after.state == state or after.state in NEXT[state], (event.kind, state, after.state)
        assert after.state not in FURTHER or any(each.live for each in after.orders)
        assert after.open or after.ending in {"dismissed", "reviewed", "merged"}
        engaged = [each.craft for case in office.book.cases.values() for each in case.orders if each.state in LIVE]
    assert len(engaged) == len(set(engaged)) if office.events else True


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(commands(), min_size=8, max_size=45))
def test_no_case_is_closed_by_review_by_one_alone(sequence: list[Any]) -> None:
    office = played(sequence)
    for event, before, after in histories(office.events):
        if event.kind == "review" and before and not after.open:
            counted = [each for each in before.orders if each.state == "reported" and not each.settled]
            hands = {each.by for each in counted} | {each.report.by for each in counted if each.report}
            assert event.actor not in hands and hands
            assert before.colour != "red" or event.actor.startswith("commander")


def test_the_sequences_get_far_enough() -> None:
    kinds: set[str] = set()

    @settings(max_examples=120, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(commands(), min_size=20, max_size=45))
    def gather(sequence: list[Any]) -> None:
        kinds.update(each.kind for each in played(sequence).events)

    gather()
    wanted = {"case_open", "case_assess", "case_dismiss", "case_merge", "case_reopen", "order_issue", "order_ack"}
    assert kinds >= wanted | {"order_report", "order_release", "review", "transfer_accept"}


def one_role(role: str) -> Office:
    """Everything one officer of one role can do from the first clue on."""
    office, by = Office(), person(role, "east", "alone")
    for kind, subject, body in (
        ("case_open", "new", {"clues": ["alert:drift-T1"]}),
        ("case_assess", "ZS-20231115-0001", {"kind": "dark", "colour": "orange", "why": "x"}),
        ("order_issue", "ZS-20231115-0001", {**ISSUE, "to": "east", "craft": "e1"}),
        ("order_ack", "ZS-20231115-0001/O1", {}),
        ("order_report", "ZS-20231115-0001/O1", {"result": "none"}),
        ("review", "ZS-20231115-0001", {"verdict": "accept", "why": "x"}),
        ("review", "ZS-20231115-0001", {"stage": "legal", "verdict": "accept", "why": "x"}),
    ):
        with contextlib.suppress(Refused):
            office.do(by, kind, subject, **body)
    return office


def test_no_role_brings_a_case_to_its_review_and_closing_alone() -> None:
    for role in ROLES:
        assert not any(not case.open for case in one_role(role).book.cases.values()), role
    assert one_role("duty").case().state == "disposed"

"""Any sequence of commands by any roles: a ledger that folds to its rows, reachable states, and no one alone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.casework.case import KEEP_CLOSED_S, LedgerEvent
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import LIVE, Case
from models.casework.cases.states import state_of
from models.casework.fold import fold
from models.casework.person import DESK, ROLES, Person
from models.casework.refusals import Refused
from models.casework.store import Ledger, sqlite_url
from models.casework.work.rows_check import wrong_row
from tests.models.casework.cases.every_move import BODIES, SECOND_CLUE, office
from tests.models.casework.cases.office import CITY, UNITS, Office, person
from tests.models.casework.cases.test_rows import nouns_of, rows_of

PEOPLE = [person(role, unit.id, f"{role}-{unit.id}-{n}") for role in ROLES for unit in UNITS for n in (1, 2)]
OFFERER = person("duty", "east")
SEATED = person("grid", "east", "grid-east-1")
CRAFT = {"city": "c1", "east": "e1", "isle": "e2", "west": "w1"}
USUALLY = ("case_open", "case_assess", "order_issue", "order_ack", "order_report", "review") * 3
WAITS_S = (60.0,) * 40 + (KEEP_CLOSED_S + 3600.0,)  # what is over leaves the book meanwhile
# Parts of bodies that vary; the rest is as in BODIES.
VARIED: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "case_open": {"clues": st.lists(st.sampled_from([f"alert:drift-T{n}" for n in (1, 2, 3)]), min_size=1, max_size=1)},
    "case_assess": {"colour": st.sampled_from(["yellow", "orange", "red"])},
    "case_merge": {"into": st.sampled_from([f"ZS-20231115-000{n}" for n in (1, 2, 3, 4)])},
    "case_split": {"clues": st.sampled_from([[f"alert:drift-T{n}"] for n in (1, 2, 3)] + [[SECOND_CLUE]] * 3)},
    "case_pause": {"why": st.sampled_from(["weather", "standby"])},
    "review": {
        "stage": st.sampled_from(["centre", "centre", "legal"]),
        "verdict": st.sampled_from(["accept", "return"]),
    },
    "transfer_offer": {"to": st.sampled_from(sorted(CRAFT))},
    "procedure_step": {"step": st.sampled_from(["filed", "investigated", "reviewed"])},
    "procedure_hold": {"ends": st.booleans()},
    "sar_leg": {"search": st.sampled_from([1, 1, 2])},
    "craft_state": {"state": st.sampled_from(["ready", "down"])},
}
PARTS = {"order": "O", "transfer": "X", "thread": "T", "evidence": "E"}
LIKELY = {  # the cases that a command or noun is about more often
    **{"order": (2, 2), "transfer": (2, 2, 2, 2, 2), "thread": (3, 3), "evidence": (3, 3)},
    **{"case_split": (3, 3, 3), "case_reopen": (4, 4, 4), "sar_leg": (3, 3)},
}
SUBJECTS = {"inspection": "ZS-20231115-J01", "craft": "e3", "duty": "seat-1", "season": "winter-2023/meeting/east"}
FILING = {"no": "1", "agency": "fishery", "party": {"kind": "person", "name": "陈"}}
Drawn = tuple[Person, str, str, dict[str, Any], float]


def _body(draw: Any, kind: str) -> dict[str, Any]:
    body = {**BODIES[kind], **{name: draw(values) for name, values in VARIED.get(kind, {}).items()}}
    if kind == "order_issue":
        to = draw(st.sampled_from(sorted(CRAFT)))
        body |= {"to": to, "craft": CRAFT[to]}
    return body | (FILING if body.get("step") == "filed" else {})


def _subject(draw: Any, kind: str) -> str:
    noun = MOVES[kind].noun
    if kind in {"case_open", "inspection_plan"}:
        return "new"
    if noun in SUBJECTS:
        return SUBJECTS[noun]
    case_id = f"ZS-20231115-000{draw(st.sampled_from([1, 2, 3, *LIKELY.get(kind, LIKELY.get(noun, (1, 2)))]))}"
    return f"{case_id}/{PARTS[noun]}{draw(st.sampled_from([1, 1, 1, 2]))}" if noun in PARTS else case_id


@st.composite
def commands(draw: Any, by: Person | None = None) -> Drawn:
    """A command that may well be legal: mostly the officers of one county on the first cases."""
    kind = draw(st.sampled_from([*USUALLY, *MOVES, *MOVES]))
    roles = {seat.partition("@")[0] for seat in MOVES[kind].seats}
    fitting = [each for each in PEOPLE if each.unit in {"east", "city"} and each.roles[0] in roles] or [DESK]
    by = by or draw(st.one_of(st.sampled_from(fitting), st.sampled_from(fitting), st.sampled_from([*PEOPLE, DESK])))
    return by, kind, _subject(draw, kind), _body(draw, kind), draw(st.sampled_from(WAITS_S))


def begun() -> Office:
    """An office with a case to review, one on order and offered, a new one with search and file, a closed one."""
    made = office()
    made.disposed()
    second = made.assessed("alert:drift-T3", "yellow")
    made.issued(second, craft="e2")
    made.do(OFFERER, "transfer_offer", second, **{**BODIES["transfer_offer"], "to": "city"})
    made.do(OFFERER, "procedure_step", second, **BODIES["procedure_step"] | {"step": "filed"} | FILING)
    third = made.do(OFFERER, "case_open", clues=["alert:drift-T2", SECOND_CLUE]).subject
    made.do(CITY, "sar_plan", third, **BODIES["sar_plan"])
    for kind in ("thread_open", "evidence_add"):
        made.do(OFFERER, kind, third, **BODIES[kind])
    over = made.do(OFFERER, "case_open", **BODIES["case_open"]).subject
    made.do(OFFERER, "case_dismiss", over, **BODIES["case_dismiss"])
    made.do(OFFERER, "inspection_plan", **BODIES["inspection_plan"])
    made.do(SEATED, "duty_on", "seat-1")
    return made


def played(sequence: list[Drawn]) -> Office:
    """What an office came to by that of a sequence which was legal."""
    made = begun()
    for by, kind, subject, body, wait_s in sequence:
        made.wait(wait_s)
        try:
            made.do(by, kind, subject, **body)
        except Refused as refused:
            assert refused.why["zh"] and refused.why["en"]
    return made


def histories(events: list[LedgerEvent]) -> Iterator[tuple[LedgerEvent, Case | None, Case]]:
    """Each change of a case: the event, the case before and after, also where it had left the book meanwhile."""
    book, known = fold([]), dict[str, Case]()
    for event in events:
        book = fold([event], book)
        for case_id, case in book.cases.items():
            if known.get(case_id) is not case:
                yield event, known.get(case_id), case
        known.update(book.cases)


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
    made = played(sequence)
    with TemporaryDirectory() as folder:
        ledger = made.written(Ledger(sqlite_url(Path(folder) / "ledger.sqlite")))
        assert rows_of(ledger) == nouns_of(replace(made.book, cases=made.all))
        assert ledger.book() == made.book == fold(made.events)
        assert wrong_row(ledger)[1] == ""
        assert ledger.verify() == (len(made.events), "")
        ledger.close()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(commands(), min_size=8, max_size=45))
def test_any_sequence_reaches_only_states_of_the_table(sequence: list[Any]) -> None:
    made = played(sequence)
    for event, before, after in histories(made.events):
        assert after.state == state_of(after)
        state = before.state if before else None
        assert after.state == state or after.state in NEXT[state], (event.kind, state, after.state)
        assert after.state not in FURTHER or any(each.live for each in after.orders)
        assert after.open or after.ending in {"dismissed", "reviewed", "merged"}
        engaged = [each.craft for case in made.book.cases.values() for each in case.orders if each.state in LIVE]
    assert len(engaged) == len(set(engaged)) if made.events else True


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(commands(), min_size=8, max_size=45))
def test_no_case_is_closed_by_review_by_one_alone(sequence: list[Any]) -> None:
    made = played(sequence)
    for event, before, after in histories(made.events):
        if event.kind == "review" and before and not after.open:
            counted = [each for each in before.orders if each.state == "reported" and not each.settled]
            hands = {each.by for each in counted} | {each.report.by for each in counted if each.report}
            assert event.actor not in hands and hands
            assert before.colour != "red" or event.actor.startswith("commander")


class AllDrawnError(Exception):
    """Every command was drawn and was legal at least once: no more sequences are needed."""


def test_the_sequences_hold_every_command_of_the_table() -> None:
    kinds, before = set[str](), len(begun().events)

    @settings(
        max_examples=500,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(commands(), min_size=45, max_size=60))
    def gather(sequence: list[Any]) -> None:
        kinds.update(each.kind for each in played(sequence).events[before:])
        if kinds == set(MOVES):
            raise AllDrawnError

    with contextlib.suppress(AllDrawnError):
        gather()
    assert kinds == set(MOVES), "every command was drawn and was legal at least once"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PEOPLE).flatmap(lambda by: st.lists(commands(by), min_size=20, max_size=60)))
def test_nobody_alone_brings_a_case_from_its_clue_to_its_review(sequence: list[Drawn]) -> None:
    made = office()
    for by, kind, subject, body, _ in [*(_whole_way(sequence[0][0])), *sequence]:
        with contextlib.suppress(Refused):
            made.do(by, kind, subject, **body)
    assert not any(case.ending == "reviewed" for case in made.book.cases.values())


def _whole_way(by: Person) -> list[Drawn]:
    """Every step from a clue to the end, as far as one person may."""
    case_id = "ZS-20231115-0001"
    order = {**BODIES["order_issue"], "to": "east", "craft": "e1"}
    steps = (
        *(("case_open", "new", {"clues": ["alert:drift-T1"]}), ("case_assess", case_id, BODIES["case_assess"])),
        *(("order_issue", case_id, order), ("order_ack", f"{case_id}/O1", BODIES["order_ack"])),
        *(("order_report", f"{case_id}/O1", BODIES["order_report"]), ("review", case_id, BODIES["review"])),
        ("review", case_id, {**BODIES["review"], "stage": "legal"}),
    )
    return [(by, kind, subject, dict(body), 0.0) for kind, subject, body in steps]


def test_a_duty_officer_alone_comes_as_far_as_the_report() -> None:
    made = office()
    for by, kind, subject, body, _ in _whole_way(OFFERER):
        with contextlib.suppress(Refused):
            made.do(by, kind, subject, **body)
    assert made.case().state == "disposed"

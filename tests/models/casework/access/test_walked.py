"""Every kind of command × every role × every place of the officer, judged by the desk's own check.

The seats are those of the design (05, section 3), written here once more; what each scope means is written here too.
A kind without a row fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from models.base.clock import parse_iso
from models.casework.access.rights import FULL, GUARDED, ONLY_DESK, RIGHTS, ROW_OF
from models.casework.case import Command
from models.casework.cases.workplace import Workplace
from models.casework.kinds import kinds
from models.casework.person import ROLES, Person
from models.casework.refusals import Refused
from models.casework.rules import checked
from models.site.units import Unit, Units
from tests.models.casework.cases.office import CLUE, DUTY, FACTS, SITE, TEXT, UNITS, Office, person
from tests.models.casework.cases.test_between import FILE, SHA
from tests.models.casework.seasons.test_season_ticks import TEXT as SEASONS
from tests.models.casework.test_rules import feature
from tests.models.site.law.test_seasons import CALENDAR, read_with

# What the commands are about belongs to `east`, and is shared with `west` by its order, thread, transfer or inspection.
PLACES = {"own": "east", "below": "isle", "above": "city", "other": "south", "shared": "west"}
ABOVE_TOO = frozenset({"own", "above"})
HOLDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("own", "area", "them", "opener", "unit", "craft", "lead", "joins", "clue"), ABOVE_TOO),
    **dict.fromkeys(("to", "asked"), frozenset({"shared", "above"})),
    **{"mine": frozenset({"own", "below"}), "member": frozenset({"own"}), "rescue": frozenset({"above"})},
    "any": frozenset(PLACES),
}
DECIDE, TALK = "duty@own commander@own", "duty@own commander@own grid@own legal@own"
FORWARD = "grid@mine duty@mine commander@mine duty@them commander@them"
ISSUE = {"to": "east", "craft": "e1", "task": "board", "text": TEXT}
MEMBER = {"agency": "fishery", "unit": "east"}
WEST = {"agency": "coast_guard", "unit": "west"}


class Row(NamedTuple):
    """What the command is about, once prepared; its body; and the seats of the design."""

    kind: str
    prepare: Callable[[Office], str]
    body: dict[str, Any]
    seats: str
    apart: frozenset[str] = frozenset()  # roles whose part in it is another
    name: str = ""  # of the officer, where only one may


def of(subject: str) -> Callable[[Office], str]:
    return lambda office: subject


def done(office: Office, kind: str, subject: str, by: Person = DUTY, /, **body: Any) -> str:
    return office.do(by, kind, subject, **body).subject


def acknowledged(office: Office) -> str:
    order = office.ordered()
    office.forward(order, "ack")
    return order


def shared(office: Office) -> str:
    """A case with an order to its own unit, which west is asked about."""
    case_id = office.ordered().partition("/")[0]
    done(office, "thread_open", case_id, to=["west"], kind="assistance", question="x")
    return case_id


def thread(office: Office) -> str:
    return done(office, "thread_open", office.assessed(), to=["west"], kind="assistance", question="x")


def offered(office: Office) -> str:
    return done(office, "transfer_offer", office.assessed(), to="west", why="x")


def evidence(office: Office) -> str:
    return done(office, "evidence_add", office.assessed(), kind="photo", **FILE)


def two_cases(office: Office) -> str:
    office.opened("alert:drift-T3")
    return office.opened("alert:drift-T1")


def two_clues(office: Office) -> str:
    return done(office, "case_open", "new", clues=["alert:drift-T1", "alert:drift-T3"])


def planned(office: Office) -> str:
    window = {"from_s": office.facts.t_s, "to_s": office.facts.t_s + 3600.0}
    return done(office, "inspection_plan", "new", lead="east", members=[MEMBER, WEST], **window)


def searched(office: Office) -> str:
    case_id = shared(office)
    return done(office, "sar_plan", case_id, person("duty", "city"), plan={"legs_nm": [1.0]}).partition("/")[0]


def paused(office: Office) -> str:
    return done(office, "case_pause", office.opened(), why="weather")


def dismissed(office: Office) -> str:
    return done(office, "case_dismiss", office.opened(), why="x")


def filed(office: Office) -> str:
    return done(office, "procedure_step", office.assessed(), **STEP)


def account(office: Office) -> str:
    return done(office, "account_add", "li", person("admin"), name_zh="李", roles=["duty"])


STEP = {"step": "filed", "at_s": FACTS.t_s, "agency": "fishery", "form": "ordinary"}
NOW = {"from_s": FACTS.t_s, "to_s": FACTS.t_s + 3600.0}
HEARD = {"heard": "x"}
ACTS = "duty@any commander@any"
CLUE_ACTS = "duty@clue commander@clue"
ROWS = [
    Row("case_open", of("new"), {"clues": ["alert:drift-T1"]}, "duty@area commander@area grid@area"),
    Row("case_assess", Office.opened, {"kind": "dark", "colour": "orange", "why": "x"}, DECIDE),
    Row("case_dismiss", Office.opened, {"why": "x"}, DECIDE),
    Row("case_merge", two_cases, {"into": "ZS-20231115-0001", "why": "x"}, DECIDE),
    Row("case_split", two_clues, {"clues": ["alert:drift-T3"], "why": "x"}, DECIDE),
    Row("case_pause", Office.opened, {"why": "weather"}, DECIDE),
    Row("case_resume", paused, {}, DECIDE),
    Row("case_reopen", dismissed, {"why": "x"}, "supervisor@own commander@own"),
    Row("order_issue", Office.assessed, ISSUE, f"{DECIDE} duty@rescue commander@rescue"),
    Row("order_release", Office.ordered, {"release_why": "recalled"}, f"{DECIDE} duty@rescue commander@rescue"),
    Row("order_ack", Office.ordered, HEARD, FORWARD),
    Row("order_decline", Office.ordered, {"why": "x", **HEARD}, FORWARD),
    Row("order_under_way", acknowledged, HEARD, FORWARD),
    Row("order_on_scene", acknowledged, HEARD, FORWARD),
    Row("order_check_in", Office.ordered, HEARD, FORWARD),
    Row("order_report", acknowledged, {"result": "none", **HEARD}, FORWARD),
    Row("review", Office.disposed, {"verdict": "accept", "why": "x"}, DECIDE, frozenset({"legal"})),
    Row("sar_plan", shared, {"plan": {}}, "duty@rescue commander@rescue"),
    Row(
        "vhf_call", shared, {"words": "请避让", "answer": "none"}, "duty@own commander@own duty@rescue commander@rescue"
    ),
    Row(
        *("sar_leg", searched, {"search": 1, "leg": 1}),
        "duty@rescue commander@rescue grid@mine duty@mine commander@mine",
    ),
    Row("transfer_offer", Office.assessed, {"to": "west", "why": "x"}, DECIDE),
    Row("transfer_withdraw", offered, {}, DECIDE),
    Row("transfer_accept", offered, {}, "duty@to commander@to"),
    Row("transfer_return", offered, {"why": "x"}, "duty@to commander@to"),
    Row("transfer_refuse", offered, {"why": "x"}, "duty@to commander@to"),
    Row("thread_open", shared, {"to": ["west"], "kind": "copy", "question": "x"}, TALK),
    Row("thread_answer", thread, {"text": "x"}, "duty@asked commander@asked grid@asked legal@asked"),
    Row("thread_close", thread, {"outcome": "x"}, "duty@opener commander@opener grid@opener legal@opener"),
    Row("inspection_plan", of("new"), {"lead": "east", "members": [MEMBER], **NOW}, ACTS),
    Row("inspection_join", planned, MEMBER, "duty@joins commander@joins"),
    Row(
        *("inspection_result", planned, {"agency": "fishery", "result": "x"}),
        "duty@member commander@member grid@member",
    ),
    Row("inspection_end", planned, {"why": "x"}, "duty@lead commander@lead"),
    Row("evidence_add", shared, {"kind": "photo", **FILE}, "duty@own commander@own grid@own grid@mine"),
    Row("evidence_void", evidence, {"why": "x"}, "duty@own commander@own grid@own"),
    Row("procedure_step", Office.assessed, STEP, "duty@own commander@own legal@own"),
    Row("procedure_hold", filed, {"basis": "x"}, "duty@own commander@own legal@own"),
    Row("craft_state", of("e1"), {"state": "down"}, "grid@craft duty@craft commander@craft"),
    Row("duty_on", of("seat:1"), {}, "duty@any commander@any grid@any legal@any"),
    Row(
        *("duty_off", lambda office: done(office, "duty_on", "seat:1"), {}),
        "duty@any commander@any grid@any legal@any",
        name=DUTY.name,
    ),
    Row("season_tick", of("winter-2026/meeting/east"), {}, "duty@unit commander@unit grid@unit"),
    Row(
        *("pack", shared, {"sha256": "0" * 64, "bytes": 1, "key": "k", "root": 1}),
        "duty@any commander@any legal@any supervisor@any",
    ),
    Row("mark", of("drift-T1"), {"mark": "acknowledge"}, ACTS),
    Row("undo_mark", lambda office: done(office, "mark", "drift-T1", mark="true"), {"undoes": 1, "reason": "x"}, ACTS),
    Row("zone", of("z1"), {"feature": feature(id="z1")}, ACTS),
    Row(
        "zone_end",
        lambda office: done(office, "zone", "z1", feature=feature(id="z1")),
        {"reason": "x", "version": 1},
        ACTS,
    ),
    Row("watch", of("412000001"), {"reason": "x"}, ACTS),
    Row("unwatch", lambda office: done(office, "watch", "412000001", reason="x"), {"reason": "x"}, ACTS),
    Row("hand_over", of("watch"), {"to": "王", "text": "x"}, ACTS),
    Row("note", of("mmsi:412000001"), {"text": "x"}, f"{ACTS} grid@any"),
    Row("clue", of("hotline/7"), {"record": CLUE.record()}, f"{ACTS} grid@any supervisor@any integrator@any"),
    Row("clue_class", of("hotline/7"), {"kind": "dark", "colour": "yellow", "to": "east"}, CLUE_ACTS),
    Row(
        "clue_take",
        lambda office: done(office, "clue_class", "hotline/7", kind="dark", colour="yellow", to="east"),
        {},
        f"{CLUE_ACTS} grid@clue",
    ),
    Row("clue_answer", of("hotline/7"), {"outcome": "no_action", "text": "x"}, f"{CLUE_ACTS} grid@clue"),
    Row("account_add", of("wang"), {"name_zh": "王", "roles": ["duty"]}, "admin@any"),
    Row("account_role", account, {"roles": ["grid"]}, "admin@any"),
    Row("account_unit", account, {"unit": "west"}, "admin@any"),
    Row("account_link", account, {"issuer": "https://id.example", "subject": "x"}, "admin@any"),
    Row("account_disable", account, {}, "admin@any"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    units = Units((*UNITS, Unit("south", "南县", "South", "county", "city")))
    seasons = read_with(tmp_path_factory.mktemp("site"), SEASONS, UNITS, CALENDAR)
    return replace(SITE, units=units, seasons=seasons)


def office_of(site: Workplace, kind: str) -> Office:
    office = Office(replace(FACTS, site=site, blobs={SHA: 9}.get))
    if kind == "season_tick":
        office.facts = replace(office.facts, t_s=parse_iso("2026-12-01T00:00:00Z"))
    return office


def holds(seats: str, role: str, place: str) -> bool:
    """Whether the design seats this role of this place."""
    return any(who == role and place in HOLDS[scope] for who, scope in (each.split("@") for each in seats.split()))


def test_every_kind_has_a_row() -> None:
    assert {row.kind for row in ROWS} == set(kinds()) - set(ONLY_DESK)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.kind)
def test_a_command_is_for_the_seats_of_the_design_and_for_nobody_else(site: Workplace, row: Row) -> None:
    office = office_of(site, row.kind)
    subject = row.prepare(office)
    for role in (each for each in ROLES if each not in row.apart):
        for place, unit in PLACES.items():
            by = person(role, unit, row.name or f"walker-{role}-{place}")
            command = Command("walk", row.kind, subject, by.name, "", row.body, version=office.book.seq)
            try:
                checked(command, office.book, replace(office.facts, by=by))
                refused = None
            except Refused as problem:
                refused = problem
            may = holds(row.seats, role, place)
            assert not may or RIGHTS[ROW_OF[row.kind]][role] in (FULL, GUARDED), "the table of rights knows it"
            assert may == (refused is None), (role, place, refused and refused.why["en"])
            assert refused is None or (refused.status == "forbidden" and refused.why["zh"]), (role, place, refused)


def test_a_case_that_is_only_shared_is_not_passed_on(site: Workplace) -> None:
    office = office_of(site, "thread_open")
    case_id = shared(office)
    for role in ("duty", "commander", "grid", "legal"):
        assert "may open a thread" in office.why(
            person(role, "west"), "thread_open", case_id, to=["south"], kind="copy", question="x"
        )

"""Between units and agencies: transfers with their materials, threads, evidence, procedure and inspections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.casework.cases.law.police_terms import owed_to_police
from models.casework.cases.materials import MATERIALS
from models.casework.store import Ledger
from tests.models.casework.cases.office import (
    CHIEF,
    CITY,
    COMMANDER,
    DUTY,
    FAR_DUTY,
    GRID,
    LEGAL,
    OTHER_DUTY,
    Office,
    person,
)
from tests.models.casework.cases.test_rows import nouns_of, rows_of

SHA = "ab" * 32
FILE = {"sha256": SHA, "bytes": 9, "mime": "image/jpeg", "taken_s": 1.0}
DAY_S = 86400.0


def with_file(office: Office) -> Office:
    """The office where the file has arrived."""
    office.facts = replace(office.facts, blobs={SHA: 9}.get)
    return office


def boarded(office: Office, **assess: Any) -> str:
    """A case whose target was boarded by two officers with the recorder on."""
    case_id = office.opened()
    given = {"kind": "moratorium", "colour": "orange", "why": "雷达可见", "items": ["YY-38"], **assess}
    office.do(DUTY, "case_assess", case_id, **given)
    order_id = office.issued(case_id)
    office.forward(order_id, "ack")
    two = [{"name": "甲", "cert_no": "1"}, {"name": "乙", "cert_no": "2"}]
    office.do(GRID, "order_report", order_id, result="violation", boarded=True, officers=two, recorder_on=True)
    return case_id


def test_an_owner_stays_responsible_until_the_transfer_is_accepted() -> None:
    office = Office()
    case_id = office.assessed()
    assert "that unit's case already" in office.why(DUTY, "transfer_offer", case_id, to="east", why="x")
    assert "no unit" in office.why(DUTY, "transfer_offer", case_id, to="nowhere", why="x")
    transfer = office.do(DUTY, "transfer_offer", case_id, to="west", why="进入西县水域").subject
    assert transfer == f"{case_id}/X1" and office.case().unit == "east"
    assert office.case().pauses[0].why == "offered" and office.case().pauses[0].to_s is None
    assert "offered to west already" in office.why(DUTY, "transfer_offer", case_id, to="city", why="x")
    assert "accept the transfer" in office.why(DUTY, "transfer_accept", transfer)
    office.do(FAR_DUTY, "transfer_accept", transfer, receipt_no="回执1")
    assert (office.case().unit, office.case().transfers[0].receipt_no) == ("west", "回执1")
    assert office.case().pauses[0].to_s is not None
    office.do(FAR_DUTY, "case_dismiss", case_id, why="误报")


def test_a_transfer_is_returned_once_and_may_be_withdrawn_or_refused() -> None:
    office = Office()
    case_id = office.assessed()
    transfer = office.do(DUTY, "transfer_offer", case_id, to="west", why="x").subject
    office.do(FAR_DUTY, "transfer_return", transfer, why="缺材料", gaps=["M1", "M6"])
    assert office.case().transfers[0].gaps == ("M1", "M6")
    assert "you cannot return" in office.why(FAR_DUTY, "transfer_return", transfer, why="缺材料")
    office.do(FAR_DUTY, "transfer_accept", transfer)
    second = office.do(FAR_DUTY, "transfer_offer", case_id, to="east", why="y").subject
    office.do(DUTY, "transfer_refuse", second, why="不属本辖区")
    third = office.do(FAR_DUTY, "transfer_offer", case_id, to="east", why="y").subject
    office.do(FAR_DUTY, "transfer_withdraw", third)
    assert [each.state for each in office.case().transfers] == ["accepted", "refused", "withdrawn"]


def test_a_department_is_offered_complete_materials_or_a_commander_says_why_not() -> None:
    office = with_file(Office())
    case_id = boarded(office)
    offer = {"to": "fishery", "kind": "department", "why": "渔业事项"}
    why = office.why(DUTY, "transfer_offer", case_id, **offer)
    assert "M1 letter of transfer" in why and "M11" in why and "M2" not in why and "M5" not in why
    assert "missing" in office.why(DUTY, "transfer_offer", case_id, **offer, urgent_why="急")
    files = [office.do(GRID, "evidence_add", case_id, **FILE, kind="photo").subject]
    materials = dict.fromkeys(("M1", "M3", "M4", "M6", "M10", "M11"), files)
    office.do(DUTY, "transfer_offer", case_id, **offer, materials=materials)
    assert office.case().transfers[0].missing == ()
    transfer = office.case().transfers[0].id
    office.do(DUTY, "transfer_accept", transfer)  # an agency beside the site answers by letter
    assert office.case().unit == "east"
    office.do(
        COMMANDER, "transfer_offer", case_id, to="coast_guard", kind="criminal", why="涉刑", urgent_why="嫌疑人在押"
    )
    assert office.case().transfers[1].missing[-4:] == ("C1", "C2", "C3", "C4")


def test_each_material_has_its_code_and_both_names() -> None:
    codes = [each.code for each in MATERIALS["department"]]
    assert codes == [f"M{number}" for number in range(1, 12)]
    assert all(each.zh and each.en for rows in MATERIALS.values() for each in rows)


def test_what_is_owed_to_the_police_is_listed_after_three_days() -> None:
    office = with_file(Office())
    case_id = boarded(office, criminal_hint=True)
    t_s = office.facts.t_s
    assert owed_to_police(office.book.cases.values(), t_s + 2 * DAY_S) == []
    assert [each.id for each in owed_to_police(office.book.cases.values(), t_s + 4 * DAY_S)] == [case_id]
    office.do(COMMANDER, "transfer_offer", case_id, to="coast_guard", kind="criminal", why="涉刑", urgent_why="急")
    assert owed_to_police(office.book.cases.values(), t_s + 4 * DAY_S) == []


def test_a_thread_is_answered_by_all_who_were_asked_and_closed_by_who_asked() -> None:
    office = Office()
    case_id = office.assessed()
    thread = office.do(
        DUTY, "thread_open", case_id, to=["west", "neighbour"], kind="assistance", question="请协查"
    ).subject
    assert "of a unit that was asked" in office.why(person("duty", "isle"), "thread_answer", thread, text="无")
    office.do(FAR_DUTY, "thread_answer", thread, text="未见")
    assert office.case().threads[0].state == "open"
    office.do(DUTY, "thread_answer", thread, unit="neighbour", text="来函：未见")
    assert office.case().threads[0].state == "answered"
    office.do(DUTY, "thread_close", thread, outcome="无异常")
    assert "you cannot answer" in office.why(FAR_DUTY, "thread_answer", thread, text="补充")


def test_a_dispute_is_ruled_by_the_common_superior() -> None:
    office = Office()
    case_id = office.assessed()
    thread = office.do(DUTY, "thread_open", case_id, to=["west"], kind="dispute", question="谁管").subject
    assert "city, the common superior" in office.why(DUTY, "thread_close", thread, outcome="定", ruling="东县")
    assert "ruling" in office.why(CHIEF, "thread_close", thread, outcome="定")
    office.do(CHIEF, "thread_close", thread, outcome="定", ruling="东县先行处置")


def test_evidence_is_a_file_that_is_there_and_is_voided_with_a_reason() -> None:
    office = Office()
    case_id = office.opened()
    assert "not arrived" in office.why(GRID, "evidence_add", case_id, **FILE, kind="photo")
    with_file(office)
    assert "another size" in office.why(GRID, "evidence_add", case_id, **{**FILE, "bytes": 8}, kind="photo")
    evidence = office.do(GRID, "evidence_add", case_id, **FILE, kind="photo").subject
    office.do(DUTY, "evidence_void", evidence, why="传错")
    assert office.case().evidence[0].void_why == "传错"
    assert "cannot void" in office.why(DUTY, "evidence_void", evidence, why="传错")


def step(office: Office, name: str, by: Any = DUTY, **facts: Any) -> None:
    office.do(by, "procedure_step", office.case().id, step=name, at_s=office.facts.t_s, **facts)


def refused_step(office: Office, name: str, by: Any = DUTY, **facts: Any) -> str:
    return office.why(by, "procedure_step", office.case().id, step=name, at_s=office.facts.t_s, **facts)


def test_a_procedure_goes_in_order_and_decides_after_the_notice() -> None:
    office = Office()
    office.assessed()
    assert "no procedure" in refused_step(office, "decided")
    step(office, "filed", no="舟综执〔2023〕1号", agency="fishery")
    assert "was done" in refused_step(office, "filed")
    step(office, "investigated")
    assert "the notice of the penalty comes first" in refused_step(office, "decided")
    step(office, "reviewed", LEGAL)
    step(office, "notified")
    off = {"tier": "从重", "off_tier": True, "why": "暴力抗法"}
    assert "off its tier" in refused_step(office, "decided", discretion=off)
    step(office, "decided", LEGAL, discretion=off, penalty={"fine_yuan": 5000})
    assert office.case().procedure and office.case().procedure.penalty["fine_yuan"] == 5000


def test_the_terms_are_held_on_a_named_basis() -> None:
    office = Office()
    case_id = office.assessed()
    assert "no procedure" in office.why(DUTY, "procedure_hold", case_id, basis="鉴定")
    step(office, "filed")
    assert "basis" in office.why(DUTY, "procedure_hold", case_id)
    office.do(DUTY, "procedure_hold", case_id, basis="行政强制法第二十五条 鉴定期间")
    assert "held already" in office.why(DUTY, "procedure_hold", case_id, basis="x")
    office.do(DUTY, "procedure_hold", case_id, ends=True)
    assert "not held" in office.why(DUTY, "procedure_hold", case_id, ends=True)


WAIVER = {"ground": "first_minor", "why": "首次", "harm_minor": True, "corrected": True, "educated": True}


@pytest.mark.parametrize(
    ("waivable", "waiver", "part"),
    [
        ((), WAIVER, "item does not allow"),
        (("YY-38",), {**WAIVER, "corrected": False}, "not corrected"),
        (("YY-38",), {**WAIVER, "harm_minor": False}, "not minor"),
    ],
)
def test_a_first_minor_breach_is_waived_only_where_all_holds(waivable: Any, waiver: Any, part: str) -> None:
    office = with_file(Office())
    office.facts = replace(office.facts, site=replace(office.facts.site, waivable=frozenset(waivable)))
    boarded(office)
    for name in ("filed", "investigated", "reviewed", "notified"):
        step(office, name)
    assert part in refused_step(office, "decided", waiver=waiver)


def test_there_is_no_fine_in_the_place_of_the_police() -> None:
    office = with_file(Office())
    case_id = boarded(office)
    for name in ("filed", "investigated", "reviewed", "notified"):
        step(office, name)
    office.do(COMMANDER, "transfer_offer", case_id, to="coast_guard", kind="criminal", why="涉刑", urgent_why="急")
    assert "no fine" in refused_step(office, "decided", penalty={"fine_yuan": 1.0})


def test_one_inspection_has_one_result_of_each_member() -> None:
    office = Office()
    case_id = office.assessed()
    t_s = office.facts.t_s
    plan = {"lead": "east", "from_s": t_s, "to_s": t_s + 3600.0, "cases": [case_id]}
    members = [{"agency": "fishery", "unit": "east"}]
    assert "48 hours" in office.why(DUTY, "inspection_plan", **{**plan, "to_s": t_s + 3 * DAY_S}, members=members)
    found = office.do(DUTY, "inspection_plan", **plan, members=members).subject
    assert found == "ZS-20231115-J01"
    office.do(FAR_DUTY, "inspection_join", found, agency="msa", unit="west")
    assert "its own unit" in office.why(FAR_DUTY, "inspection_result", found, agency="fishery", result="无")
    office.do(FAR_DUTY, "inspection_result", found, agency="msa", result="证书齐全")
    assert office.book.inspections[found].state == "running"
    assert "end the inspection" in office.why(FAR_DUTY, "inspection_end", found, why="完成")
    office.do(OTHER_DUTY, "inspection_end", found, why="完成")
    assert "you cannot" in office.why(FAR_DUTY, "inspection_join", found, agency="msa", unit="west")


def test_the_rows_of_all_these_nouns_are_what_the_fold_gives(url: str) -> None:
    office = with_file(Office())
    case_id = boarded(office)
    evidence = office.do(GRID, "evidence_add", case_id, **FILE, kind="photo").subject
    office.do(DUTY, "evidence_void", evidence, why="传错")
    thread = office.do(DUTY, "thread_open", case_id, to=["west"], kind="copy", question="通报").subject
    office.do(FAR_DUTY, "thread_answer", thread, text="收到")
    transfer = office.do(DUTY, "transfer_offer", case_id, to="west", why="x").subject
    office.do(FAR_DUTY, "transfer_refuse", transfer, why="不收")
    step(office, "filed")
    plan = {"lead": "city", "from_s": 0.0, "to_s": 3600.0, "members": [{"agency": "fishery", "unit": "city"}]}
    office.do(
        CITY, "inspection_result", office.do(CITY, "inspection_plan", **plan).subject, agency="fishery", result="无"
    )
    ledger = office.written(Ledger(url))
    assert rows_of(ledger) == nouns_of(office.book) and ledger.book() == office.book
    ledger.close()

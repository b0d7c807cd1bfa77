"""The terms of the laws, on real dates of 2026 with its holidays: each row, holds, and the hand-over to the police."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from models.casework.case import KEEP_CLOSED_S
from models.casework.cases.clocks import clocks_of, due_marks
from models.casework.cases.law.case_clock import CaseClock
from models.casework.cases.law.legal_terms import LEGAL_TERMS, legal_clocks, surcharge_yuan, term_end_s, term_of
from models.casework.cases.law.police_terms import POLICE_TERMS, owed_to_police, with_police
from models.casework.cases.limits import DEFAULT_MIN
from models.casework.cases.workdays import WorkCalendar
from tests.dashboard.pictures import site
from tests.models.casework.cases.office import CHIEF, COMMANDER, DUTY, FACTS, LEGAL, OTHER_DUTY, SITE, Office

LOCAL = timezone(timedelta(hours=8))
YEAR = site().rulebook.calendar
CALENDAR = WorkCalendar(8.0, YEAR.holidays, YEAR.make_up)
HOUR_S, DAY_S = 3600.0, 86400.0


def at(text: str) -> float:
    """Local time such as `2026-09-30 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).timestamp()


def day_of(t_s: float) -> str:
    """The local day that ends at a time."""
    return datetime.fromtimestamp(t_s - 1.0, UTC).astimezone(LOCAL).strftime("%Y-%m-%d")


# A term, when it begins, and the last day of it.
ENDS = [
    ("decide", "2026-06-29 09:00", "2026-09-27"),  # 90 days; a free Sunday does not prolong ours
    ("registered", "2026-09-28 09:00", "2026-10-13"),  # 28 Sept to 30 Sept, then 8, 9, the Saturday 10, 12 and 13 Oct
    ("registered", "2026-02-12 20:00", "2026-02-28"),  # Spring Festival: 13, the Saturday 14, then 24 to 28 Feb
    ("seizure", "2026-09-01 00:30", "2026-10-01"),  # 30 days of the calendar, into the National Day
    ("hearing_ask", "2026-04-30 10:00", "2026-05-11"),  # Labour Day, and the Saturday that makes up for it
    ("serve", "2026-06-18 23:00", "2026-06-30"),  # Dragon Boat
    ("pay", "2026-09-16 10:00", "2026-10-08"),  # 15 days end on the National Day: the party has until it is over
    ("cash", "2026-09-24 10:00", "2026-09-29"),  # Mid-Autumn
    ("limit", "2024-02-29 10:00", "2026-02-28"),
]


@pytest.mark.parametrize(("name", "begins", "last"), ENDS)
def test_a_term_ends_with_its_last_day(name: str, begins: str, last: str) -> None:
    end_s = term_end_s(term_of(name), at(begins), CALENDAR)
    assert day_of(end_s) == last and end_s == at(last) + DAY_S


def test_coercion_on_the_spot_is_reported_within_24_hours() -> None:
    assert term_end_s(term_of("coercion"), at("2026-10-01 10:00"), CALENDAR) == at("2026-10-02 10:00")


def test_each_row_names_its_article() -> None:
    assert {each.article_zh for each in LEGAL_TERMS} >= {
        *("行政处罚法第六十条", "行政处罚法第五十六条", "行政强制法第二十五条", "行政强制法第十九条、海警法第三十二条"),
        *("行政处罚法第六十四条", "行政处罚法第六十一条", "行政处罚法第六十七条", "行政处罚法第七十一条"),
        "行政处罚法第三十六条",
    }
    assert all(each.article_en and each.zh and each.en for each in (*LEGAL_TERMS, *POLICE_TERMS))


def office_at(text: str) -> Office:
    """An office in 2026 with its calendar, and a case that a procedure may be filed for."""
    office = Office(replace(FACTS, t_s=at(text), site=replace(SITE, calendar=CALENDAR)))
    office.do(DUTY, "case_open", clues=["person:王"], place={"lon": 122.5, "lat": 30.0})
    office.do(DUTY, "case_assess", office.case().id, kind="moratorium", colour="orange", why="x", items=["YY-38"])
    return office


def step(office: Office, name: str, by: Any = DUTY, **more: Any) -> None:
    office.do(by, "procedure_step", office.case().id, **{"step": name, "at_s": office.facts.t_s, **more})


def why_not(office: Office, name: str, by: Any = DUTY, **more: Any) -> str:
    return office.why(by, "procedure_step", office.case().id, **{"step": name, "at_s": office.facts.t_s, **more})


def law(office: Office, name: str) -> CaseClock:
    return next(each for each in legal_clocks(office.case(), CALENDAR) if each.name == f"law.{name}")


def police(office: Office, name: str) -> CaseClock:
    clocks = clocks_of(office.case(), DEFAULT_MIN, CALENDAR)
    return next(each for each in clocks if each.name == f"police.{name}")


def go_to(office: Office, text: str) -> None:
    office.wait(at(text) - office.facts.t_s)


def test_a_hold_stops_the_terms_that_its_ground_names() -> None:
    office = office_at("2026-03-02 09:00")
    step(office, "filed")
    step(office, "measure", seizures=[{"what": "刺网 40 张"}])
    assert day_of(law(office, "seizure/1").due_s(office.facts.t_s)) == "2026-04-01"
    office.do(DUTY, "procedure_hold", office.case().id, basis="行政强制法第二十五条 网目鉴定", ground="testing")
    go_to(office, "2026-03-12 09:00")
    office.do(DUTY, "procedure_hold", office.case().id, ends=True)
    office.do(DUTY, "procedure_hold", office.case().id, basis="公告送达", ground="announcement")
    go_to(office, "2026-03-17 09:00")
    office.do(DUTY, "procedure_hold", office.case().id, ends=True)
    t_s = office.facts.t_s
    assert day_of(law(office, "seizure/1").due_s(t_s)) == "2026-04-11"  # ten days of testing
    assert law(office, "decide").due_s(t_s) - at("2026-06-01") == 15 * DAY_S  # and five of the announcement


def test_a_seizure_is_prolonged_once_with_a_reason_and_dealt_with() -> None:
    office = office_at("2026-03-02 09:00")
    step(office, "filed")
    assert "seized or registered" in why_not(office, "measure")
    step(office, "measure", seizures=[{"what": "渔船"}, {"what": "渔获", "kind": "registered"}])
    step(office, "measure", seizures=[{"what": "渔船", "prolonged_why": "案情复杂，经负责人批准"}])
    assert day_of(law(office, "seizure/1").due_s(office.facts.t_s)) == "2026-05-01"
    assert day_of(law(office, "registered/2").due_s(office.facts.t_s)) == "2026-03-11"
    assert [day_of(each["until_s"]) for each in office.case().procedure.seizures] == ["2026-05-01", "2026-03-11"]  # type: ignore[union-attr]
    step(office, "measure", seizures=[{"what": "渔获", "dealt_s": office.facts.t_s}])
    assert law(office, "registered/2").end_s == office.facts.t_s


def test_what_falls_due_is_marked_also_after_the_operation_is_closed() -> None:
    office = office_at("2026-03-02 09:00")
    case_id = office.case().id
    step(office, "filed")
    office.do(DUTY, "case_dismiss", case_id, why="另案办理")
    go_to(office, "2026-05-05 09:00")
    (mark,) = due_marks(office.case(), DEFAULT_MIN, office.facts.t_s, CALENDAR)
    assert (mark.clock.name, mark.pct, mark.level, mark.clock.unit) == ("law.decide", 70, "urge", "east")
    office.wait(KEEP_CLOSED_S)
    office.do(DUTY, "note", "mmsi:412000001", text="x")
    assert case_id in office.book.cases  # the procedure runs, so it stays


def test_a_hearing_is_asked_for_in_time_told_before_and_held_before_the_decision() -> None:
    office = office_at("2026-04-20 09:00")
    step(office, "filed")
    step(office, "investigated")
    step(office, "reviewed", LEGAL)
    go_to(office, "2026-04-30 10:00")
    step(office, "notified", facts={"hearing_right": True})
    assert "may still ask for a hearing (until 2026-05-11T16:00Z)" in why_not(office, "decided")
    go_to(office, "2026-05-11 20:00")
    step(office, "hearing_asked")
    assert "one that was not held" in why_not(office, "decided")
    assert "notice of the hearing comes first" in why_not(office, "heard")
    step(office, "hearing_told")
    go_to(office, "2026-05-19 10:00")
    assert "seven working days before" in why_not(office, "heard")
    go_to(office, "2026-05-20 10:00")
    step(office, "heard")
    step(office, "decided", penalty={"fine_yuan": 2000.0})
    assert law(office, "hearing_ask").end_s == at("2026-05-11 20:00")


def test_a_hearing_asked_for_too_late_is_refused_and_the_party_may_give_it_up() -> None:
    office = office_at("2026-04-20 09:00")
    for name in ("filed", "investigated", "reviewed"):
        step(office, name)
    step(office, "notified", facts={"hearing_right": True})
    step(office, "decided", facts={"hearing_waived": True})
    late = office_at("2026-04-20 09:00")
    for name in ("filed", "investigated", "reviewed", "notified"):
        step(late, name)
    go_to(late, "2026-04-28 09:00")
    assert "five working days" in why_not(late, "hearing_asked")


def test_an_unpaid_fine_grows_by_three_percent_a_day_up_to_itself() -> None:
    office = office_at("2026-09-01 09:00")
    for name in ("filed", "investigated", "reviewed", "notified"):
        step(office, name)
    step(office, "decided", penalty={"fine_yuan": 10_000.0})
    go_to(office, "2026-09-16 10:00")
    step(office, "served")
    procedure = office.case().procedure
    assert procedure is not None
    owed = [surcharge_yuan(procedure, at(text), CALENDAR) for text in ("2026-10-08 23:00", "2026-10-09 01:00")]
    assert owed == [0.0, 300.0]
    assert surcharge_yuan(procedure, at("2026-10-18 12:00"), CALENDAR) == pytest.approx(3000.0)
    assert surcharge_yuan(procedure, at("2027-03-01 12:00"), CALENDAR) == 10_000.0


def test_an_act_that_nobody_discovered_in_two_years_is_not_filed() -> None:
    office = office_at("2026-03-02 09:00")
    old = {"act_s": at("2024-02-28 09:00")}
    assert "time limit of 2 years" in why_not(office, "filed", facts=old)
    step(office, "filed", facts={**old, "five_years": True})


def test_steps_have_a_possible_time() -> None:
    office = office_at("2026-03-02 09:00")
    assert "in the future" in why_not(office, "filed", at_s=office.facts.t_s + DAY_S)
    step(office, "filed")
    assert "before the step before it" in why_not(office, "investigated", at_s=office.facts.t_s - DAY_S)


def test_a_thread_stands_still_over_a_holiday() -> None:
    office = office_at("2026-02-12 18:00")
    office.do(DUTY, "thread_open", office.case().id, to=["west"], kind="assistance", question="请协查")
    clock = next(each for each in clocks_of(office.case(), DEFAULT_MIN, CALENDAR) if each.about)
    assert clock.due_s(0.0) == office.case().threads[0].due_s == at("2026-02-26 00:00") + DAY_S
    assert clock.share(at("2026-02-15 00:00")) == clock.share(at("2026-02-23 12:00")) == pytest.approx(0.4)
    assert clock.at_s(70, 0.0) == at("2026-02-25 12:00")
    assert clock.share(clock.at_s(150, 0.0)) == pytest.approx(1.5)


def hinted() -> Office:
    office = office_at("2026-10-01 09:00")
    office.do(
        DUTY, "case_assess", office.case().id, kind="moratorium", colour="orange", why="万公斤", criminal_hint=True
    )
    return office


def sent_to_police(office: Office) -> None:
    offer = {"to": "coast_guard", "kind": "criminal", "why": "x", "urgent_why": "急"}
    office.do(COMMANDER, "transfer_offer", office.case().id, **offer)


def owed(office: Office, text: str) -> bool:
    return bool(owed_to_police(office.book.cases.values(), at(text)))


def test_the_head_decides_in_three_days_and_sends_it_in_24_hours_holidays_or_not() -> None:
    office = hinted()
    assert not owed(office, "2026-10-04 08:59") and owed(office, "2026-10-04 09:01")
    assert "hint of a crime comes first" in why_not(office_at("2026-10-01 09:00"), "head_approved", COMMANDER)
    assert "only a commander" in why_not(office, "head_approved")
    go_to(office, "2026-10-03 09:00")
    step(office, "head_approved", COMMANDER)
    assert police(office, "head").end_s == at("2026-10-03 09:00")
    assert not owed(office, "2026-10-04 08:00") and owed(office, "2026-10-04 10:00")
    office.do(
        COMMANDER, "transfer_offer", office.case().id, to="coast_guard", kind="criminal", why="x", urgent_why="急"
    )
    assert not owed(office, "2026-10-09 10:00")
    assert police(office, "police").due_s(0.0) == at("2026-10-06 09:00")


def test_a_refusal_of_the_police_is_asked_again_and_the_goods_follow_a_filing() -> None:
    office = hinted()
    assert "sending it to the police comes first" in why_not(office, "police_filed")
    office.do(
        COMMANDER, "transfer_offer", office.case().id, to="coast_guard", kind="criminal", why="x", urgent_why="急"
    )
    step(office, "police_declined")
    assert police(office, "again").limit_s == 3 * DAY_S and "was done" in why_not(office, "police_declined")
    step(office, "asked_again")
    assert "telling the procurator comes first" in why_not(office, "police_filed")
    assert police(office, "second").limit_s == 3 * DAY_S
    step(office, "police_filed_again")
    assert "cannot follow the filing" in why_not(office, "police_declined_again")
    assert police(office, "second").end_s is not None and police(office, "goods").end_s is None
    step(office, "goods_handed")
    assert police(office, "goods").end_s == office.facts.t_s and not office.case().procedure


def test_a_second_refusal_goes_to_the_procurator_or_the_agency_handles_the_case_itself() -> None:
    office = hinted()
    body = {"to": "coast_guard", "kind": "criminal", "why": "x", "urgent_why": "急"}
    office.do(COMMANDER, "transfer_offer", office.case().id, **body)
    step(office, "police_declined")
    step(office, "asked_again")
    assert "the second refusal by the police comes first" in why_not(office, "own_handling")
    step(office, "police_declined_again")
    assert police(office, "procurator").limit_s == 3 * DAY_S and with_police(office.case())
    step(office, "own_handling")
    assert police(office, "procurator").end_s == office.facts.t_s and not with_police(office.case())
    assert "cannot follow the second refusal" in why_not(office, "police_filed_again")


def test_what_the_head_declined_is_not_owed() -> None:
    office = hinted()
    step(office, "head_declined", CHIEF, facts={"why": "未达追诉标准"})
    assert not owed(office, "2026-12-01 09:00")
    office.do(OTHER_DUTY, "note", "mmsi:412000001", text="x")

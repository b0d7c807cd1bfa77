"""Which open cases a clue is offered to: the same vessel or place, within two days; nothing joins by itself."""

from __future__ import annotations

from dataclasses import replace

from models.casework.cases.nouns import CasePlace
from models.casework.clues.joining import ClueSubject, JoinLimits, join_offers, subject_of_record
from tests.dashboard.pictures import T0
from tests.models.casework.cases.office import CLUE, Office

LIMITS = JoinLimits()


def offers(office: Office, about: ClueSubject, limits: JoinLimits = LIMITS) -> list[str]:
    return [each.same for each in join_offers(office.book.cases.values(), about, limits)]


def test_a_clue_of_the_same_vessel_is_offered_for_two_days_after_the_last_one() -> None:
    office = Office()
    office.opened("clue:hotline/7")
    same = ClueSubject(T0 + 47 * 3600.0, mmsi=413_000_001)
    assert offers(office, same) == ["vessel"]
    assert offers(office, replace(same, t_s=T0 + 49 * 3600.0)) == []
    assert offers(office, replace(same, t_s=T0 + 49 * 3600.0), JoinLimits(72 * 3600.0)) == ["vessel"]
    assert offers(office, replace(same, mmsi=413_000_002)) == [], "another vessel"


def test_a_clue_of_the_same_place_counts_the_doubt_of_both() -> None:
    office = Office()
    office.opened("clue:hotline/7")
    near = ClueSubject(T0, place=CasePlace(122.508, 30.0))
    far = replace(near, place=CasePlace(122.52, 30.0))
    assert offers(office, near) == ["place"] and offers(office, far) == []
    assert offers(office, replace(far, place=CasePlace(122.52, 30.0, radius_m=1_500.0))) == ["place"]
    assert offers(office, replace(near, mmsi=413_000_002)) == [], "two vessels that are both known"


def test_a_case_that_is_closed_is_not_offered_and_a_record_says_what_it_is_about() -> None:
    office = Office()
    case_id = office.opened("clue:hotline/7")
    about = subject_of_record(CLUE.record(), T0)
    assert (about.mmsi, about.place) == (413_000_001, CasePlace(122.5, 30.0)) and offers(office, about) == ["vessel"]
    shut = replace(office.case(case_id), stage="closed")
    assert join_offers([shut], about, LIMITS) == []

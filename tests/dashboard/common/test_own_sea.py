"""Where a role has ◐ at sea: the own waters, what a case shares, and every distress."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.cases.case_desk import CaseDesk
from dashboard.common.own_sea import alerts_within, sea_within
from models.base.settings import CaseworkSettings
from models.casework.case import Book
from models.casework.cases.nouns import Case, ClueRef, LastMove
from models.casework.cases.papers import Thread
from models.casework.cases.site_workplace import workplace_of
from models.casework.person import LOCAL, Person
from models.messages.picture import Picture
from tests.dashboard.pictures import T0, alert, craft, picture, site

PLACE = workplace_of(site(), CaseworkSettings())
HERE, FAR = (122.5, 30.0), (123.3, 30.0)  # in the waters of one county, and outside all areas
OWNER = site().owner_at(*HERE).id
CASE = Case(
    **{"id": "ZS-20231114-0001", "seq": 1, "kind": "drift", "colour": "orange", "unit": OWNER, "by": "李明"},
    last=LastMove("case_open", "李明", T0),
    clues=(ClueRef("alert:drift-T1", "ais", T0, T0, {}),),
)


def sea() -> Picture:
    alerts = [replace(alert(1), lon=HERE[0], lat=HERE[1]), replace(alert(2), lon=FAR[0], lat=FAR[1])]
    alerts.append(replace(alert(3, "distress"), lon=FAR[0], lat=FAR[1]))
    totals = {"alerts_red": 2, "open_red": 2, "vessels": 9}
    return picture(craft(3), tuple(alerts), totals=totals)


def seen(person: Person, book: Book | None = None) -> list[str]:
    shown = alerts_within(sea(), site(), CaseDesk(person, PLACE), book or Book())
    assert shown.count("red") == sum(each.colour == "red" for each in shown.alerts) or person is LOCAL
    return [each.alert_id for each in shown.alerts]


def someone(role: str, unit: str) -> Person:
    return Person("x", "x", unit, (role,))


@pytest.mark.parametrize("role", ["grid", "integrator"])
def test_a_part_of_the_sea_is_the_own_waters_and_every_distress(role: str) -> None:
    ids = [each.alert_id for each in sea().alerts]
    assert seen(someone(role, OWNER)) == [ids[0], ids[2]]
    assert seen(someone(role, "shengshan")) == [ids[2]]
    assert seen(someone(role, "city")) == seen(someone(role, "")) == ids, "the root has the open sea too"


@pytest.mark.parametrize("role", ["viewer", "duty", "supervisor", "director"])
def test_other_roles_see_the_whole_sea(role: str) -> None:
    assert len(seen(someone(role, "shengshan"))) == len(seen(LOCAL)) == 3


def test_what_a_case_holds_is_shared_with_who_may_see_the_case() -> None:
    thread = Thread(f"{CASE.id}/T1", 2, OWNER, ("shengshan",), "assistance", "x", "李明", T0)
    for case, count in (
        (CASE, 1),
        (replace(CASE, threads=(thread,)), 2),
        (replace(CASE, threads=(thread,), sensitive=True), 1),
    ):
        assert len(seen(someone("grid", "shengshan"), Book(cases={CASE.id: case}))) == count


def test_programs_get_the_vessels_of_the_own_waters_and_of_the_alerts_they_get() -> None:
    whole = sea()
    tracks = {
        int(each)
        for each in sea_within(whole, site(), CaseDesk(someone("integrator", OWNER), PLACE), Book()).vessels["track_id"]
    }
    assert tracks and tracks <= {int(each) for each in whole.vessels["track_id"]}
    assert sea_within(whole, site(), CaseDesk(someone("duty", OWNER), PLACE), Book()) is whole

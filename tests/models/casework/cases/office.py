"""A place of work for the tests: a small site, its officers, and a book that grows by their commands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.casework.case import Book, Command, LedgerEvent
from models.casework.cases.nouns import Case
from models.casework.cases.workplace import PatrolCraft, Workplace
from models.casework.facts import Facts
from models.casework.fold import fold
from models.casework.kinds import subject_of
from models.casework.person import Person
from models.casework.refusals import Refused
from models.casework.rules import checked
from models.casework.store import Ledger
from models.messages.clue import Clue
from models.site.units import Unit, Units
from tests.dashboard.pictures import T0, alert

UNITS = Units(
    (
        Unit("city", "市", "City", "city"),
        Unit("east", "东县", "East", "county", "city"),
        Unit("isle", "岛镇", "Isle", "town", "east"),
        Unit("west", "西县", "West", "county", "city"),
    )
)


def owner_at(lon: float, lat: float) -> str:
    """The isle far out, then the two counties."""
    return "isle" if lon > 123.0 else "east" if lon > 122.0 else "west"


SITE = Workplace(
    prefix="ZS",
    units=UNITS,
    owner_at=owner_at,
    craft={
        **{each: PatrolCraft(each, "east", powers=("board", "fishery")) for each in ("e1", "e2", "e3")},
        **{each: PatrolCraft(each, "west", powers=("board", "fishery")) for each in ("w1", "w2")},
        "c1": PatrolCraft("c1", "city", agency="coast_guard", powers=("board", "stop"), officers=6),
        "m1": PatrolCraft("m1", "city", powers=(), officers=1),
    },
    vertical=frozenset({"coast_guard"}),
    external=frozenset({"neighbour"}),
    agencies=frozenset({"coast_guard", "fishery", "neighbour"}),
)


def person(role: str, unit: str = "east", name: str = "") -> Person:
    """An officer with an account."""
    name = name or f"{role}-{unit}"
    return Person(name, name, unit, (role,))


DUTY, COMMANDER, GRID, LEGAL = (person(role) for role in ("duty", "commander", "grid", "legal"))
OTHER_DUTY = person("duty", name="second")
CITY, CHIEF = person("duty", "city"), person("commander", "city")
SUPERVISOR = person("supervisor", "city")
FAR_DUTY, FAR_GRID = person("duty", "west"), person("grid", "west")
ALERTS = {each.alert_id: each for each in (alert(n, colour) for n, colour in enumerate(("orange", "red", "yellow"), 1))}
DISTRESS = alert(9, "distress")
CLUE = Clue("hotline", "7", T0, 122.5, 30.0, text="有人打鱼", mmsi=413000001)
GALE = Clue("weather", "g1", T0, kind="wind_10", valid_from_s=T0 - 3600.0, valid_to_s=T0 + 7 * 86400.0)
FACTS = Facts(
    t_s=T0,
    alerts={**ALERTS, DISTRESS.alert_id: DISTRESS},
    clues={"hotline/7": CLUE, "weather/g1": GALE},
    site=SITE,
)
TEXT = {"zh": "赴该处登临检查"}


class Office:
    """Commands one after the other: each is judged, numbered and folded. `all` has cases that left the book too."""

    def __init__(self, facts: Facts = FACTS) -> None:
        self.facts, self.book, self.events = facts, Book(), list[LedgerEvent]()
        self.commands: list[Command] = []
        self.all: dict[str, Case] = {}

    def do(
        self, by: Person, kind: str, subject: str = "new", /, *, seen: int | None = None, **body: Any
    ) -> LedgerEvent:
        """Give a command; without a version it is the newest. Raises Refused."""
        number = len(self.events) + 1
        newest = self.book.seq if seen is None else seen
        command = Command(f"c{number}", kind, subject, by.name, "", body, version=newest)
        left = {name: case for name, case in self.all.items() if name not in self.book.cases}
        kept = checked(command, self.book, replace(self.facts, by=by, archive={**self.facts.archive, **left}))
        event = LedgerEvent(number, self.facts.t_s, kind, subject_of(command, kept), by.name, "", kept)
        self.book = fold([event], self.book)
        self.all.update(self.book.cases)
        self.events.append(event)
        self.commands.append(replace(command, subject=event.subject))
        return event

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.facts = replace(self.facts, t_s=self.facts.t_s + seconds)

    def written(self, ledger: Ledger) -> Ledger:
        """A ledger with everything that was done."""
        for command, event in zip(self.commands, self.events, strict=True):
            ledger.append(command, event.body, event.t_s)
        return ledger

    def case(self, case_id: str = "") -> Case:
        """A case; the only one, or the last."""
        return self.book.cases[case_id] if case_id else list(self.book.cases.values())[-1]

    def why(self, by: Person, kind: str, subject: str = "new", /, *, seen: int | None = None, **body: Any) -> str:
        """The English sentence that refuses a command."""
        try:
            self.do(by, kind, subject, seen=seen, **body)
        except Refused as refused:
            assert all(refused.why.values())
            return refused.why["en"]
        raise AssertionError(f"{kind} by {by.name} was not refused")

    def opened(self, clue: str = "alert:drift-T1", by: Person = DUTY) -> str:
        """A case from a clue."""
        return self.do(by, "case_open", clues=[clue]).subject

    def assessed(self, clue: str = "alert:drift-T1", colour: str = "orange", by: Person = DUTY) -> str:
        """A case that was assessed."""
        case_id = self.opened(clue, by)
        self.do(by, "case_assess", case_id, kind="moratorium", colour=colour, why="雷达可见")
        return case_id

    def ordered(self, by: Person = DUTY, craft: str = "e1", **body: Any) -> str:
        """An order of a new case that was assessed; the id of the order."""
        return self.issued(self.assessed(), by, craft, **body)

    def issued(self, case_id: str, by: Person = DUTY, craft: str = "e1", to: str = "east", **body: Any) -> str:
        """One more order of a case."""
        given = {"to": to, "craft": craft, "task": "board", "text": TEXT, **body}
        return self.do(by, "order_issue", case_id, **given).subject

    def forward(self, order_id: str, *steps: str, by: Person = GRID) -> None:
        """The steps of a unit, without `order_`."""
        for step in steps:
            body = {"result": "none"} if step == "report" else {}
            self.do(by, f"order_{step}", order_id, **body)

    def disposed(self) -> str:
        """A case whose only order is reported."""
        order_id = self.ordered()
        self.forward(order_id, "ack", "under_way", "on_scene", "report")
        return order_id.partition("/")[0]

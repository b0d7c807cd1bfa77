"""Cases for programs: `GET /api/cases`, `/api/cases/{id}` and `/api/cases/{id}/timeline`, in the scope of who asks.

Lists are in the order of `seq`, newest first; `after` is the `next` of the answer before. Every answer has an ETag.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from tornado.web import RequestHandler

from dashboard.api.handler import Handler, RefusedError
from dashboard.cases.case_desk import CaseDesk
from dashboard.cases.clock_steps import most_pressing
from dashboard.cases.timelines import until
from dashboard.common.masking import events_shown_to, shown_to
from models.base.clock import iso
from models.casework.case import Book, Events
from models.casework.cases.nouns import COLOURS, STATES, Case, plain

MOST, USUAL = 500, 100


def number_of(handler: RequestHandler, name: str, usual: int, most: int) -> int:
    """Return a whole number of the query of a request. Raises RefusedError."""
    text = handler.get_query_argument(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "query_number", name=name)
    return min(most, int(text))


class CaseHandler(Handler):
    """The base of addresses about cases."""

    right = "cases"

    def desk(self) -> CaseDesk:
        """Return what the person who asks may see."""
        return CaseDesk(
            self.person, self.app.workplace, self.app.desk.case_events, tuple(self.app.book().inspections.values())
        )

    def book(self) -> Book:
        """Return the book at the time that the pages show, as the person who asks may read it."""
        return shown_to(self.person, self.app.book(), self.app.workplace)

    def case(self, case_id: str) -> Case:
        """Return a case in scope; 404 for any other."""
        case = self.book().cases.get(case_id)
        if case is None or not self.desk().may_see(case):
            raise RefusedError(HTTPStatus.NOT_FOUND, "no_such_case", id=case_id)
        return case

    def cases(self) -> list[Case]:
        """Return all cases of the book in scope."""
        desk = self.desk()
        return [each for each in self.book().cases.values() if desk.may_see(each)]

    def tagged(self, value: Any) -> None:
        """Answer with an ETag; 304 if the asker has this answer already."""
        text = json.dumps(value, ensure_ascii=False)
        tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
        self.set_header("Etag", tag)
        if tag in self.request.headers.get("If-None-Match", ""):
            self.set_status(HTTPStatus.NOT_MODIFIED)
            self.finish()
            return
        self.answer(text)

    def number(self, name: str, usual: int, most: int) -> int:
        """Return a whole number of the query. Raises RefusedError."""
        return number_of(self, name, usual, most)


class CasesHandler(CaseHandler):
    """`/api/cases?unit=&state=&colour=&kind=&after=&limit=`; a unit stands for itself and those below."""

    def get(self) -> None:
        wanted = self._wanted()
        after = self.number("after", 0, 10**15)
        limit = max(1, self.number("limit", USUAL, MOST))
        desk, now_s = self.desk(), self.picture().t_s
        cases = [each for each in self.cases() if all(want(each) for want in wanted)]
        seen = sorted(cases, key=lambda each: -each.seq)
        rest = [each for each in seen if not after or each.seq < after]
        page = rest[:limit]
        more = page[-1].seq if len(rest) > limit else None
        self.tagged({"cases": [_row(each, desk, now_s) for each in page], "next": more, "count": len(seen)})

    def _wanted(self) -> list[Callable[[Case], bool]]:
        asked = {name: self.get_query_argument(name, "") for name in ("unit", "state", "colour", "kind")}
        for name, known in (("state", (*STATES, "live")), ("colour", COLOURS)):
            if asked[name] and asked[name] not in known:
                values = {"name": name, "known": ", ".join(known)}
                raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "query_choice", **values)
        over = self.app.workplace.over
        tests: dict[str, Callable[[Case], bool]] = {
            "unit": lambda each: over(each.unit, asked["unit"]),
            "state": lambda each: each.open if asked["state"] == "live" else each.state == asked["state"],
            "colour": lambda each: each.colour == asked["colour"],
            "kind": lambda each: each.kind == asked["kind"],
        }
        return [tests[name] for name, value in asked.items() if value]


class OneCaseHandler(CaseHandler):
    """`/api/cases/{id}`: the whole case, as it is in the book."""

    def get(self, case_id: str) -> None:
        self.tagged(plain(self.case(case_id)))


class TimelineOfCaseHandler(CaseHandler):
    """`/api/cases/{id}/timeline?after=&limit=`: its events until the time that the pages show, oldest first."""

    def get(self, case_id: str) -> None:
        self.case(case_id)
        after = self.number("after", 0, 10**15)
        limit = max(1, self.number("limit", USUAL, MOST))
        events = [each for each in self._all(case_id) if each.seq > after]
        page = events[:limit]
        more = page[-1].seq if len(events) > limit else None
        self.tagged({"case": case_id, "events": _events(page), "next": more})

    def _all(self, case_id: str) -> Events:
        events = events_shown_to(self.person, self.app.desk.case_events.get(case_id, ()))
        return until(events, self.app.pictures.newest.picture or self.app.blank)


def _events(events: Iterable[Any]) -> list[dict[str, Any]]:
    return [{**asdict(each), "t": iso(each.t_s)} for each in events]


def _row(case: Case, desk: CaseDesk, now_s: float) -> dict[str, Any]:
    """Return a case as a line of a list."""
    clock = most_pressing(case, desk.place.limits_min, now_s)
    due = (
        {"step": clock.name, "due": iso(clock.due_s), "share": round(clock.share, 3)} if clock and clock.due_s else None
    )
    target = case.target
    return {
        **{name: getattr(case, name) for name in ("id", "seq", "kind", "colour", "state", "unit", "raised", "by")},
        "opened": iso(case.times["opened"]) if "opened" in case.times else None,
        "place": plain(case.place) if case.place else None,
        "target": {"name": target.name, "mmsi": target.mmsi, "track_id": target.track_id} if target else None,
        "orders": [{"id": each.id, "craft": each.craft, "to": each.to, "state": each.state} for each in case.orders],
        "clock": due,
    }

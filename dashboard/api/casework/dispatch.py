"""`GET /api/dispatch?case=ID` or `?track=T12`: who can be sent, and when; computed beside the loop, once a picture."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from dashboard.api.casework.cases import CaseHandler
from dashboard.api.handler import RefusedError
from dashboard.cases.sending.dispatch_answer import answer_of, asked_of
from dashboard.cases.sending.ranking import DispatchAim, aim_of_case, aim_of_track, ranked
from dashboard.panels.base import stamp
from models.casework.cases.nouns import Case
from models.messages.picture import Picture


class DispatchHandler(CaseHandler):
    """The ranking of all craft, best first; `candidates` is empty on a site without craft or water."""

    async def get(self) -> None:
        picture = self.picture()
        case, aim = self._asked(picture)
        if aim is None:
            raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "dispatch_no_place")
        self.answer(await asyncio.to_thread(self._answer, picture, case, aim))

    def _asked(self, picture: Picture) -> tuple[Case | None, DispatchAim | None]:
        case_id, track = (self.get_query_argument(name, "") for name in ("case", "track"))
        if case_id:
            case = self.case(case_id)
            return case, aim_of_case(picture, case)
        number = track.removeprefix("T")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "dispatch_what")
        aim = aim_of_track(picture, int(number))
        if aim is None:
            raise RefusedError(HTTPStatus.NOT_FOUND, "dispatch_no_track", track=track)
        return None, aim

    def _answer(self, picture: Picture, case: Case | None, aim: DispatchAim) -> dict[str, Any]:
        app, book = self.app, self.app.book()
        key = ("dispatch", aim.case, aim.track_id)

        def make() -> dict[str, Any]:
            pressure = app.settings.pressure
            asked = asked_of(app.site, aim, case, app.clues.values(), picture.t_s)
            found = ranked(picture, book, app.site, pressure, aim, asked.needs, asked.sea)
            return answer_of(picture, book, app.site, asked, found)

        answer: dict[str, Any] = app.memo.once(key, (stamp(picture), book.seq), make)
        return answer

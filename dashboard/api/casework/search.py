"""`GET /api/cases/{id}/search` and `…/search.gpx`: areas, datums, circle and legs of a search, for map and plotter.

A query with the facts of dashboard/cases/emergency/search_facts.py computes a draft from them, which nothing keeps.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from dashboard.api.casework.cases import CaseHandler
from dashboard.api.handler import RefusedError
from dashboard.cases.emergency.search_answer import SearchAnswer, legs_of_plan, search_geojson, search_of
from dashboard.cases.emergency.search_facts import LIMITS, facts_of_search, out_of_limits
from models.casework.cases.nouns import Case
from models.ways.legs_export import legs_gpx


class SearchHandler(CaseHandler):
    """The search as GeoJSON, with the plan beside the features."""

    async def get(self, case_id: str) -> None:
        case = self.case(case_id)
        asked = {name: self.get_query_argument(name) for name in self.request.query_arguments}
        if name := out_of_limits(asked):
            low, high = LIMITS[name]
            raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "sar_limit", name=name, low=low, high=high)
        answer = await asyncio.to_thread(self._search, case, asked)
        self.answer(search_geojson(answer, case, bool(asked)))

    def _search(self, case: Case, asked: dict[str, str]) -> SearchAnswer:
        app, picture = self.app, self.picture()
        facts = facts_of_search(case, picture, asked)
        answer = search_of(case, app.site, facts, picture.t_s, app.memo)
        plan = case.sar.get("plan")
        if asked or not plan or not plan.get("legs_nm"):
            return answer
        return SearchAnswer(plan, answer.clouds, answer.circle, legs_of_plan(plan))


class SearchGpxHandler(SearchHandler):
    """The legs as a route for a chart plotter."""

    async def get(self, case_id: str) -> None:
        case = self.case(case_id)
        answer = await asyncio.to_thread(self._search, case, {})
        if answer.legs is None:
            raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "sar_no_position")
        self.answer(legs_gpx(answer.legs, case.id), "application/gpx+xml")

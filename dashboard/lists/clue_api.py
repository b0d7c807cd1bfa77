"""Clues for programs: `POST /api/clues` sends one in, `GET /api/clues/SOURCE/ID` says what came of it.

`GET /api/clues` lists those in the scope of who asks. The schema: models/messages/clue.py.
"""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Any

from dashboard.api.casework.cases import number_of
from dashboard.api.commands import STATUS
from dashboard.api.gate import Body, GatedHandler
from dashboard.api.handler import Handler, RefusedError, check_rate
from dashboard.common.masking import reads_masked, without_texts
from dashboard.lists.clue_inbox import ClueInbox
from dashboard.words import LANGUAGES, say
from models.base.clock import iso
from models.casework.access.rights import API
from models.casework.case import Command
from models.casework.clues.clue_file import ClueFile
from models.messages.clue import ClueError, clue_from

MOST, USUAL = 500, 100


class CluesHandler(GatedHandler):
    """One clue. The same `source` and `id` again is the same clue, and gets the same answer."""

    scope = "read"

    async def prepare(self) -> None:
        self.right = "cases" if self.request.method == "GET" else ""
        await super().prepare()

    async def act(self, body: Body, *path: str) -> None:
        if self.person.via != API:  # the gate counts what programs send
            check_rate(self.app, self.actor)
        try:
            clue = clue_from(body)
        except ClueError as problem:
            return self._refuse_fields(problem)
        subject = f"{clue.source}/{clue.id}"
        command_id = f"clue-{hashlib.sha256(subject.encode()).hexdigest()[:48]}"
        command = Command(command_id, "clue", subject, self.actor, "", {"record": clue.record()}, self.token)
        answer = await self.app.desk.do(command)
        if answer.seq is None:
            return self.refuse_with(STATUS.get(answer.status, HTTPStatus.UNPROCESSABLE_ENTITY), answer.why)
        self.answer({"ref": f"clue:{subject}", "seq": answer.seq})

    def get(self) -> None:
        """`?unit=&state=&source=&after=&limit=`, what is late first."""
        inbox = ClueInbox.of(self.app, self.person, self.picture().t_s)
        wanted = {name: self.get_query_argument(name, "") for name in ("unit", "state", "source")}
        found = [each for each in inbox.lines() if inbox.matches(each, **wanted)]
        after = self.get_query_argument("after", "")
        limit = max(1, number_of(self, "limit", USUAL, MOST))
        names = [each.clue.id for each in found]
        start = names.index(after) + 1 if after in names else 0
        page = found[start : start + limit]
        more = page[-1].clue.id if len(found) > start + limit else None
        self.answer({"clues": [answer_of(each.clue) for each in page], "next": more, "count": len(found)})

    def _refuse_fields(self, problem: ClueError) -> None:
        text = "; ".join(f"{name}: {why}" if name else why for name, why in problem.fields.items())
        self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
        zh, en = (say(lang, "clue_fields", fields=text) for lang in LANGUAGES)
        self.answer({"error_zh": zh, "error_en": en, "error": en, "fields": problem.fields})


class ClueHandler(Handler):
    """What came of one clue: its five stamps and the answer to its sender."""

    right = "clue"
    scope = "clues"

    def get(self, name: str) -> None:
        clue = self.app.book().clues.get(name)
        ours = clue and (clue.by == self.person.name if self.person.via == API else self._sees(clue))
        if clue is None or not ours:
            raise RefusedError(HTTPStatus.NOT_FOUND, "clue_gone", ref=name)
        own = self.person.via == API or not reads_masked(self.person)
        self.answer(answer_of(clue if own else without_texts(clue)))

    def _sees(self, clue: ClueFile) -> bool:
        return self.app.workplace.over(clue.unit, self.person.unit)


def answer_of(clue: ClueFile) -> dict[str, Any]:
    """Return a clue with its stamps, as programs get it."""
    named = ("state", "kind", "colour", "unit", "case", "outcome", "answer")
    times = {step: iso(t_s) for step, t_s in clue.times.items()}
    return {
        "ref": f"clue:{clue.id}",
        **{name: getattr(clue, name) for name in named},
        "times": times,
        "clue": clue.clue,
    }

"""Steering a replay or an exercise over HTTP: its timeline, the controls, injects, and starting other runs.

gate.py checks requests; the core applies a control, and the supervisor starts runs.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from dashboard.api.gate import Body, GatedHandler
from dashboard.api.handler import Handler
from dashboard.api.injecting import NEAR_NM, inject_at
from models.messages import runs
from models.messages.control import DOES, Control
from models.messages.injects import KINDS

WITH_VALUE = ("speed", "step", "seek")
MOST_SEED = 999_999_999


class TimelineHandler(Handler):
    """How far the run is known, alerts by minute, the truth, and the current time of the run."""

    right = "exercise"

    def get(self) -> None:
        timeline, truth = self.app.director.timeline, self.app.director.truth
        about = truth.get("about", {})
        picture = self.app.pictures.newest.picture or self.app.blank
        self.answer(
            {
                **{key: timeline[key] for key in ("from_s", "reached_s", "ended", "minutes")},
                **{key: about.get(key) for key in ("to_s", "choice", "seed")},
                "begin_s": about.get("from_s"),
                "raised": [[each["raised_s"], each["colour"], each["alert_id"]] for each in timeline["alerts"]],
                "truth": [[each[key] for key in TRUTH] for each in truth.get("events", ()) if not each["optional"]],
                **{key: getattr(picture, key) for key in ("t_s", "pace", "speed", "mode")},
            }
        )


TRUTH = ("from_s", "to_s", "until_s", "found_s", "rule")


class SteerHandler(GatedHandler):
    """`{"do": "play|pause|speed|step|seek", "value": …}`; 202 when it was sent to the core."""

    async def act(self, body: Body, *path: str) -> None:
        do, value = body.get("do"), body.get("value", 0)
        if do not in DOES or do == "inject":
            return self.refuse(422, "ex_no_control", known=", ".join(DOES[:-1]))
        if do in WITH_VALUE and not _number(value):
            return self.refuse(422, "ex_no_number")
        send_control(self, Control(str(do), float(value) if do in WITH_VALUE else 0.0))


class InjectHandler(GatedHandler):
    """`{"kind": "distress|clone|spoof|dark|fog|outage", "lon": …, "lat": …}`: takes effect at the next tick."""

    async def act(self, body: Body, *path: str) -> None:
        kind: Any = body.get("kind")
        lon, lat = (body.get(name, math.inf) for name in ("lon", "lat"))
        if not isinstance(kind, str) or kind not in KINDS:
            return self.refuse(422, "ex_no_kind", known=", ".join(KINDS))
        if not (_number(lon) and _number(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            return self.refuse(422, "ex_no_place")
        inject = inject_at(kind, float(lon), float(lat), self.picture(), self.app.director.next_inject())
        if inject is None:
            return self.refuse(404, "ex_no_craft", near=f"{NEAR_NM:g}")
        send_control(self, Control("inject", inject=inject))


class ChoicesHandler(Handler):
    """The catalogue of scenarios and recordings, and the runs started from here."""

    right = "exercise"

    def get(self) -> None:
        run_dir = self.app.director.run_dir
        # A file is chosen by its id: the answer does not reveal its path on the machine.
        choices = [{**asdict(each), "what": Path(each.what).name} for each in runs.choices(run_dir)]
        self.answer({"choices": choices, "runs": [asdict(each) for each in runs.runs(run_dir)]})


class StartHandler(GatedHandler):
    """`{"choice": id, "seed": …, "from": UTC, "to": UTC}` starts a run of its own; `{"stop": id}` ends it."""

    async def act(self, body: Body, *path: str) -> None:
        self._stop(body["stop"]) if "stop" in body else self._start(body)

    def _stop(self, which: Any) -> None:
        run_dir = self.app.director.run_dir
        run = next((each for each in runs.runs(run_dir) if each.id == which), None)
        if run is None:
            return self.refuse(404, "ex_no_run")
        self._request(runs.RunRequest(run.id, stop=True))

    def _start(self, body: Body) -> None:
        run_dir, most = self.app.director.run_dir, self.app.settings.exercise.most_runs
        choice = next((each for each in runs.choices(run_dir) if each.id == body.get("choice")), None)
        if choice is None:
            return self.refuse(422, "ex_no_choice")
        seed, from_s, to_s = body.get("seed") or 0, body.get("from"), body.get("to")
        if not isinstance(seed, int) or not 0 <= seed <= MOST_SEED:
            return self.refuse(422, "ex_no_seed", most=MOST_SEED)
        if not all(each is None or _number(each) for each in (from_s, to_s)) or (from_s and to_s and from_s >= to_s):
            return self.refuse(422, "ex_no_span")
        if sum(each.state != "ended" for each in runs.runs(run_dir)) >= most:
            return self.refuse(409, "ex_too_many", most=most)
        self._request(
            runs.RunRequest(
                uuid4().hex[:8], choice.kind, choice.what, choice.name_zh, choice.name_en, seed, from_s, to_s
            )
        )

    def _request(self, request: runs.RunRequest) -> None:
        runs.request_run(self.app.director.run_dir, request)
        self.set_status(202)
        self.answer({"id": request.id})


def send_control(handler: GatedHandler, control: Control) -> None:
    """Send a control to the core, if its time can be steered."""
    picture = handler.app.pictures.newest.picture
    if picture is not None and picture.pace == "live":
        return handler.refuse(409, "ex_machine_clock")
    if not handler.app.director.steer(control):
        return handler.refuse(503, "ex_core_deaf")
    handler.set_status(202)
    handler.answer({"do": control.do, "value": control.value})


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)

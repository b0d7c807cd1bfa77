"""Steering a replay or an exercise over HTTP: its timeline, the controls, what is injected, what is started beside it.

What lives here: the addresses under /api/exercise and what they refuse. What does not: the words of a refusal
(dashboard/words), what a control changes (the core), starting runs (the supervisor). Only this machine may steer until
there is a log-in.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from dashboard.api.handler import Handler
from dashboard.api.injecting import NEAR_NM, inject_at
from dashboard.server.app_state import AppState
from dashboard.words import say
from models.messages import runs
from models.messages.control import DOES, Control
from models.messages.injects import KINDS

HERE = ("127.0.0.1", "::1")
WITH_VALUE = ("speed", "step", "seek")
MOST_SEED = 999_999_999


class TimelineHandler(Handler):
    """How far the run is known, alerts by minute, what is true, and where its time is."""

    def get(self) -> None:
        told, truth = self.app.director.timeline, self.app.director.truth
        about = truth.get("about", {})
        picture = self.app.follower.newest.picture or self.app.blank
        self.answer(
            {
                **{key: told[key] for key in ("from_s", "reached_s", "ended", "minutes")},
                **{key: about.get(key) for key in ("to_s", "choice", "seed")},
                "begin_s": about.get("from_s"),
                "raised": [[each["raised_s"], each["colour"], each["alert_id"]] for each in told["alerts"]],
                "truth": [[each[key] for key in TRUTH] for each in truth.get("events", ()) if not each["optional"]],
                **{key: getattr(picture, key) for key in ("t_s", "pace", "speed", "mode")},
            }
        )


TRUTH = ("from_s", "to_s", "until_s", "found_s", "rule")


class SteerHandler(Handler):
    """`{"do": "play|pause|speed|step|seek", "value": …}`; 202 when the core has been told."""

    def post(self) -> None:
        told = asked(self)
        if told is None:
            return
        do, value = told.get("do"), told.get("value", 0)
        if do not in DOES or do == "inject":
            return refuse(self, 422, "ex_no_control", known=", ".join(DOES[:-1]))
        if do in WITH_VALUE and not _number(value):
            return refuse(self, 422, "ex_no_number")
        hand_on(self, Control(str(do), float(value) if do in WITH_VALUE else 0.0))


class InjectHandler(Handler):
    """`{"kind": "distress|clone|spoof|dark|fog|outage", "lon": …, "lat": …}`: it holds from the next tick on."""

    def post(self) -> None:
        told = asked(self)
        if told is None:
            return
        kind: Any = told.get("kind")
        lon, lat = (told.get(name, math.inf) for name in ("lon", "lat"))
        if not isinstance(kind, str) or kind not in KINDS:
            return refuse(self, 422, "ex_no_kind", known=", ".join(KINDS))
        if not (_number(lon) and _number(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            return refuse(self, 422, "ex_no_place")
        inject = inject_at(kind, float(lon), float(lat), self.picture(), self.app.director.next_inject())
        if inject is None:
            return refuse(self, 404, "ex_no_craft", near=f"{NEAR_NM:g}")
        hand_on(self, Control("inject", inject=inject))


class ChoicesHandler(Handler):
    """What there is to choose, and what was started from here."""

    def get(self) -> None:
        run_dir = self.app.director.run_dir
        # Where a file lies on the machine is nobody's business: it is chosen by its id.
        choices = [{**asdict(each), "what": Path(each.what).name} for each in runs.choices(run_dir)]
        self.answer({"choices": choices, "runs": [asdict(each) for each in runs.runs(run_dir)]})


class StartHandler(Handler):
    """`{"choice": id, "seed": …, "from": UTC, "to": UTC}` starts a run of its own; `{"stop": id}` ends it."""

    def post(self) -> None:
        told = asked(self)
        if told is not None:
            self._stop(told["stop"]) if "stop" in told else self._start(told)

    def _stop(self, which: Any) -> None:
        run_dir = self.app.director.run_dir
        run = next((each for each in runs.runs(run_dir) if each.id == which), None)
        if run is None:
            return refuse(self, 404, "ex_no_run")
        self._request(runs.RunRequest(run.id, stop=True))

    def _start(self, told: dict[str, Any]) -> None:
        run_dir, most = self.app.director.run_dir, self.app.settings.exercise.most_runs
        choice = next((each for each in runs.choices(run_dir) if each.id == told.get("choice")), None)
        if choice is None:
            return refuse(self, 422, "ex_no_choice")
        seed, from_s, to_s = told.get("seed") or 0, told.get("from"), told.get("to")
        if not isinstance(seed, int) or not 0 <= seed <= MOST_SEED:
            return refuse(self, 422, "ex_no_seed", most=MOST_SEED)
        if not all(each is None or _number(each) for each in (from_s, to_s)) or (from_s and to_s and from_s >= to_s):
            return refuse(self, 422, "ex_no_span")
        if sum(each.state != "ended" for each in runs.runs(run_dir)) >= most:
            return refuse(self, 409, "ex_too_many", most=most)
        self._request(
            runs.RunRequest(
                uuid4().hex[:8], choice.kind, choice.what, choice.name_zh, choice.name_en, seed, from_s, to_s
            )
        )

    def _request(self, request: runs.RunRequest) -> None:
        runs.request_run(self.app.director.run_dir, request)
        self.set_status(202)
        self.answer({"id": request.id})


def asked(handler: Handler) -> dict[str, Any] | None:
    """The JSON object that was posted from this machine; None when it was refused."""
    why = _wrong(handler)
    if why:
        refuse(handler, *why)
        return None
    told: dict[str, Any] = json.loads(handler.request.body)
    return told


def _wrong(handler: Handler) -> tuple[int, str] | None:
    request = handler.request
    if request.remote_ip not in HERE or "X-Forwarded-For" in request.headers:
        return 403, "ex_foreign"
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        return 415, "ex_no_json"
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    return None if isinstance(told, dict) else (422, "ex_no_json")


def hand_on(handler: Handler, control: Control) -> None:
    """To the core, if its time is one that can be steered."""
    picture = handler.app.follower.newest.picture
    if picture is not None and picture.pace == "live":
        return refuse(handler, 409, "ex_machine_clock")
    if not handler.app.director.steer(control):
        return refuse(handler, 503, "ex_core_deaf")
    handler.set_status(202)
    handler.answer({"do": control.do, "value": control.value})


def refuse(handler: Handler, status: int, key: str, **values: object) -> None:
    """One sentence in each language."""
    zh, en = (say(lang, key, **values) for lang in ("zh", "en"))
    handler.set_status(status)
    handler.answer({"error_zh": zh, "error_en": en, "error": en})


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def routes(given: dict[str, AppState]) -> list[Any]:
    """The addresses of this file."""
    return [
        (r"/api/exercise/timeline", TimelineHandler, given),
        (r"/api/exercise/control", SteerHandler, given),
        (r"/api/exercise/inject", InjectHandler, given),
        (r"/api/exercise/choices", ChoicesHandler, given),
        (r"/api/exercise/runs", StartHandler, given),
    ]

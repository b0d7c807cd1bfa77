"""Steering a replay or an exercise over HTTP: its timeline, the controls, what is injected.

What lives here: the addresses under /api/exercise, what they refuse and in which words. What does not: what a control
changes (the core), starting runs (the supervisor). Only this machine may steer until there is a log-in.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from dashboard.handler import Handler
from dashboard.hub import Hub
from dashboard.injecting import KINDS, told_of
from models import runs
from models.control import DOES, Control, injects

HERE = ("127.0.0.1", "::1")
WITH_VALUE = ("speed", "step", "seek")


class Timeline(Handler):
    """How far the run is known, alerts by minute, and where its time is."""

    def get(self) -> None:
        told = self.hub.director.timeline
        picture = self.hub.follower.newest.picture or self.hub.blank
        raised = [[each["raised_s"], each["colour"], each["alert_id"]] for each in told["alerts"]]
        time = {"t_s": picture.t_s, "pace": picture.pace, "speed": picture.speed, "mode": picture.mode}
        self.answer(
            {**{key: told[key] for key in ("from_s", "reached_s", "ended", "minutes")}, "raised": raised, **time}
        )


class Steer(Handler):
    """`{"do": "play|pause|speed|step|seek", "value": …}`; 202 when the core has been told."""

    def post(self) -> None:
        told = asked(self)
        if told is None:
            return
        do, value = told.get("do"), told.get("value", 0)
        if do not in DOES or do == "inject":
            return refuse(self, 422, f"do: expected one of {', '.join(DOES[:-1])}")
        if do in WITH_VALUE and not _number(value):
            return refuse(self, 422, "value: expected a number")
        hand_on(self, Control(str(do), float(value) if do in WITH_VALUE else 0.0))


class Inject(Handler):
    """`{"kind": "distress|clone|spoof|dark|fog|outage", "lon": …, "lat": …}`: it holds from the next tick on."""

    def post(self) -> None:
        told = asked(self)
        if told is None:
            return
        kind: Any = told.get("kind")
        lon, lat = (told.get(name, math.inf) for name in ("lon", "lat"))
        if kind not in KINDS:
            return refuse(self, 422, f"kind: expected one of {', '.join(KINDS)}")
        if not (_number(lon) and _number(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            return refuse(self, 422, "lon and lat: expected degrees")
        what = told_of(kind, float(lon), float(lat), self.picture(), len(injects(self.hub.director.run_dir)) + 1)
        if what is None:
            return refuse(self, 404, "No ship within 5 NM of that place; choose one nearer")
        hand_on(self, Control("inject", told=what))


class Choices(Handler):
    """What there is to choose, and what was started from here."""

    def get(self) -> None:
        run_dir = self.hub.director.run_dir
        choices, started = runs.choices(run_dir), runs.runs(run_dir)
        self.answer({"choices": [asdict(each) for each in choices], "runs": [asdict(each) for each in started]})


class Start(Handler):
    """`{"choice": id, "seed": …, "from": UTC, "to": UTC}` starts a run of its own; `{"stop": id}` ends it."""

    def post(self) -> None:
        told = asked(self)
        if told is None:
            return
        run_dir = self.hub.director.run_dir
        if "stop" in told:
            if told["stop"] not in {each.id for each in runs.runs(run_dir)}:
                return refuse(self, 404, "No such run")
            runs.want(run_dir, runs.Wanted(told["stop"], stop=True))
            self.set_status(202)
            return self.answer({"id": told["stop"]})
        choice = next((each for each in runs.choices(run_dir) if each.id == told.get("choice")), None)
        if choice is None:
            return refuse(self, 422, "choice: expected one of /api/exercise/choices")
        seed, span = told.get("seed") or 0, [told.get(name) for name in ("from", "to")]
        if not isinstance(seed, int) or seed < 0 or not all(each is None or _number(each) for each in span):
            return refuse(self, 422, "seed: expected a whole number; from and to: UTC seconds")
        wanted = runs.Wanted(
            uuid4().hex[:8], choice.kind, choice.what, choice.name_zh, choice.name_en, seed, span[0], span[1]
        )
        runs.want(run_dir, wanted)
        self.set_status(202)
        self.answer({"id": wanted.id})


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
        return 403, "An exercise is directed from the machine of the wall only; do it there"
    if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        return 415, "Send it as application/json"
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        told = None
    return None if isinstance(told, dict) else (422, "Expected a JSON object")


def hand_on(handler: Handler, control: Control) -> None:
    """To the core, if its time is one that can be steered."""
    picture = handler.hub.follower.newest.picture
    if picture is not None and picture.pace == "live":
        return refuse(handler, 409, "This run goes by the machine's clock; only a replay can be steered")
    if not handler.hub.director.steer(control):
        return refuse(handler, 503, "The core does not listen just now; do it again in a moment")
    handler.set_status(202)
    handler.answer({"do": control.do, "value": control.value})


def refuse(handler: Handler, status: int, why: str) -> None:
    """One sentence, as JSON."""
    handler.set_status(status)
    handler.answer({"error": why})


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def routes(given: dict[str, Hub]) -> list[Any]:
    """The addresses of this file."""
    return [
        (r"/api/exercise/timeline", Timeline, given),
        (r"/api/exercise/control", Steer, given),
        (r"/api/exercise/inject", Inject, given),
        (r"/api/exercise/choices", Choices, given),
        (r"/api/exercise/runs", Start, given),
    ]

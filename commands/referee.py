"""The referee of an exercise: what really happens beside what was found of it, for the director's page.

What lives here: its loop and its file. What does not: matching (exercises), the page (dashboard). Where the time can be
steered it looks at what the run ahead found, so that its verdicts hold for every moment; else at what was raised.
"""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import Any

from commands.door import SITES
from commands.plan import Plan
from exercises.injects import truth_of
from exercises.play import open_simulator, truth_records
from exercises.scenario import load_scenario
from exercises.score import Alarm, alarms_of, events_of, score
from exercises.simulator import Simulator
from exercises.verdicts import alarm_verdicts, event_verdicts
from models import timeline
from models.control import index_folder, injects, truth_file

LOOK_EVERY_S = 2.0
Record = dict[str, Any]


def judge(plan: Plan, stop: Event) -> None:
    """Write down what is true and what was found, whenever either changes, until `stop`."""
    sea = _sea(plan)
    scripted = truth_records(sea, sea.scenario.duration_s) if sea else []
    seen: object = None
    while not stop.is_set():
        alarms, stamp = _alarms(plan)
        told = injects(plan.run_dir)
        if (stamp, len(told)) != seen and (sea or told):
            seen = (stamp, len(told))
            _write(plan.run_dir, verdict(plan, sea, scripted, told, alarms))
        stop.wait(LOOK_EVERY_S)


def verdict(
    plan: Plan, sea: Simulator | None, scripted: list[Record], told: list[Record], alarms: list[Alarm]
) -> Record:
    """Events, alarms and, of a scenario that was run through to its end, the score."""
    injected = truth_of(told)
    events = events_of([*scripted, *injected])
    names = _names(sea) | {each["mmsi"]: each["name"] for each in told if each.get("mmsi") and each.get("name")}
    rows = event_verdicts(events, alarms, names)
    for row in rows[len(scripted) :]:
        row["injected"] = True
    about = {} if plan.player is None else _about(plan.player.scenario)
    return {
        "about": about,
        "events": rows,
        "alarms": alarm_verdicts(events, alarms),
        "report": _report(plan, sea, events, alarms),
    }


def _report(plan: Plan, sea: Simulator | None, events: list[Any], alarms: list[Alarm]) -> Record | None:
    known = timeline.read(index_folder(plan.run_dir))
    if sea is None or known is None or not known["ended"]:
        return None
    duration_s = sea.scenario.duration_s
    report = score(events, alarms, sea.vessel_hours(duration_s), duration_s / 3600)
    delays = [row["delay_median_s"] for row in report["rules"].values() if row["delay_median_s"] is not None]
    total: Record = report["total"]
    return {**total, "delay_median_s": sorted(delays)[len(delays) // 2] if delays else None}


def _sea(plan: Plan) -> Simulator | None:
    if plan.player is None:
        return None
    told = plan.player
    return open_simulator(told.scenario, SITES / plan.settings.site, told.seed, told.start_t_s)


def _about(name: str) -> Record:
    scenario = load_scenario(name)
    return {"name_zh": scenario.name_zh, "name_en": scenario.name_en}


def _names(sea: Simulator | None) -> dict[int, str]:
    if sea is None:
        return {}
    pairs = zip(sea.fleet["mmsi"].tolist(), sea.fleet["name"].tolist(), strict=True)
    return {mmsi: name.decode("ascii", "replace") for mmsi, name in pairs}


def _alarms(plan: Plan) -> tuple[list[Alarm], object]:
    """What was raised so far, and a stamp that changes with it."""
    path = index_folder(plan.run_dir) / "changes.jsonl" if plan.steered else plan.alerts_out
    if path is None or not path.exists():
        return [], None
    lines = path.read_text(encoding="utf-8").splitlines()
    ended = bool((timeline.read(index_folder(plan.run_dir)) or {}).get("ended"))
    whole = [line for line in lines if line.endswith("}")]
    return alarms_of(json.loads(line) for line in whole), (len(whole), ended)


def _write(run_dir: Path, told: Record) -> None:
    path = truth_file(run_dir)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    new.replace(path)

"""The referee of an exercise: what really happens beside what was found of it, for the director's page.

What lives here: its loop and its file. What does not: matching (exercises), the page (dashboard). Where the time can be
steered it looks at what the run ahead found, so that its verdicts hold for every moment; else at what was raised, of
which it keeps the timeline as well.
"""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from exercises.director.injects import truth_of
from exercises.play import open_simulator, truth_records
from exercises.scoring.score import Alarm, alarms_of, events_of, score
from exercises.scoring.score import TruthEvent as Deed
from exercises.scoring.verdicts import alarm_verdicts, event_verdicts
from exercises.simulator.simulator import Simulator
from models.base.clock import now_s
from models.base.paths import SITES
from models.messages import timeline
from models.messages.control import changes_file, index_folder, injects, truth_file
from models.messages.plan import Plan
from models.messages.runs import scenario_id, write

LOOK_EVERY_S = 2.0
Record = dict[str, Any]


def evaluate(plan: Plan, stop: Event) -> None:
    """Write down what is true and what was found, whenever either changes, until `stop`."""
    sea = _sea(plan)
    scripted = truth_records(sea, sea.scenario.duration_s) if sea else []
    seen: object = None
    while not stop.is_set():
        path, ended, told = _changes_file(plan), _ended(plan, sea), injects(plan.run_dir)
        stamp = (_stamp(path), ended, len(told))
        if stamp != seen and (sea or told):
            seen = stamp
            changes = _changes(path)
            write(truth_file(plan.run_dir), verdict(plan, sea, scripted, told, changes, ended))
            if sea and not plan.steered:
                _keep_timeline(plan, sea, changes, ended)
        stop.wait(LOOK_EVERY_S)


def verdict(
    plan: Plan,
    sea: Simulator | None,
    scripted: list[Record],
    told: list[Record],
    changes: list[Record],
    ended: bool,
) -> Record:
    """Events, alarms and, of a scenario that is known to its end, the score."""
    events, alarms = events_of([*scripted, *truth_of(told)]), alarms_of(changes)
    if sea:
        alarms = [each for each in alarms if each.raised_s <= sea.start_t_s + sea.scenario.duration_s]
    names = _names(sea) | {each["mmsi"]: each["name"] for each in told if each.get("mmsi") and each.get("name")}
    rows, verdicts = event_verdicts(events, alarms, names), alarm_verdicts(events, alarms)
    for row in rows[len(scripted) :]:
        row["injected"] = True
    if sea is None:  # of a recording only what was added is known: all else may be true or false
        verdicts = {alert_id: each for alert_id, each in verdicts.items() if each != "false"}
    report = _report(sea, events, alarms) if sea and ended else None
    return {"about": _about(plan, sea), "events": rows, "alarms": verdicts, "report": report}


def _report(sea: Simulator, events: list[Deed], alarms: list[Alarm]) -> Record:
    duration_s = sea.scenario.duration_s
    report = score(events, alarms, sea.vessel_hours(duration_s), duration_s / 3600)
    delays = [row["delay_median_s"] for row in report["rules"].values() if row["delay_median_s"] is not None]
    total: Record = report["total"]
    return {**total, "delay_median_s": float(np.median(delays)) if delays else None}


def _sea(plan: Plan) -> Simulator | None:
    if plan.player is None:
        return None
    told = plan.player
    return open_simulator(told.scenario, SITES / plan.settings.site, told.seed, told.start_t_s)


def _about(plan: Plan, sea: Simulator | None) -> Record:
    """Which scenario this is, and from when to when; nothing of a recording."""
    if plan.player is None or sea is None:
        return {}
    return {
        "name_zh": sea.scenario.name_zh,
        "name_en": sea.scenario.name_en,
        "choice": scenario_id(plan.player.scenario),
        "seed": plan.player.seed,
        "from_s": sea.start_t_s,
        "to_s": sea.start_t_s + sea.scenario.duration_s,
    }


def _names(sea: Simulator | None) -> dict[int, str]:
    if sea is None:
        return {}
    pairs = zip(sea.fleet["mmsi"].tolist(), sea.fleet["name"].tolist(), strict=True)
    return {mmsi: name.decode("ascii", "replace") for mmsi, name in pairs}


def _changes_file(plan: Plan) -> Path | None:
    return changes_file(plan.run_dir) if plan.steered else plan.alerts_out


def _stamp(path: Path | None) -> object:
    """Another one when more was written."""
    if path is None or not path.exists():
        return None
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def _changes(path: Path | None) -> list[Record]:
    """All whole lines: the last may still be in writing, and a part of it may look whole."""
    if path is None or not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _ended(plan: Plan, sea: Simulator | None) -> bool:
    """Is everything known that will be found?"""
    if plan.steered:
        return bool((timeline.read(index_folder(plan.run_dir)) or {}).get("ended"))
    return sea is not None and now_s() >= sea.start_t_s + sea.scenario.duration_s


def _keep_timeline(plan: Plan, sea: Simulator, changes: list[Record], ended: bool) -> None:
    folder = index_folder(plan.run_dir)
    folder.mkdir(exist_ok=True)
    timeline.write(folder, timeline.timeline_of(changes, sea.start_t_s, now_s(), ended))

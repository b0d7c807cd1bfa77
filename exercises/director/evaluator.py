"""The evaluator of an exercise: compares the truth with the alerts, for the director's page.

In a steered run it reads what the indexer found ahead, so that its verdicts hold for every moment; otherwise it reads
the alerts that were raised, and also writes the timeline. Matching and counting: exercises/scoring.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from exercises.director.injects import truth_of
from exercises.play import open_simulator, truth_records
from exercises.scoring.score import Alarm, TruthEvent, alarms_of, events_of, score
from exercises.scoring.verdicts import alarm_verdicts, event_verdicts
from exercises.simulator.simulator import Simulator
from models.base.clock import now_s
from models.base.paths import SITES
from models.messages import timeline
from models.messages.control import changes_file, index_folder, injects, truth_file
from models.messages.injects import BaseInject
from models.messages.plan import Plan
from models.messages.runs import scenario_id, write

CHECK_EVERY_S = 2.0
Record = dict[str, Any]


def evaluate(plan: Plan, stop: Event) -> None:
    """Write the truth and its verdicts whenever either changes, until `stop`."""
    simulator = _simulator(plan)
    scripted = truth_records(simulator, simulator.scenario.duration_s) if simulator else []
    evaluated: object = None
    while not stop.is_set():
        path, ended, added = _changes_file(plan), _ended(plan, simulator), injects(plan.run_dir)
        stamp = (_stamp(path), ended, len(added))
        if stamp != evaluated and (simulator or added):
            evaluated = stamp
            changes = _changes(path)
            write(truth_file(plan.run_dir), verdict(plan, simulator, scripted, added, changes, ended))
            if simulator and not plan.steered:
                _write_timeline(plan, simulator, changes, ended)
        stop.wait(CHECK_EVERY_S)


def verdict(
    plan: Plan,
    simulator: Simulator | None,
    scripted: list[Record],
    added: Sequence[BaseInject],
    changes: list[Record],
    ended: bool,
) -> Record:
    """Events, alarms and, after a scenario has ended, the score."""
    events, alarms = events_of([*scripted, *truth_of(added)]), alarms_of(changes)
    if simulator:
        alarms = [each for each in alarms if each.raised_s <= simulator.start_t_s + simulator.scenario.duration_s]
    names = _names(simulator) | dict(each.subject for each in added if each.subject and each.subject[1])
    rows, verdicts = event_verdicts(events, alarms, names), alarm_verdicts(events, alarms)
    for row in rows[len(scripted) :]:
        row["injected"] = True
    if simulator is None:  # the truth of a recording is not known beyond the injects
        verdicts = {alert_id: each for alert_id, each in verdicts.items() if each != "false"}
    report = _report(simulator, events, alarms) if simulator and ended else None
    return {"about": _about(plan, simulator), "events": rows, "alarms": verdicts, "report": report}


def _report(simulator: Simulator, events: list[TruthEvent], alarms: list[Alarm]) -> Record:
    duration_s = simulator.scenario.duration_s
    report = score(events, alarms, simulator.vessel_hours(duration_s), duration_s / 3600)
    delays = [row["delay_median_s"] for row in report["rules"].values() if row["delay_median_s"] is not None]
    total: Record = report["total"]
    return {**total, "delay_median_s": float(np.median(delays)) if delays else None}


def _simulator(plan: Plan) -> Simulator | None:
    if plan.player is None:
        return None
    player = plan.player
    return open_simulator(player.scenario, SITES / plan.settings.site, player.seed, player.start_t_s)


def _about(plan: Plan, simulator: Simulator | None) -> Record:
    """The scenario with its first and last moment; empty for a recording."""
    if plan.player is None or simulator is None:
        return {}
    return {
        "name_zh": simulator.scenario.name_zh,
        "name_en": simulator.scenario.name_en,
        "choice": scenario_id(plan.player.scenario),
        "seed": plan.player.seed,
        "from_s": simulator.start_t_s,
        "to_s": simulator.start_t_s + simulator.scenario.duration_s,
    }


def _names(simulator: Simulator | None) -> dict[int, str]:
    if simulator is None:
        return {}
    pairs = zip(simulator.fleet["mmsi"].tolist(), simulator.fleet["name"].tolist(), strict=True)
    return {mmsi: name.decode("ascii", "replace") for mmsi, name in pairs}


def _changes_file(plan: Plan) -> Path | None:
    return changes_file(plan.run_dir) if plan.steered else plan.alerts_out


def _stamp(path: Path | None) -> object:
    """Changes when the file is written."""
    if path is None or not path.exists():
        return None
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def _changes(path: Path | None) -> list[Record]:
    """All complete lines; the last line may still be incomplete and is then ignored."""
    if path is None or not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _ended(plan: Plan, simulator: Simulator | None) -> bool:
    """Return whether everything that can be found has been found."""
    if plan.steered:
        return bool((timeline.read(index_folder(plan.run_dir)) or {}).get("ended"))
    return simulator is not None and now_s() >= simulator.start_t_s + simulator.scenario.duration_s


def _write_timeline(plan: Plan, simulator: Simulator, changes: list[Record], ended: bool) -> None:
    folder = index_folder(plan.run_dir)
    folder.mkdir(exist_ok=True)
    timeline.write(folder, timeline.timeline_of(changes, simulator.start_t_s, now_s(), ended))

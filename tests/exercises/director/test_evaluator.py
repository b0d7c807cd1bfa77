"""The evaluator writes the truth and what was found of it as soon as either changes, and the score at the end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from commands.launch.exercise_plan import steered_plan
from exercises.director.evaluator import evaluate
from models.base.clock import iso, now_s
from models.base.settings import Settings
from models.messages import timeline
from models.messages.control import changes_file, index_folder, injects_file, truth_file
from models.messages.plan import Plan, Player
from models.messages.timeline import Timeline
from tests.running import wait_for

ONE, OTHER, CLEAR = 413_809_001, 413_809_002, 413_809_003  # of exercises/scenarios/collision.yaml: these two meet
DURATION_S = 1200.0


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A steered exercise of which nothing has been indexed yet."""
    index_folder(tmp_path).mkdir()
    return steered_plan(Settings(), "collision", 1, None, tmp_path).model_copy(update={"run_dir": tmp_path})


@contextmanager
def judging(plan: Plan) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=partial(evaluate, plan, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def truth(plan: Plan) -> dict[str, Any]:
    path = truth_file(plan.run_dir)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def begin_s(plan: Plan) -> float:
    assert plan.player
    return plan.player.start_t_s


def change(plan: Plan, at_s: float, alert_id: str, rule: str, mmsi: int, partner: int | None = None) -> str:
    """A line as the core and the indexer write it."""
    return json.dumps(
        {
            "t": iso(begin_s(plan) + at_s), "event": "raise", "alert_id": alert_id, "rule": rule, "colour": "red",
            "mmsi": mmsi, "partner_mmsi": partner, "name": "", "partner_name": "", "lat": 30.0, "lon": 123.0,
            "text_zh": "", "text_en": "", "factors": [{"name": rule, "share": 0.9}],
        }
    ) + "\n"  # fmt: skip


def found(plan: Plan, *lines: str, ended: bool = False) -> None:
    """Write what the indexer found."""
    changes_file(plan.run_dir).write_text("".join(lines), encoding="utf-8")
    timeline.write(index_folder(plan.run_dir), Timeline(begin_s(plan), begin_s(plan) + DURATION_S, ended))


def test_the_truth_is_written_before_anything_is_found(plan: Plan) -> None:
    with judging(plan):
        record = wait_for("the truth", lambda: truth(plan))
    (event,) = record["events"]
    assert (event["rule"], event["mmsi"], event["partner_mmsi"], event["found_s"]) == ("collision", ONE, OTHER, None)
    assert event["name"] == "PENG ZHUANG 1" and record["report"] is None
    about = record["about"]
    assert (about["choice"], about["seed"], about["to_s"] - about["from_s"]) == ("scenario-collision", 1, DURATION_S)


def test_what_is_found_and_what_is_false_is_written_at_once_and_the_score_at_the_end(plan: Plan) -> None:
    lines = [change(plan, 400, "a", "collision", ONE, OTHER), change(plan, 500, "b", "drift", CLEAR)]
    with judging(plan):
        found(plan, *lines)
        record = wait_for("the find", lambda: (t := truth(plan)) and t["alarms"] and t)
        assert record["alarms"] == {"a": "true", "b": "false"}
        assert record["events"][0]["found_s"] == begin_s(plan) + 400
        assert record["report"] is None, "the run ahead is not through"
        found(plan, *lines, ended=True)
        report = wait_for("the score", lambda: truth(plan)["report"])
    assert (report["recall"], report["precision"], report["delay_median_s"]) == (1.0, 0.5, 400.0)


def test_an_incomplete_line_is_read_the_next_time(plan: Plan) -> None:
    whole = change(plan, 400, "a", "collision", ONE, OTHER)
    half = whole[: whole.index("}") + 1]
    found(plan, whole.replace('"a"', '"b"'), half)
    with judging(plan):
        assert wait_for("the whole line", lambda: truth(plan))["alarms"] == {"b": "true"}
        found(plan, whole.replace('"a"', '"b"'), whole)
        wait_for("the other", lambda: truth(plan)["alarms"] == {"a": "true", "b": "true"})


def test_what_was_injected_is_truth_and_marked_as_such(plan: Plan) -> None:
    inject = {
        "kind": "dark", "number": 1, "mmsi": CLEAR, "name": "PENG ZHUANG 3", "at_s": begin_s(plan) + 60, "for_s": 600.0,
        "lat": 30.0, "lon": 123.0
    }  # fmt: skip
    with judging(plan):
        wait_for("the truth", lambda: truth(plan))
        injects_file(plan.run_dir).write_text(json.dumps(inject) + "\n", encoding="utf-8")
        scripted, added = wait_for("the inject", lambda: (e := truth(plan)["events"]) and len(e) > 1 and e)
    assert (added["rule"], added["mmsi"], added["name"], added["injected"]) == ("gap", CLEAR, "PENG ZHUANG 3", True)
    assert "injected" not in scripted


def test_no_alarm_of_a_recording_is_called_false(plan: Plan) -> None:
    replay = plan.model_copy(update={"mode": "replay", "player": None})
    at_s = begin_s(plan)
    about = {"mmsi": 970_119_001, "name": "SART", "lat": 30.0, "lon": 123.0}
    inject = {"kind": "distress", "number": 1, "at_s": at_s, "for_s": 600.0, **about}
    injects_file(plan.run_dir).write_text(json.dumps(inject) + "\n", encoding="utf-8")
    found(plan, change(plan, 4, "a", "distress", 970_119_001), change(plan, 5, "b", "drift", ONE), ended=True)
    with judging(replay):
        record = wait_for("the truth", lambda: truth(replay))
    assert record["alarms"] == {"a": "true"} and record["about"] == {} and record["report"] is None


@pytest.mark.parametrize(("began_ago_s", "ends"), [(600.0, False), (DURATION_S + 60, True)])
def test_by_the_machines_clock_it_keeps_the_timeline_and_scores_once_the_scenario_is_over(
    tmp_path: Path, began_ago_s: float, ends: bool
) -> None:
    player = Player(scenario="collision", seed=1, udp_port=9, start_t_s=now_s() - began_ago_s)
    alerts = tmp_path / "alerts.jsonl"
    plan = Plan(mode="exercise", settings=Settings(), var=tmp_path, run_dir=tmp_path, alerts_out=alerts, player=player)
    lines = [change(plan, 400, "a", "collision", ONE, OTHER), change(plan, DURATION_S + 30, "b", "drift", CLEAR)]
    alerts.write_text("".join(lines), encoding="utf-8")
    with judging(plan):
        record = wait_for("the truth", lambda: truth(plan))
        kept = wait_for("the timeline", lambda: timeline.read(index_folder(tmp_path)))
    assert bool(record["report"]) is kept["ended"] is ends
    assert record["alarms"] == {"a": "true"}, "what comes after the end belongs to no scenario"
    assert kept["alerts"][0]["alert_id"] == "a" and kept["from_s"] == player.start_t_s

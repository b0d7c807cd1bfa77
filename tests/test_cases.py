"""Small cases from the field through `run.py replay`, each with its right value. Skipped without the files.

Each is one example of a kind; made-up examples of each kind, which need no file, are beside the modules they concern:
copies, late reports and kinds in tests/models/tracking, calls for help in tests/models/risk/detection.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from models.base.paths import ROOT

CASES = ROOT.parent / "shared" / "data" / "cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="no cases beside the repository")
# disturbed in a way that must not matter: the file or feeds, and its undisturbed control
CONTROLS = {("03-",): ("02-",), ("04a-", "04b-"): ("04a-",), ("04c-",): ("04a-",)}
# beginning of the file names: first alert of each rule, vessel and colour, by UTC
ALERTS: dict[tuple[str, ...], list[tuple[str, str, str]]] = {
    ("01-",): [],
    ("06-",): [("15:06:41", "distress", "distress")],
    ("11-",): [("15:06:41", "distress", "distress")],
    ("12-",): [("15:06:42", "distress_test", "yellow"), ("15:11:41", "distress", "distress")],
    ("13-",): [("15:06:42", "distress", "distress")],
    ("14-",): [("15:06:46", "distress", "distress")],
    ("15-",): [("15:07:41", "distress", "distress"), ("15:08:11", "distress", "distress")],
    ("17-",): [],
    ("43-",): [("15:07:02", "distress_status", "yellow")],
}
# what the first text of an alert must contain, by rule
SAID = {
    ("11-",): "place unknown",
    ("12-",): "AIS-SART,",
    ("13-",): "MOB TEST",
    ("14-",): "distress relayed",
    ("43-",): "status 14 (distress device active) on a ship",
}


@cache
def replayed(names: tuple[str, ...]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The summary and the alert changes of a headless replay of one file, or of several as feeds."""
    files = [str(next(CASES.glob(f"{name}*"))) for name in names]
    with TemporaryDirectory() as folder:
        summary, alerts = Path(folder) / "summary.json", Path(folder) / "alerts.jsonl"
        command = [sys.executable, "run.py", "replay", *files, "--headless", "--summary", str(summary)]
        subprocess.run([*command, "--alerts", str(alerts)], cwd=ROOT, check=True, capture_output=True, timeout=300)
        lines = alerts.read_text(encoding="utf-8").splitlines()
        return json.loads(summary.read_text(encoding="utf-8")), [json.loads(line) for line in lines]


def first_alerts(names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """The first alert of each rule, vessel and colour: UTC, rule and colour."""
    first: dict[tuple[str, int, str], str] = {}
    for each in replayed(names)[1]:
        if each["event"] != "clear" and each["score"] > 0:
            first.setdefault((each["rule"], each["mmsi"], each["colour"]), each["t"][11:19])
    return sorted((at, rule, colour) for (rule, _, colour), at in first.items())


@needs_cases
@pytest.mark.parametrize("names", ALERTS, ids="+".join)
def test_the_alerts_of_a_case_are_the_right_ones(names: tuple[str, ...]) -> None:
    assert first_alerts(names) == sorted(ALERTS[names])


@needs_cases
@pytest.mark.parametrize("names", CONTROLS, ids="+".join)
def test_a_head_on_pair_is_told_as_by_the_undisturbed_control(names: tuple[str, ...]) -> None:
    control = first_alerts(CONTROLS[names])
    assert [(rule, colour) for _, rule, colour in control] == [("collision", "orange"), ("collision", "red")]
    assert control[-1][0] <= "15:12:30", "minutes before they meet"
    assert first_alerts(names) == control


@needs_cases
@pytest.mark.parametrize("names", SAID, ids="+".join)
def test_an_alert_says_what_the_officer_must_know(names: tuple[str, ...]) -> None:
    last = ALERTS[names][-1][1]
    assert SAID[names] in next(each["text_en"] for each in replayed(names)[1] if each["rule"] == last)


@needs_cases
@pytest.mark.parametrize(("names", "copies"), [(("04a-",), 0), (("04a-", "04b-"), 260), (("04c-",), 104)])
def test_the_same_report_through_a_network_is_a_copy(names: tuple[str, ...], copies: int) -> None:
    assert replayed(names)[0]["duplicates"] == copies


@needs_cases
def test_a_distress_stands_as_long_as_its_device_sends() -> None:
    _, alerts = replayed(("06-",))
    assert [each["event"] for each in alerts if each["event"] == "clear"] == []

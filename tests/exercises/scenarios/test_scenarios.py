"""Every scenario of the folder loads, plays and names rules that exist; the events of the short ones are found.

The core receives the sentences themselves, without files or screens. Near misses have no truth, so any alert is false.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from exercises.play import write_file
from exercises.scenario.scenario import known_scenarios, load_scenario
from exercises.scoring.score import alarms_of, events_of, score
from exercises.simulator.simulator import Simulator
from ingest.sources.files import read_batches
from models.base.clock import iso
from models.base.settings import Feed, Settings
from models.core.replay import play
from models.risk.detection.detector import detectors
from models.risk.state import State
from tests.exercises.conftest import SEED, SITE
from tests.models.sea import changes_of_tick

PROMISED = {  # docs/risk.md names them; not all of them exist yet
    "collision", "grounding", "zone", "fishing", "lane", "loitering", "drift", "sudden_stop", "turn",
    "anchor_drag", "gap", "teleport", "duplicate_mmsi", "identity", "bad_mmsi", "rendezvous", "dark",
    "crowding", "left_group", "speeding", "asset", "weather", "distress", "watch", "unusual", "reception",
    "interference", "influx", "clock",
}  # fmt: skip
NAMES = known_scenarios()
LONG_S = 3000.0  # longer ones are measured by hand (docs/exercises.md)
SHORT = [
    name
    for name in NAMES
    for scenario in [load_scenario(name)]
    if scenario.duration_s <= LONG_S and not (scenario.traffic or scenario.clues)
]


def simulator(name: str) -> Simulator:
    return Simulator(load_scenario(name), SITE, SEED)


@pytest.mark.parametrize("name", NAMES)
def test_it_plays_and_its_truth_names_known_rules(name):
    played = simulator(name)
    seconds = 10 if played.scenario.traffic else 120
    assert played.sentences(0, seconds)
    assert {each["rule"] for each in played.truth()} <= PROMISED | {each.rule for each in detectors()}
    aboard = set(played.fleet["mmsi"].tolist())
    named = {each[key] for each in played.truth() for key in ("mmsi", "partner_mmsi") if each.get(key) is not None}
    assert named <= aboard


def report(name: str, folder: Path) -> dict[str, Any]:
    """The score of a whole scenario through the core."""
    played, out = simulator(name), folder / "sea.nmea"
    write_file(name, SITE, SEED, out, played.scenario.duration_s / 60)
    state = State(Settings(), played.site, (Feed(id="exercise", source="stdin:"),), "replay", math.inf)
    pictures = play(state, {"exercise": read_batches(out, "exercise")})
    changes = [change.record() for picture in pictures for change in changes_of_tick(picture)]
    times = [
        {**each, **{key: iso(played.start_t_s + each[key]) for key in ("t_from", "t_to")}} for each in played.truth()
    ]
    return score(events_of(times), alarms_of(changes), None, None)


@pytest.mark.parametrize("name", SHORT)
def test_what_is_scripted_is_found_and_near_misses_stay_silent(name, tmp_path):
    result = report(name, tmp_path)
    assert {rule: row["missed"] for rule, row in result["rules"].items() if row["missed"]} == {}
    assert {rule: row["false"] for rule, row in result["rules"].items() if row["false"]} == {}

"""Faults happen as stated, where and when they are stated, and the same however time is divided."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyais
import pytest

from exercises.scenario.scenario import FOLDER, load_scenario
from exercises.simulator.simulator import Simulator
from models.base.settings import UserError
from tests.exercises.conftest import SITE

HEAD = f"name_zh: 试\nname_en: Trial\nduration_s: 3600\nroutes: {FOLDER}/zhoushan_routes.geojson\n"
FLEET = """
events:
  - kind: voyage
    actor: {mmsi: 413000001, name: SHIP, length_m: 120, craft: cargo}
    legs: [{at: [122.75, 31.0]}, {course_deg: 90, speed_kn: 10, for_s: 3600}]
    fleet: {count: 40, spacing_nm: 0.5}
"""
CLEAR = "reception: {share: 1.0, copies: 0.0}\n"


def simulator_of(folder, text: str) -> Simulator:
    path = folder / "mine.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return Simulator(load_scenario(path), SITE, 5)


def reports(simulator: Simulator, from_s: float, to_s: float) -> list:
    lines = [line for _, line in simulator.sentences(from_s, to_s) if b",2,1," not in line]
    return [each for each in map(pyais.decode, lines) if each.msg_type in (1, 2, 3)]


def test_an_outage_silences_its_box_for_its_time(tmp_path):
    simulator = simulator_of(
        tmp_path, CLEAR + "faults: {outages: [{box: [122.7, 30.9, 122.81, 31.2], from_s: 100, to_s: 200}]}" + FLEET
    )
    everyone = {each.mmsi for each in reports(simulator, 60, 100)}
    during = {each.mmsi for each in reports(simulator, 100, 200)}
    assert len(everyone) == 40 and 0 < len(during) < 40
    assert {each.mmsi for each in reports(simulator, 200, 240)} == everyone


def test_jamming_moves_every_fix_by_the_same_vector(tmp_path):
    box = "box: [122, 30, 124, 32], from_s: 0, to_s: 3600"
    jammed = simulator_of(tmp_path, f"{CLEAR}faults: {{jamming: [{{{box}, offset_nm: 6, towards_deg: 0}}]}}{FLEET}")
    clear = simulator_of(tmp_path, CLEAR + FLEET)
    off = [a.lat - b.lat for a, b in zip(reports(jammed, 50, 80), reports(clear, 50, 80), strict=True)]
    assert np.allclose(off, 0.1, atol=0.001)


def test_scattered_fixes_differ(tmp_path):
    faults = "faults: {jamming: [{box: [122, 30, 124, 32], scatter_nm: 2}]}"
    jammed, clear = simulator_of(tmp_path, CLEAR + faults + FLEET), simulator_of(tmp_path, CLEAR + FLEET)
    off = [a.lat - b.lat for a, b in zip(reports(jammed, 50, 80), reports(clear, 50, 80), strict=True)]
    assert np.std(off) == pytest.approx(2 / 60, rel=0.3)


def test_some_squares_of_sea_have_bad_reception(tmp_path):
    patches = "reception: {share: 1.0, copies: 0.0, patches: {size_nm: 1, low: 0.35, high: 0.95}}"
    received = Counter(each.mmsi for each in reports(simulator_of(tmp_path, patches + FLEET), 0, 300))
    shares = np.array(list(received.values())) / 30
    assert shares.min() < 0.6 and shares.max() > 0.75 and shares.max() < 1.1


def test_a_wrong_clock_is_in_the_times_of_the_receivers_and_not_in_the_messages(tmp_path):
    wrong = simulator_of(tmp_path, CLEAR + "faults: {clocks: [{from_s: 100, to_s: 200, ahead_s: 20}]}" + FLEET)
    right = simulator_of(tmp_path, CLEAR + FLEET)
    assert [wrong.stamp_s(t_s) - wrong.start_t_s for t_s in (99, 100, 199, 200)] == [99, 120, 219, 200]
    assert wrong.sentences(90, 110) == right.sentences(90, 110)


def test_an_influx_is_received_within_its_second(tmp_path):
    simulator = simulator_of(
        tmp_path, CLEAR + "faults: {influx: [{at_s: 50, count: 300, box: [122.6, 30.9, 122.9, 31.2]}]}" + FLEET
    )
    assert len({each.mmsi for each in reports(simulator, 0, 50)}) == 40
    assert len({each.mmsi for each in reports(simulator, 50, 51)}) >= 300


def test_late_copies_are_of_the_whole_feed(tmp_path):
    simulator = simulator_of(tmp_path, CLEAR + "faults: {late: {after_s: 60, share: 0.5}}" + FLEET)
    early = Counter(line for _, line in simulator.sentences(0, 40))
    late = Counter(line for _, line in simulator.sentences(60, 100))
    assert 0.3 < sum((early & late).values()) / sum(early.values()) < 0.7
    whole = simulator.sentences(60, 90)
    assert [line for a in range(60, 90, 7) for line in simulator.sentences(a, min(a + 7, 90))] == whole


def test_clues_come_at_their_time_in_the_schema(tmp_path):
    clue = "{at_s: 60, source: weather, kind: wind_7, polygon: [[122, 30], [123, 30], [123, 31]], valid_to_s: 7200}"
    simulator = simulator_of(tmp_path, f"clues: [{clue}]{FLEET}")
    assert simulator.clues(0, 60) == []
    (found,) = simulator.clues(60, 61)
    assert found.wind_force == 7 and found.t_s == simulator.start_t_s + 60
    assert found.record()["valid_to"] == "2026-01-13T00:30:00.000Z"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("faults: {jamming: [{box: [122, 30, 121, 31], scatter_nm: 1}]}", "expected west, south, east, north"),
        ("faults: {jamming: [{box: [122, 30, 123, 31]}]}", "give offset_nm"),
        ("clues: [{at_s: 1, source: gossip}]", "source"),
    ],
)
def test_a_mistake_is_reported(tmp_path, text, message):
    with pytest.raises(UserError, match=message):
        simulator_of(tmp_path, text)

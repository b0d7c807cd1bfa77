"""A mixed exercise: its events are random by seed, on open water, and its truth says what may be reported."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from exercises.mixed.scenario_events import SCENARIO_EVENTS
from exercises.scenario.scenario import FOLDER, load_scenario
from exercises.scoring.meetings import close_quarters
from exercises.simulator.simulator import Simulator
from models.base.schema import STATION
from models.base.settings import UserError
from models.site.coast import land_mask, load_coast, on_land
from tests.exercises.conftest import SITE

TEXT = f"name_zh: 试\nname_en: Trial\nduration_s: 7200\nroutes: {FOLDER}/zhoushan_routes.geojson\n"
MISSES = {"ahead", "spike", "clear", "beacon"}


def exercise(folder, mixed: str, seed: int) -> Simulator:
    path = folder / "mine.yaml"
    path.write_text(f"{TEXT}mixed: {mixed}\n", encoding="utf-8")
    return Simulator(load_scenario(path), SITE, seed)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory) -> Simulator:
    return exercise(tmp_path_factory.mktemp("mixed"), "{each: 2}", 3)


def test_there_are_as_many_of_each_kind_as_requested(mixed):
    asked = Counter(each["rule"] for each in mixed.truth() if not each.get("optional"))
    assert asked == dict.fromkeys(set(SCENARIO_EVENTS) - MISSES, 2)


def test_the_same_seed_gives_the_same_events_and_another_others(tmp_path, mixed):
    assert exercise(tmp_path, "{each: 2}", 3).truth() == mixed.truth() != exercise(tmp_path, "{each: 2}", 4).truth()


def test_all_vessels_are_on_the_water_except_at_the_shore_they_steer_for(mixed):
    coast = load_coast(SITE / "coast.npz")
    land = land_mask(coast, coast.bbox, (1500, 1700))
    ashore = set()
    for t_s in range(0, 7200, 120):
        now = mixed.picture(t_s)
        aired = (mixed.fleet["begin_s"] <= t_s) & (mixed.fleet["end_s"] > t_s)
        ashore |= set(now["mmsi"][aired & on_land(land, coast.bbox, now["lon_deg"], now["lat_deg"])].tolist())
    steered = {each["mmsi"] for each in mixed.truth() if each["rule"] in ("grounding", "speeding")}
    assert ashore <= steered


def test_pairs_meet_as_scripted(mixed):
    meetings = {frozenset((each["mmsi"], each["partner_mmsi"])) for each in close_quarters(mixed, 7200)}
    scripted = [each for each in mixed.truth() if each["rule"] == "collision" and "colour" in each]
    assert len(scripted) == 2
    assert all(frozenset((each["mmsi"], each["partner_mmsi"])) in meetings for each in scripted)


def test_a_trespasser_comes_from_outside_and_is_inside_as_the_truth_says(mixed):
    events = [each for each in mixed.truth() if each["rule"] == "zone" and not each.get("optional")]
    closed = [zone for zone in mixed.site.zones if zone.kind == "no_entry"]
    for event in events:
        inside = []
        for t_s in (event["t_from"] - 60, event["t_from"] + 60):
            now = mixed.picture(t_s)
            at = now["mmsi"] == event["mmsi"]
            inside.append(any(zone.contains(now["lon_deg"][at], now["lat_deg"][at])[0] for zone in closed))
        assert inside == [False, True]


def test_a_subset_of_kinds_may_be_requested(tmp_path):
    few = exercise(tmp_path, "{each: 3, kinds: [drift, beacon]}", 1)
    assert Counter(few.fleet["station"].tolist()) == {STATION["class_a"]: 3, STATION["class_b_cs"]: 3}
    with pytest.raises(UserError, match="`piracy` is not known"):
        exercise(tmp_path, "{kinds: [piracy]}", 1)


def test_a_lack_of_open_water_is_reported(tmp_path):
    with pytest.raises(UserError, match="no open water is left"):
        exercise(tmp_path, "{each: 50, kinds: [collision, clear, drift, ahead]}", 1)


def test_the_vessel_hours_are_those_on_the_air(mixed):
    ships = np.isin(mixed.fleet["station"], (1, 2, 3)).sum()
    assert 0.3 * ships * 2 < mixed.vessel_hours(7200) < ships * 2

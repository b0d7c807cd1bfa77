"""A scripted voyage: the vessel sails as scripted, reports what it is scripted to report, while it is on the air."""

from __future__ import annotations

import numpy as np
import pyais
import pytest

from exercises.scenario.scenario import FOLDER, load_scenario
from exercises.simulator.simulator import Simulator
from models.base.settings import UserError
from tests.exercises.conftest import SITE

HEAD = f"""
name_zh: 试
name_en: Trial
duration_s: 3600
routes: {FOLDER}/zhoushan_routes.geojson
reception: {{share: 1.0, copies: 0.0}}
events:
"""
SHIP = "actor: {mmsi: 413998121, name: HONG TAI, length_m: 120, craft: cargo}"
EAST = "legs: [{at: [122.75, 31.0]}, {course_deg: 90, speed_kn: 12, for_s: 3600}]"


def simulator(folder, *events: str) -> Simulator:
    path = folder / "mine.yaml"
    path.write_text(HEAD + "".join(f"  - {{kind: voyage, {event}}}\n" for event in events), encoding="utf-8")
    return Simulator(load_scenario(path), SITE, 1)


def messages(simulator: Simulator, from_s: float, to_s: float):
    for t_s, piece in simulator.sentences(from_s, to_s):
        parts = piece.splitlines()
        yield from ((t_s, pyais.decode(*each)) for each in ([parts] if b",2,1," in parts[0] else [[p] for p in parts]))


def state(simulator: Simulator, t_s: float) -> dict[str, float]:
    return {name: column[0].item() for name, column in simulator.picture(t_s).items()}


def test_a_vessel_starts_at_full_speed_on_its_course(tmp_path):
    now = state(simulator(tmp_path, f"{SHIP}, {EAST}"), 0)
    assert now["sog_kn"] == pytest.approx(12, abs=0.2) and now["cog_deg"] == pytest.approx(90, abs=0.5)
    assert (now["lon_deg"], now["lat_deg"]) == pytest.approx((122.75, 31.0), abs=1e-6)


def test_a_vessel_adrift_keeps_its_heading(tmp_path):
    adrift = "{drift_deg: 160, speed_kn: 2, for_s: 900}"
    legs = f"legs: [{{at: [122.75, 31]}}, {{course_deg: 90, speed_kn: 10, for_s: 60}}, {adrift}]"
    now = state(simulator(tmp_path, f"{SHIP}, {legs}"), 800)
    assert now["heading_deg"] == pytest.approx(90, abs=1) and now["cog_deg"] == pytest.approx(160, abs=1)
    assert now["sog_kn"] == pytest.approx(2, abs=0.1) and now["nav_status"] == 0


def test_a_vessel_turns_at_the_rate_of_its_class_and_lies_where_the_legs_end(tmp_path):
    legs = "legs: [{at: [122.75, 31]}, {course_deg: 0, speed_kn: 10, for_s: 60}, {turn_deg: 90}, {stay_s: 60}]"
    played = simulator(tmp_path, f"{SHIP}, {legs}")
    assert 20 < state(played, 160)["cog_deg"] < 70
    end = state(played, 3000)
    assert end["sog_kn"] == 0 and end["heading_deg"] == pytest.approx(90, abs=1)
    assert end["lat_deg"] == state(played, 3500)["lat_deg"]


def test_a_vessel_arrives_at_its_destination(tmp_path):
    legs = "legs: [{at: [122.75, 31]}, {to: [122.80, 31.02], speed_kn: 15}, {to: [122.80, 30.98]}, {stay_s: 60}]"
    played = simulator(tmp_path, f"{SHIP}, {legs}")
    places = np.array([(now["lon_deg"], now["lat_deg"]) for now in (state(played, t_s) for t_s in range(0, 1800, 5))])
    for goal in ((122.80, 31.02), (122.80, 30.98)):
        assert np.abs(places - goal).sum(axis=1).min() < 0.001


def test_a_sudden_stop_takes_the_stated_time(tmp_path):
    legs = "legs: [{at: [122.75, 31]}, {course_deg: 0, speed_kn: 12, for_s: 100}, {stay_s: 900, within_s: 20}]"
    played = simulator(tmp_path, f"{SHIP}, {legs}")
    assert state(played, 90)["sog_kn"] > 11.5 and state(played, 130)["sog_kn"] < 0.5


def test_false_values_replace_true_ones_within_their_window(tmp_path):
    says = (
        "says: [{from_s: 100, to_s: 200, sog_kn: 102.2, nav_status: 2, name: OTHER, moved_nm: 6, moved_deg: 0},"
        " {from_s: 200, to_s: 300, silent: true}]"
    )
    played = simulator(tmp_path, f"{SHIP}, {EAST}, {says}")
    before = [each for _, each in messages(played, 0, 100) if each.msg_type == 1]
    within = [each for _, each in messages(played, 100, 200) if each.msg_type == 1]
    assert {each.speed for each in before} <= {11.9, 12.0} != set()
    assert {each.speed for each in within} == {102.2} and {int(each.status) for each in within} == {2}
    assert within[0].lat == pytest.approx(31.1, abs=0.001)
    assert list(messages(played, 200, 300)) == [] and list(messages(played, 300, 330)) != []


def test_a_false_name_is_in_the_static_report(tmp_path):
    played = simulator(tmp_path, f"{SHIP}, {EAST}, says: [{{from_s: 100, name: OTHER, length_m: 80, mmsi: 5}}]")
    late = [each for _, each in messages(played, 100, 500) if each.msg_type == 5]
    assert {(each.shipname, each.mmsi, each.to_bow + each.to_stern) for each in late} == {("OTHER", 5, 80)}


def test_a_device_of_distress_says_so_in_status_and_text(tmp_path):
    device = 'actor: {mmsi: 970011122, name: "", length_m: 1, craft: device}, start_s: 60, legs: [{at: [122.8, 31]}]'
    played = simulator(tmp_path, f"{device}, texts: [{{text: SART ACTIVE, at_s: 61, every_s: 60}}]")
    assert list(messages(played, 0, 60)) == []
    received = [each for _, each in messages(played, 60, 240)]
    assert {int(each.status) for each in received if each.msg_type == 1} == {14}
    assert [each.text for each in received if each.msg_type == 14] == ["SART ACTIVE"] * 3
    assert len([each for each in received if each.msg_type == 1]) == pytest.approx(24, abs=4)


def test_a_net_beacon_reports_every_two_minutes_as_class_b(tmp_path):
    beacon = "actor: {mmsi: 412001122, name: NET 12%, length_m: 1, craft: beacon}, legs: [{at: [122.8, 31]}]"
    moments = [t for t, each in messages(simulator(tmp_path, beacon), 100, 1300) if each.msg_type == 18]
    assert np.allclose(np.diff(moments), 120, atol=0.01) and len(moments) >= 9


def test_late_copies_are_the_same_sentences(tmp_path):
    played = simulator(tmp_path, f"{SHIP}, {EAST}, late: {{after_s: 1017}}, end_s: 500")
    early, late = played.sentences(0, 300), played.sentences(1017, 1317)
    assert [(pytest.approx(t_s + 1017), line) for t_s, line in early] == late


def test_a_fleet_has_numbers_and_places_of_its_own(tmp_path):
    played = simulator(tmp_path, f"{SHIP}, {EAST}, fleet: {{count: 5, spacing_nm: 0.5}}")
    now = played.picture(100)
    assert now["mmsi"].tolist() == list(range(413998121, 413998126))
    assert len(np.unique(np.round(now["lon_deg"] + 10 * now["lat_deg"], 4))) == 5
    assert np.allclose(now["sog_kn"], 12, atol=0.2)


def test_dividing_time_changes_nothing_for_voyages(tmp_path):
    played = simulator(tmp_path, f"{SHIP}, {EAST}, late: {{after_s: 30, share: 0.5}}, texts: [{{text: HI, at_s: 50}}]")
    whole = played.sentences(0, 120)
    assert [line for a in range(0, 120, 7) for line in played.sentences(a, min(a + 7, 120))] == whole


def test_truth_and_near_miss(tmp_path):
    truth = "truth: [{rule: drift, from_s: 10, to_s: 20, partner: 412000000, optional: true, colour: red}]"
    other = SHIP.replace("121", "122")
    played = simulator(tmp_path, f"{SHIP}, {EAST}, {truth}", f"{other}, {EAST}")
    assert played.truth() == [
        {
            "t_from": 10, "t_to": 20, "rule": "drift", "mmsi": 413998121, "partner_mmsi": 412000000,
            "optional": True, "colour": "red",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (f"{SHIP}, legs: [{{to: [122.7, 31]}}]", "the first leg, and no other, is"),
        (f"{SHIP}, legs: [{{at: [122.7, 31]}}, {{course_deg: 9}}]", "course_deg needs for_s"),
        (f"{SHIP}, legs: [{{at: [122.7, 31]}}, {{speed_kn: 9}}]", "a leg has exactly one of"),
        (f"{SHIP}, {EAST}, truth: [{{rule: drift, from_s: 9, to_s: 9}}]", "to_s must be after from_s"),
    ],
)
def test_a_mistake_is_reported(tmp_path, event, message):
    with pytest.raises(UserError, match=message):
        simulator(tmp_path, event)

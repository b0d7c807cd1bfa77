"""What a director adds is heard by the core and raises the rule its truth names; the same however often it is asked."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commands.launch.plan import inject_feeds
from exercises.director.injects import OF_RULES, reports_of, sentences_of, truth_of
from exercises.director.simulated_feed import injected, simulated
from exercises.play import open_simulator
from exercises.scoring.score import alarms_of, belongs, events_of
from ingest.tampering import CHANGES, tampered
from models.base.settings import Feed, Settings
from models.core.replay import play
from models.core.summary import fresh
from models.messages.control import injects_file
from models.messages.picture import Picture
from models.messages.plan import Plan, Player
from models.risk.state import State
from tests.exercises.conftest import SITE

SCENARIO, SEED, AT_S = "reception", 1, 1000.0
SEA = Feed(id="exercise", source="file:sea")


def plan(folder: Path, told: list[dict[str, Any]]) -> Plan:
    injects_file(folder).write_text("".join(json.dumps(each) + "\n" for each in told), encoding="utf-8")
    player = Player(scenario=SCENARIO, seed=SEED, start_t_s=open_simulator(SCENARIO, "zhoushan", SEED).start_t_s)
    return Plan(mode="exercise", settings=Settings(), var=folder, run_dir=folder, player=player)


def told_of(kind: str) -> dict[str, Any]:
    """About a ship that is well heard, in the middle of the sea."""
    sea = open_simulator(SCENARIO, "zhoushan", SEED)
    now = sea.picture(AT_S)
    row = int(np.flatnonzero((now["sog_kn"] > 6) & (sea.fleet["end_s"] > 3600) & (sea.fleet["station"] == 1))[0])
    place = {"lon": float(now["lon_deg"][row]), "lat": float(now["lat_deg"][row])}
    who = {"mmsi": int(now["mmsi"][row]), "name": sea.fleet["name"][row].decode()}
    about: dict[str, dict[str, Any]] = {
        "distress": {"mmsi": 970_119_001, "name": "SART"},
        "clone": {**who, "lat": place["lat"] - 0.4, "course_deg": 10.0},
        "spoof": {**who, "north_deg": 0.1, "east_deg": 0.1},
        "dark": who,
        "fog": {"polygon": [[122.0, 30.0], [122.2, 30.0], [122.1, 30.2]], "text": "演练：浓雾"},
        "outage": {"range_nm": 15.0},
    }
    return {"kind": kind, "number": 1, "at_s": sea.start_t_s + AT_S, "for_s": 1200.0, **place, **about[kind]}


def played(folder: Path, told: list[dict[str, Any]], until_s: float) -> list[Picture]:
    """Pictures of the sea with what was added to it."""
    run = plan(folder, told)
    feeds = (SEA, *inject_feeds())
    state = State(Settings(), open_simulator(SCENARIO, "zhoushan", SEED).site, feeds, "replay", math.inf)
    streams = {
        SEA.id: tampered(simulated(run, SEA), SEA.id, told),
        **{each.id: injected(run, each) for each in feeds[1:]},
    }
    pictures = []
    for picture in play(state, streams):
        pictures.append(picture)
        if picture.t_s > told[0]["at_s"] + until_s:
            break
    return pictures


HEARD_S = {"distress": 60, "clone": 500, "spoof": 500, "dark": 700, "outage": 150}  # the scenario's own begins later


@pytest.mark.parametrize(("kind", "until_s"), HEARD_S.items())
def test_what_is_added_raises_the_rule_its_truth_names(kind: str, until_s: float, tmp_path: Path) -> None:
    told = told_of(kind)
    changes = [each.record() for picture in played(tmp_path, [told], until_s) for each in fresh(picture)]
    (event, *_) = events_of(truth_of([told]))
    assert event.rule == OF_RULES[kind][0]
    assert [alarm.rule for alarm in alarms_of(changes) if belongs(alarm, event)] == [event.rule]


def test_fog_is_a_report_of_the_weather(tmp_path: Path) -> None:
    picture = played(tmp_path, [told_of("fog")], 30)[-1]
    assert [(each.source, each.kind, each.text) for each in picture.clues] == [("weather", "fog", "演练：浓雾")]


def test_where_a_receiver_fails_nobody_is_heard_and_elsewhere_everybody(tmp_path: Path) -> None:
    told = told_of("outage")
    run = plan(tmp_path, [told])
    off: dict[bool, list[float]] = {True: [], False: []}
    for fails in off:
        for batch in tampered(simulated(run, SEA), SEA.id, [told] if fails else []):
            rx_s = batch.heard["rx_s"][batch.position["row"]]
            during = (rx_s > told["at_s"] + 10) & (rx_s < told["at_s"] + 60)
            north_nm = (batch.position["lat_deg"][during] - told["lat"]) * 60
            east_nm = (batch.position["lon_deg"][during] - told["lon"]) * 60 * math.cos(math.radians(told["lat"]))
            off[fails] += np.hypot(north_nm, east_nm).tolist()
            if rx_s.size and rx_s.min() > told["at_s"] + 60:
                break
    assert min(off[False]) < 14 and min(off[True]) > 14.9
    assert sorted(each for each in off[False] if each > 15.1) == sorted(each for each in off[True] if each > 15.1)


def test_sentences_are_the_same_however_often_they_are_asked_for_and_in_order() -> None:
    told = [told_of("clone"), {**told_of("distress"), "number": 2}]
    first = list(sentences_of(told, SITE))
    assert first == list(sentences_of(told, SITE))
    times = [t_s for t_s, _ in first]
    assert times == sorted(times) and times[0] > told[0]["at_s"]
    assert reports_of(told) == []


def test_what_was_added_is_made_once_and_said_the_same_at_every_seek(tmp_path: Path) -> None:
    told = [told_of("clone"), {**told_of("distress"), "number": 2}, {**told_of("fog"), "number": 3}]
    run = plan(tmp_path, told)
    for feed in inject_feeds():
        known: dict[str, list[tuple[float, bytes]]] = {}
        first, again, fresh_ones = (
            [each.heard["payload_hash"].tolist() for each in injected(run, feed, held)] for held in (known, known, None)
        )
        assert first == again == fresh_ones and len(known) == len(told)
    lines = [line for each in known.values() for line in each]
    assert lines == reports_of(told)


def test_the_name_of_a_clone_can_be_sent() -> None:
    told = {**told_of("clone"), "name": "<b>浙普渔 1 café</b>_"}
    assert list(sentences_of([told], SITE))


def test_every_kind_is_either_a_voyage_a_report_or_a_change() -> None:
    from dashboard.api.injecting import KINDS
    from exercises.director.injects import VOYAGES

    assert set(KINDS) == {*VOYAGES, "fog", *CHANGES}
    assert set(OF_RULES) == set(HEARD_S) == set(KINDS) - {"fog"}

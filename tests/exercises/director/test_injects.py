"""The additions of injects reach the core and raise the rule of their truth; they are the same at every request."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commands.launch.plan import inject_feeds
from exercises.director.injects import reports_of, sentences_of, truth_of
from exercises.director.simulated_feed import injected, simulated
from exercises.play import open_simulator
from exercises.scoring.score import alarms_of, belongs, events_of
from ingest.tampering import tampered
from models.base.settings import Feed, Settings
from models.core.replay import play
from models.messages.control import injects_file
from models.messages.injects import KINDS, AnyInject, inject_of
from models.messages.picture import Picture
from models.messages.plan import Plan, Player
from models.risk.state import State
from tests.exercises.conftest import SITE
from tests.models.sea import changes_of_tick

SCENARIO, SEED, AT_S = "reception", 1, 1000.0
EXERCISE_FEED = Feed(id="exercise", source="file:sea")


def plan(folder: Path, injects: list[AnyInject]) -> Plan:
    injects_file(folder).write_text("".join(each.model_dump_json() + "\n" for each in injects), encoding="utf-8")
    player = Player(scenario=SCENARIO, seed=SEED, start_t_s=open_simulator(SCENARIO, "zhoushan", SEED).start_t_s)
    return Plan(mode="exercise", settings=Settings(), var=folder, run_dir=folder, player=player)


def inject(kind: str, vessel: int = 0, **values: object) -> AnyInject:
    """An inject about a vessel with good reception, in the middle of the area: the first such vessel, the second, …"""
    simulator = open_simulator(SCENARIO, "zhoushan", SEED)
    now = simulator.picture(AT_S)
    likely = (now["sog_kn"] > 6) & (simulator.fleet["end_s"] > 3600) & (simulator.fleet["station"] == 1)
    row = int(np.flatnonzero(likely)[vessel])
    place = {"lon": float(now["lon_deg"][row]), "lat": float(now["lat_deg"][row])}
    target = {"mmsi": int(now["mmsi"][row]), "name": simulator.fleet["name"][row].decode()}
    about: dict[str, dict[str, Any]] = {
        "distress": {"mmsi": 970_119_001, "name": "SART"},
        "clone": {**target, "lat": place["lat"] - 0.4, "course_deg": 10.0},
        "spoof": {**target, "north_deg": 0.1, "east_deg": 0.1},
        "dark": target,
        "fog": {"polygon": [[122.0, 30.0], [122.2, 30.0], [122.1, 30.2]], "text": "演练：浓雾"},
        "outage": {"range_nm": 15.0},
    }
    when = {"at_s": simulator.start_t_s + AT_S, "for_s": 1200.0}
    return inject_of({"kind": kind, "number": 1, **when, **place, **about[kind], **values})


def played(folder: Path, injects: list[AnyInject], until_s: float) -> list[Picture]:
    """Pictures of the exercise with the additions."""
    run = plan(folder, injects)
    feeds = (EXERCISE_FEED, *inject_feeds())
    state = State(Settings(), open_simulator(SCENARIO, "zhoushan", SEED).site, feeds, "replay", math.inf)
    streams = {
        EXERCISE_FEED.id: tampered(simulated(run, EXERCISE_FEED), EXERCISE_FEED.id, injects),
        **{each.id: injected(run, each) for each in feeds[1:]},
    }
    pictures = []
    for picture in play(state, streams):
        pictures.append(picture)
        if picture.t_s > injects[0].at_s + until_s:
            break
    return pictures


# Injects that do not affect each other are played in one run: each kind, its vessel, and how long it takes.
RUNS: list[tuple[dict[str, int], float]] = [
    ({"distress": 0, "clone": 0, "spoof": 1, "dark": 2}, 700),
    ({"outage": 0, "fog": 0}, 150),  # the scenario's own outage begins later
]
WITH_TRUTH = [(number, kind) for number, (kinds, _) in enumerate(RUNS) for kind in kinds if KINDS[kind].expected]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, AnyInject], list[Picture]]]:
    """The additions of each run, by kind, and its pictures."""
    made = []
    for kinds, until_s in RUNS:
        added = {kind: inject(kind, row, number=number) for number, (kind, row) in enumerate(kinds.items(), start=1)}
        made.append((added, played(tmp_path_factory.mktemp("run"), list(added.values()), until_s)))
    return made


@pytest.mark.parametrize(("run", "kind"), WITH_TRUTH)
def test_an_addition_raises_the_rule_of_its_truth(run: int, kind: str, runs: list) -> None:
    added, pictures = runs[run]
    changes = [each.record() for picture in pictures for each in changes_of_tick(picture)]
    (event, *_) = events_of(truth_of([added[kind]]))
    expected = KINDS[kind].expected
    assert expected and event.rule == expected.rule
    assert [alarm.rule for alarm in alarms_of(changes) if belongs(alarm, event)] == [event.rule]


def test_fog_is_a_report_of_the_weather(runs: list) -> None:
    picture = runs[1][1][-1]
    assert [(each.source, each.kind, each.text) for each in picture.clues] == [("weather", "fog", "演练：浓雾")]


def test_a_failed_receiver_receives_nothing_and_the_others_everything(tmp_path: Path) -> None:
    added = inject("outage")
    run = plan(tmp_path, [added])
    off: dict[bool, list[float]] = {True: [], False: []}
    for fails in off:
        for batch in tampered(simulated(run, EXERCISE_FEED), EXERCISE_FEED.id, [added] if fails else []):
            rx_s = batch.heard["rx_s"][batch.position["row"]]
            during = (rx_s > added.at_s + 10) & (rx_s < added.at_s + 60)
            north_nm = (batch.position["lat_deg"][during] - added.lat) * 60
            east_nm = (batch.position["lon_deg"][during] - added.lon) * 60 * math.cos(math.radians(added.lat))
            off[fails] += np.hypot(north_nm, east_nm).tolist()
            if rx_s.size and rx_s.min() > added.at_s + 60:
                break
    assert min(off[False]) < 14 and min(off[True]) > 14.9
    assert sorted(each for each in off[False] if each > 15.1) == sorted(each for each in off[True] if each > 15.1)


def test_sentences_are_the_same_at_every_request_and_in_order() -> None:
    added = [inject("clone"), inject("distress", number=2)]
    first = list(sentences_of(added, SITE))
    assert first == list(sentences_of(added, SITE))
    times = [t_s for t_s, _ in first]
    assert times == sorted(times) and times[0] > added[0].at_s
    assert reports_of(added) == []


def test_additions_are_made_once_and_are_the_same_at_every_seek(tmp_path: Path) -> None:
    added = [inject("clone"), inject("distress", number=2), inject("fog", number=3)]
    run = plan(tmp_path, added)
    for feed in inject_feeds():
        known: dict[str, list[tuple[float, bytes]]] = {}
        first, again, fresh_ones = (
            [each.heard["payload_hash"].tolist() for each in injected(run, feed, held)] for held in (known, known, None)
        )
        assert first == again == fresh_ones and len(known) == len(added)
    lines = [line for each in known.values() for line in each]
    assert lines == reports_of(added)


def test_the_name_of_a_clone_can_be_sent() -> None:
    added = inject("clone", name="<b>浙普渔 1 café</b>_")
    assert list(sentences_of([added], SITE))


def test_every_kind_with_a_truth_is_played_here() -> None:
    assert {kind for _, kind in WITH_TRUTH} == {kind for kind, made in KINDS.items() if made.expected}

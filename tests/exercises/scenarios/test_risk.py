"""What the core makes of the exercise: it finds what was scripted, in time, and nothing in the background."""

from __future__ import annotations

import math

import pytest

from exercises.play import write_file
from ingest.sources.files import read_batches
from models.base.settings import Feed, Settings
from models.core.replay import play
from models.risk.state import State
from tests.exercises.conftest import SEED, SITE

MINUTES = 4
RULES = ("collision", "drift", "zone")


@pytest.fixture(scope="module")
def first(tmp_path_factory, simulator, site):
    """(second, rule, the two ships) -> highest level, of every alert in the first minutes."""
    out = tmp_path_factory.mktemp("exercise") / "first.nmea"
    write_file("zhoushan_morning", SITE, SEED, out, MINUTES)
    state = State(Settings(), site, (Feed(id="exercise", source="stdin:"),), "replay", math.inf)
    highest: dict[tuple[str, frozenset[int]], dict[str, float]] = {}
    for picture in play(state, {"exercise": read_batches(out, "exercise")}):
        for alert in picture.alerts:
            mmsis = frozenset(mmsi for mmsi in (alert.mmsi, alert.partner_mmsi) if mmsi)
            colours = highest.setdefault((alert.rule, mmsis), {})
            colours.setdefault(alert.colour, picture.t_s - simulator.start_t_s)
    return {key: colours for key, colours in highest.items() if key[0] in RULES}


def test_a_red_is_on_the_wall_within_two_minutes(first, simulator):
    event = next(each for each in simulator.truth() if each["rule"] == "collision")
    assert first["collision", frozenset((event["mmsi"], event["partner_mmsi"]))]["red"] < 120


def test_the_zone_entry_is_noticed_within_two_minutes_of_the_border(first, simulator):
    event = next(each for each in simulator.truth() if each["rule"] == "zone")
    assert min(first["zone", frozenset((event["mmsi"],))].values()) < event["t_from"] + 120


def test_nothing_but_what_was_scripted_raises_an_alert(first, simulator):
    actors = {each["mmsi"] for each in simulator.truth()}
    assert [key for key in first if not key[1] & actors] == []

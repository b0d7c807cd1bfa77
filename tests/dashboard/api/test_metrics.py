"""The metrics are Prometheus text, whatever the names in them are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

from dashboard.api.metrics import FEED_METRICS, metrics
from dashboard.server.app_state import AppState
from dashboard.server.picture_subscriber import received
from models.base.schema import COLOURS
from models.base.settings import Settings
from models.messages.picture import Picture
from models.messages.processes import STATES, ProcessStatus, write_processes
from tests.dashboard.pictures import alert, feed, picture

HOSTILE = ('sh"ore', "sh\\ore", "sh\nore", 'a"} 1\nwanghai_tick 7 #', "岸站", "{}", "")


@pytest.fixture
def app(tmp_path: Path) -> AppState:
    return AppState(Settings(), tmp_path, "live")


def families(app: AppState, shown: Picture | None = None) -> dict[str, Metric]:
    if shown is not None:
        app.pictures.newest = received(app.pictures.newest, shown, 100.0)
    found = list(text_string_to_metric_families(metrics(app, 102.5)))
    assert len({each.name for each in found}) == len(found)
    return {each.name: each for each in found}


def value(family: Metric, **labels: str) -> float:
    (sample,) = [each for each in family.samples if each.labels == labels]
    return sample.value


def test_a_server_without_a_picture_reports_on_itself(app: AppState) -> None:
    found = families(app)
    assert value(found["wanghai_pictures_received"]) == 0 and value(found["wanghai_sessions"]) == 0
    assert "wanghai_picture_age_seconds" not in found and "wanghai_tick" not in found


def test_the_picture_is_counted(app: AppState) -> None:
    found = families(app, picture(None, (alert(1), alert(2, "yellow")), tick=7, tick_ms=12.5))
    assert value(found["wanghai_picture_age_seconds"]) == 2.5
    assert value(found["wanghai_tick"]) == 7 and value(found["wanghai_tick_seconds"]) == 0.0125
    assert value(found["wanghai_vessels"]) == 3 and value(found["wanghai_pictures_received"]) == 1
    counts = {colour: value(found["wanghai_alerts"], colour=colour) for colour in COLOURS[1:]}
    assert counts == {"yellow": 1, "orange": 0, "red": 1, "distress": 0}


def test_paint_times_are_given_as_quantiles(app: AppState) -> None:
    app.paints.after_arrival_s.extend([0.1, 0.2, 0.3])
    found = families(app)
    assert value(found["wanghai_paint_seconds"], quantile="0.5") == pytest.approx(0.2)
    assert "wanghai_tick_to_paint_seconds" not in found


def test_every_metric_of_a_feed_has_its_sample(app: AppState) -> None:
    one = feed("shore", rejects={"checksum": 2, "length": 3}, refused={"speed": 7}, duplicates=4, offset_s=0.5)
    found = families(app, picture(feeds=(one, replace(feed("island", "silent"), offset_s=None))))
    names = [name.removesuffix("_total") for _, name, _, _ in FEED_METRICS]
    assert [value(found[name], feed="shore") for name in names] == [85.2, 1000, 4, 5, 7, 0.5, 1]
    assert value(found["wanghai_feed_up"], feed="island") == 0
    assert len(found["wanghai_feed_offset_seconds"].samples) == 1


def test_every_process_is_up_or_down_with_its_restarts(app: AppState) -> None:
    assert "wanghai_process_up" not in families(app)
    table = [ProcessStatus("core", "core", state, restarts=2) for state in STATES]
    write_processes(app.run_dir, [replace(each, name=each.state) for each in table])
    found = families(app)
    up = {state: value(found["wanghai_process_up"], process=state) for state in STATES}
    assert up == {"starting": 1, "running": 1, "waiting": 0, "ended": 1}
    assert value(found["wanghai_process_restarts"], process="running") == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_label_value(app: AppState, name: str) -> None:
    found = families(app, picture(feeds=(feed(name),), tick=1))
    assert value(found["wanghai_feed_up"], feed=name) == 1
    assert [sample.value for sample in found["wanghai_tick"].samples] == [1]


def test_two_requests_share_nothing(app: AppState) -> None:
    assert metrics(app, 1.0) == metrics(app, 1.0)


def test_alerts_are_counted_by_the_totals_not_by_those_that_a_picture_carries(app: AppState) -> None:
    totals = {"alerts_red": 3189, "open_red": 3000, "rectified_red": 51, "unseen_dropped": 7}
    found = families(app, picture(alerts=(alert(1),), totals=totals))
    names = ("wanghai_alerts", "wanghai_alerts_unacknowledged", "wanghai_alerts_cleared")
    assert [value(found[name], colour="red") for name in names] == [3189, 3000, 51]
    assert [value(found[name], colour="orange") for name in names] == [0, 0, 0]
    assert value(found["wanghai_alerts_dropped"]) == 7

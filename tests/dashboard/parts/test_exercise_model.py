"""Parts of the director's page: the status of the truth at a moment, its list, the score, and its places."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard.common.theme import Sizes
from dashboard.map.callouts import callouts
from dashboard.map.view import fit, mercator
from dashboard.parts.exercise_model import (
    AHEAD_SHOWN,
    ExerciseModel,
    alerts,
    rings,
    score,
    stand,
    top,
    truth,
    words_box,
)
from tests.dashboard.pictures import T0, context, craft, picture
from tests.dashboard.pictures import alert as view

EVIL = "<script>x</script>"
END_S = T0 + 1200.0
TOTAL = {"recall": 0.5, "precision": None, "delay_median_s": 42.0, "false_per_1000_vessel_hours": 1.234}


def event(key: int, from_s: float, to_s: float = 600.0, found_s: float | None = None, **more: Any) -> dict[str, Any]:
    """Return an event; times are in seconds from now."""
    return {
        "key": key, "rule": "drift", "from_s": T0 + from_s, "to_s": T0 + to_s, "until_s": T0 + to_s + 300,
        "mmsi": 412_000_000 + key, "partner_mmsi": None, "name": f"SHIP {key}", "partner_name": "", "optional": False,
        "colour": None, "found_s": None if found_s is None else T0 + found_s, **more,
    }  # fmt: skip


def alert(alert_id: str, raised_s: float, **more: Any) -> dict[str, Any]:
    return {
        "alert_id": alert_id, "rule": "drift", "mmsi": 412_000_001, "partner_mmsi": None, "name": "SHIP 1",
        "partner_name": "", "lat": 30.0, "lon": 122.5, "text_zh": "漂了", "text_en": "drifting", "colour": "red",
        "raised_s": T0 + raised_s, "cleared_s": None, **more,
    }  # fmt: skip


def model(events: list[dict[str, Any]], *known: dict[str, Any], lang: str = "zh", **truths: Any) -> ExerciseModel:
    """Return a model at T0."""
    about = {"name_zh": "漂航", "name_en": "Drift", "from_s": T0 - 600.0, "to_s": END_S}
    record = {"about": about, "events": events, "alarms": {}, "report": None, **truths}
    return ExerciseModel(
        context(lang), replace(picture(craft(3)), mode="exercise"), {"alerts": list(known), "reached_s": END_S}, record
    )


@pytest.mark.parametrize(
    ("entry", "how"),
    [
        (event(1, 10), "ahead"),
        (event(1, -10), "running"),
        (event(1, -10, found_s=5), "running"),
        (event(1, -10, found_s=-5), "found"),
        (event(1, -900, -310), "missed"),
        (event(1, -900, -290), "running"),
        (event(1, -900, -310, found_s=-400), "found"),
        (event(1, 10, optional=True), "optional"),
    ],
    ids=["to come", "begun", "found later", "found", "missed", "still in time", "found long ago", "optional"],
)
def test_the_status_of_the_truth(entry: dict[str, Any], how: str) -> None:
    assert stand(entry, T0) == how


def test_the_latest_event_is_on_top_and_only_the_next_future_ones_are_named() -> None:
    events = [event(number, 60.0 * number) for number in range(-2, AHEAD_SHOWN + 3)]
    html = truth(model(events))
    assert f"更晚还有 {3 - 1} 起" in html
    shown = [html.index(f">SHIP {number}<") for number in range(-2, AHEAD_SHOWN + 1)]
    assert shown == sorted(shown, reverse=True)
    assert f"SHIP {AHEAD_SHOWN + 1}" not in html and html.index("更晚还有") < min(shown)


def test_the_time_until_detection_or_begin_is_shown() -> None:
    html = truth(model([event(1, -120, found_s=-60), event(2, 300)], lang="en"))
    assert "found after 1 min" in html and "in 5 min" in html


def test_injected_events_are_marked_and_a_name_is_never_markup() -> None:
    html = truth(model([event(1, -10, injected=True, name=EVIL)]))
    assert "导调" in html and EVIL not in html


def test_the_figures_count_each_status_and_only_alerts_raised_by_now() -> None:
    events = [event(1, 10), event(2, -10), event(3, -10, found_s=-5), event(4, -900, -310), event(5, 0, optional=True)]
    known = [alert("a", -5), alert("b", -4), alert("c", 5)]
    made = model(events, *known, alarms={"a": "true", "b": "false", "c": "false"})
    assert [f'<div class="figure {how}"><b>1</b>' in (score(made) or "") for how in ("found", "running", "missed")] == [
        True
    ] * 3
    assert '<div class="figure false"><b>1</b>' in (score(made) or "")
    assert '<div class="figure ahead"><b>1</b>' in (score(made) or "")


def test_the_score_is_shown_at_the_end_and_not_before() -> None:
    before = model([], report=TOTAL)
    assert "总评" not in (score(before) or "")
    after = replace(before, picture=replace(before.picture, t_s=END_S))
    html = score(after) or ""
    assert "总评" in html and "50%" in html and "42 秒" in html and "1.23" in html and "–" in html


def test_for_a_recording_the_truth_is_shown_as_unknown() -> None:
    made = replace(model([]), truth={})
    assert "没有真值" in (score(made) or "") and truth(made) == ""


def test_all_alerts_are_listed_the_newest_on_top_and_future_ones_faint() -> None:
    known = [alert("a", -60, cleared_s=T0 - 30), alert("b", -20), alert("c", 90)]
    html = alerts(model([], *known, alarms={"a": "true", "b": "false"}))
    assert html.index('data-alert="c"') < html.index('data-alert="b"') < html.index('data-alert="a"')
    assert [f"alert red {when}" in html for when in ("ahead", "up", "past")] == [True] * 3
    assert "属实" in html and "误报" in html and f'data-seek="{T0 + 90}' in html


def test_rings_are_at_the_vessel_while_the_event_lasts() -> None:
    vessels = craft(3)
    made = rings(model([event(1, -10), event(2, 10), event(9, -10)]))
    assert [each["keys"] for each in made] == [[1]], "the second is to come, the third vessel is not there"
    assert made[0]["place"] == [float(vessels["lon_deg"][0]), float(vessels["lat_deg"][0])]


def test_a_vessel_has_one_ring_with_all_its_events_and_the_status_of_those_not_found() -> None:
    its = {"mmsi": 412_000_001}
    events = [
        event(1, -10, found_s=-5, **its),
        event(2, -10, **its, rule="gap"),
        event(3, -10, **its, rule="zone", optional=True),
    ]
    (ring,) = rings(model(events, lang="en"))
    assert (ring["stand"], ring["word"]) == ("running", "◐ Drifting · AIS gap")


def test_labels_of_alerts_do_not_cover_the_texts_of_the_truth() -> None:
    window, sizes = fit((122.0, 29.8, 123.0, 30.2), 1000, 500), Sizes(16.0)
    shown = picture(alerts=(view(1, "red"),))
    (ring,) = rings(model([event(1, -10)], lang="en"))
    west, south, east, north = words_box(ring, window, sizes)
    (x,), (y,) = window.pixels(*mercator([ring["place"][0]], [ring["place"][1]]))
    assert west < east < x and south < y < north
    left_of_it = {"drift-T1": 2}  # its previous place
    for closed in ((), ((west, south, east, north),)):
        boxes = callouts(shown, window, "en", sizes, 9, left_of_it, closed).boxes
        x_px, y_px = window.pixels([*boxes["left"], *boxes["right"]], [*boxes["bottom"], *boxes["top"]])
        over = x_px[0] < east and x_px[1] > west and y_px[0] < north and y_px[1] > south
        assert over == (not closed)


def test_optional_events_are_listed_once_they_are_found() -> None:
    events = [event(1, -10, optional=True), event(2, -10, optional=True, found_s=-5)]
    html = truth(model(events))
    assert ">SHIP 1<" not in html and ">SHIP 2<" in html


def test_an_alert_that_the_run_ahead_has_not_reached_is_listed_too() -> None:
    made = model([], alert("drift-T1", -60))
    made = replace(made, picture=replace(made.picture, alerts=(view(1, "red"), view(2, "orange"))))
    html = alerts(made)
    assert html.count('data-alert="drift-T1"') == html.count('data-alert="drift-T2"') == 1


@pytest.mark.parametrize(("lang", "name"), [("zh", "漂航"), ("en", "Drift")])
def test_the_head_names_the_exercise_in_its_colours(lang: str, name: str) -> None:
    html = top(model([], lang=lang))
    assert f">{name}<" in html and 'class="badge exercise"' in html

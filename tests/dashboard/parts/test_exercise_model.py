"""The parts of the director's page: how truth stands at a moment, what is told of it, the score, and where it is."""

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
    """Times in seconds from now."""
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
    """Now is T0."""
    about = {"name_zh": "漂航", "name_en": "Drift", "from_s": T0 - 600.0, "to_s": END_S}
    told = {"about": about, "events": events, "alarms": {}, "report": None, **truths}
    return ExerciseModel(
        context(lang), replace(picture(craft(3)), mode="exercise"), {"alerts": list(known), "reached_s": END_S}, told
    )


@pytest.mark.parametrize(
    ("told", "how"),
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
    ids=["to come", "begun", "found later", "found", "missed", "still in time", "found long ago", "may be told"],
)
def test_how_truth_stands(told: dict[str, Any], how: str) -> None:
    assert stand(told, T0) == how


def test_the_latest_truth_is_on_top_and_of_what_comes_only_the_next_is_named() -> None:
    events = [event(number, 60.0 * number) for number in range(-2, AHEAD_SHOWN + 3)]
    html = truth(model(events))
    assert f"更晚还有 {3 - 1} 起" in html
    shown = [html.index(f">SHIP {number}<") for number in range(-2, AHEAD_SHOWN + 1)]
    assert shown == sorted(shown, reverse=True)
    assert f"SHIP {AHEAD_SHOWN + 1}" not in html and html.index("更晚还有") < min(shown)


def test_when_it_was_found_or_will_begin_is_said_in_words() -> None:
    html = truth(model([event(1, -120, found_s=-60), event(2, 300)], lang="en"))
    assert "found after 1 min" in html and "in 5 min" in html


def test_what_was_injected_is_marked_and_a_name_is_never_markup() -> None:
    html = truth(model([event(1, -10, injected=True, name=EVIL)]))
    assert "导调" in html and EVIL not in html


def test_the_figures_count_each_stand_and_only_alarms_raised_by_now() -> None:
    events = [event(1, 10), event(2, -10), event(3, -10, found_s=-5), event(4, -900, -310), event(5, 0, optional=True)]
    known = [alert("a", -5), alert("b", -4), alert("c", 5)]
    told = model(events, *known, alarms={"a": "true", "b": "false", "c": "false"})
    assert [f'<div class="figure {how}"><b>1</b>' in (score(told) or "") for how in ("found", "running", "missed")] == [
        True
    ] * 3
    assert '<div class="figure false"><b>1</b>' in (score(told) or "")
    assert '<div class="figure ahead"><b>1</b>' in (score(told) or "")


def test_the_score_stands_at_the_end_and_not_before() -> None:
    before = model([], report=TOTAL)
    assert "总评" not in (score(before) or "")
    after = replace(before, picture=replace(before.picture, t_s=END_S))
    html = score(after) or ""
    assert "总评" in html and "50%" in html and "42 s" in html and "1.23" in html and "–" in html


def test_of_a_recording_it_is_said_that_nobody_knows_the_truth() -> None:
    told = replace(model([]), truth={})
    assert "没有真值" in (score(told) or "") and truth(told) == ""


def test_alerts_are_all_there_the_newest_on_top_and_those_to_come_faint() -> None:
    known = [alert("a", -60, cleared_s=T0 - 30), alert("b", -20), alert("c", 90)]
    html = alerts(model([], *known, alarms={"a": "true", "b": "false"}))
    assert html.index('data-alert="c"') < html.index('data-alert="b"') < html.index('data-alert="a"')
    assert [f"alert red {when}" in html for when in ("ahead", "up", "past")] == [True] * 3
    assert "属实" in html and "误报" in html and f'data-seek="{T0 + 90}' in html


def test_rings_are_where_the_craft_is_while_it_is_true() -> None:
    vessels = craft(3)
    made = rings(model([event(1, -10), event(2, 10), event(9, -10)]))
    assert [each["keys"] for each in made] == [[1]], "the second is to come, the third craft is not there"
    assert made[0]["place"] == [float(vessels["lon_deg"][0]), float(vessels["lat_deg"][0])]


def test_a_craft_has_one_ring_with_all_that_is_true_of_her_and_what_is_not_yet_found_shows() -> None:
    hers = {"mmsi": 412_000_001}
    told = [
        event(1, -10, found_s=-5, **hers),
        event(2, -10, **hers, rule="gap"),
        event(3, -10, **hers, rule="zone", optional=True),
    ]
    (ring,) = rings(model(told, lang="en"))
    assert (ring["stand"], ring["word"]) == ("running", "◐ Drifting · AIS gap")


def test_labels_of_alerts_keep_off_the_words_of_the_truth() -> None:
    window, sizes = fit((122.0, 29.8, 123.0, 30.2), 1000, 500), Sizes(16.0)
    shown = picture(alerts=(view(1, "red"),))
    (ring,) = rings(model([event(1, -10)], lang="en"))
    west, south, east, north = words_box(ring, window, sizes)
    (x,), (y,) = window.pixels(*mercator([ring["place"][0]], [ring["place"][1]]))
    assert west < east < x and south < y < north
    left_of_it = {"drift-T1": 2}  # where it stood before
    for closed in ((), ((west, south, east, north),)):
        boxes = callouts(shown, window, "en", sizes, 9, left_of_it, closed).boxes
        x_px, y_px = window.pixels([*boxes["left"], *boxes["right"]], [*boxes["bottom"], *boxes["top"]])
        over = x_px[0] < east and x_px[1] > west and y_px[0] < north and y_px[1] > south
        assert over == (not closed)


def test_what_may_be_told_is_listed_once_it_was_told() -> None:
    told = [event(1, -10, optional=True), event(2, -10, optional=True, found_s=-5)]
    html = truth(model(told))
    assert ">SHIP 1<" not in html and ">SHIP 2<" in html


def test_an_alert_that_the_run_ahead_has_not_come_to_is_listed_all_the_same() -> None:
    told = model([], alert("drift-T1", -60))
    told = replace(told, picture=replace(told.picture, alerts=(view(1, "red"), view(2, "orange"))))
    html = alerts(told)
    assert html.count('data-alert="drift-T1"') == html.count('data-alert="drift-T2"') == 1


@pytest.mark.parametrize(("lang", "name"), [("zh", "漂航"), ("en", "Drift")])
def test_the_head_says_which_exercise_it_is_in_its_colours(lang: str, name: str) -> None:
    html = top(model([], lang=lang))
    assert f">{name}<" in html and 'class="badge exercise"' in html

"""Alerts against the truth: what is found, what is false, what is neither, how soon and how well explained."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.scoring.score import alarms_of, events_of, score
from models.base.clock import iso

START_S = 1_768_257_000.0


def event(rule: str, mmsi: int | None, from_s: float, to_s: float, **more: Any) -> dict[str, Any]:
    return {"rule": rule, "mmsi": mmsi, "t_from": iso(START_S + from_s), "t_to": iso(START_S + to_s), **more}


def change(rule: str, mmsi: int | None, at_s: float, what: str = "raise", **more: Any) -> dict[str, Any]:
    return {
        "t": iso(START_S + at_s), "event": what, "alert_id": f"{rule}-{mmsi}", "rule": rule, "mmsi": mmsi,
        "partner_mmsi": None, "colour": "yellow", "factors": [{"name": rule, "share": 0.9}], **more,
    }  # fmt: skip


def report(truth: list[dict[str, Any]], changes: list[dict[str, Any]]) -> dict[str, Any]:
    return score(events_of(truth), alarms_of(changes), 500.0, 6.0)


def test_a_found_event_has_its_delay():
    row = report([event("drift", 1, 100, 900)], [change("drift", 1, 700)])["rules"]["drift"]
    assert (row["events"], row["found"], row["recall"], row["precision"]) == (1, 1, 1.0, 1.0)
    assert row["delay_median_s"] == row["delay_p90_s"] == 600.0 and row["false_per_1000_vessel_hours"] == 0.0


@pytest.mark.parametrize(
    ("rule", "mmsi", "at_s"),
    [("drift", 2, 700), ("gap", 1, 700), ("drift", 1, 20), ("drift", 1, 1500)],
    ids=["another craft", "another rule", "too early", "too late"],
)
def test_what_does_not_belong_is_false_and_the_event_missed(rule, mmsi, at_s):
    result = report([event("drift", 1, 100, 900)], [change(rule, mmsi, at_s)])
    assert result["total"]["found"] == 0 and result["total"]["false"] == 1
    assert result["total"]["false_per_1000_vessel_hours"] == 2.0 and result["total"]["false_per_watch"] == 2.0
    assert result["rules"]["drift"]["missed"][0]["mmsi"] == 1 and result["rules"][rule]["false"][0]["mmsi"] == [mmsi]


def test_an_optional_event_is_neither_missed_nor_false():
    optional = event("gap", 1, 100, 900, optional=True)
    for changes in ([], [change("gap", 1, 500)]):
        row = report([optional], changes)["rules"]["gap"]
        assert (row["events"], row["alarms"], row["recall"], row["precision"]) == (0, 0, None, None)


def test_either_vessel_of_a_pair_may_come_first_but_not_another_pair():
    truth = [event("collision", 1, 0, 630, partner_mmsi=2)]
    swapped = report(truth, [change("collision", 2, 300, partner_mmsi=1)])["rules"]["collision"]
    assert swapped["found"] == 1 and swapped["warned_ahead_median_s"] == 300.0
    assert report(truth, [change("collision", 1, 300, partner_mmsi=3)])["total"]["false"] == 1


def test_one_that_came_back_without_a_sound_finds_the_second_event_too():
    changes = [
        change("drift", 1, 150), change("drift", 1, 900, "clear"), change("drift", 1, 2100, "update"),
    ]  # fmt: skip
    row = report([event("drift", 1, 100, 200), event("drift", 1, 2000, 2500)], changes)["rules"]["drift"]
    assert (row["found"], row["alarms"], row["delay_p90_s"]) == (2, 1, 95.0)


def test_a_cause_is_matched_by_time_alone():
    truth = [event("reception", None, 100, 900)]
    assert report(truth, [change("reception", None, 200)])["rules"]["reception"]["found"] == 1
    assert report(truth, [change("reception", None, 5000)])["total"]["false"] == 1


def test_colours_and_explanations():
    changes = [
        change("drift", 1, 150),
        change("drift", 1, 170, "update", colour="orange"),
        change("gap", 2, 150, factors=[{"name": "loitering", "share": 1.0}]),
    ]
    result = report([event("drift", 1, 100, 900, colour="red"), event("gap", 2, 100, 900)], changes)
    assert result["total"]["colours"] == {"red": {"orange": 1}}
    assert result["total"]["explained"] == 0.5 and result["rules"]["gap"]["explained"] == 0.0


def test_a_quiet_exercise_scores_nothing_wrong():
    assert report([], [])["total"]["false"] == 0 and report([], [])["rules"] == {}


def test_without_vessel_hours_no_rate_is_made_up():
    result = score([], alarms_of([change("drift", 1, 5)]), None, None)
    assert result["total"]["false"] == 1 and result["total"]["false_per_1000_vessel_hours"] is None

"""Alerts between core and officer: unacknowledged, overdue, worse, returned, marked false, over budget."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from models.base.settings import AlertSettings
from models.messages.operator_inputs import AlertAction
from models.messages.picture import AlertView
from models.risk.alerts.feedback import RuleFeedback
from models.risk.alerts.situation import REFS, Situation
from models.risk.detection.detector import findings
from tests.models.risk.alerts.test_book import OFF, ON, Watchroom


def standing(room: Watchroom, seconds: int = 3) -> AlertView:
    """The one alert after these seconds of evidence."""
    room.run([ON] * seconds)
    (alert,) = room.shown()
    return alert


def marked(room: Watchroom, alert: AlertView, mark: str = "acknowledge") -> AlertAction:
    return AlertAction(alert.alert_id, mark, "officer 7")


def test_a_new_alert_waits_to_be_acknowledged_and_says_by_when() -> None:
    alert = standing(Watchroom())
    assert (alert.state, alert.colour, alert.priority) == ("unacknowledged", "orange", "warning")
    assert alert.due_s == alert.since_s + 300


@pytest.mark.parametrize(("seconds", "times"), [(100, 0), (301, 1), (601, 2), (3000, 3)])
def test_unacknowledged_it_escalates_each_time_the_limit_has_passed_but_not_for_ever(seconds: int, times: int) -> None:
    room = Watchroom()
    events = [event for _, event in room.run([ON] * (seconds + 2))]
    assert events.count("update") == times
    room.book.views(room.tracks, room.risk, 200, 0)
    assert [each.escalated for each in room.book.situations.values()] == [times]


def test_acknowledged_it_says_by_whom_and_escalates_no_more() -> None:
    room = Watchroom()
    alert = standing(room)
    (change,) = room.tick(ON, (marked(room, alert),))
    assert (change.event, change.alert.state, change.alert.acknowledged_by) == ("update", "acknowledged", "officer 7")
    assert change.alert.due_s is None
    assert room.run([ON] * 2000) == []


def test_acknowledged_it_sounds_again_when_the_colour_rises() -> None:
    room = Watchroom(params={"weight": 0.95})
    room.run([{(0, 7): 0.6}] * 3)
    (alert,) = room.shown()
    room.tick({(0, 7): 0.6}, (marked(room, alert),))
    (change,) = [change for _ in range(3) for change in room.tick(ON)]
    assert (change.event, change.alert.colour, change.alert.state) == ("update", "red", "unacknowledged")


def test_acknowledged_it_sounds_again_for_a_new_factor() -> None:
    room = Watchroom()
    alert = standing(room)
    room.tick(ON, (marked(room, alert),))
    drift = next(k for k, each in enumerate(room.book.detectors) if each.rule == "drift")
    room.risk.evidence[drift, 0], room.risk.live[drift] = 0.7, np.array([0])
    assert [change.alert.state for change in room.tick(ON)] == ["unacknowledged"]


def test_silenced_it_sounds_again_when_the_time_of_its_rule_is_over_and_not_before() -> None:
    room = Watchroom(params={"quiet_s": 900.0})
    alert = standing(room)
    (change,) = room.tick(ON, (marked(room, alert, "silence"),))
    view = change.alert
    assert (view.state, view.acknowledged_by, view.silenced_by) == ("silenced", "", "officer 7")
    assert view.silenced_until_s == view.due_s == room.t_s + 900, "it is due when the silence runs out"
    assert room.run([ON] * 899) == []
    (change,) = room.tick(ON)
    assert (change.event, change.alert.state, change.alert.silenced_by) == ("update", "unacknowledged", "")
    assert change.alert.due_s == room.t_s + 300, "and its time to be acknowledged starts again"


def test_silenced_a_new_factor_or_more_risk_makes_no_sound_and_a_higher_colour_does() -> None:
    room = Watchroom(params={"weight": 0.95})
    room.run([{(0, 7): 0.6}] * 3)
    (alert,) = room.shown()
    room.tick({(0, 7): 0.6}, (marked(room, alert, "silence"),))
    drift = next(k for k, each in enumerate(room.book.detectors) if each.rule == "drift")
    room.risk.evidence[drift, 0], room.risk.live[drift] = 0.4, np.array([0])
    assert [change.alert.state for _ in range(9) for change in room.tick({(0, 7): 0.7})] == []
    (change,) = [change for _ in range(3) for change in room.tick(ON)]
    assert (change.alert.colour, change.alert.state, change.alert.silenced_until_s) == ("red", "unacknowledged", None)


def test_silence_outlasts_an_end_and_a_return() -> None:
    room = Watchroom(params={"quiet_s": 900.0})
    alert = standing(room)
    room.tick(ON, (marked(room, alert, "silence"),))
    room.run([OFF] * 300 + [ON] * 5)
    assert [(each.alert_id, each.state) for each in room.shown()] == [(alert.alert_id, "silenced")]
    room.run([ON] * 600)
    assert [each.state for each in room.shown()] == ["unacknowledged"]


def test_a_rectified_alert_stays_on_the_wall_until_it_is_acknowledged() -> None:
    room = Watchroom(params={"quiet_s": 60.0})
    alert = standing(room)
    room.run([OFF] * 150)
    assert room.shown() == ()
    (rectified,) = room.book.rectified(room.t_s)
    assert (rectified.alert_id, rectified.state) == (alert.alert_id, "rectified")
    room.tick(OFF, (marked(room, alert),))
    assert room.book.rectified(room.t_s) == ()


def test_silenced_it_still_counts_as_unacknowledged_when_it_ends() -> None:
    room = Watchroom(params={"quiet_s": 900.0})
    alert = standing(room)
    room.tick(ON, (marked(room, alert, "silence"),))
    room.run([OFF] * 150)
    assert [(each.alert_id, each.state) for each in room.book.rectified(room.t_s)] == [(alert.alert_id, "rectified")]


def test_a_rectified_alert_leaves_the_wall_after_half_an_hour() -> None:
    room = Watchroom()
    standing(room)
    room.run([OFF] * (1800 + 150))
    assert room.book.rectified(room.t_s) == ()
    assert room.book.past == {}


@pytest.mark.parametrize("mark", ["false", "known"])
def test_what_an_officer_marks_false_or_known_is_not_raised_again_while_it_lasts(mark: str) -> None:
    room = Watchroom()
    alert = standing(room)
    (change,) = room.tick(ON, (marked(room, alert, mark),))
    assert change.event == "clear"
    assert room.run([ON] * 900) == []
    assert room.shown() == () and room.book.counts()["orange"] == 0
    assert room.run([{}] * 2000 + [ON] * 3)[-1][1] == "raise", "a new one, long after, is"


UNDO: dict[str, Any] = {"mark": "undo", "actor": "officer 8", "seq": 6, "undoes": 5}


@pytest.mark.parametrize("mark", ["acknowledge", "silence", "true", "false", "known"])
def test_a_mark_undone_leaves_the_alert_and_its_rule_as_they_were(mark: str) -> None:
    room, other = Watchroom(), Watchroom()
    alert = standing(room)
    standing(other)
    room.tick(ON, (AlertAction(alert.alert_id, mark, "officer 7", seq=5),))
    (change,) = room.tick(ON, (AlertAction(alert.alert_id, **UNDO),))
    other.run([ON] * 2)
    assert (change.event, change.alert.state) == ("update", "unacknowledged")
    assert room.shown() == other.shown()
    assert room.book.record.judged("zone") == 0 and room.book.record.precision("zone") is None


def test_a_mark_undone_after_the_behaviour_has_ended_leaves_the_alert_rectified() -> None:
    room = Watchroom()
    alert = standing(room)
    room.tick(ON, (AlertAction(alert.alert_id, "false", "officer 7", seq=5),))
    room.run([OFF] * 150)
    assert room.book.rectified(room.t_s) == ()
    assert room.tick(OFF, (AlertAction(alert.alert_id, **UNDO),)) == []
    assert [each.alert_id for each in room.book.rectified(room.t_s)] == [alert.alert_id]


def test_a_mark_undone_long_after_is_still_removed_from_the_record_of_its_rule() -> None:
    room = Watchroom(params={"quiet_s": 60.0})
    alert = standing(room)
    room.tick(ON, (AlertAction(alert.alert_id, "false", "officer 7", seq=5),))
    room.run([{}] * 2000)
    assert room.book.past == {} and room.book.record.precision("zone") == 0
    room.tick({}, (AlertAction(alert.alert_id, **UNDO),))
    assert room.book.record.precision("zone") is None


def test_a_mark_undone_twice_or_never_made_changes_nothing() -> None:
    room = Watchroom()
    alert = standing(room)
    undo = AlertAction(alert.alert_id, **UNDO)
    assert room.tick(ON, (undo,)) == []
    room.tick(ON, (AlertAction(alert.alert_id, "true", "officer 7", seq=5),))
    room.tick(ON, (undo,))
    assert room.tick(ON, (undo,)) == []


def test_a_mark_for_an_unknown_alert_changes_nothing() -> None:
    room = Watchroom()
    standing(room)
    assert room.tick(ON, (AlertAction("zone-T9-9-20200101T000000Z", "false", "officer 7"),)) == []


def test_a_rule_that_is_often_wrong_loses_a_colour() -> None:
    room = Watchroom(settings=AlertSettings(least_marks=4), params={"ceiling": "orange"})
    for _ in range(2):
        room.book.record.add("zone", "false")
    room.book.record.add("zone", "true")
    alert = standing(room)
    assert alert.colour == "orange", "three marks are too few"
    room.tick(ON, (marked(room, alert, "false"),))
    assert room.book.record.precision("zone") == pytest.approx(0.25)
    room.run([ON | {(1, 7): 1.0}] * 3)
    assert [each.colour for each in room.shown()] == ["yellow"]


def test_precision_is_unknown_before_the_first_mark() -> None:
    record = RuleFeedback()
    assert record.precision("zone") is None and not record.doubtful("zone", 0.3, 1)
    record.add("zone", "acknowledge")
    assert record.precision("zone") is None, "to have seen one is not to have judged it"


def test_beyond_its_budget_orange_is_folded_and_reported_and_red_never_is() -> None:
    room = Watchroom(ships=9, settings=AlertSettings(per_hour=(2, 3, 1)))
    room.run([{(n, 0): 1.0 for n in range(6)}] * 3)
    assert [each.folded for each in room.shown()] == [False] * 3 + [True] * 3
    assert room.book.budget.over() == {"yellow": 0, "orange": 3, "red": 0}
    angry = Watchroom(ships=9, settings=AlertSettings(per_hour=(2, 3, 1)), params={"weight": 0.95})
    angry.run([{(n, 0): 1.0 for n in range(6)}] * 3)
    assert {(each.colour, each.folded) for each in angry.shown()} == {("red", False)}
    assert angry.book.budget.over()["red"] == 5


def test_a_ship_with_people_aboard_is_shown_before_its_equals() -> None:
    room = Watchroom(ships=4)
    room.tracks["kind"][2] = 2  # passenger
    room.run([{(n, 0): 1.0 for n in range(4)}] * 3)
    assert [each.track_id for each in room.shown()] == [3, 1, 2, 4]
    assert room.shown()[0].urgency == pytest.approx(1.5 * room.shown()[1].urgency, rel=1e-3)


def test_an_alert_can_be_about_no_vessel() -> None:
    room = Watchroom(ships=1)
    at = {"lat_deg": np.array([30.1]), "lon_deg": np.array([122.4]), "place": ["north"]}
    words = {"zone_zh": ["北"], "zone_en": ["north"], "for_min": [3.0], "sog_kn": [0.0]}
    reports = findings(np.array([-1]), np.array([1.0]), key=np.array([5]), **at, **words)
    silent = findings(reports.row[:0], reports.score[:0])
    found = [reports if each.rule == "zone" else silent for each in room.book.detectors]
    for second in range(3):
        room.risk.hold_evidence(found, [1.0] * len(found))
        room.book.update(found, room.tracks, room.risk, room.t_s + second, [1.0] * len(found))
    (alert,) = room.shown()
    assert (alert.track_id, alert.mmsi, alert.name, alert.colour) == (0, None, "north", "orange")
    assert (alert.lat, alert.lon, alert.factors) == (30.1, 122.4, ())
    assert room.risk.evidence.max() == 0, "no vessel is to blame"


def test_evidence_is_the_first_and_the_last_sentences_and_no_more() -> None:
    situation = Situation(0, -1)
    for number in range(40):
        situation.refer(f"shore:{number}")
        situation.refer(f"shore:{number}")
    assert situation.first_refs == [f"shore:{n}" for n in range(REFS)]
    assert situation.last_refs == [f"shore:{n}" for n in range(40 - REFS, 40)]

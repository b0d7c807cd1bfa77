"""Nothing that was red or distress and unacknowledged disappears; a distress stands until an officer ends it."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from models.base.schema import COLOURS, LEVEL, LIFE
from models.base.settings import AlertSettings
from models.messages.operator_inputs import AlertAction
from models.messages.picture import AlertView
from models.risk.alerts.lifecycle import AlertState
from models.risk.alerts.situation import Situation
from models.risk.alerts.unseen import UnseenAlerts
from tests.models.risk.alerts.test_book import OFF, ON, T0, Watchroom

DAY_S = 86_400.0
RED = {"weight": 0.95, "quiet_s": 60.0}


def red_room(**settings: int) -> Watchroom:
    return Watchroom(params=RED, settings=AlertSettings(**settings))


def act(room: Watchroom, alert_id: str, mark: str, seq: int = 5, undoes: int = 0) -> list[AlertView]:
    """What is published when an officer makes or undoes a mark while nothing is found."""
    action = AlertAction(alert_id, mark, "officer 7", seq=seq, undoes=undoes)
    return [change.alert for change in room.tick({}, (action,))]


def pass_time(room: Watchroom, seconds: float) -> None:
    room.run([{}] * 200)
    room.t_s += seconds
    room.run([{}] * 2)


def test_red_that_nobody_acknowledged_stands_as_rectified_until_somebody_does() -> None:
    room = red_room()
    room.run([ON] * 5)
    (alert,) = room.shown()
    pass_time(room, DAY_S)
    assert room.shown() == () and room.book.past == {}
    (unseen,) = room.book.rectified(room.t_s)
    assert (unseen.alert_id, unseen.state, unseen.colour) == (alert.alert_id, "rectified", "red")
    assert room.book.rectified_counts(room.t_s)["red"] == 1
    act(room, alert.alert_id, "acknowledge")
    assert room.book.rectified(room.t_s) == ()
    act(room, alert.alert_id, "undo", 6, undoes=5)
    assert [each.alert_id for each in room.book.rectified(room.t_s)] == [alert.alert_id], "not seen after all"
    act(room, alert.alert_id, "known", 7)
    pass_time(room, DAY_S)
    assert not list(room.book.unseen), "what was seen is forgotten"


def test_it_shows_its_worst_colour_though_it_was_orange_when_it_ended() -> None:
    room = red_room()
    room.run([ON] * 5 + [{(0, 7): 0.65}] * 400)
    assert [each.colour for each in room.shown()] == ["orange"]
    pass_time(room, DAY_S)
    assert [each.colour for each in room.book.rectified(room.t_s)] == ["red"]


def test_red_that_was_acknowledged_and_sounded_again_as_orange_is_no_red_that_nobody_saw() -> None:
    situation = Situation(0, -1, colour=LEVEL["orange"], state=AlertState.RECTIFIED)
    assert not situation.must_be_seen
    situation.peak = LEVEL["red"]
    assert situation.must_be_seen


def test_it_stays_when_the_same_situation_returns_as_a_new_alert() -> None:
    room = red_room()
    room.run([ON] * 5)
    (first,) = room.shown()
    pass_time(room, 100.0)
    room.run([ON] * 5)
    (second,) = room.shown()
    assert second.alert_id != first.alert_id
    assert [each.alert_id for each in room.book.rectified(room.t_s)] == [first.alert_id]


def test_it_stays_after_a_restart_from_a_checkpoint() -> None:
    room = red_room()
    room.run([ON] * 5)
    pass_time(room, DAY_S)
    before = room.book.rectified(room.t_s)
    room.book = pickle.loads(pickle.dumps(room.book))
    assert room.book.rectified(room.t_s) == before != ()


def test_orange_leaves_after_half_an_hour_as_before() -> None:
    room = Watchroom(params={"quiet_s": 60.0})
    room.run([ON] * 5)
    pass_time(room, 1900.0)
    assert room.book.rectified(room.t_s) == () and not list(room.book.unseen)


def test_the_number_kept_is_bounded_and_says_what_was_dropped() -> None:
    unseen = UnseenAlerts(most=3, undo_s=1800.0)
    for number, colour in enumerate(("red", "distress", "red", "red", "distress")):
        situation = Situation(0, -1, alert_id=f"a{number}", colour=LEVEL[colour], cleared_s=T0 + number)
        situation.state = AlertState.RECTIFIED
        unseen.take(("zone", number, 0), situation)
    assert [(each.alert_id, COLOURS[each.colour]) for _, each in unseen] == [
        ("a1", "distress"), ("a3", "red"), ("a4", "distress"),
    ]  # fmt: skip
    assert unseen.dropped == 2


def test_only_the_worst_are_listed_and_all_are_counted() -> None:
    room = Watchroom(params=RED, ships=15, settings=AlertSettings(most_shown=10))
    room.run([{(n, 7): 1.0 for n in range(15)}] * 5)
    pass_time(room, 10.0)
    assert len(room.book.rectified(room.t_s)) == 10 and room.book.rectified_counts(room.t_s)["red"] == 15


def free_row(room: Watchroom) -> None:
    room.tracks["life"][0], room.tracks["life_t_s"][0] = LIFE["lost"], T0 - 9999
    assert room.tracks.age(room.t_s).tolist() == [0]


SILENCES: dict[str, Callable[[Watchroom], None]] = {"silent": lambda room: None, "its track is freed": free_row}


def distress_room() -> Watchroom:
    """A rule of zones that calls for help: its ceiling and its group are those of the rule `distress`."""
    return Watchroom(params={"weight": 1.0, "ceiling": "distress", "quiet_s": 1800.0})  # type: ignore[dict-item]


def raised(room: Watchroom) -> AlertView:
    room.tracks["level"][0] = LEVEL["distress"]
    room.risk.colour = lambda tracks, t_s: tracks["level"].__setitem__(0, LEVEL["distress"])  # type: ignore[method-assign]
    room.run([ON] * 3)
    (alert,) = room.shown()
    assert alert.colour == "distress"
    room.risk.colour = lambda tracks, t_s: tracks["level"].__setitem__(0, 0)  # type: ignore[method-assign]
    return alert


@pytest.mark.parametrize("how", SILENCES)
@pytest.mark.parametrize("mark", ["", "acknowledge", "silence"])
def test_a_distress_that_falls_silent_stands_until_an_officer_ends_it(how: str, mark: str) -> None:
    room = distress_room()
    alert = raised(room)
    if mark:
        act(room, alert.alert_id, mark, 4)
    SILENCES[how](room)
    pass_time(room, DAY_S)
    (stands,) = room.shown()
    assert (stands.alert_id, stands.colour) == (alert.alert_id, "distress")
    assert stands.silent_s is not None and stands.silent_s < T0 + 400
    assert (stands.lat, stands.lon) == (alert.lat, alert.lon)
    assert (stands.state == "acknowledged") == (mark == "acknowledge")
    (ended,) = act(room, alert.alert_id, "end")
    assert ended.state == "dismissed_ended" and room.shown() == (), "in one tick, as nothing is received"
    assert room.book.counts()["distress"] == 0 and room.book.record.judged("zone") == 0, "no verdict on its rule"
    (again,) = act(room, alert.alert_id, "undo", 6, undoes=5)
    assert again.colour == "distress" and again.silent_s == stands.silent_s and len(room.shown()) == 1


def test_a_distress_that_was_ended_and_calls_later_is_a_new_alert() -> None:
    room = distress_room()
    alert = raised(room)
    room.run([{}] * 200)
    act(room, alert.alert_id, "end")
    room.run([OFF] * 3)
    assert raised(room).alert_id != alert.alert_id


def test_a_distress_that_is_ended_while_it_calls_stays_away_while_it_lasts() -> None:
    room = distress_room()
    alert = raised(room)
    room.tick(ON, (AlertAction(alert.alert_id, "end", "officer 7", seq=5),))
    assert room.run([ON] * 900) == [] and room.shown() == ()


def test_only_distress_is_ended_by_an_officer() -> None:
    room = red_room()
    room.run([ON] * 5)
    (alert,) = room.shown()
    assert act(room, alert.alert_id, "end") == [] and len(room.shown()) == 1


def test_an_ended_alert_gives_the_reason_of_its_worst_moment_and_how_it_ended() -> None:
    room = Watchroom()
    room.run([{(0, 7): 0.6}] * 3 + [ON] * 3)
    worst = room.shown()[0].text_en
    room.tracks["sog_kn"][0] = 0.0
    room.run([{(0, 7): 0.55}] * 3)
    changes = [change for _ in range(200) for change in room.tick({})]
    assert changes[-1].event == "clear"
    assert changes[-1].alert.text_en == worst
    assert (changes[-1].alert.ending, changes[-1].alert.cleared_s) == ("faded", changes[-1].t_s)

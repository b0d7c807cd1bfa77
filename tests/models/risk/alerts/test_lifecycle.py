"""Every cell of the life-cycle: the effect of each stimulus in each state; all others are refused."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from models.base.schema import LEVEL
from models.base.settings import AlertSettings
from models.risk.alerts.effects import EFFECTS, Moment, apply_stimulus
from models.risk.alerts.lifecycle import STANDING, TABLE, AlertState, Stimulus, published
from models.risk.alerts.situation import Situation
from models.risk.alerts.stimuli import attend
from tests.models.risk.alerts.stories import LIMITS, QUIET_S, WAY_TO, happened, moment

SHORT = {
    **{
        "c": AlertState.CANDIDATE,
        "u": AlertState.UNACKNOWLEDGED,
        "s": AlertState.SILENCED,
        "a": AlertState.ACKNOWLEDGED,
    },
    **{"d": AlertState.DISMISSED, "R": AlertState.RECTIFIED, "E": AlertState.ENDED, "D": AlertState.DISMISSED_ENDED},
    **{"x": AlertState.FORGOTTEN, ".": None},
}
# One row a stimulus, one column a state; "." is refused.
GRID = """
                                            c u s a d R E D x
HOLDS                                       u . . . . u a d .
HOLDS_IN_SILENCE                            . . . . . s . . .
RISES                                       . u u u . . . . .
RECOLOURS                                   . u s a . . . . .
WORSENS                                     . . . u . . . . .
GOES_ON                                     . . . u . . . . .
FALLS_DUE                                   . u . . . . . . .
SILENCE_ENDS                                . . u . . . . . .
FADES                                       x R R E D R E D .
WITHDRAWN                                   x R R E D R E D .
TRACK_GONE                                  x R R E D R E D .
TAKEN_OVER                                  x R R E D R E D .
EXPIRES                                     . . . . . x x x .
EXPIRES_UNSEEN                              . . . . . R . . .
FALLS_SILENT                                . u s a . . . . .
CALLS_AGAIN                                 . u u u . . . . .
ACKNOWLEDGE                                 . a a . . E . . .
SILENCE                                     . s s . . . . . .
TRUE                                        . a a a a E E E .
FALSE                                       . d d d d D D D .
KNOWN                                       . d d d d D D D .
END                                         . d d d . . . . .
UNDO_ACKNOWLEDGE                            . . . u . . R . .
UNDO_SILENCE                                . . u . . R . . .
UNDO_TRUE                                   . . . . . . . . .
UNDO_FALSE                                  . . . . u . . R .
UNDO_KNOWN                                  . . . . . . . . .
UNDO_END                                    . . . . . . . . .
"""
HEAD, *LINES = GRID.strip().splitlines()
CELLS = [
    (SHORT[column], Stimulus[line.split()[0]], SHORT[to])
    for line in LINES
    for column, to in zip(HEAD.split(), line.split()[1:], strict=True)
]
MARK = 1  # the number of the mark on the way to a state


def test_the_grid_names_every_state_and_every_stimulus() -> None:
    assert {(state, stimulus) for state, stimulus, _ in CELLS} == {(s, t) for s in AlertState for t in Stimulus}
    assert {name for cell in TABLE.values() for name in cell.effects} == set(EFFECTS)


@pytest.mark.parametrize(("state", "stimulus", "to"), CELLS)
def test_each_stimulus_in_each_state_leads_where_the_grid_says_or_changes_nothing(
    state: AlertState, stimulus: Stimulus, to: AlertState | None
) -> None:
    situation = happened(*WAY_TO[state])
    assert situation.state is state
    before = deepcopy(situation)
    event = apply_stimulus(situation, stimulus, moment(9.0, MARK))
    if to is None:
        assert event is None and situation == before
    else:
        assert situation.state is to and event == published(state, to)


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        (AlertState.CANDIDATE, AlertState.UNACKNOWLEDGED, "raise"),
        (AlertState.UNACKNOWLEDGED, AlertState.SILENCED, "update"),
        (AlertState.SILENCED, AlertState.DISMISSED, "clear"),
        (AlertState.ACKNOWLEDGED, AlertState.ENDED, "clear"),
        (AlertState.DISMISSED, AlertState.UNACKNOWLEDGED, "update"),
        (AlertState.RECTIFIED, AlertState.ENDED, ""),
        (AlertState.DISMISSED, AlertState.DISMISSED_ENDED, ""),
    ],
)
def test_what_is_published_follows_from_whether_it_stands_before_and_after(
    before: AlertState, after: AlertState, event: str
) -> None:
    assert published(before, after) == event


UNDONE = [
    ("HOLDS ACKNOWLEDGE TRUE", 2, AlertState.ACKNOWLEDGED),
    ("HOLDS ACKNOWLEDGE TRUE", 1, AlertState.ACKNOWLEDGED),
    ("HOLDS ACKNOWLEDGE FALSE", 2, AlertState.ACKNOWLEDGED),
    ("HOLDS ACKNOWLEDGE FALSE", 1, AlertState.DISMISSED),
    ("HOLDS SILENCE ACKNOWLEDGE", 2, AlertState.SILENCED),
    ("HOLDS SILENCE ACKNOWLEDGE", 1, AlertState.ACKNOWLEDGED),
    ("HOLDS SILENCE KNOWN", 2, AlertState.SILENCED),
    ("HOLDS FALSE TRUE", 2, AlertState.DISMISSED),
    ("HOLDS FALSE TRUE", 1, AlertState.ACKNOWLEDGED),
    ("HOLDS FALSE KNOWN", 2, AlertState.DISMISSED),
    ("HOLDS ACKNOWLEDGE FADES", 1, AlertState.RECTIFIED),
    ("HOLDS SILENCE ACKNOWLEDGE FADES", 2, AlertState.RECTIFIED),
    ("HOLDS KNOWN FADES", 1, AlertState.RECTIFIED),
    ("HOLDS KNOWN FADES HOLDS", 1, AlertState.UNACKNOWLEDGED),
    ("HOLDS FADES TRUE", 2, AlertState.RECTIFIED),
    ("HOLDS FADES TRUE HOLDS", 2, AlertState.UNACKNOWLEDGED),
    ("HOLDS FADES FALSE TRUE", 2, AlertState.ENDED),
    ("HOLDS FADES FALSE TRUE", 3, AlertState.DISMISSED_ENDED),
    ("HOLDS END", 1, AlertState.UNACKNOWLEDGED),
    ("HOLDS ACKNOWLEDGE END", 2, AlertState.ACKNOWLEDGED),
    ("HOLDS SILENCE END FADES", 2, AlertState.RECTIFIED),
]


@pytest.mark.parametrize(("story", "seq", "to"), UNDONE)
def test_undoing_a_mark_leads_to_the_state_without_it(story: str, seq: int, to: AlertState) -> None:
    stimuli = [Stimulus[name] for name in story.split()]
    situation = happened(*stimuli)
    undone = next(each.mark for each in situation.marks if each.seq == seq)
    assert apply_stimulus(situation, Stimulus(f"undo {undone}"), moment(50.0, seq)) is not None
    assert situation.state is to
    assert seq not in [each.seq for each in situation.marks], "and it cannot be undone twice"


def test_both_marks_undone_in_any_order_leave_it_as_it_was_raised() -> None:
    raised = happened(Stimulus.HOLDS)
    for order in ((1, 2), (2, 1)):
        situation = happened(Stimulus.HOLDS, Stimulus.SILENCE, Stimulus.ACKNOWLEDGE)
        for seq in order:
            mark = next(each.mark for each in situation.marks if each.seq == seq)
            apply_stimulus(situation, Stimulus(f"undo {mark}"), moment(50.0, seq))
        assert situation == raised


def test_what_sounded_since_is_not_taken_back() -> None:
    situation = happened(Stimulus.HOLDS, Stimulus.ACKNOWLEDGE, Stimulus.WORSENS, Stimulus.SILENCE)
    before = deepcopy(situation)
    assert apply_stimulus(situation, Stimulus.UNDO_ACKNOWLEDGE, moment(9.0, 1)) is None
    assert situation == before


def test_silence_does_not_acknowledge_and_holds_the_clock_until_it_runs_out() -> None:
    situation = happened(Stimulus.HOLDS, Stimulus.SILENCE)
    assert (situation.acknowledged_s, situation.acknowledged_by) == (None, "")
    assert situation.due_s == situation.silenced_until_s == 1 + QUIET_S
    assert attend(situation, situation.colour, moment(QUIET_S)) == "", "though its own time has passed long ago"
    assert attend(situation, situation.colour, moment(1 + QUIET_S)) == "update"
    assert (situation.state, situation.silenced_until_s) == (AlertState.UNACKNOWLEDGED, None)
    assert situation.due_s == 1 + QUIET_S + LIMITS.acknowledge_s[1], "its time to be acknowledged begins again"


def test_a_distress_whose_end_is_undone_stands_again_and_its_silence_goes_on() -> None:
    situation = happened(Stimulus.HOLDS, Stimulus.FALLS_SILENT, Stimulus.END, Stimulus.FADES, colour="distress")
    assert (situation.state, situation.closed) == (AlertState.DISMISSED_ENDED, True)
    apply_stimulus(situation, Stimulus.UNDO_END, moment(50.0, 2))
    assert situation == happened(Stimulus.HOLDS, Stimulus.FALLS_SILENT, colour="distress")


@pytest.mark.parametrize("seen", [(), (Stimulus.SILENCE,), (Stimulus.ACKNOWLEDGE,)])
def test_a_silent_distress_sounds_when_it_calls_again(seen: tuple[Stimulus, ...]) -> None:
    situation = happened(Stimulus.HOLDS, *seen, Stimulus.FALLS_SILENT, colour="distress")
    again_s = LIMITS.distress_again_s + 9
    attend(situation, situation.colour, moment(again_s))
    assert (situation.state is AlertState.ACKNOWLEDGED) == (Stimulus.ACKNOWLEDGE in seen), (
        "acknowledged and silent: calm"
    )
    apply_stimulus(situation, Stimulus.CALLS_AGAIN, moment(again_s + 1))
    assert (situation.state, situation.silent_s) == (AlertState.UNACKNOWLEDGED, None)


@pytest.mark.parametrize(("colour", "lasts_s"), [("yellow", 900), ("orange", 900), ("red", 600), ("distress", 600)])
def test_silence_of_red_and_distress_has_a_limit(colour: str, lasts_s: int) -> None:
    assert happened(Stimulus.HOLDS, Stimulus.SILENCE, colour=colour).silenced_until_s == 1 + lasts_s


def test_silenced_a_colour_that_falls_and_comes_back_makes_no_sound_and_a_higher_one_does() -> None:
    situation = happened(Stimulus.HOLDS, Stimulus.SILENCE)
    for second, (before, colour, state) in enumerate(
        (("orange", "yellow", "silenced"), ("yellow", "orange", "silenced"), ("orange", "red", "unacknowledged")), 2
    ):
        situation.colour = LEVEL[colour]
        assert attend(situation, LEVEL[before], moment(second)) == "update"
        assert situation.state == state


def test_a_distress_call_that_goes_on_sounds_again_ten_minutes_after_it_was_acknowledged() -> None:
    situation = happened(Stimulus.HOLDS, Stimulus.ACKNOWLEDGE, colour="distress")
    again_s = 1 + LIMITS.distress_again_s
    assert attend(situation, situation.colour, moment(again_s - 1)) == ""
    assert attend(situation, situation.colour, moment(again_s)) == "update"
    assert situation.state is AlertState.UNACKNOWLEDGED


@pytest.mark.parametrize(
    ("risk", "factors", "sounds"),
    [(0.5, {"zone"}, False), (0.64, {"zone"}, False), (0.65, {"zone"}, True), (0.5, {"zone", "drift"}, True)],
)
def test_acknowledged_it_sounds_again_for_more_risk_or_a_new_factor(
    risk: float, factors: set[str], sounds: bool
) -> None:
    situation = happened(Stimulus.HOLDS, Stimulus.ACKNOWLEDGE)
    now = Moment(9.0, AlertSettings(again_at_risk=0.15), QUIET_S, lambda: (risk, frozenset(factors)))
    assert (attend(situation, situation.colour, now) == "update") is sounds
    assert situation.state in STANDING and (situation.state is AlertState.UNACKNOWLEDGED) is sounds


@pytest.mark.parametrize("mark", [Stimulus.ACKNOWLEDGE, Stimulus.TRUE])
def test_what_an_officer_saw_when_acknowledging_is_not_news_afterwards(mark: Stimulus) -> None:
    grown, worse = (0.95, frozenset({"zone", "drift"})), (0.95, frozenset({"zone", "drift", "collision"}))
    situation = Situation(0, -1, colour=LEVEL["orange"])
    apply_stimulus(situation, Stimulus.HOLDS, Moment(0.0, LIMITS, worth=lambda: (0.75, frozenset({"zone"}))))
    situation.colour = LEVEL["red"]
    attend(situation, LEVEL["orange"], Moment(10.0, LIMITS, worth=lambda: grown))
    apply_stimulus(situation, mark, Moment(20.0, LIMITS, worth=lambda: grown, actor="officer 7", seq=1))
    assert attend(situation, LEVEL["red"], Moment(20.0, LIMITS, worth=lambda: grown)) == ""
    assert (situation.state, situation.acknowledged_by) == (AlertState.ACKNOWLEDGED, "officer 7")
    assert attend(situation, LEVEL["red"], Moment(30.0, LIMITS, worth=lambda: worse)) == "update"
    assert situation.state is AlertState.UNACKNOWLEDGED


def test_a_mark_that_is_made_again_after_an_undo_knows_what_was_known_then() -> None:
    situation = happened(Stimulus.HOLDS)
    for seq, risk in ((1, 0.5), (2, 0.9)):
        known = Moment(seq, LIMITS, worth=lambda risk=risk: (risk, frozenset({"zone"})), actor="officer 7", seq=seq)
        apply_stimulus(situation, Stimulus.ACKNOWLEDGE if seq == 1 else Stimulus.TRUE, known)
    apply_stimulus(situation, Stimulus.UNDO_ACKNOWLEDGE, replace(moment(3), seq=1))
    assert situation.acknowledged_worth == (0.9, frozenset({"zone"}))

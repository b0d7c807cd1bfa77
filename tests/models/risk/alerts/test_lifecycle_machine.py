"""Any order of events: the invariants of an alert whatever evidence and officers do."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from models.base.schema import LEVEL
from models.risk.alerts.effects import Moment, apply_stimulus, ceasing, expiry, holding
from models.risk.alerts.lifecycle import ENDINGS, MARKS, OVER, TABLE, UNDOING, AlertState, Stimulus
from models.risk.alerts.situation import Situation
from models.risk.alerts.stimuli import attend
from tests.models.risk.alerts.stories import LIMITS, QUIET_S

COLOURS = st.integers(LEVEL["yellow"], LEVEL["distress"])
WORTH = st.tuples(st.sampled_from([0.3, 0.5, 0.9]), st.frozensets(st.sampled_from(["zone", "drift"])))


class Life(RuleBasedStateMachine):
    """One situation; `now_s` is the only clock."""

    def __init__(self) -> None:
        super().__init__()
        self.situation, self.now_s, self.seq = Situation(0, -1, colour=LEVEL["orange"]), 0.0, 0
        self.worth: tuple[float, frozenset[str]] = (0.5, frozenset({"zone"}))

    def moment(self, seq: int = 0) -> Moment:
        return Moment(self.now_s, LIMITS, QUIET_S, lambda: self.worth, "officer 7", seq)

    def begin(self) -> None:
        if self.situation.state is AlertState.FORGOTTEN:
            self.situation = Situation(0, -1, colour=LEVEL["orange"])

    @rule(seconds=st.sampled_from([1, 30, 61, 301, 601, 2000]), colour=COLOURS, worth=WORTH)
    def time_passes(self, seconds: int, colour: int, worth: tuple[float, frozenset[str]]) -> None:
        self.now_s += seconds
        before, was, acknowledged_s = self.situation.colour, self.situation.state, self.situation.acknowledged_s
        known_risk, known = self.situation.acknowledged_worth
        self.worth = worth
        if not self.situation.stands:
            return
        self.situation.show_colour(colour)
        event = attend(self.situation, before, self.moment())
        if was is AlertState.ACKNOWLEDGED and self.situation.state is AlertState.UNACKNOWLEDGED:
            worse = colour > before or worth[0] >= known_risk + LIMITS.again_at_risk or bool(worth[1] - known)
            goes_on = colour == LEVEL["distress"] and self.now_s - (acknowledged_s or 0) >= LIMITS.distress_again_s
            assert event == "update" and (worse or goes_on), "acknowledged, it sounds only when it gets worse"
        if was is AlertState.SILENCED:
            assert self.situation.state in (AlertState.SILENCED, AlertState.UNACKNOWLEDGED), (
                "silence never acknowledges"
            )

    @rule()
    def evidence_holds(self) -> None:
        self.begin()
        apply_stimulus(self.situation, holding(self.situation), self.moment())

    @rule(ending=st.sampled_from(ENDINGS))
    def it_ends(self, ending: Stimulus) -> None:
        self.begin()
        stands = self.situation.stands and self.situation.colour == LEVEL["distress"]
        apply_stimulus(self.situation, ceasing(self.situation, ending), self.moment())
        assert self.situation.stands or not stands, "a distress ends by an officer only"

    @rule()
    def it_has_been_over_for_long(self) -> None:
        unseen = self.situation.must_be_seen
        apply_stimulus(self.situation, expiry(self.situation), self.moment())
        assert not unseen or self.situation.state is AlertState.RECTIFIED, "red that nobody has seen never disappears"
        self.begin()

    @rule(mark=st.sampled_from(MARKS))
    def an_officer_marks(self, mark: Stimulus) -> None:
        self.seq += 1
        apply_stimulus(self.situation, mark, self.moment(self.seq))

    @rule(mark=st.sampled_from(MARKS), seconds=st.integers(0, 5000))
    def an_officer_marks_and_undoes(self, mark: Stimulus, seconds: int) -> None:
        self.seq += 1
        before = deepcopy(self.situation)
        accepted = apply_stimulus(self.situation, mark, self.moment(self.seq)) is not None
        self.now_s += seconds
        undone = apply_stimulus(self.situation, UNDOING[mark], self.moment(self.seq)) is not None
        assert undone == accepted
        assert self.situation == before, "undone, it is as if the mark had never been made"

    @precondition(lambda self: self.situation.marks)
    @rule(data=st.data())
    def an_officer_undoes_an_earlier_mark(self, data: st.DataObject) -> None:
        made = data.draw(st.sampled_from(self.situation.marks))
        over, distress = self.situation.state in OVER, self.situation.colour == LEVEL["distress"]
        assert apply_stimulus(self.situation, UNDOING[made.mark], self.moment(made.seq)) is not None
        assert made not in self.situation.marks
        back = distress and self.situation.stands  # only the end of a distress call
        assert (self.situation.state in OVER) == over or back, "undoing neither ends an alert nor brings one back"

    @rule(stimulus=st.sampled_from(Stimulus))
    def what_the_table_does_not_hold_is_refused(self, stimulus: Stimulus) -> None:
        if (self.situation.state, stimulus) not in TABLE:
            before = deepcopy(self.situation)
            assert apply_stimulus(self.situation, stimulus, self.moment()) is None
            assert self.situation == before

    @invariant()
    def open_it_has_a_due_time_and_otherwise_none(self) -> None:
        opened = self.situation.state in (AlertState.UNACKNOWLEDGED, AlertState.SILENCED)
        if self.situation.stands:
            assert (self.situation.due_s is not None) == opened

    @invariant()
    def it_is_acknowledged_or_not_as_its_state_says(self) -> None:
        acknowledged = self.situation.state in (
            AlertState.ACKNOWLEDGED,
            AlertState.ENDED,
            AlertState.DISMISSED,
            AlertState.DISMISSED_ENDED,
        )
        assert (self.situation.acknowledged_s is not None) == acknowledged
        if self.situation.state is AlertState.SILENCED:
            assert self.situation.silenced_until_s is not None and self.situation.silenced_by
        if self.situation.state not in (AlertState.SILENCED, AlertState.RECTIFIED):
            assert self.situation.silenced_until_s is None

    @invariant()
    def what_ended_says_when(self) -> None:
        assert (self.situation.cleared_s is not None) == (self.situation.state in OVER)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)

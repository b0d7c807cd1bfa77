"""Alerts: one per situation, raised when evidence holds, cleared when it has faded or a vessel is gone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from models.base.schema import LIFE
from models.base.settings import AlertSettings, RiskSettings, TrackingSettings
from models.messages.operator_inputs import AlertAction
from models.messages.picture import AlertChange, AlertView
from models.risk.alerts.book import AlertBook
from models.risk.detection.detector import detectors, findings, read_params
from models.risk.scoring.vessel import VesselRisk
from models.tracking.table import TrackTable
from tests.models.sea import FEED, T0, Ship, batch, core, watch, zone

Story = list[dict[tuple[int, int], float]]
QUICK = {"up_held": 1, "up_of": 1}  # colours rise at once: only the alert's own rule is left


@dataclass
class Watchroom:
    """Ships and the evidence of one rule: scores in, changes of alerts out."""

    rule: str = "zone"
    ships: int = 3
    params: dict[str, float] = field(default_factory=dict)
    risk_settings: RiskSettings = field(default_factory=lambda: RiskSettings(**QUICK))
    settings: AlertSettings = field(default_factory=AlertSettings)

    def __post_init__(self) -> None:
        self.tracks = TrackTable(TrackingSettings())
        for second in range(3):
            fleet = [Ship(mmsi=412_000_001 + n, north_m=1000.0 * n).at(T0 + second) for n in range(self.ships)]
            self.tracks.apply(batch(T0 + second, fleet, first_seq=second * self.ships), 0)
        self.tracks.age(T0 + 2)
        table = detectors()
        params = tuple(read_params(each, self.params if each.rule == self.rule else {}) for each in table)
        self.risk = VesselRisk(self.risk_settings, table, params)
        self.risk.grow(self.ships)
        self.book, self.t_s = AlertBook(table, params, [FEED], self.settings, self.risk_settings), T0 + 2

    def tick(self, evidence: dict[tuple[int, int], float], marks: tuple[AlertAction, ...] = ()) -> list[AlertChange]:
        """One second: the score of each (row, zone) or, of a rule of pairs, each (row, partner)."""
        self.t_s += 1
        rows, others = (np.array([each[at] for each in evidence], dtype=np.int64) for at in (0, 1))
        detail = {"zone_zh": [f"区{each}" for each in others], "zone_en": [f"zone {each}" for each in others]}
        numbers = {name: np.ones(len(rows)) for name in ("for_min", "sog_kn", "tcpa_min", "dcpa_nm", "room_m")}
        kinds = {name: ["x"] * len(rows) for name in ("kind_zh", "kind_en")}
        which = "partner" if self.rule == "collision" else "key"
        reports = findings(rows, np.array(list(evidence.values())), **{which: others}, **detail, **numbers, **kinds)
        silent = findings(rows[:0], rows[:0])
        found = tuple(reports if each.rule == self.rule else silent for each in self.book.detectors)
        self.risk.hold_evidence(found, [1.0] * len(found))
        self.risk.colour(self.tracks, self.t_s)
        return self.book.update(found, self.tracks, self.risk, self.t_s, [1.0] * len(found), marks)

    def run(self, story: Story) -> list[tuple[int, str]]:
        """The seconds, from 0, at which something happened, and what."""
        return [(second, change.event) for second, reports in enumerate(story) for change in self.tick(reports)]

    def shown(self, most: int = 200) -> tuple[AlertView, ...]:
        return self.book.views(self.tracks, self.risk, most, 0)


ON, OFF = {(0, 7): 1.0}, {(0, 7): 0.0}


@pytest.mark.parametrize(
    ("story", "events"),
    [
        ([ON, ON], [(1, "raise")]),
        ([ON, OFF, ON], [(2, "raise")]),
        ([ON, {}, ON], [(2, "raise")]),
        ([ON], []),
        ([ON, OFF, OFF, ON, OFF, OFF, ON], []),
        ([{(0, 7): 0.49}] * 9, []),
        ([{(0, 7): 0.51}] * 9, [(1, "raise")]),
    ],
)
def test_it_is_raised_when_evidence_held_in_two_of_three(story: Story, events: list[tuple[int, str]]) -> None:
    assert Watchroom().run(story) == events


def test_it_waits_until_the_vessel_has_a_colour() -> None:
    assert Watchroom(risk_settings=RiskSettings()).run([ON] * 5) == [(2, "raise")], "three of five"
    assert Watchroom(params={"weight": 0.2}).run([ON] * 9) == []


def test_a_situation_that_goes_on_is_one_alert_with_one_name() -> None:
    room = Watchroom()
    assert room.run([ON] * 300) == [(1, "raise")]
    (alert,) = room.shown()
    assert alert.alert_id == "zone-T1-7-20231114T221324Z"
    assert (alert.since_s, alert.track_id, alert.mmsi) == (T0 + 4, 1, 412_000_001)
    assert (alert.text_zh, alert.text_en) == ("进入区7，已 1 分钟，1.0 节", "in zone 7 for 1 min at 1.0 kn")
    assert alert.evidence == (f"{FEED}:6",), "the recorded piece that its last position came from"


def test_two_zones_are_two_situations_and_two_ships_are_two() -> None:
    room = Watchroom()
    assert room.run([{(0, 7): 1.0, (0, 8): 1.0, (1, 7): 1.0}] * 3) == [(1, "raise")] * 3
    assert len({each.alert_id for each in room.shown()}) == 3


def test_the_same_story_gives_the_same_alerts() -> None:
    story: Story = [ON, ON | {(1, 3): 0.9}, ON, {}] * 20
    one, other = Watchroom(), Watchroom()
    assert [one.tick(each) for each in story] == [other.tick(each) for each in story]


def test_a_change_of_colour_is_an_update_and_never_above_the_ceiling() -> None:
    low, high = {(0, 7): 0.55}, {(0, 7): 1.0}
    room = Watchroom()
    assert room.run([low] * 4 + [high] * 4) == [(1, "raise"), (4, "update")]
    assert [each.colour for each in room.shown()] == ["orange"]
    kept = Watchroom(params={"ceiling": "yellow", "weight": 1.0})
    assert kept.run([low] * 4 + [high] * 4) == [(1, "raise")]
    assert [each.colour for each in kept.shown()] == ["yellow"]
    assert kept.tracks["level"][0] == 3, "the vessel itself has the colour of its risk"


def test_it_clears_when_its_evidence_has_faded() -> None:
    events = Watchroom().run([ON] * 5 + [{}] * 200)
    faded_s = 60 * np.log(1 / 0.2)  # release 60 s, clear at 0.2
    assert [event for _, event in events if event != "update"] == ["raise", "clear"]
    assert events[-1][0] == 4 + np.ceil(faded_s)


def test_a_second_time_is_a_second_alert() -> None:
    room = Watchroom(params={"quiet_s": 60.0})
    events = room.run([ON] * 3 + [{}] * 200 + [ON] * 3)
    assert [event for _, event in events].count("raise") == 2
    assert room.shown()[0].alert_id.endswith("20231114T221647Z")


def test_what_returns_soon_is_the_same_alert_and_makes_no_sound() -> None:
    room = Watchroom()
    events = room.run([ON] * 3 + [{}] * 200 + [ON] * 3)
    assert [event for _, event in events if event != "update"] == ["raise", "clear"]
    assert room.shown()[0].alert_id.endswith("20231114T221324Z")


def test_a_short_lull_does_not_clear() -> None:
    assert [event for _, event in Watchroom().run(([ON] * 3 + [{}] * 60) * 4)].count("clear") == 0


def test_a_pair_is_one_alert_with_both_names() -> None:
    room = Watchroom("collision")
    assert room.run([{(0, 2): 1.0}] * 3) == [(1, "raise")]
    (alert,) = room.shown()
    assert (alert.track_id, alert.partner_track_id) == (1, 3)
    assert (alert.mmsi, alert.partner_mmsi) == (412_000_001, 412_000_003)
    assert (alert.name, alert.partner_name) == ("MMSI 412000001", "MMSI 412000003")
    assert alert.evidence == (f"{FEED}:6", f"{FEED}:8")


@pytest.mark.parametrize("row", [0, 2])
def test_a_pair_clears_when_the_row_of_either_is_freed(row: int) -> None:
    room = Watchroom("collision")
    room.run([{(0, 2): 1.0}] * 3)
    before = room.shown()[0]
    room.tracks["life"][row], room.tracks["life_t_s"][row] = LIFE["lost"], T0 - 9999
    assert room.tracks.age(room.t_s).tolist() == [row]
    (change,) = room.tick({})
    assert change.event == "clear"
    assert (change.alert.cleared_s, change.alert.ending) == (room.t_s, "gone")
    as_before = replace(change.alert, state=before.state, due_s=before.due_s, cleared_s=None, ending="")
    assert as_before == before, "published once more as last shown"
    assert room.shown() == () and room.book.situations == {}


def test_a_row_with_another_ship_in_it_is_another_situation() -> None:
    room = Watchroom()
    room.run([ON] * 3)
    room.tracks["life"][0], room.tracks["life_t_s"][0] = LIFE["lost"], T0 - 9999
    room.tracks.age(room.t_s)
    room.tracks.apply(batch(room.t_s, [Ship(mmsi=412_000_099).at(room.t_s)]), 0)
    assert [change.event for change in room.tick({})] == ["clear"]


def test_factors_are_the_strongest_first_and_add_up_with_the_base_rate() -> None:
    room = Watchroom()
    room.run([ON] * 3)
    (alert,) = room.shown()
    assert [(each.name, each.text_zh, each.text_en) for each in alert.factors] == [
        ("zone", "区域违规", "Zone breach"),
        ("prior", "底数", "base rate"),
    ]
    assert sum(each.share for each in alert.factors) == pytest.approx(1, abs=1e-3)
    assert alert.score == pytest.approx(1 - 0.97 * 0.25, abs=1e-4)


def test_the_worst_are_shown_first_and_of_equals_the_oldest() -> None:
    room = Watchroom(ships=9)
    early = {(n, 0): 0.55 for n in (3, 4)}
    late = early | {(n, 0): 0.55 for n in (5, 6)} | {(n, 0): 1.0 for n in (7, 8)}
    room.run([early] * 3 + [late] * 3)
    assert [each.track_id for each in room.shown()] == [8, 9, 4, 5, 6, 7]
    assert [each.track_id for each in room.shown(3)] == [8, 9, 4]
    assert room.book.counts() == {"yellow": 4, "orange": 2, "red": 0, "distress": 0}


def test_a_storm_stays_bounded_on_the_wall_and_every_alert_is_counted_and_published() -> None:
    size, most = 300, 50
    state = core(
        zone(-500, -500, 400_000, 1000),
        alerts={"most_shown": most, "keep_changes": 10},
        detectors={"zone": {"full_s": 12.0}},
    )
    fleet = [Ship(mmsi=412_000_001 + n, east_m=1200.0 * n, nav_status=5) for n in range(size)]
    observed = watch(state, [each for ship in fleet for each in ship.messages(30)])
    assert len(observed.raised("zone")) == size, "though the wall keeps only the last few"
    assert observed.picture is not None
    assert len(observed.picture.alerts) == most
    assert sum(observed.picture.totals[f"alerts_{colour}"] for colour in ("yellow", "orange", "red")) == size
    assert len(observed.picture.changes) == 10
    assert len(state.changes) == 10
    assert len(observed.picture.frame()) < 200_000

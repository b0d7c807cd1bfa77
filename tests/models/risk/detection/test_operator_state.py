"""Drawn zones and watched vessels hold from the next tick, end when deleted, and replay bit for bit."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.base.geo import move_deg
from models.core.checkpoint import Checkpoint, load, save
from models.core.replay import play
from models.core.ticklog import LoggedTick, TickLogWriter, part_of, read_tick_log
from models.core.ticks import Ticks, queues_of
from models.messages.case_work import CaseWork, ReportedCraft
from models.messages.clue import Clue, SentClue
from models.messages.operator_inputs import AlertAction, OperatorInputs, Watched
from models.messages.picture import AlertChange, Picture
from models.risk.detection.operator_state import LONGEST_FEATURE, MOST_TAKEN, OperatorState
from models.risk.engine import step
from models.risk.state import State
from models.site.register import Entry, Register
from tests.models.crowds import by_second
from tests.models.sea import FEED, LAT0, LON0, T0, Ship, changes_of_tick, core, site, zone

FIXED = zone(-500, 20_000, 1_000, 1_000, id="fixed")
QUICK: dict[str, Any] = {"detectors": {"zone": {"full_s": 20.0}}}
LIES = Ship(mmsi=412_000_001, east_m=0.0, north_m=0.0, every_s=5)
AWAY = Ship(mmsi=412_000_002, east_m=5_000.0, north_m=0.0, every_s=5)
FAR = Ship(mmsi=412_000_003, east_m=0.0, north_m=20_500.0, every_s=5)  # inside the site's own zone
SAILS = Ship(mmsi=412_000_004, east_m=9_000.0, north_m=9_000.0, sog_kn=8, cog_deg=90, every_s=5, name="QING 4")
Change = Callable[[dict[str, Any]], object]


def feature(zone_id: str, east_m: float = -200.0, north_m: float = -200.0, side_m: float = 400.0) -> dict[str, Any]:
    """A square closed to all, as the desk draws it."""
    corners = [(0, 0), (side_m, 0), (side_m, side_m), (0, side_m), (0, 0)]
    places = [move_deg(LAT0, LON0, east_m + x, north_m + y) for x, y in corners]
    rule = {"class_mask": ["all"], "windows": "always", "ceiling": "red", "alert": True}
    words = {"name_zh": f"临时{zone_id}", "name_en": f"drawn {zone_id}", "source": "李", "date": "2026-01-01"}
    return {
        "type": "Feature",
        "properties": {"id": zone_id, "kind": "no_entry", **words, "illustrative": False, "rule": rule},
        "geometry": {"type": "Polygon", "coordinates": [[[float(lon), float(lat)] for lat, lon in places]]},
    }


def live(
    state: State,
    seconds: int,
    inputs: dict[int, OperatorInputs],
    ships: Iterable[Ship] = (LIES, AWAY, FAR),
    first: int = 0,
) -> tuple[list[Picture], list[AlertChange]]:
    """A run with these ships, and operator inputs at some seconds."""
    ticks = Ticks(queues_of([FEED]), T0 + first - 1 if first else None)
    messages = sorted((each for ship in ships for each in ship.messages(seconds)), key=lambda each: each.rx_s)
    for part in by_second(messages):
        ticks.queues[FEED].put(part)
    pictures = []
    for number in range(T0 + first, T0 + seconds):
        tick, batches = ticks.take(number)
        pictures.append(step(state, batches, tick, standing=inputs.get(number - T0)))
    return pictures, [each for picture in pictures for each in changes_of_tick(picture) if each.alert.rule == "zone"]


def test_a_drawn_zone_raises_its_alert_in_the_time_the_rule_needs() -> None:
    pictures, changes = live(core(FIXED, **QUICK), 100, {40: OperatorInputs(1, (feature("d1"),))})
    first = next(each for each in changes if each.alert.mmsi == LIES.mmsi)
    assert first.event == "raise" and "drawn d1" in first.alert.text_en
    assert 40 + 20 <= first.t_s - T0 <= 40 + 40, "20 s inside, and reports every 5 s"
    assert AWAY.mmsi not in {each.alert.mmsi for each in changes}
    assert pictures[39].zones == () and pictures[40].zones == (feature("d1"),)


def test_a_moored_vessel_is_inside_at_once_though_it_reports_seldom() -> None:
    state = core(FIXED, **QUICK)
    live(state, 40, {39: OperatorInputs(1, (feature("d1"), feature("d2", 4_900)))})
    assert state.zone_membership.memory.used(3)["inside"].tolist() == [
        [False, True, False],
        [False, False, True],
        [True, False, False],
    ]


def test_a_deleted_zone_ends_its_alert_in_that_tick_and_no_other() -> None:
    inputs = {
        10: OperatorInputs(1, (feature("d1"), feature("d2", 4_900))),
        80: OperatorInputs(2, (feature("d2", 4_900),)),
    }
    _, changes = live(core(FIXED, **QUICK), 120, inputs)
    ended = [(each.alert.mmsi, each.t_s - T0) for each in changes if each.event == "clear"]
    assert ended == [(LIES.mmsi, 80)]
    raised = [each.alert.mmsi for each in changes if each.event == "raise"]
    assert sorted(raised) == [LIES.mmsi, AWAY.mmsi, FAR.mmsi], "each once: those that stay keep their memory"


def test_a_zone_drawn_where_another_was_is_a_new_one() -> None:
    inputs = {10: OperatorInputs(1, (feature("d1"),)), 60: OperatorInputs(2), 70: OperatorInputs(3, (feature("d2"),))}
    _, changes = live(core(FIXED, **QUICK), 140, inputs)
    mine = [each for each in changes if each.alert.mmsi == LIES.mmsi and each.event in ("raise", "clear")]
    assert [each.event for each in mine] == ["raise", "clear", "raise"]
    assert "drawn d2" in mine[2].alert.text_en and mine[2].alert.alert_id != mine[0].alert.alert_id


def test_a_zone_drawn_again_with_another_border_is_another() -> None:
    inputs = {10: OperatorInputs(1, (feature("d1"),)), 60: OperatorInputs(2, (feature("d1", 4_900),))}
    _, changes = live(core(FIXED, **QUICK), 140, inputs)
    events = [
        (each.alert.mmsi, each.event) for each in changes if each.event != "update" and each.alert.mmsi != FAR.mmsi
    ]
    assert events == [(LIES.mmsi, "raise"), (LIES.mmsi, "clear"), (AWAY.mmsi, "raise")]


WRONG: list[Change] = [
    lambda each: each["properties"]["rule"].update(ceiling="purple"),
    lambda each: each["properties"].update(id="fixed"),
    lambda each: each["properties"].update(id="good"),
    lambda each: each["geometry"].update(coordinates=[[[0, 0], [1, 1]]]),
    lambda each: each.update(bbox=[float("nan")]),
    lambda each: each.update(geometry=None),
    lambda each: each["properties"].update(name_zh="区" * LONGEST_FEATURE),
    lambda each: each.clear(),
]


@pytest.mark.parametrize("change", WRONG)
def test_what_is_no_zone_is_refused_and_counted_and_harms_nothing(change: Change) -> None:
    wrong = copy.deepcopy(feature("bad", 300))
    change(wrong)
    state = core(FIXED, **QUICK)
    pictures, changes = live(state, 60, {10: OperatorInputs(1, (feature("good"), wrong))})
    assert pictures[-1].zones == (feature("good"),) and pictures[-1].totals["zones_refused"] == 1
    assert LIES.mmsi in {each.alert.mmsi for each in changes}
    pictures[-1].frame()


def test_more_border_than_an_officer_would_draw_is_refused() -> None:
    huge = feature("huge")
    ring = huge["geometry"]["coordinates"][0]
    huge["geometry"]["coordinates"] = [[ring[0], *(ring * 40), ring[0]]]
    many = tuple(copy.deepcopy(huge) | {"properties": {**huge["properties"], "id": f"h{n}"}} for n in range(40))
    orders = OperatorState((FIXED,))
    orders.take_in(OperatorInputs(1, (*many, feature("small"))))
    assert 0 < orders.refused < 40
    assert orders.zones[-1].id == "small", "one that is too much does not shut out the next"


def test_numbers_of_zones_that_stay_never_change_and_free_ones_are_used_again() -> None:
    orders = OperatorState((FIXED,))
    ids = lambda: [zone.id if zone.alert else "" for zone in orders.zones]  # noqa: E731
    assert orders.take_in(OperatorInputs(1, (feature("a"), feature("b"), feature("c")))) == [1, 2, 3]
    assert orders.take_in(OperatorInputs(2, (feature("c"), feature("a")))) == [2]
    assert ids() == ["fixed", "a", "", "c"]
    assert orders.take_in(OperatorInputs(3, (feature("c"), feature("d"), feature("a")))) == [2]
    assert ids() == ["fixed", "a", "d", "c"]
    assert orders.take_in(OperatorInputs(4, (feature("c"), feature("d"), feature("a")))) == []
    assert orders.take_in(OperatorInputs(5)) == [1, 2, 3] and orders.digest == b""


def test_marks_are_taken_once_and_without_a_number_always() -> None:
    orders = OperatorState(())
    mark = [AlertAction("a", "acknowledge", "li", seq) for seq in range(9)]
    assert orders.not_yet_applied((mark[2], mark[3], mark[5])) == (mark[2], mark[3], mark[5])
    assert orders.not_yet_applied((mark[5], mark[4], mark[0], mark[6])) == (mark[4], mark[0], mark[6])
    orders.take_in(OperatorInputs(7, (feature("a"),)))
    assert orders.not_yet_applied((mark[6],)) == ()
    orders.take_in(OperatorInputs(2))
    assert orders.not_yet_applied((mark[2], mark[3])) == (mark[3],), "another ledger: it ends at 2"


def test_the_numbers_of_marks_are_remembered_within_bounds() -> None:
    orders = OperatorState(())
    for seq in range(1, 2 * MOST_TAKEN):
        orders.not_yet_applied((AlertAction("a", "acknowledge", "li", seq),))
    assert len(orders.taken) <= MOST_TAKEN
    assert orders.not_yet_applied((AlertAction("a", "acknowledge", "li", 2 * MOST_TAKEN - 1),)) == ()


WATCHED = OperatorInputs(1, watch=(Watched(SAILS.mmsi, "夜间无灯", "李"),))


def observe(state: State, inputs: dict[int, OperatorInputs]) -> list[AlertChange]:
    pictures, _ = live(state, 160, inputs, (SAILS, AWAY))
    assert pictures[-1].watched == tuple(each.mmsi for each in list(inputs.values())[-1].watch)
    return [each for picture in pictures for each in changes_of_tick(picture) if each.alert.rule == "watch"]


def test_a_watched_vessel_raises_an_alert_with_the_reason_of_the_officer() -> None:
    raised, *_ = observe(core(FIXED), {30: WATCHED})
    assert (raised.event, raised.alert.mmsi, raised.alert.colour) == ("raise", SAILS.mmsi, "yellow")
    assert raised.alert.text_zh == "值班关注名单（编号一致）：夜间无灯（李），8.0 节"
    assert raised.alert.text_en == "on the officers' list (number matches): 夜间无灯（李）, 8.0 kn"
    assert raised.t_s - T0 <= 70


def test_off_the_watch_list_it_raises_no_more_alerts() -> None:
    events = [each.event for each in observe(core(FIXED), {10: WATCHED, 60: OperatorInputs(2)})]
    assert [each for each in events if each != "update"] == ["raise", "clear"]


@pytest.mark.parametrize(("list_", "colour"), [("wanted", "orange"), ("interest", "yellow"), ("", "yellow")])
def test_the_register_entry_of_a_watched_vessel_still_holds(list_: str, colour: str) -> None:
    known = Entry(SAILS.mmsi, "QING 4", "", 0, list_, "夜间过驳", "sand by night", 0, 20, 60.0, "", ())
    state = core(FIXED)
    there = replace(site(FIXED), register=Register((known,)))
    raised, *_ = observe(State(state.settings, there, state.feeds), {10: WATCHED})
    assert raised.alert.colour == colour and "夜间无灯（李）" in raised.alert.text_zh
    assert ("夜间过驳" in raised.alert.text_zh) == bool(list_)


CASE = CaseWork("ZS-1", "orange", 122.6, 30.0, float(T0), unit="city", track_id=1, holds=("alert:x",), craft=("hj-1",))
SAID = {
    20: OperatorInputs(3, (feature("d1"), feature("bad") | {"geometry": None}), WATCHED.watch, (CASE,)),
    50: OperatorInputs(5, (feature("d2", 4_900), feature("d1")), (), (CASE,), (ReportedCraft("hj-1", "short", 7),)),
    75: OperatorInputs(6, (feature("d2", 4_900),)),
}
FLEET = (LIES, AWAY, FAR, SAILS)


def test_a_watch_with_zones_drawn_midway_is_replayed_bit_for_bit_also_after_a_stop(tmp_path: Path) -> None:
    pictures, changes = live(core(FIXED, **QUICK), 110, SAID, FLEET)
    assert len(changes) > 3
    writer = TickLogWriter(tmp_path)
    for picture in pictures:
        writer.write(picture.tick, LoggedTick({}, picture.digest, standing=SAID.get(picture.tick - T0)))
    messages = sorted((each for ship in FLEET for each in ship.messages(110)), key=lambda each: each.rx_s)
    parts, log = by_second(messages), read_tick_log(tmp_path)
    again = list(play(core(FIXED, **QUICK), {FEED: iter(parts)}, log=log))
    assert [each.digest for each in again] == [each.digest for each in pictures[: len(again)]] and len(again) > 100
    assert again[-1].zones == pictures[-1].zones
    assert list(play(core(FIXED, **QUICK), {FEED: iter(parts)}))[-1].digest != pictures[-1].digest

    state, path = core(FIXED, **QUICK), tmp_path / "core.checkpoint"
    live(state, 60, SAID, FLEET)
    save(path, Checkpoint(state, T0 + 59, {FEED: 0}))
    held = load(path, core(FIXED, **QUICK))
    assert held is not None
    went_on, _ = live(held.state, 110, SAID | {60: held.state.operator_state.standing}, FLEET, first=60)
    assert went_on[-1].digest == pictures[-1].digest, "and to repeat the standing input changes nothing"


CALLED = Clue("hotline", "9", T0 + 5.0, 122.6, 30.0, kind="contact", mmsi=LIES.mmsi)
SENT = {30: OperatorInputs(2, clues=(SentClue(T0 + 30.0, CALLED), SentClue(T0 + 45.5, replace(CALLED, id="10"))))}


def test_a_clue_that_was_sent_in_is_taken_in_once_when_it_was_received_and_in_every_replay(tmp_path: Path) -> None:
    again = {50: replace(SENT[30], seq=3)}
    pictures, _ = live(core(FIXED), 60, SENT | again)
    held = {picture.tick - T0: [each.id for each in picture.clues] for picture in pictures}
    assert (held[29], held[30], held[45], held[46], held[59]) == ([], ["9"], ["9"], ["9", "10"], ["9", "10"])
    writer = TickLogWriter(tmp_path)
    for picture in pictures:
        writer.write(picture.tick, LoggedTick({}, picture.digest, standing=(SENT | again).get(picture.tick - T0)))
    messages = sorted((each for ship in (LIES, AWAY, FAR) for each in ship.messages(60)), key=lambda each: each.rx_s)
    replayed = list(play(core(FIXED), {FEED: iter(by_second(messages))}, log=read_tick_log(tmp_path)))
    assert [each.digest for each in replayed] == [each.digest for each in pictures[: len(replayed)]]
    assert [each.id for each in replayed[-1].clues] == ["9", "10"]


def test_a_part_of_a_log_begins_with_what_stood_then() -> None:
    log = {number: LoggedTick({}, "", standing=SAID.get(number)) for number in range(100)}
    part = part_of(log, 60, 80)
    assert (min(part), max(part)) == (60, 80)
    assert part[60].standing == SAID[50] and part[61].standing is None and part[75].standing == SAID[75]
    assert part_of(log, 50, 80)[50].standing == SAID[50] and part_of(log, 5, 9)[5].standing is None
    assert part_of(log, 200, 300) == {}


def test_operator_inputs_survive_being_saved() -> None:
    orders = OperatorState((FIXED,))
    orders.take_in(SAID[50])
    held = pickle.loads(pickle.dumps(orders))
    assert held.take_in(SAID[50]) == [] and [each.id for each in held.zones] == ["fixed", "d2", "d1"]
    assert np.array_equal(held.zones[1].rings[0], orders.zones[1].rings[0])

"""A replay gives the same pictures at any speed, from batches cut in any way, and with a stop in the middle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.core.replay import play, run_headless
from models.core.ticklog import LoggedTick
from models.messages.observation import ObservationBatch
from models.messages.operator_inputs import AlertAction
from models.risk.state import State
from tests.models.crowds import by_second, crowd, cut_at, story
from tests.models.sea import FEED, T0, batch, core, zone

CLOSED = zone(-800, -800, 1600, 1600)
HASTY = {"confirm_reports": 2, "tentative_for_s": 5, "coast_after_s": 5, "coast_after_intervals": 0.1,
         "lost_after_s": 10, "lost_after_intervals": 0.1, "forget_after_s": 5}  # fmt: skip


def fresh_core(**settings: Any) -> State:
    """A core that alerts on a zone within seconds."""
    return core(CLOSED, detectors={"zone": {"full_s": 12.0}}, **settings)


def end(
    batches: Iterator[ObservationBatch] | list[ObservationBatch], speed: float = float("inf"), **settings: Any
) -> tuple[str, list]:
    """The last digest, and every alert change."""
    pictures = list(play(fresh_core(**settings), {FEED: iter(batches)}, speed))
    changes = [each for picture in pictures for each in picture.changes[len(picture.changes) - picture.fresh_changes :]]
    return pictures[-1].digest, [(each.t_s, each.event, each.alert.alert_id, each.alert.colour) for each in changes]


@settings(max_examples=6)
@given(st.lists(st.integers(1, 160), max_size=30), st.booleans())
def test_how_batches_were_cut_does_not_matter(at: list[int], beats: bool) -> None:
    assert end(cut_at(story(), at, beats)) == end(by_second(story()))


def test_one_batch_for_each_message_or_one_for_all_is_the_same() -> None:
    each, whole = end(cut_at(story(), list(range(1, 999)))), end(cut_at(story(), []))
    assert each == whole
    assert whole[1], "and there were alerts"


def test_the_speed_does_not_matter() -> None:
    messages = [each for each in story() if each.rx_s < T0 + 20]
    assert end(by_second(messages), speed=200.0) == end(by_second(messages))


def test_minutes_without_vessels_are_the_same_ticked_or_skipped() -> None:
    first = crowd(2, ships=3, seconds=20)
    parts = by_second([*first, *(replace(each, rx_s=each.rx_s + 300) for each in first)])
    at = next(n for n, part in enumerate(parts) if part.until_s > T0 + 200)
    beats = [batch(float(T0 + second), [], first_seq=parts[at].first_seq) for second in range(60, 299)]
    ticked, left_out = (list(play(fresh_core(tracking=HASTY), {FEED: iter(each)})) for each in
                        (parts[:at] + beats + parts[at:], parts))  # fmt: skip
    assert len(ticked) > len(left_out) + 150
    assert ticked[-1].digest == left_out[-1].digest
    assert ticked[-1].feeds[0].messages == left_out[-1].feeds[0].messages


def test_two_feeds_interleave_by_receive_time() -> None:
    messages = story()
    parts = {FEED: by_second(messages[::2]), "other": [replace(b, feed="other") for b in by_second(messages[1::2])]}
    runs = []
    for order in ((FEED, "other"), ("other", FEED)):
        state = fresh_core(feeds=(FEED, "other"))
        runs.append([picture.digest for picture in play(state, {name: iter(parts[name]) for name in order})])
    assert runs[0] == runs[1]


def test_batches_that_do_not_follow_each_other_stop_the_replay() -> None:
    parts = by_second(crowd(1, ships=2, seconds=20))
    with pytest.raises(RuntimeError, match=r"shore: expected piece \d+, got \d+"):
        end([parts[0], parts[2]])


def test_a_headless_run_writes_alerts_pictures_and_a_summary(tmp_path: Path) -> None:
    parts = by_second(story())
    alerts, pictures = tmp_path / "alerts.jsonl", tmp_path / "pictures.jsonl"
    feed = {FEED: iter(parts)}
    times: list[float] = []
    summary = run_headless(
        fresh_core(), feed, alerts_out=alerts, pictures_out=pictures, every_s=10.0, progress=times.append
    )
    records = [json.loads(line) for line in alerts.read_text(encoding="utf-8").splitlines()]
    raised = [each for each in records if each["event"] == "raise"]
    assert sum(summary["alerts_by_rule"].values()) == sum(summary["alerts_by_colour"].values()) == len(raised) > 0
    assert summary["digest"] == end(by_second(story()))[0]
    assert summary["messages"] == len(story()) == sum(summary["messages_by_type"].values())
    assert summary["vessels"] == 10 and summary["duplicates"] > 0
    assert (summary["first_t"], summary["ticks"]) == ("2023-11-14T22:13:20.000Z", summary["ticks"])
    shown = [json.loads(line) for line in pictures.read_text(encoding="utf-8").splitlines()]
    assert len(shown) == len(times) == 4, "of 40 ticks"
    assert {"t", "digest", "vessels"} <= shown[-1].keys()
    assert {"mmsi", "lat_deg", "risk", "colour", "kind"} <= shown[-1]["vessels"][0].keys()
    json.dumps(summary, allow_nan=False)


def test_a_watch_with_its_marks_is_replayed_bit_for_bit() -> None:
    plain = list(play(fresh_core(), {FEED: iter(by_second(story()))}))
    alerting = next(picture for picture in plain if picture.alerts)
    mark = AlertAction(alerting.alerts[0].alert_id, "false", "li")
    log = {picture.tick: LoggedTick({}, "") for picture in plain}
    log[alerting.tick + 1] = LoggedTick({}, "", (mark,), 1)
    watches = [list(play(fresh_core(), {FEED: iter(by_second(story()))}, log=log)) for _ in range(2)]
    assert [each.digest for each in watches[0]] == [each.digest for each in watches[1]]
    assert watches[0][-1].digest != plain[-1].digest, "a mark is not without effect"
    standing = [each.alert_id for each in watches[0][-1].alerts if each.state != "rectified"]
    assert mark.alert_id not in standing
    assert {each.totals["spared"] for each in watches[0]} == {0, 1}


def test_a_mark_undone_is_replayed_bit_for_bit_too() -> None:
    plain = list(play(fresh_core(), {FEED: iter(by_second(story()))}))
    first = next(picture for picture in plain if picture.alerts)
    alert_id = first.alerts[0].alert_id
    log = {picture.tick: LoggedTick({}, "") for picture in plain}
    log[first.tick + 1] = LoggedTick({}, "", (AlertAction(alert_id, "false", "li", 5),))
    log[first.tick + 4] = LoggedTick({}, "", (AlertAction(alert_id, "undo", "li", 6, undoes=5),))
    watches = [list(play(fresh_core(), {FEED: iter(by_second(story()))}, log=log)) for _ in range(2)]
    assert [each.digest for each in watches[0]] == [each.digest for each in watches[1]]
    shown = [
        alert_id in {each.alert_id for each in picture.alerts} for picture in watches[0] if picture.tick >= first.tick
    ]
    assert shown[:5] == [True, False, False, False, True], "called false it is not shown; undone it is again"


def test_no_messages_are_an_empty_run() -> None:
    summary = run_headless(core(), {FEED: iter([])})
    assert (summary["ticks"], summary["messages"], summary["first_t"]) == (0, 0, None)

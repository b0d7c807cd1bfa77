"""The timeline from records of changes: alerts raised in each minute, alerts standing in it, and their end."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from models.base.clock import iso
from models.base.schema import COLOURS
from models.messages.timeline import MINUTE_S, read, timeline_of, write

T0 = 1_768_257_000  # a whole minute


def change(at_s: float, event: str, key: str = "a", colour: str = "yellow") -> dict[str, object]:
    return {
        "t": iso(T0 + at_s), "event": event, "alert_id": key, "colour": colour, "rule": "drift", "mmsi": 1,
        "partner_mmsi": None, "name": "", "partner_name": "", "lat": 30.0, "lon": 122.5, "text_zh": "", "text_en": "",
    }  # fmt: skip


def test_an_alert_is_raised_once_and_stands_until_it_is_cleared() -> None:
    timeline = timeline_of([change(70, "raise"), change(100, "update"), change(190, "clear")], T0, T0 + 600, False)
    minutes = {begin_s - T0: counts for begin_s, counts in timeline.minutes.items()}
    assert minutes == {60: ([1, 0, 0, 0], [1, 0, 0, 0]), 120: ([1, 0, 0, 0], [0] * 4), 180: ([1, 0, 0, 0], [0] * 4)}
    (alert,) = timeline.alerts.values()
    assert (alert["raised_s"], alert["cleared_s"]) == (T0 + 70, T0 + 190)


def test_a_standing_alert_has_its_worst_colour_until_now() -> None:
    timeline = timeline_of([change(0, "raise"), change(10, "update", colour="red")], T0, T0 + 125, False)
    assert [up for up, _ in timeline.minutes.values()] == [[0, 0, 1, 0]] * 3
    assert timeline.alerts["a"]["colour"] == "red" and timeline.alerts["a"]["cleared_s"] is None


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(COLOURS[1:])), max_size=20))
def test_every_alert_is_counted_in_one_minute(raised: list[tuple[int, str]]) -> None:
    changes = [change(at_s, "raise", str(number), colour) for number, (at_s, colour) in enumerate(sorted(raised))]
    timeline = timeline_of(changes, T0, T0 + 3000, True)
    assert sum(sum(new) for _, new in timeline.minutes.values()) == len(raised)
    assert all(begin_s % MINUTE_S == 0 for begin_s in timeline.minutes)
    assert all(sum(up) >= sum(new) for up, new in timeline.minutes.values())


def test_the_timeline_reads_back_as_written_and_is_none_without_a_file(tmp_path: Path) -> None:
    timeline = timeline_of([change(70, "raise")], T0, T0 + 80, True)
    assert read(tmp_path) is None
    write(tmp_path, timeline)
    assert read(tmp_path) == timeline.record()

"""Memory of a server process: quiet times, message rates, cached results."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from dashboard.common.memo import KEPT, Memo
from dashboard.common.memory import TRAFFIC_S, PictureMemory
from dashboard.common.sea_areas import OUTSIDE, area_of, short_name
from models.base.schema import KIND
from tests.dashboard.pictures import T0, alert, change, craft, feed, picture, site


def test_quiet_begins_with_the_first_picture() -> None:
    memory = PictureMemory()
    assert memory.quiet_s("red", T0) == 0
    memory.take(picture(t_s=T0))
    assert memory.quiet_s("red", T0 + 90) == 90


def test_quiet_begins_again_when_the_last_alert_of_a_colour_ended() -> None:
    memory = PictureMemory()
    memory.take(picture(t_s=T0))
    memory.take(picture(t_s=T0 + 50, alerts=(alert(1, "orange"),)))
    memory.take(picture(t_s=T0 + 60))
    assert (memory.quiet_s("orange", T0 + 80), memory.quiet_s("red", T0 + 80)) == (30, 80)


def test_quiet_includes_changes_before_the_page_server_started() -> None:
    memory = PictureMemory()
    memory.take(picture(t_s=T0, changes=(change(alert(1), "clear", T0 - 600),)))
    assert memory.quiet_s("red", T0) == 600


def test_traffic_is_the_sum_of_the_feeds_over_ten_minutes() -> None:
    memory = PictureMemory()
    for second in range(0, 900, 5):
        memory.take(picture(t_s=T0 + second, feeds=(feed("a", rate_per_s=40.0), feed("b", rate_per_s=2.5))))
    assert {rate for _, rate in memory.traffic} == {42.5}
    assert memory.traffic[-1][0] - memory.traffic[0][0] <= TRAFFIC_S


def test_a_replay_that_starts_again_clears_the_memory() -> None:
    memory = PictureMemory()
    memory.take(picture(t_s=T0 + 500, alerts=(alert(1),)))
    memory.take(picture(t_s=T0))
    assert (len(memory.traffic), memory.quiet_s("red", T0 + 5)) == (1, 5)


def test_work_is_done_once_for_each_stamp() -> None:
    memo, done = Memo(), []
    for stamp in (1, 1, 2, 2, 1):
        memo.once("cards", stamp, lambda: done.append(1) or len(done))
    assert len(done) == 3
    assert memo.last("cards") == 3 and memo.last("never") is None


def test_concurrent_callers_wait_for_one_computation() -> None:
    memo, begun, go_on, done = Memo(), Event(), Event(), []

    def make() -> int:
        begun.set()
        assert go_on.wait(60)
        done.append(1)
        return len(done)

    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(memo.once, "cards", 1, make)
        assert begun.wait(60)
        others = [threads.submit(memo.once, "cards", 1, make) for _ in range(3)]
        assert memo.last("cards") is None
        go_on.set()
        assert [each.result(10) for each in (first, *others)] == [1, 1, 1, 1]


def test_a_failed_computation_is_tried_again() -> None:
    memo = Memo()
    with pytest.raises(ZeroDivisionError):
        memo.once("cards", 1, lambda: 1 // 0)
    assert memo.last("cards") is None
    assert memo.once("cards", 1, lambda: 7) == 7


def test_the_table_of_results_does_not_grow() -> None:
    memo = Memo()
    for key in range(KEPT * 2):
        memo.once(key, 0, lambda: None)
    assert memo.made == KEPT * 2 and memo.last(0) is None


def test_places_belong_to_the_named_areas() -> None:
    areas = area_of(site(), [122.81, 11.0, float("nan")], [30.72, 57.0, 30.0]).tolist()
    assert site().areas[areas[0]].id == "shengshan"
    assert areas[1:] == [OUTSIDE, OUTSIDE]
    vessels = craft(2, kind=KIND["fishing"])
    assert area_of(site(), vessels["lon_deg"], vessels["lat_deg"]).shape == (2,)


def test_short_names_have_no_remarks() -> None:
    assert [
        short_name(name) for name in ("嵊山（兼管枸杞、花鸟）", "Shengshan, also Gouqi", "South (Jiushan)", "岱山")
    ] == [*("嵊山", "Shengshan", "South", "岱山")]

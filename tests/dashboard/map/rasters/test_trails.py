"""Trails: the track of each vessel, fading with age, never across a jump or from one vessel to another."""

from __future__ import annotations

import numpy as np

from dashboard.common.theme import NIGHT
from dashboard.map.rasters import trails
from dashboard.map.rasters.snapshots import GROUPS, STEPS_S, Snapshots, snapshot
from dashboard.map.rasters.trails import AGES, TrailSegments, segments
from dashboard.map.view import fit
from models.base.schema import KIND
from models.messages.picture import Picture
from tests.dashboard.pictures import BOX, T0, alert, craft, picture

KEEP_S = 600.0


def moment(t_s: float, lat: float = 30.0, **columns: object) -> Picture:
    return picture(craft(1, lat_deg=lat, **columns), t_s=t_s, tick=int(t_s - T0))


def way(*pictures: Picture) -> TrailSegments:
    memory = Snapshots(KEEP_S)
    for each in pictures:
        memory.take(each)
    return segments(memory.past, snapshot(pictures[-1]), KEEP_S)


def test_a_vessel_leaves_one_segment_for_each_step() -> None:
    lines = way(moment(T0), moment(T0 + 30, 30.001), moment(T0 + 60, 30.002))
    assert len(lines.code) == 2
    assert (lines.y1 > lines.y0).all() and (lines.x1 == lines.x0).all()


def test_the_memory_is_thinned_and_limited() -> None:
    memory = Snapshots(KEEP_S)
    for second in range(1500):
        memory.take(moment(T0 + second))
    assert len(memory.past) <= KEEP_S / STEPS_S[0][1] + 1
    assert memory.past[-1].t_s - memory.past[0].t_s <= KEEP_S


def test_a_replay_that_starts_again_clears_the_memory() -> None:
    assert len(way(moment(T0 + 300), moment(T0 + 330, 30.001), moment(T0, 30.1)).code) == 0


def test_a_jump_is_not_a_voyage() -> None:
    assert len(way(moment(T0), moment(T0 + 30, 30.5)).code) == 0


def test_a_number_used_again_after_a_restart_is_another_vessel() -> None:
    assert len(way(moment(T0, mmsi=412_000_001), moment(T0 + 30, 30.001, mmsi=413_000_009)).code) == 0


def test_a_vessel_without_a_position_or_movement_leaves_nothing() -> None:
    assert len(way(moment(T0, np.nan), moment(T0 + 30, 30.001)).code) == 0
    assert len(way(moment(T0), moment(T0 + 30)).code) == 0


def test_the_young_part_is_stronger_than_the_old() -> None:
    lines = way(*(moment(T0 + 60 * step, 30 + 0.001 * step) for step in range(11)))
    assert (np.diff(lines.code) >= 0).all() and lines.code[-1] - lines.code[0] >= AGES - 2
    table = trails.colours(NIGHT)
    assert (np.diff(table[1 : AGES + 1, 3].astype(int)) > 0).all()
    assert len(table) == 1 + AGES * len(GROUPS) and table[0, 3] == 0


def test_trails_have_the_colour_of_kind_and_of_risk() -> None:
    def group(colour: str | None, kind: str) -> str:
        vessels = craft(1, kind=KIND[kind])
        shown = picture(vessels, (alert(1, colour),) if colour else ())
        return GROUPS[int(snapshot(shown).group[0])]

    assert [group(None, kind) for kind in ("fishing", "merchant", "other")] == ["fishing", "merchant", "unknown"]
    assert [group(colour, "fishing") for colour in ("yellow", "orange", "red", "distress")] == [
        *("yellow", "orange", "red", "red")
    ]


def test_datashader_draws_the_worst_on_top() -> None:
    view = fit(BOX, 230, 200)
    middle = (view.south_m + view.north_m) / 2
    west, east = view.west_m + 10 * view.m_per_px, view.east_m - 10 * view.m_per_px
    fishing, red = (1 + GROUPS.index(group) * AGES for group in ("fishing", "red"))
    ends = (np.array([west, west]), np.array([middle] * 2), np.array([east, east]), np.array([middle] * 2))
    drawn = trails.draw(view, TrailSegments(*ends, np.array([red, fishing])), 1)
    assert drawn.shape == (200, 230) and drawn.dtype == np.uint8
    assert set(np.unique(drawn)) == {0, red}
    assert np.sum(drawn == red) > 200
    assert not trails.draw(view, TrailSegments(*(np.empty(0),) * 5), 1).any()


def test_six_hours_are_kept_older_ones_with_fewer_snapshots() -> None:
    memory = Snapshots(6 * 3600.0)
    for minute in range(0, 8 * 60):
        memory.take(moment(T0 + 60 * minute, 30.0 + 0.0001 * minute))
    gaps = np.diff([each.t_s for each in memory.past])
    assert memory.past[-1].t_s - memory.past[0].t_s > 5.5 * 3600
    assert len(memory.past) < 90 and gaps[0] >= 600 and gaps[-1] <= 60


def test_with_too_many_vessels_the_oldest_snapshots_are_dropped_first() -> None:
    memory = Snapshots(6 * 3600.0, most_rows=10)
    for minute in range(30):
        memory.take(picture(craft(3), t_s=T0 + 60 * minute))
    assert len(memory.past) == 3
    assert memory.past[-1].t_s == T0 + 60 * 29


def test_a_shorter_trail_of_the_same_memory_is_shorter() -> None:
    memory = Snapshots(6 * 3600.0)
    for minute in range(90):
        memory.take(moment(T0 + 60 * minute, 30.0 + 0.001 * minute))
    now = snapshot(moment(T0 + 60 * 90, 30.09))
    short, long = (segments(memory.past, now, minutes * 60.0) for minutes in (10, 60))
    assert np.ptp(short.y0) < np.ptp(long.y0)

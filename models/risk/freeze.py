"""The frozen picture: what the core knows at the end of a tick, in the form of models/messages/picture.py."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.base.clock import Tick
from models.base.schema import LIFE, VESSEL, Table
from models.messages.picture import AlertChange, Picture
from models.risk.state import State

BBOX_EVERY_S = 10.0  # between updates
BBOX_PERCENT = (2.0, 98.0)  # a few impossible positions must not widen the view
CLUES_SHOWN = 50  # the latest, for the pages
VESSEL_SOURCE = {"lat_deg": "now_lat_deg", "lon_deg": "now_lon_deg"}


def _find_bbox(state: State, tick: Tick) -> None:
    """Update the box that holds most vessels, every BBOX_EVERY_S."""
    if state.bbox and 0.0 <= tick.t_s - state.bbox_s < BBOX_EVERY_S:
        return
    state.bbox_s = tick.t_s
    live = state.tracks["life"] != LIFE["free"]
    lat, lon = state.tracks["now_lat_deg"][live], state.tracks["now_lon_deg"][live]
    known = np.isfinite(lat)
    if known.any():
        south, north = np.percentile(lat[known], BBOX_PERCENT).tolist()
        west, east = np.percentile(lon[known], BBOX_PERCENT).tolist()
        state.bbox = (round(west, 3), round(south, 3), round(east, 3), round(north, 3))


def freeze(state: State, tick: Tick, changes: Sequence[AlertChange]) -> Picture:
    """The picture of this tick; its arrays are copies and read-only. Changes only what is shown, never what follows."""
    _find_bbox(state, tick)
    return Picture(
        tick=tick.number,
        t_s=tick.t_s,
        mode=state.mode,
        speed=state.speed,
        vessels=_vessels(state, tick.t_s),
        alerts=state.alerts.views(state.tracks, state.risk, state.settings.alerts.most_shown, tick.number),
        rectified=state.alerts.rectified(tick.t_s),
        changes=tuple(state.changes),
        fresh_changes=len(changes),
        feeds=tuple(counts.health(tick.t_s) for counts in state.counts.values()),
        clues=state.clues[-CLUES_SHOWN:],
        texts=state.text_log.views(),
        bbox=state.bbox,
        totals={**_totals(state, tick.t_s), "spared": tick.spared},
        digest=state.digest,
        zones=tuple(state.operator_state.features[number] for number in sorted(state.operator_state.features)),
        watched=tuple(each.mmsi for each in state.operator_state.standing.watch),
        **state.evaluation.shown(),
    )


def _vessels(state: State, t_s: float) -> Table:
    now = state.tracks.reckoned(t_s) if t_s != state.ticked_s else {}
    rows = np.flatnonzero((state.tracks["life"] != LIFE["free"]) & np.isfinite(state.tracks["now_lat_deg"]))
    table = {}
    for column in VESSEL:
        name = VESSEL_SOURCE.get(column.name, column.name)
        table[column.name] = (now[name] if name in now else state.tracks[name])[rows]
        table[column.name].flags.writeable = False
    return table


def _totals(state: State, t_s: float) -> dict[str, int]:
    counts = state.counts.values()
    return {
        "messages": sum(each.messages for each in counts),
        "duplicates": sum(each.duplicates for each in counts),
        "tracks": state.tracks.created,
        "vessels": len(state.mmsi),
        "zones_refused": state.operator_state.refused,
        **{name: state.tracks.counts[name] for name in ("doubted", "late", "full")},
        **{f"alerts_{colour}": count for colour, count in state.alerts.counts().items()},
        **{f"open_{colour}": count for colour, count in state.alerts.open_counts().items()},
        **{f"rectified_{colour}": count for colour, count in state.alerts.rectified_counts(t_s).items()},
        "unseen_dropped": state.alerts.unseen.dropped,
        **{f"over_{colour}": count for colour, count in state.alerts.budget.over().items()},
    }

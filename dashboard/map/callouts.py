"""Labels of the worst alerts: which alerts get one, its lines, and its parts as columns for the map.

labels.py places them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.common.alert_words import reason, rule_name, title, worst_first
from dashboard.common.theme import SHAPES, Sizes
from dashboard.map.labels import Box, LabelRequest, Placed, leader, place
from dashboard.map.levels import alert_levels, without_vessel
from dashboard.map.measure import cut, width_em
from dashboard.map.view import View, mercator
from models.base.schema import LEVEL, Table
from models.messages.picture import AlertView, Picture

NAME_EM, REASON_EM, SHORT_EM = 20.0, 27.0, 9.0
PADDING_REM, BAR_REM = 0.45, 0.2
YELLOW_OF_RULE = 3  # of a storm that affects twenty ships three are named; the rest keep their rings
MARK_EM = 1.25  # the colour's shape before the name
NAME_UP, REASON_UP = 0.71, 0.28  # where the lines stand in a box of two, from its bottom
LINE_REM = 1.3
EDGE_REM = 0.4
# Elements over the map, width and height from its corners: lamps, legend, keys of layers, scale with attribution.
LAMPS_REM, LEGEND_REM, KEYS_REM, SCALE_REM = 3.2, (43.0, 3.2), (30.0, 5.9), (27.5, 5.4)


@dataclass(frozen=True)
class Callouts:
    """Columns for boxes, leaders and texts, and the places used, which are preferred at the next tick."""

    boxes: Table
    texts: dict[str, Any]
    places: Mapping[str, int]


def callouts(
    picture: Picture,
    view: View,
    lang: str,
    sizes: Sizes,
    most: int,
    before: Mapping[str, int],
    closed: Sequence[Box] = (),
) -> Callouts:
    """Return labels of at most `most` vessels; of several alerts about one vessel the worst is shown.

    `closed` are boxes that other text covers already, in pixels of the view, y up.
    """
    about: dict[int | str, AlertView] = {}
    for alert in worst_first(picture.alerts):
        if not alert.folded:
            about.setdefault(alert.track_id or alert.alert_id, alert)
    chosen = _fewer_yellow(list(about.values()))
    x_px, y_px = view.pixels(*_places(picture, chosen))
    inside = np.flatnonzero((x_px >= 0) & (x_px < view.width_px) & (y_px >= 0) & (y_px < view.height_px))[:most]
    shown = {chosen[row].alert_id: chosen[row] for row in inside}
    requests = [_request(chosen[row], float(x_px[row]), float(y_px[row]), lang, sizes) for row in inside]
    room, corners = label_room(view, sizes)
    placed = place(requests, room, [*corners, *closed], sizes.ring_px * 0.7, before, coloured_symbols(picture, view))
    return _columns(placed, shown, view, lang, sizes)


def coloured_symbols(picture: Picture, view: View) -> np.ndarray:
    """Return x and y in pixels and the level of every symbol with a colour in the view, (n, 3)."""
    levels, causes = alert_levels(picture), without_vessel(picture)
    rows = np.flatnonzero(levels)
    lon = np.append(picture.vessels["lon_deg"][rows], [each.lon for each in causes])
    lat = np.append(picture.vessels["lat_deg"][rows], [each.lat for each in causes])
    x_px, y_px = view.pixels(*mercator(lon, lat))
    found = np.column_stack((x_px, y_px, np.append(levels[rows], [LEVEL[each.colour] for each in causes])))
    inside = (x_px >= 0) & (x_px < view.width_px) & (y_px >= 0) & (y_px < view.height_px)
    return np.asarray(found[inside])


def label_boxes(labels: Callouts, view: View) -> list[Box]:
    """Return the boxes of labels in pixels of the view, y up, for others to avoid."""
    left, bottom = view.pixels(labels.boxes["left"], labels.boxes["bottom"])
    right, top = view.pixels(labels.boxes["right"], labels.boxes["top"])
    return [tuple(row) for row in np.column_stack((left, bottom, right, top)).tolist()]


def _fewer_yellow(alerts: list[AlertView]) -> list[AlertView]:
    """Return all alerts above yellow, and the first few yellow ones of each rule."""
    named: Counter[str] = Counter()
    kept = []
    for alert in alerts:
        named[alert.rule] += alert.colour == "yellow"
        if alert.colour != "yellow" or named[alert.rule] <= YELLOW_OF_RULE:
            kept.append(alert)
    return kept


def _places(picture: Picture, alerts: list[AlertView]) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the vessels by their rows, or the alert's own position if the row is gone."""
    rows = {int(track): row for row, track in enumerate(picture.vessels["track_id"].tolist())} if alerts else {}
    lat, lon = picture.vessels["lat_deg"], picture.vessels["lon_deg"]
    places = [
        (lon[rows[alert.track_id]], lat[rows[alert.track_id]]) if alert.track_id in rows else (alert.lon, alert.lat)
        for alert in alerts
    ]
    table = np.array(places, np.float64).reshape(-1, 2)
    return mercator(table[:, 0], table[:, 1])


def _lines(alert: AlertView, lang: str) -> tuple[str, str]:
    """Return name and reason on two lines; yellow alerts, of which there are many, have both on one short line."""
    name = cut(title(alert, lang), NAME_EM)
    if alert.colour == "yellow" and not alert.track_id:
        return "", f"{SHAPES[alert.colour]} {name}"
    if alert.colour == "yellow":
        rule = cut(rule_name(alert.rule, lang), SHORT_EM)
        return "", f"{SHAPES[alert.colour]} {name} {rule}"
    return name, cut(reason(alert, lang), REASON_EM)


def _request(alert: AlertView, x_px: float, y_px: float, lang: str, sizes: Sizes) -> LabelRequest:
    name, why = _lines(alert, lang)
    width = max((MARK_EM + width_em(name)) * sizes.name_px, width_em(why) * sizes.reason_px)
    height = (2 if name else 1.05) * LINE_REM * sizes.rem_px
    width += (2 * PADDING_REM + BAR_REM) * sizes.rem_px
    return LabelRequest(
        alert.alert_id, x_px, y_px, width, height, may_go_far=alert.colour != "yellow", level=LEVEL[alert.colour]
    )


def label_room(view: View, sizes: Sizes) -> tuple[Box, list[Box]]:
    """Return the map without its edge and the lamps, and the corners of it that are occupied."""
    rem, width, height = sizes.rem_px, view.width_px, view.height_px
    room = (EDGE_REM * rem, EDGE_REM * rem, width - EDGE_REM * rem, height - LAMPS_REM * rem)
    left = [(0.0, 0.0, wide * rem, high * rem) for wide, high in (LEGEND_REM, KEYS_REM)]
    return room, [*left, (width - SCALE_REM[0] * rem, 0.0, float(width), SCALE_REM[1] * rem)]


def _columns(placed: list[Placed], alerts: Mapping[str, AlertView], view: View, lang: str, sizes: Sizes) -> Callouts:
    box = np.array([each.box for each in placed], np.float64).reshape(-1, 4)
    ends = np.array([leader(each) for each in placed], np.float64).reshape(-1, 2)
    anchors = np.array([(each.request.x_px, each.request.y_px) for each in placed], np.float64).reshape(-1, 2)
    left, bottom = view.metres(box[:, 0], box[:, 1])
    right, top = view.metres(box[:, 2], box[:, 3])
    end_x, end_y = view.metres(ends[:, 0], ends[:, 1])
    x, y = view.metres(*_off_ring(anchors, ends, sizes.ring_px / 2).T)
    shown = [alerts[each.request.key] for each in placed]
    lines = [_lines(alert, lang) for alert in shown]
    bar = left + BAR_REM * sizes.rem_px * view.m_per_px
    level = np.array([LEVEL[alert.colour] for alert in shown], "u1")
    boxes = {
        **{"left": left, "bottom": bottom, "right": right, "top": top, "bar": bar, "level": level},
        **{"x": x, "y": y, "end_x": end_x, "end_y": end_y},
    }
    alone = np.array([name == "" for name, _ in lines], bool)
    text_x = bar + PADDING_REM * sizes.rem_px * view.m_per_px
    texts = {
        "x": text_x,
        "name_x": text_x + MARK_EM * sizes.name_px * view.m_per_px,
        "mark": ["" if name == "" else SHAPES[alert.colour] for alert, (name, _) in zip(shown, lines, strict=True)],
        "name_y": bottom + NAME_UP * (top - bottom),
        "reason_y": bottom + np.where(alone, 0.5, REASON_UP) * (top - bottom),
        "level": level,
        "name": [name for name, _ in lines],
        "reason": [why for _, why in lines],
    }
    return Callouts(boxes, texts, {each.request.key: each.choice for each in placed})


def _off_ring(anchors: np.ndarray, ends: np.ndarray, radius_px: float) -> np.ndarray:
    """Return where leaders begin: at the ring, not at the vessel."""
    way = ends - anchors
    length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    return np.asarray(anchors + way * np.minimum(radius_px / length, 1.0)[:, None])

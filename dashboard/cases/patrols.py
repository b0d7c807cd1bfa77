"""Our own patrol craft on the map: a hexagon where each is, and for those on a live order a thin line to where they are
wanted and a label in the colour of the case: name, number of the case, state of the order, minutes left. On the wall,
which is read from five metres, the label is larger and says what the craft is doing instead of the number.

Craft that are down are left out, so that nobody counts on them. The craft of one harbour are one hexagon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.cases.sending.ranking import live_orders, places_of
from dashboard.common.theme import Sizes
from dashboard.map.callouts import coloured_symbols, label_room
from dashboard.map.labels import Box, LabelRequest, leader, place
from dashboard.map.measure import width_em
from dashboard.map.view import View, mercator
from dashboard.words import say
from models.base.schema import LEVEL, Table
from models.casework.case import Book
from models.casework.cases.nouns import Case, Order
from models.casework.cases.readiness import craft_readiness
from models.casework.cases.words import STATE_WORDS
from models.messages.case_work import OUT_OF_SERVICE
from models.messages.picture import Picture
from models.site.site import Site

MOST_LABELS = 12
LABEL_REM = 1.15  # height of a label
FREE_REM, BUSY_REM = 0.75, 1.1
HARBOUR_DEG = 0.002  # craft this near are drawn as one


@dataclass(frozen=True)
class PatrolMark:
    """One craft that is not down; `level` and `label` are those of its case, 0 and empty if it is free."""

    id: str
    lon_deg: float
    lat_deg: float
    level: int = 0
    label: str = ""
    aim: tuple[float, float] | None = None


@dataclass(frozen=True)
class PatrolDrawing:
    """Columns for hexagons, for lines to where craft are wanted and leaders, and for texts; `places` as in Callouts."""

    marks: Table
    lines: Table
    texts: dict[str, Any]
    places: Mapping[str, int]
    text_px: float


def patrol_craft(picture: Picture, book: Book, site: Site, lang: str, for_wall: bool = False) -> list[PatrolMark]:
    """Return all craft that are not down, those on the worst cases first."""
    places = places_of(picture, site.force)
    states = craft_readiness(book, picture.t_s).states
    orders = {order.craft: (case, order) for case, order in live_orders(book) if _at_work(order, picture.t_s)}
    table = picture.force
    idle = table["strength"] <= 0 if len(table["unit"]) == len(site.force.craft) else np.zeros(len(places.out), bool)
    found = []
    for at, craft in enumerate(site.force.craft):
        where = float(places.lon_deg[at]), float(places.lat_deg[at])
        if craft.id in orders:
            name = craft.name_zh if lang == "zh" else craft.name_en
            label = (_doing if for_wall else _numbered)(picture, *orders[craft.id], name, lang)
            found.append(_engaged(picture, *orders[craft.id], label, where))
        elif states.get(craft.id) not in OUT_OF_SERVICE and not idle[at]:
            found.append(PatrolMark(craft.id, *where))
    return sorted(found, key=lambda each: -each.level)


def _at_work(order: Order, t_s: float) -> bool:
    """Return whether a craft is on an order by now, and not only planned for it."""
    return bool(order.craft) and not order.planned(t_s)


def _engaged(picture: Picture, case: Case, order: Order, label: str, where: tuple[float, float]) -> PatrolMark:
    aim = _aim(picture, case, order) if order.state != "on_scene" else None
    return PatrolMark(order.craft, *where, LEVEL[case.colour], label, aim)


def _left_min(picture: Picture, order: Order) -> int:
    """Return the whole minutes that are left of those shown; 0 on scene, or if nobody knows."""
    if order.meet is None or order.state == "on_scene":
        return 0
    return max(0, round((order.meet["t"] - picture.t_s) / 60.0))


def _numbered(picture: Picture, case: Case, order: Order, name: str, lang: str) -> str:
    left_min = _left_min(picture, order)
    words = {
        "name": name,
        "number": case.id.rpartition("-")[2],
        "state": STATE_WORDS[order.state][lang == "en"],
        "minutes": f" {left_min}′" if left_min else "",
    }
    return say(lang, "patrol_label", **words)


def _doing(picture: Picture, case: Case, order: Order, name: str, lang: str) -> str:
    left_min = _left_min(picture, order)
    doing = say(lang, f"patrol_{order.state}", task=say(lang, f"task_{order.task}"))
    minutes = say(lang, "patrol_minutes", minutes=left_min) if left_min else ""
    return say(lang, "patrol_wall", name=name, doing=doing, minutes=minutes)


def _aim(picture: Picture, case: Case, order: Order) -> tuple[float, float] | None:
    """Return where the target is seen now, else where it will be met, else the place of the case."""
    track = case.target.track_id if case.target else None
    rows = np.flatnonzero(picture.vessels["track_id"] == track) if track else np.empty(0, int)
    if len(rows):
        return float(picture.vessels["lon_deg"][rows[0]]), float(picture.vessels["lat_deg"][rows[0]])
    if order.meet:
        return order.meet["lon"], order.meet["lat"]
    return (case.place.lon, case.place.lat) if case.place else None


def draw_patrols(
    craft: Sequence[PatrolMark],
    picture: Picture,
    view: View,
    sizes: Sizes,
    closed: Sequence[Box] = (),
    before: Mapping[str, int] | None = None,
    for_wall: bool = False,
) -> PatrolDrawing:
    """Return what is drawn in a view; `closed` are boxes that other labels cover, in pixels of the view, y up."""
    busy = [each for each in craft if each.level]
    shown = [*_one_each_harbour([each for each in craft if not each.level]), *reversed(busy)]
    x, y = mercator([each.lon_deg for each in shown], [each.lat_deg for each in shown])
    level = np.array([each.level for each in shown], "u1")
    marks = {
        **{"x": x, "y": y, "level": level},
        "size": (np.where(level > 0, BUSY_REM, FREE_REM) * sizes.rem_px).astype("f4"),
        "line": (np.where(level > 0, 2.4, 1.2) * sizes.line_px).astype("f4"),
    }
    lines = [_line(each.lon_deg, each.lat_deg, each.aim, each.level) for each in busy if each.aim]
    text_px = sizes.name_px if for_wall else sizes.reason_px
    leaders, texts, places = _labels(busy, picture, view, sizes, closed, before or {}, text_px)
    names = ("x0", "y0", "x1", "y1", "level", "alpha")
    columns = np.array([*lines, *leaders], np.float64).reshape(-1, len(names)).T
    width = np.full(columns.shape[1], 1.2 * sizes.line_px, "f4")
    return PatrolDrawing(marks, {**dict(zip(names, columns, strict=True)), "width": width}, texts, places, text_px)


def _one_each_harbour(craft: list[PatrolMark]) -> list[PatrolMark]:
    """Return the first craft at each place."""
    at = {(round(each.lon_deg / HARBOUR_DEG), round(each.lat_deg / HARBOUR_DEG)): each for each in reversed(craft)}
    return list(at.values())


def _line(lon: float, lat: float, aim: tuple[float, float], level: int) -> tuple[float, ...]:
    (x0, x1), (y0, y1) = mercator([lon, aim[0]], [lat, aim[1]])
    return (*map(float, (x0, y0, x1, y1)), level, 0.8)


def _labels(
    busy: list[PatrolMark],
    picture: Picture,
    view: View,
    sizes: Sizes,
    closed: Sequence[Box],
    before: Mapping[str, int],
    text_px: float,
) -> tuple[list[tuple[float, ...]], dict[str, Any], Mapping[str, int]]:
    """Place the labels off all others and off every worse symbol."""
    x_px, y_px = view.pixels(*mercator([each.lon_deg for each in busy], [each.lat_deg for each in busy]))
    inside = (x_px >= 0) & (x_px < view.width_px) & (y_px >= 0) & (y_px < view.height_px)
    rows = np.flatnonzero(inside)[:MOST_LABELS].tolist()
    by_id = {busy[row].id: busy[row] for row in rows}
    high = LABEL_REM * sizes.rem_px * text_px / sizes.reason_px
    requests = [
        LabelRequest(
            busy[row].id, x_px[row], y_px[row], width_em(busy[row].label) * text_px, high, level=busy[row].level
        )
        for row in rows
    ]
    room, corners = label_room(view, sizes)
    clear_px = sizes.ring_px * 0.55
    placed = place(requests, room, [*corners, *closed], clear_px, before, coloured_symbols(picture, view))
    boxes = np.array([each.box for each in placed], np.float64).reshape(-1, 4)
    x, y = view.metres((boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)
    chosen = [by_id[each.request.key] for each in placed]
    texts: dict[str, Any] = {
        **{"x": x, "y": y},
        **{"text": [each.label for each in chosen], "level": [each.level for each in chosen]},
    }
    leaders: list[tuple[float, ...]] = []
    for each in placed:
        from_x, from_y = view.metres([each.request.x_px, leader(each)[0]], [each.request.y_px, leader(each)[1]])
        leaders.append((from_x[0], from_y[0], from_x[1], from_y[1], each.request.level, 0.45))
    return leaders, texts, {each.request.key: each.choice for each in placed}

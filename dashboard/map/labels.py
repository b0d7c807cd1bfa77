"""Placement of labels without overlap: greedy, most important first, each linked to its vessel by a leader.

Geometry is in pixels (x to the right, y up). A label keeps its old place even if a better one becomes free, so that
the eye finds it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Box = tuple[float, float, float, float]  # left, bottom, right, top

# Directions in order of preference: right, then left, then above and below, near before far.
_DIRECTIONS = (
    (1.0, 0.5),
    (1.0, -0.5),
    (-1.0, 0.5),
    (-1.0, -0.5),
    (0.35, 1.0),
    (0.35, -1.0),
    (-0.35, 1.0),
    (-0.35, -1.0),
)
_REACHES = (1.0, 2.2, 4.0, 6.5)
_NEAR_REACHES = 2
_GAP_PX = 3.0


@dataclass(frozen=True)
class LabelRequest:
    """A label to be placed: `key` is the same from tick to tick, the anchor is its vessel."""

    key: str
    x_px: float
    y_px: float
    width_px: float
    height_px: float
    may_go_far: bool = True  # a label of low weight is left out if it would be far from its vessel
    level: int = 0


@dataclass(frozen=True)
class Placed:
    """A placed label; pass `choice` as `before` at the next tick."""

    request: LabelRequest
    box: Box
    choice: int


def place(
    requests: Sequence[LabelRequest],
    room: Box,
    closed: Sequence[Box],
    clear_px: float,
    before: Mapping[str, int],
    symbols: np.ndarray | None = None,
) -> list[Placed]:
    """Place the labels that fit, in the order given: inside `room`, off the `closed` boxes and off each other.

    `symbols` are x, y and level of the symbols with a colour, (n, 3): no label covers a worse one than its own.
    """
    symbols = np.empty((0, 3)) if symbols is None else symbols
    placed: list[Placed] = []
    taken = np.array(closed, np.float64).reshape(-1, 4)
    anchors = np.array([(request.x_px, request.y_px) for request in requests]).reshape(-1, 2)
    for request in requests:
        boxes = _candidates(request, clear_px)
        worse = symbols[symbols[:, 2] > request.level, :2]
        free = _inside(boxes, room) & ~_overlaps(boxes, taken).any(axis=1) & (_covers(boxes, worse, clear_px / 2) == 0)
        if not free.any():
            continue
        equal = symbols[symbols[:, 2] == request.level, :2]
        hidden = _covers(boxes, anchors, clear_px / 2) + 0.25 * _covers(boxes, equal, clear_px / 2)
        cost = np.arange(len(boxes)) + 12.0 * hidden
        if before.get(request.key, len(cost)) < len(cost):
            cost[before[request.key]] -= 10.0
        choice = int(np.argmin(np.where(free, cost, np.inf)))
        left, bottom, right, top = boxes[choice].tolist()
        placed.append(Placed(request, (left, bottom, right, top), choice))
        taken = np.vstack((taken, boxes[choice]))
    return placed


def leader(placed: Placed) -> tuple[float, float]:
    """Return the point of the box's border nearest to the vessel."""
    left, bottom, right, top = placed.box
    return min(max(placed.request.x_px, left), right), min(max(placed.request.y_px, bottom), top)


def _candidates(request: LabelRequest, clear_px: float) -> np.ndarray:
    """Return candidate boxes around the anchor, (n, 4)."""
    boxes = []
    for reach in _REACHES if request.may_go_far else _REACHES[:_NEAR_REACHES]:
        for to_right, up in _DIRECTIONS:
            far = clear_px * reach
            x = request.x_px + to_right * far + (request.width_px / 2 if to_right > 0 else -request.width_px / 2)
            y = request.y_px + up * (far + request.height_px / 2)
            boxes.append(
                (
                    x - request.width_px / 2,
                    y - request.height_px / 2,
                    x + request.width_px / 2,
                    y + request.height_px / 2,
                )
            )
    return np.array(boxes)


def _inside(boxes: np.ndarray, room: Box) -> np.ndarray:
    left, bottom, right, top = room
    inside: np.ndarray = (boxes[:, 0] >= left) & (boxes[:, 1] >= bottom) & (boxes[:, 2] <= right) & (boxes[:, 3] <= top)
    return inside


def _overlaps(boxes: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Return whether box n is nearer than the gap to box m, (n, m)."""
    a, b = boxes[:, None, :], taken[None, :, :]
    apart = (
        (a[..., 0] >= b[..., 2] + _GAP_PX)
        | (a[..., 2] + _GAP_PX <= b[..., 0])
        | (a[..., 1] >= b[..., 3] + _GAP_PX)
        | (a[..., 3] + _GAP_PX <= b[..., 1])
    )
    return np.asarray(~apart)


def _covers(boxes: np.ndarray, anchors: np.ndarray, clear_px: float) -> np.ndarray:
    """Return how many marked vessels each box would hide."""
    x, y = anchors[None, :, 0], anchors[None, :, 1]
    left, bottom, right, top = (boxes[:, [side]] for side in range(4))
    hit = (x > left - clear_px) & (x < right + clear_px) & (y > bottom - clear_px) & (y < top + clear_px)
    return np.asarray(hit.sum(axis=1))

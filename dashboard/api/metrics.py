"""Figures for Prometheus, in its text form 0.0.4.

What lives here: which figures, and how they are written. What does not: where they come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from dashboard.server.app_state import AppState
from models.base.schema import COLOURS
from models.messages.picture import Picture

Sample = tuple[str, str, str, dict[str, str], float]  # name, type, help, labels, value


def metrics(app: AppState, machine_s: float) -> str:
    """Everything as text."""
    return _text([*_server(app, machine_s), *_of_picture(app.follower.newest.picture)])


def _server(app: AppState, machine_s: float) -> Iterator[Sample]:
    reception = app.follower.newest
    if reception.picture is not None:
        age_s = reception.age_s(machine_s)
        yield (
            "wanghai_picture_age_seconds",
            "gauge",
            "Machine seconds since the newest picture came",
            {},
            age_s,
        )
    yield "wanghai_pictures_received_total", "counter", "Pictures received", {}, reception.received
    yield "wanghai_ticks_missed_total", "counter", "Tick numbers never received", {}, reception.missed_count
    yield "wanghai_core_restarts_total", "counter", "Restarts of the core noticed", {}, reception.restarts
    yield "wanghai_frames_damaged_total", "counter", "Frames that were not pictures", {}, reception.damaged
    yield "wanghai_sessions", "gauge", "Pages open", {}, len(app.rings)
    yield "wanghai_rasters_drawn_total", "counter", "Rasters drawn", {}, app.rasters.drawn
    yield "wanghai_rasters_held_bytes", "gauge", "Rasters held ready", {}, app.rasters.kept_bytes
    for name, what, values in (
        (
            "wanghai_paint_seconds",
            "From a picture's arrival to its paint on a screen",
            app.paints.after_arrival_s,
        ),
        (
            "wanghai_tick_to_paint_seconds",
            "From a tick's moment to its paint, where the sea runs with the clock",
            app.paints.after_tick_s,
        ),
    ):
        for share in (0.5, 0.95) if values else ():
            value = float(np.quantile(list(values), share))
            yield name, "gauge", what, {"quantile": str(share)}, value


def _of_picture(picture: Picture | None) -> Iterator[Sample]:
    if picture is None:
        return
    yield "wanghai_tick", "gauge", "Number of the newest tick", {}, picture.tick
    yield "wanghai_tick_seconds", "gauge", "What the core needed for it", {}, picture.tick_ms / 1000
    yield "wanghai_vessels", "gauge", "Craft in the picture", {}, len(picture.vessels["track_id"])
    colours = Counter(alert.colour for alert in picture.alerts)
    for colour in COLOURS[1:]:
        yield "wanghai_alerts", "gauge", "Alerts up", {"colour": colour}, colours[colour]
    for feed in picture.feeds:
        labels = {"feed": feed.id}
        yield "wanghai_feed_messages_per_second", "gauge", "Messages per second", labels, feed.rate_per_s
        yield "wanghai_feed_messages_total", "counter", "Messages understood", labels, feed.messages
        yield "wanghai_feed_duplicates_total", "counter", "Copies dropped", labels, feed.duplicates
        yield "wanghai_feed_rejects_total", "counter", "Messages refused", labels, sum(feed.rejects.values())
        if feed.offset_s is not None:
            what = "Receive times behind what craft tell: delay and error of the receiver's clock"
            yield "wanghai_feed_offset_seconds", "gauge", what, labels, feed.offset_s
        yield "wanghai_feed_up", "gauge", "1 while the feed is heard", labels, float(feed.state == "ok")


def _text(samples: Iterable[Sample]) -> str:
    """Samples of one name stand together under one head, as the form asks."""
    families: dict[str, list[str]] = {}
    for name, kind, what, labels, value in samples:
        lines = families.setdefault(name, [f"# HELP {name} {what}", f"# TYPE {name} {kind}"])
        marks = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(f"{name}{{{marks}}} {value}" if marks else f"{name} {value}")
    return "\n".join(line for lines in families.values() for line in lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

"""Metrics for Prometheus, in its text format 0.0.4. They are read on request; nothing is counted here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from dashboard.server.app_state import AppState
from models.base.schema import COLOURS
from models.messages.picture import FeedHealth, Picture
from models.messages.processes import ProcessStatus, processes

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
GAUGE, COUNTER = GaugeMetricFamily, CounterMetricFamily
Kind = type[GaugeMetricFamily] | type[CounterMetricFamily]

QUANTILES = (0.5, 0.95)
OFFSET = "Receive times minus the seconds that vessels report: delay of the feed and error of the receiver's clock"
# Kind, name, help and value of each metric of a feed; None where it is unknown.
FEED_METRICS: tuple[tuple[Kind, str, str, Callable[[FeedHealth], float | None]], ...] = (
    (GAUGE, "wanghai_feed_messages_per_second", "Messages per second", lambda feed: feed.rate_per_s),
    (COUNTER, "wanghai_feed_messages_total", "Messages decoded", lambda feed: feed.messages),
    (COUNTER, "wanghai_feed_duplicates_total", "Duplicates dropped", lambda feed: feed.duplicates),
    (COUNTER, "wanghai_feed_rejects_total", "Messages rejected", lambda feed: sum(feed.rejects.values())),
    (COUNTER, "wanghai_feed_refused_values_total", "Impossible values", lambda feed: sum(feed.refused.values())),
    (GAUGE, "wanghai_feed_offset_seconds", OFFSET, lambda feed: feed.offset_s),
    (GAUGE, "wanghai_feed_up", "1 while the feed delivers", lambda feed: feed.state == "ok"),
)

# The alerts by colour, all of them, not only those that a picture carries.
ALERT_METRICS: tuple[tuple[str, str, Callable[[Picture, str], int]], ...] = (
    ("wanghai_alerts", "Active alerts", Picture.count),
    ("wanghai_alerts_unacknowledged", "Active alerts that no officer has acknowledged", Picture.unseen_count),
    ("wanghai_alerts_cleared", "Alerts that ended and that no officer has acknowledged", Picture.cleared_count),
)

# The same for each process of the run.
PROCESS_METRICS: tuple[tuple[Kind, str, str, Callable[[ProcessStatus], float]], ...] = (
    (GAUGE, "wanghai_process_up", "1 while the process runs or has finished its work", lambda process: process.up),
    (COUNTER, "wanghai_process_restarts_total", "Restarts of the process", lambda process: process.restarts),
)


def metrics(app: AppState, machine_s: float) -> str:
    """All metrics as text."""
    return generate_latest(AppMetrics(app, machine_s)).decode()


class AppMetrics(Collector):
    """The metrics of one request; `machine_s` is its monotonic time."""

    def __init__(self, app: AppState, machine_s: float) -> None:
        self._app, self._machine_s = app, machine_s

    def collect(self) -> Iterator[Metric]:
        """Metric families; one without a value is left out."""
        picture = self._app.pictures.newest.picture
        yield from _of_server(self._app, self._machine_s)
        yield from _of_paints(self._app)
        yield from _of_processes(processes(self._app.run_dir))
        if picture is not None:
            yield from _of_picture(picture)
            yield from _of_feeds(picture.feeds)


def _of_server(app: AppState, machine_s: float) -> Iterator[Metric]:
    stream = app.pictures.newest
    if stream.picture is not None:
        text = "Machine seconds since the newest picture arrived"
        yield GAUGE("wanghai_picture_age_seconds", text, stream.age_s(machine_s))
    yield COUNTER("wanghai_pictures_received_total", "Pictures received", stream.received)
    yield COUNTER("wanghai_ticks_missed_total", "Tick numbers never received", stream.missed_count)
    yield COUNTER("wanghai_core_restarts_total", "Restarts of the core noticed", stream.restarts)
    yield COUNTER("wanghai_frames_damaged_total", "Frames that were not pictures", stream.damaged)
    yield GAUGE("wanghai_sessions", "Open pages", len(app.page_wakers))
    yield COUNTER("wanghai_rasters_drawn_total", "Rasters drawn", app.rasters.drawn)
    yield GAUGE("wanghai_rasters_held_bytes", "Rasters held in memory", app.rasters.kept_bytes)


def _of_paints(app: AppState) -> Iterator[Metric]:
    arrival = "Time from the arrival of a picture to its paint on a screen"
    tick = "Time from a tick to its paint, while the picture runs with the clock"
    for name, text, values in (
        ("wanghai_paint_seconds", arrival, list(app.paints.after_arrival_s)),
        ("wanghai_tick_to_paint_seconds", tick, list(app.paints.after_tick_s)),
    ):
        if values:
            quantiles = {str(share): float(np.quantile(values, share)) for share in QUANTILES}
            yield _labelled(GAUGE, name, text, "quantile", quantiles)


def _of_processes(statuses: Iterable[ProcessStatus]) -> Iterator[Metric]:
    for kind, name, text, value_of in PROCESS_METRICS:
        values = {each.name: value_of(each) for each in statuses}
        if values:
            yield _labelled(kind, name, text, "process", values)


def _of_picture(picture: Picture) -> Iterator[Metric]:
    yield GAUGE("wanghai_tick", "Number of the newest tick", picture.tick)
    yield GAUGE("wanghai_tick_seconds", "Time the core needed for it", picture.tick_ms / 1000)
    yield GAUGE("wanghai_vessels", "Vessels in the picture", len(picture.vessels["track_id"]))
    for name, text, count in ALERT_METRICS:
        yield _labelled(GAUGE, name, text, "colour", {colour: count(picture, colour) for colour in COLOURS[1:]})
    dropped = picture.totals.get("unseen_dropped", 0)
    yield GAUGE("wanghai_alerts_dropped", "Cleared, unacknowledged red and distress beyond the number kept", dropped)


def _of_feeds(feeds: Iterable[FeedHealth]) -> Iterator[Metric]:
    for kind, name, text, value_of in FEED_METRICS:
        known = {feed.id: value for feed in feeds if (value := value_of(feed)) is not None}
        if known:
            yield _labelled(kind, name, text, "feed", known)


def _labelled(kind: Kind, name: str, text: str, label: str, values: Mapping[str, float]) -> Metric:
    """One family with a sample for each value of a label."""
    family = kind(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family

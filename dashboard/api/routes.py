"""The addresses for machines: health, feeds, alerts, the picture as GeoJSON, metrics, and the rasters of the pages.

All are read-only except those in the table POSTS, which go through gate.py.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import uuid4

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler, StaticFileHandler

from dashboard.api.casework.cases import CasesHandler, OneCaseHandler, TimelineOfCaseHandler
from dashboard.api.casework.dispatch import DispatchHandler
from dashboard.api.casework.search import SearchGpxHandler, SearchHandler
from dashboard.api.casework.uploads import UploadHandler
from dashboard.api.commands import BookHandler, CommandsHandler, SessionHandler
from dashboard.api.exercise import ChoicesHandler, InjectHandler, StartHandler, SteerHandler, TimelineHandler
from dashboard.api.gate import GatedHandler, Needs
from dashboard.api.geojson import features
from dashboard.api.handler import Handler, NoAddressHandler, RefusedError, admit
from dashboard.api.log_in import LogInHandler, LogOutHandler, MeHandler, PasswordHandler
from dashboard.api.marking import MarkHandler
from dashboard.api.metrics import CONTENT_TYPE, metrics
from dashboard.api.sentences import SentencesHandler
from dashboard.api.tracks import DerivedHandler, TrackHandler, TrailHandler
from dashboard.api.who import WhoWasHereHandler
from dashboard.common.theme import PALETTES
from dashboard.lists.clue_api import ClueHandler, CluesHandler
from dashboard.map.rasters.tiles import TileHandler
from dashboard.map.view import bbox_from, view_from
from dashboard.oidc import handlers as oidc
from dashboard.pages import handover, lists, login
from dashboard.server.app_state import AppState
from models.base.clock import iso, monotonic_s
from models.base.schema import COLOURS
from models.messages.picture import AlertChange, AlertView

BOOT = uuid4().hex  # identifies the server process; pages reload when it changes
CACHE_S = 300


class AliveHandler(Handler):
    """200 whenever the server runs, whatever the state of the core."""

    right = ""

    def get(self) -> None:
        self.answer({"boot": BOOT})


class HealthHandler(Handler):
    """200 only while pictures are fresh."""

    right = ""

    def get(self) -> None:
        reception, machine_s = self.app.pictures.newest, monotonic_s()
        if reception.picture is None:
            self.set_status(503)
            self.answer({"status": "no picture yet"})
        elif not reception.is_current(machine_s):
            self.set_status(503)
            self.answer({"status": "stale", "age_s": round(reception.age_s(machine_s), 1)})
        else:
            self.answer({"status": "ok", "tick": reception.picture.tick, "t": iso(reception.picture.t_s)})


class FeedsHandler(Handler):
    """Every feed's health."""

    def get(self) -> None:
        picture = self.picture()
        feeds = []
        for feed in picture.feeds:
            values = dict(vars(feed))
            last = values.pop("last_rx_s")
            feeds.append({**values, "last_rx": None if last is None else iso(last)})
        self.answer({"t": iso(picture.t_s), "feeds": feeds})


class AlertsHandler(Handler):
    """The worst active alerts and those that ended unacknowledged, in the form of the records, and counts of all.

    `state` is unacknowledged, silenced (still unacknowledged, no sound until `silenced_until`) or acknowledged;
    docs/risk.md has the life-cycle.
    """

    def get(self) -> None:
        picture = self.sea()
        alerts, rectified = (
            [_record(each, picture.t_s) for each in group] for group in (picture.alerts, picture.rectified)
        )
        counts = {
            "standing": {colour: picture.count(colour) for colour in COLOURS[1:]},
            "unacknowledged": {colour: picture.unseen_count(colour) for colour in COLOURS[1:]},
            "rectified": {colour: picture.cleared_count(colour) for colour in COLOURS[1:]},
        }
        self.answer({"t": iso(picture.t_s), "counts": counts, "alerts": alerts, "rectified": rectified})


def _record(alert: AlertView, t_s: float) -> dict[str, Any]:
    record = AlertChange(t_s, "update", alert).record()
    return {name: value for name, value in record.items() if name not in ("event", "t")}


class TextsHandler(Handler):
    """The latest safety texts, newest first; `taken` is one of TAKEN_AS (models/messages/picture.py)."""

    def get(self) -> None:
        picture = self.picture()
        texts = []
        for each in picture.texts:
            values = dict(vars(each))
            texts.append({"t": iso(values.pop("t_s")), "first": iso(values.pop("first_s")), **values})
        self.answer({"t": iso(picture.t_s), "texts": texts})


class GeojsonHandler(Handler):
    """The vessels as GeoJSON (RFC 7946); `bbox=W,S,E,N` and `min_colour=yellow|orange|red|distress` filter."""

    def get(self) -> None:
        text = self.get_query_argument("bbox", "")
        box = bbox_from(text)
        if text and box is None:
            raise RefusedError(422, "query_bbox")
        colour = self.get_query_argument("min_colour", "none")
        if colour not in COLOURS:
            raise RefusedError(422, "query_choice", name="min_colour", known=", ".join(COLOURS))
        self.answer(features(self.sea(), box, colour), "application/geo+json")


class MetricsHandler(Handler):
    """All metrics in the text format of Prometheus."""

    def get(self) -> None:
        self.answer(metrics(self.app, monotonic_s()), CONTENT_TYPE)


class RasterHandler(Handler):
    """A layer of the map for a view."""

    async def get(self, layer: str) -> None:
        view = view_from(self.get_query_argument("view", ""))
        palette = PALETTES.get(self.get_query_argument("palette", "night"))
        if view is None or palette is None or not self.app.rasters.knows(layer, view):
            raise HTTPError(404)
        png = await self.app.rasters.png(layer, view, palette)
        self.set_header("Content-Type", "image/png")
        self.set_header("Cache-Control", f"max-age={CACHE_S}")
        with suppress(StreamClosedError):  # the page was closed meanwhile
            await self.finish(png)


class BaseMapHandler(TileHandler):
    """A tile of the base map, for those who may see the sea."""

    def initialize(self, app: AppState) -> None:  # type: ignore[override]
        """Tornado passes the arguments of the route here."""
        super().initialize(app.tiles)
        self.app = app

    async def prepare(self) -> None:
        """Refuse who may not."""
        await admit(self, self.app, "sea")


class HomeHandler(RequestHandler):  # type: ignore[misc]
    """Redirect to the wall."""

    def get(self) -> None:
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"/wall{query}")


# Every address that changes something, and what the gate requires for it.
POSTS: tuple[tuple[str, type[GatedHandler], Needs], ...] = (
    (r"/api/clues", CluesHandler, Needs(actor=True, right="clue", scope="clues", most_bytes=64 * 1024)),
    (r"/api/session", SessionHandler, Needs(names_actor=True)),
    (r"/api/login", LogInHandler, Needs()),
    (r"/api/logout", LogOutHandler, Needs()),
    (r"/api/password", PasswordHandler, Needs(actor=True)),
    (r"/api/commands", CommandsHandler, Needs(actor=True, most_bytes=256 * 1024)),  # a drawn zone has many corners
    (r"/api/alerts/([^/]+)/mark", MarkHandler, Needs(actor=True)),
    (r"/api/exercise/control", SteerHandler, Needs(right="exercise")),
    (r"/api/exercise/inject", InjectHandler, Needs(right="exercise")),
    (r"/api/exercise/runs", StartHandler, Needs(right="exercise")),
)


def routes(app: AppState, assets: str) -> list[Any]:
    """The table of addresses."""
    given = {"app": app}
    return [
        (r"/", HomeHandler),
        (r"/alive", AliveHandler, given),
        (r"/healthz", HealthHandler, given),
        (r"/api/feeds", FeedsHandler, given),
        (r"/api/alerts", AlertsHandler, given),
        (r"/api/texts", TextsHandler, given),
        *((address, handler, {**given, "needs": needs}) for address, handler, needs in POSTS),
        (r"/api/book", BookHandler, given),
        (r"/api/cases", CasesHandler, given),
        (r"/api/clues/([^/]+/.+)", ClueHandler, given),
        (r"/api/cases/([^/]+)", OneCaseHandler, given),
        (r"/api/cases/([^/]+)/timeline", TimelineOfCaseHandler, given),
        (r"/api/cases/([^/]+)/search", SearchHandler, given),
        (r"/api/cases/([^/]+)/search\.gpx", SearchGpxHandler, given),
        (r"/api/dispatch", DispatchHandler, given),
        (r"/api/uploads/([0-9a-f]{64})", UploadHandler, given),
        (r"/api/me", MeHandler, given),
        (r"/api/tracks/([^/]+)", TrackHandler, given),
        (r"/api/tracks/([^/]+)/trail", TrailHandler, given),
        (r"/api/tracks/([^/]+)/(stops|encounters|zones)", DerivedHandler, given),
        (r"/api/history/who", WhoWasHereHandler, given),
        (r"/api/sentences", SentencesHandler, given),
        (r"/api/picture\.geojson", GeojsonHandler, given),
        (r"/api/exercise/timeline", TimelineHandler, given),
        (r"/api/exercise/choices", ChoicesHandler, given),
        *oidc.routes(given),
        (r"/api(?:/.*)?", NoAddressHandler, given),
        *handover.routes(given),
        *lists.routes(given),
        *login.routes(given),
        (r"/metrics", MetricsHandler, given),
        (r"/raster/([a-z]+\d*)\.png", RasterHandler, given),
        (r"/tiles/(\d+)/(\d+)/(\d+)", BaseMapHandler, given),
        (r"/assets/(.*\.(?:css|js|woff2))", StaticFileHandler, {"path": assets}),
    ]

"""Shared state of all pages of a server process: the picture subscriber, memories, rasters, results per tick."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from dashboard.cases.patrols import PatrolDrawing, draw_patrols, patrol_craft
from dashboard.common.english_names import Names, english_names
from dashboard.common.memo import Memo
from dashboard.common.memory import PictureMemory
from dashboard.common.theme import Sizes
from dashboard.lists.running import RunningClocks
from dashboard.map.beacons import Beacons, marks
from dashboard.map.callouts import Callouts, callouts, label_boxes
from dashboard.map.camera import Camera
from dashboard.map.hulls import Hulls, hulls
from dashboard.map.labels import Box
from dashboard.map.rasters import layers
from dashboard.map.rasters.data import MapData
from dashboard.map.rasters.raster import Rasters
from dashboard.map.rasters.tiles import Tiles
from dashboard.map.symbols import Symbols, symbols
from dashboard.map.tour import Tour
from dashboard.map.view import View
from dashboard.oidc.provider import Provider
from dashboard.panels.base import stamp
from dashboard.parts.alert_card import attention
from dashboard.server.access import Access
from dashboard.server.buckets import Buckets
from dashboard.server.desk_client import DeskClient
from dashboard.server.director_client import DirectorClient
from dashboard.server.picture_subscriber import PictureSubscriber
from dashboard.server.session_secret import session_secret
from models.base.clock import now_s
from models.base.paths import SITES
from models.base.settings import Settings
from models.casework.case import Book
from models.casework.cases.site_workplace import workplace_of
from models.history.reader import History
from models.messages.clue import Clue
from models.messages.clue_memory import remembered
from models.messages.picture import Picture
from models.messages.streams import evidence_folder, history_folder, picture_address
from models.site.site import Site, load_site

PAINTS_KEPT = 512
Soon = Callable[[Callable[[], None]], None]


@dataclass
class Paints:
    """Delays until pictures were painted, as reported by the pages; newest last."""

    after_arrival_s: deque[float] = field(default_factory=lambda: deque(maxlen=PAINTS_KEPT))
    after_tick_s: deque[float] = field(default_factory=lambda: deque(maxlen=PAINTS_KEPT))


class AppState:
    """One per server process."""

    def __init__(self, settings: Settings, run_dir: Path, mode: str) -> None:
        self.settings, self.run_dir = settings, run_dir
        self.site: Site = load_site(SITES / settings.site)
        self.workplace = workplace_of(self.site, settings.casework)
        self.memory = PictureMemory()
        self.memo = Memo()
        self.camera = Camera(self.site.bbox)
        self.tiles = Tiles(settings.dashboard.mbtiles) if settings.dashboard.mbtiles else None
        self.tour = Tour()
        self.page_wakers: set[Callable[[], None]] = (
            set()
        )  # one per open page, called in the server's loop for every change
        self._in_loop: Soon = lambda do: do()
        self.blank = Picture(tick=0, t_s=now_s(), mode=mode, speed=1.0)  # shown until the first picture arrives
        self.paints = Paints()
        self.map_data = MapData(settings, self.site, SITES, self.blank)
        self.rasters = Rasters(layers.table(self.map_data))
        self.pictures = PictureSubscriber(picture_address(run_dir), self._take, self._news)
        self.desk = DeskClient(run_dir, self._news, own_time=mode != "live")
        self.evidence = evidence_folder(settings, run_dir, mode)
        self.history = History(history_folder(settings, run_dir, mode))
        self.director = DirectorClient(run_dir)
        self.clues: Mapping[str, Clue] = {}
        self.buckets = Buckets(settings.security.requests_per_s, settings.security.requests_at_once)
        self.running = RunningClocks(self.workplace.limits_min)
        self.access = Access(settings, self.desk, mode, session_secret(run_dir))
        # Exercises and replays have accounts of their own, or none.
        self.oidc = Provider(settings.security.oidc) if settings.security.oidc and mode == "live" else None

    def start(self, in_loop: Soon) -> None:
        """Start all connections; `in_loop` schedules a function in the server's loop, from any thread."""
        self._in_loop = in_loop
        self.pictures.start()
        self.desk.start()
        self.director.open()
        self.rasters.run_once(_warm_up)

    def stop(self) -> None:
        """Stop all threads."""
        self.pictures.stop()
        self.desk.stop()
        self.director.close()
        self.rasters.close()

    def names(self) -> Names:
        """Return the English names of officers."""
        book = self.desk.book
        return self.memo.once("english names", book.seq, lambda: english_names(book))

    def symbols(self, picture: Picture, view: View) -> Symbols:
        """Return the symbols of a view, computed once per tick for all pages that share it."""
        limit = self.settings.dashboard.max_symbols
        return self.memo.once(
            ("symbols", view.key), stamp(picture), lambda: symbols(picture, view, limit, _fresh_ids(picture))
        )

    def hulls(self, picture: Picture, view: View) -> Hulls:
        """Return ships in true scale, computed once per tick for all pages that share the view."""
        return self.memo.once(("hulls", view.key), stamp(picture), lambda: hulls(picture, view))

    def marks(self, picture: Picture, view: View) -> Beacons:
        """Return the marks of a view, computed once per tick for all pages that share it."""
        return self.memo.once(("marks", view.key), stamp(picture), lambda: marks(picture, view))

    def callouts(self, picture: Picture, view: View, lang: str, sizes: Sizes, closed: tuple[Box, ...] = ()) -> Callouts:
        """Return the labels of a view, computed once per tick; each keeps its place of the last tick if possible."""
        key = ("callouts", view.key, lang, sizes, bool(closed))
        most = self.settings.dashboard.max_labels
        before = self.memo.last(key)
        places = before.places if before else {}
        return self.memo.once(
            key, (stamp(picture), closed), lambda: callouts(picture, view, lang, sizes, most, places, closed)
        )

    def book(self) -> Book:
        """Return the book at the time of the newest picture: in a run that was set back, without what came later."""
        return self.desk.book_at(self.pictures.newest.picture or self.blank)

    def patrols(
        self, picture: Picture, view: View, lang: str, sizes: Sizes, labels: Callouts, for_wall: bool = False
    ) -> PatrolDrawing:
        """Return our own craft in a view, computed once per tick; labels of alerts come first and are kept clear of."""
        book = self.desk.book_at(picture)
        key = ("patrols", view.key, lang, sizes, for_wall)
        before = self.memo.last(key)
        places = before.places if before else {}

        def make() -> PatrolDrawing:
            craft = patrol_craft(picture, book, self.site, lang, for_wall)
            return draw_patrols(craft, picture, view, sizes, label_boxes(labels, view), places, for_wall)

        return self.memo.once(key, (stamp(picture), book.seq), make)

    def _take(self, picture: Picture) -> None:
        """Update the memories, in the subscriber's thread, before pages get the picture."""
        self.memory.take(picture)
        self.map_data.take(picture)
        self.camera.update(picture)
        self.clues = remembered(self.clues, picture.clues, picture.t_s)

    def _news(self) -> None:
        self._in_loop(self._wake_pages)

    def _wake_pages(self) -> None:
        for wake in tuple(self.page_wakers):
            wake()


def _fresh_ids(picture: Picture) -> frozenset[int]:
    """Return the tracks whose alert flashes now."""
    return frozenset(alert.track_id for alert in picture.alerts if attention(alert, picture.t_s) == "flash")


def _warm_up() -> None:
    """Import what the first page needs before it is opened. Datashader, whose kernels take seconds to compile, is
    imported with the first trail."""
    import_module("holoviews.plotting.bokeh")

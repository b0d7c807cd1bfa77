"""The duty officer's page: the queue on the left, the map in the middle, the card on the right. Hands welcome.

What lives here: putting the page together, its tick, and what it answers to a wish. What does not: markup (panels),
drawing (map), the wish itself (view_state.py), commands (commands.py): a page asks for those over HTTP like anyone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import panel as pn

from dashboard.common.light import palette_for
from dashboard.common.markup import Html, join
from dashboard.common.theme import Palette, Sizes
from dashboard.common.view_state import Wish
from dashboard.map.callouts import Callouts, callouts
from dashboard.map.symbols import Symbols, symbols
from dashboard.map.tools import under
from dashboard.map.view import View
from dashboard.pages.desk_context import furniture
from dashboard.pages.interactive_page import HandsPage
from dashboard.pages.map_page import Notes
from dashboard.pages.template_context import layer_keys, legend
from dashboard.pages.wall_query import Asked, asked
from dashboard.parts.cards import attention
from dashboard.parts.desk_bar import filters, lamps, top, zones
from dashboard.parts.desk_card import card
from dashboard.parts.desk_model import Scene, acknowledged_by, chosen, lined_up
from dashboard.parts.desk_queue import queue, queue_head
from dashboard.parts.desk_search import results
from dashboard.server.app_state import Hub
from dashboard.server.desk_client import as_of
from dashboard.server.session import Screen
from models.casework.case import Book
from models.messages.picture import AlertView, Picture

PARTS: dict[str, Callable[[Scene], Html]] = {
    "top": top,
    "lamps": lamps,
    "queue-head": queue_head,
    "queue": queue,
    "card": card,
    "results": results,
    "filters": filters,
    "zones": zones,
    "legend": lambda scene: join(
        layer_keys(scene.context.lang, scene.context.palette, scene.wish.layers),
        legend(scene.context.lang, scene.context.palette),
    ),
}


class Desk(HandsPage):
    """One officer's page."""

    template, script = "desk.html", "wanghaiDesk"

    def __init__(self, hub: Hub, asked: Asked, palette: Palette) -> None:
        super().__init__(hub, asked, palette)
        self._picked = 0
        self._order: tuple[str, ...] = ()
        self._known: dict[str, AlertView] = {}

    def words(self) -> dict[str, str]:
        """Variables of the template."""
        return furniture(self.hub, self.asked_for, self.palette)

    def also(self) -> Hashable:
        """What was wished, and what was done at any desk."""
        return self.wishes, self.hub.desk.book.seq

    def compose(self, picture: Picture, screen: Screen) -> Callable[[], Notes]:
        """Work out what is shown now; the result puts it on the screen and returns the rasters to pull."""
        wish, book = self._take_pick(picture), as_of(self.hub.desk.book, picture)
        sizes, view = Sizes(screen.rem_px), self.view(screen)
        seen = chosen(picture, wish, book, self.hub.site)
        scene = self._scene(picture, seen, book, wish)
        drawn = self._symbols(seen, view, wish)
        # What no filter chooses is drawn whole: beacons, troubles of the sea, hulls.
        show = self.draw(picture, view, wish.lang, sizes, drawn, self._labels(seen, view, wish, sizes))
        parts = {name: part(scene) for name, part in PARTS.items()} if picture is not self.hub.blank else {}
        state = self._state(scene, view)

        def apply() -> Notes:
            show()
            self.tell(parts, state)
            return self.notes(picture, view, wish.lang, sizes, wish.layers, drawn.dots)

        return apply

    def _take_pick(self, picture: Picture) -> Wish:
        """What was tapped on the map becomes what is chosen, once."""
        wish = self.asked_for
        if wish.pick and wish.view and wish.pick[2] > self._picked:
            self._picked = wish.pick[2]
            craft, alert = under(picture, wish.view, wish.pick[0], wish.pick[1])
            self.asked_for = wish = replace(wish, craft=craft, alert=alert)
        return wish

    def _scene(self, picture: Picture, seen: Picture, book: Book, wish: Wish) -> Scene:
        """The queue's order is remembered from tick to tick, and so are alerts that end while a hand is on it."""
        now = {each.alert_id: each for each in seen.alerts}
        gone = {key: self._known[key] for key in self._order if wish.held and key not in now and key in self._known}
        before = self._order if wish.held else [key for key in self._order if key in now]
        self._order = lined_up(seen.alerts, book, before, wish.held)
        self._known = {**gone, **now}
        context = self.context()
        # All pages share what is worked out once a tick: it must be of the whole picture, whatever this page filters.
        return Scene(context, seen, book, wish, self._order, gone, context.areas(picture))

    def _symbols(self, seen: Picture, view: View, wish: Wish) -> Symbols:
        if not wish.filtered:
            return self.hub.symbols(seen, view)
        fresh = frozenset(each.track_id for each in seen.alerts if attention(each, seen.t_s) == "flash")
        return symbols(seen, view, self.hub.settings.dashboard.max_symbols, fresh)

    def _labels(self, seen: Picture, view: View, wish: Wish, sizes: Sizes) -> Callouts:
        if not wish.filtered:
            return self.hub.callouts(seen, view, wish.lang, sizes)
        most = self.hub.settings.dashboard.max_labels
        return callouts(seen, view, wish.lang, sizes, most, {})

    def _state(self, scene: Scene, view: View) -> dict[str, Any]:
        """What the page itself must know: where the map looks, what is chosen, what to sound for."""
        picture, wish = scene.picture, scene.wish
        at = scene.row_of(wish.craft)
        alert = scene.alerts().get(wish.alert)
        place = None
        if at is not None:
            place = [float(picture.vessels["lon_deg"][at]), float(picture.vessels["lat_deg"][at])]
        elif alert is not None:
            place = [alert.lon, alert.lat]
        return {
            "view": view.key,
            "t_s": picture.t_s,
            "mode": picture.mode,
            "offset_h": self.hub.site.utc_offset_h,
            "craft": f"T{wish.craft}" if wish.craft else "",
            "alert": wish.alert,
            "picked": self._picked,
            "place": place,
            "calling": [
                [each.alert_id, each.colour, each.escalated]
                for each in picture.alerts
                if each.colour in ("red", "distress") and not acknowledged_by(each, scene.book) and not each.folded
            ],
            "seq": scene.book.seq,
            "alive": self.hub.desk.alive,
        }


def desk_page(hub: Hub) -> Callable[[], None]:
    """What the server calls for each visitor."""

    def visit() -> None:
        wanted = asked(pn.state.session_args, hub.settings.dashboard)
        palette = palette_for(wanted.light, (hub.follower.newest.picture or hub.blank).t_s, hub.site)
        Desk(hub, wanted, palette).live(pn.state.curdoc)

    return visit

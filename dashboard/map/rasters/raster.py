"""Rasters that browsers fetch over plain HTTP: drawn once, shared by all screens with the same view.

A browser fetches one image of a layer at a time, so a slow one skips frames and nothing queues.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from dashboard.common.theme import Palette
from dashboard.map.rasters.png import Colours, Indices, encode
from dashboard.map.view import View

KEEP_BYTES = 48_000_000
MAX_PIXELS = 8192 * 4608
THREADS = 3


@dataclass(frozen=True)
class Layer:
    """One kind of raster. `version` changes when a new drawing would look different."""

    version: Callable[[], Hashable]
    draw: Callable[[View], Indices]
    colours: Callable[[Palette], Colours]


class Rasters:
    """Runs on the server's event loop; only drawing runs in other threads."""

    def __init__(self, layers: dict[str, Layer]) -> None:
        self._layers = layers
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="raster")
        self._kept: OrderedDict[Hashable, tuple[Hashable, bytes]] = OrderedDict()  # with the version of each
        self._flying: dict[Hashable, asyncio.Task[bytes]] = {}
        self.drawn = 0

    def knows(self, layer: str, view: View) -> bool:
        """Return whether the layer exists and the size is possible for a screen."""
        return layer in self._layers and 0 < view.width_px * view.height_px <= MAX_PIXELS

    async def png(self, layer: str, view: View, palette: Palette) -> bytes:
        """Return the current drawing of a layer. Requests that arrive while it is being drawn share the drawing."""
        key, version = (layer, view.key, palette.name), self._layers[layer].version()
        kept = self._kept.get(key)
        if kept and kept[0] == version:
            self._kept.move_to_end(key)
            return kept[1]
        flight = (key, version)
        if flight not in self._flying:
            self._flying[flight] = asyncio.create_task(self._make(key, version, view, palette))
        return await asyncio.shield(self._flying[flight])

    @property
    def kept_bytes(self) -> int:
        """Return the size of the cached drawings, bytes."""
        return sum(len(png) for _, png in self._kept.values())

    def run_once(self, work: Callable[[], object]) -> None:
        """Run a task in the pool in advance, such as compiling kernels."""
        self._pool.submit(work)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _make(self, key: tuple[str, str, str], version: Hashable, view: View, palette: Palette) -> bytes:
        layer = self._layers[key[0]]
        try:
            loop = asyncio.get_running_loop()
            png = await loop.run_in_executor(self._pool, lambda: encode(layer.draw(view), layer.colours(palette)))
        finally:
            del self._flying[key, version]
        self.drawn += 1
        self._kept[key] = version, png  # an older drawing is not served any more
        self._kept.move_to_end(key)
        while self.kept_bytes > KEEP_BYTES:
            self._kept.popitem(last=False)
        return png

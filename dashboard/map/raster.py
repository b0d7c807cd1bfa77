"""Rasters pulled by browsers over plain HTTP: drawn once, shared by every screen with the same view.

What lives here: who draws what when; single flight, a small thread pool, the newest kept. What does not: drawing.
A browser pulls one image of a layer at a time, so a slow one skips frames by itself and nothing queues.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from dashboard.map.png import Colours, Indices, encode
from dashboard.map.view import View
from dashboard.theme import Palette

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
    """Lives on the server's event loop; only drawing leaves it."""

    def __init__(self, layers: dict[str, Layer]) -> None:
        self._layers = layers
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="raster")
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._flying: dict[Hashable, asyncio.Task[bytes]] = {}
        self.drawn = 0

    def knows(self, layer: str, view: View) -> bool:
        """Is there such a layer, and is the size one that a screen can have?"""
        return layer in self._layers and 0 < view.width_px * view.height_px <= MAX_PIXELS

    async def png(self, layer: str, view: View, palette: Palette) -> bytes:
        """The layer as it is now. Everyone who asks while it is being drawn gets the same drawing."""
        key = (layer, self._layers[layer].version(), view.key, palette.name)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._flying:
            self._flying[key] = asyncio.create_task(self._make(key, self._layers[layer], view, palette))
        return await asyncio.shield(self._flying[key])

    def run_once(self, work: Callable[[], object]) -> None:
        """Something for the pool to do beforehand, such as compiling kernels."""
        self._pool.submit(work)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _make(self, key: Hashable, layer: Layer, view: View, palette: Palette) -> bytes:
        try:
            loop = asyncio.get_running_loop()
            png = await loop.run_in_executor(self._pool, lambda: encode(layer.draw(view), layer.colours(palette)))
        finally:
            del self._flying[key]
        self.drawn += 1
        self._kept[key] = png
        while sum(map(len, self._kept.values())) > KEEP_BYTES:
            self._kept.popitem(last=False)
        return png

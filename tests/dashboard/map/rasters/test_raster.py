"""Rasters: valid palette PNGs, drawn once for all pages, redrawn when they would look different."""

from __future__ import annotations

import asyncio
import io
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dashboard.common.theme import DAY, NIGHT, Palette
from dashboard.map.rasters.png import encode, thicken
from dashboard.map.rasters.raster import Layer, Rasters
from dashboard.map.view import View, fit

VIEW = fit((121.3, 29.3, 123.6, 31.3), 120, 80)
TABLE = np.array([(0, 0, 0, 0), (255, 59, 70, 255), (98, 197, 245, 128)], np.uint8)


@given(st.integers(1, 40), st.integers(1, 40), st.randoms())
def test_a_png_decodes_to_its_indices(rows: int, columns: int, random: object) -> None:
    indices = np.random.default_rng(random.randint(0, 9999)).integers(0, 3, (rows, columns)).astype(np.uint8)  # type: ignore[attr-defined]
    image = Image.open(io.BytesIO(encode(indices, TABLE)))
    assert (image.mode, image.size) == ("P", (columns, rows))
    assert (np.asarray(image) == indices).all()
    assert (np.asarray(image.convert("RGBA")) == TABLE[indices]).all()


def test_thick_lines_keep_the_more_important_colour() -> None:
    thin = np.zeros((4, 4), np.uint8)
    thin[1, 1], thin[1, 2] = 1, 2
    thick = thicken(thin, 2)
    assert thick[1:3].tolist() == [[0, 1, 2, 2], [0, 1, 2, 2]]
    assert (thicken(thin, 1) == thin).all()


class Drawing:
    """A layer that counts its drawings and waits until it is released."""

    def __init__(self) -> None:
        self.version, self.times = 1, 0
        self.go = threading.Event()
        self.go.set()

    def draw(self, view: View) -> np.ndarray:
        self.times += 1
        assert self.go.wait(60)
        return np.ones((view.height_px, view.width_px), np.uint8)

    def rasters(self) -> Rasters:
        return Rasters({"test": Layer(lambda: self.version, self.draw, lambda _: TABLE)})


def run(drawing: Drawing, *asks: tuple[View, Palette], meanwhile: bool = False) -> list[bytes]:
    async def ask() -> list[bytes]:
        waiting = [asyncio.create_task(rasters.png("test", *each)) for each in asks]
        if meanwhile:
            while not drawing.times:
                await asyncio.sleep(0)
            drawing.go.set()
        return await asyncio.gather(*waiting)

    rasters = drawing.rasters()
    try:
        return asyncio.run(ask())
    finally:
        rasters.close()


def test_twelve_concurrent_requests_share_one_drawing() -> None:
    drawing = Drawing()
    drawing.go.clear()
    images = run(drawing, *[(VIEW, NIGHT)] * 12, meanwhile=True)
    assert drawing.times == 1 and len(set(images)) == 1


def test_another_view_or_palette_is_another_drawing() -> None:
    drawing = Drawing()
    run(drawing, (VIEW, NIGHT), (VIEW, DAY), (fit((9, 55, 13, 58), 120, 80), NIGHT))
    assert drawing.times == 3


def test_a_new_version_is_drawn_again_and_only_the_newest_is_kept() -> None:
    drawing = Drawing()

    async def ask() -> bytes:
        for drawing.version in (1, 1, *range(2, 50), 49):
            png = await rasters.png("test", VIEW, NIGHT)
        return png

    rasters = drawing.rasters()
    png = asyncio.run(ask())
    rasters.close()
    assert (drawing.times, rasters.kept_bytes) == (49, len(png))


def test_a_failed_drawing_is_tried_again() -> None:
    tries = []

    def draw(view: View) -> np.ndarray:
        tries.append(view)
        raise MemoryError("too large")

    async def ask() -> None:
        for _ in range(2):
            with pytest.raises(MemoryError):
                await rasters.png("test", VIEW, NIGHT)

    rasters = Rasters({"test": Layer(lambda: 1, draw, lambda _: TABLE)})
    asyncio.run(ask())
    rasters.close()
    assert len(tries) == 2


def test_unknown_layers_and_excessive_sizes_are_refused() -> None:
    rasters = Drawing().rasters()
    assert rasters.knows("test", VIEW)
    assert not rasters.knows("nonsense", VIEW)
    assert not rasters.knows("test", fit((121.3, 29.3, 123.6, 31.3), 100_000, 100_000))
    assert not rasters.knows("test", View(0, 0, 1, 1, 0, 10))
    rasters.close()

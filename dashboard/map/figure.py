"""Vectors of the map as one Bokeh figure over the rasters: data sources and glyphs.

It uses the canvas, not WebGL: without a graphics card WebGL is many times slower, and the markers are our own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.models import (
    ColumnDataSource,
    CustomJS,
    Glyph,
    LinearColorMapper,
    Patches,
    Plot,
    Quad,
    Range1d,
    Scatter,
    Segment,
    Text,
)

from dashboard.cases.patrols import PatrolDrawing
from dashboard.common.theme import FONT, MARKERS, Palette, Sizes
from dashboard.map.beacons import Beacons
from dashboard.map.callouts import Callouts
from dashboard.map.chart import ChartDrawing
from dashboard.map.hulls import Hulls
from dashboard.map.symbols import Symbols
from dashboard.map.view import View
from dashboard.words import say
from models.base.paths import ASSETS
from models.base.schema import COLOURS

MARKER_JS = ASSETS / "js" / "wall" / "marker.js"
COLUMNS = {
    "lines": "x0 y0 x1 y1",
    "degrees": "x y text align size",
    "zones": "xs ys colour line fill dash width",
    "names": "x y text colour size halo",
    "hulls": "xs ys colour",
    "vectors": "x0 y0 x1 y1 colour width alpha",
    "craft": "x y angle shape colour fill line scale size",
    "gear": "x y size",
    "beacons": "x y size line colour text text_size text_down",
    "causes": "x y level size inner badge line",
    "clues": "x y size line",
    "patrol_lines": "x0 y0 x1 y1 level alpha width",
    "patrols": "x y level size line",
    "patrol_texts": "x y text level size",
    "rings": "x y level scale glow size line badge_x badge_y badge badge_size",
    "boxes": "left bottom right top bar level x y end_x end_y line",
    "texts": "x name_x name_y reason_y level mark name reason name_size reason_size",
}
LETTERS = {"text_font": value(FONT), "text_baseline": "middle"}
BADGE_OUT = 0.36  # place of the badge on the ring, in ring widths from its centre


class MapFigure:
    """`root` is the figure; the `show_*` methods fill the sources."""

    def __init__(self, palette: Palette) -> None:
        self.source = {name: ColumnDataSource(_empty(columns)) for name, columns in COLUMNS.items()}
        self._palette = palette
        self._levels = LinearColorMapper(
            palette=[palette.of_level(level) for level in range(len(COLOURS))],
            low=-0.5,
            high=len(COLOURS) - 0.5,
        )
        codes = palette.of_kinds + [palette.of_level(level) for level in range(1, len(COLOURS))]
        self._codes = LinearColorMapper(palette=codes, low=-0.5, high=len(codes) - 0.5)
        self.root = _bare_plot()
        self._draw_chart()
        self._draw_gear()
        self._draw_hulls()
        self._draw_vessels()
        self._draw_names()
        self._draw_rings()
        self._draw_patrols()
        self._draw_marks()
        self._draw_callouts()

    def show_view(self, view: View) -> None:
        """Set the visible range."""
        x, y = self.root.x_range, self.root.y_range
        x.update(start=view.west_m, end=view.east_m)
        y.update(start=view.south_m, end=view.north_m)

    def show_chart(self, chart: ChartDrawing) -> None:
        """Show graticule, zones and names."""
        for name in ("lines", "degrees", "zones", "names"):
            self.source[name].data = getattr(chart, name)

    def show_symbols(self, symbols: Symbols, view: View, sizes: Sizes) -> None:
        """Show vessels, vectors and rings in pixels of this screen."""
        self.source["craft"].data = {
            **symbols.craft,
            "size": symbols.craft["scale"] * np.float32(sizes.craft_px),
        }
        self.source["vectors"].data = {
            **symbols.vectors,
            "width": symbols.vectors["width"] * np.float32(sizes.line_px),
        }
        rings = symbols.rings
        out_m = BADGE_OUT * sizes.ring_px * view.m_per_px * rings["scale"]
        self.source["rings"].data = {
            **rings,
            "size": rings["scale"] * np.float32(sizes.ring_px),
            "badge_x": rings["x"] + out_m,
            "badge_y": rings["y"] + out_m,
            "badge": [MARKERS[COLOURS[level]] for level in rings["level"]],
            "badge_size": np.full(len(out_m), 0.6 * sizes.rem_px, "f4"),
            "line": np.full(len(out_m), 2.2 * sizes.line_px, "f4"),
        }

    def show_hulls(self, hulls: Hulls) -> None:
        """Show outlines in true scale."""
        self.source["hulls"].data = {"xs": list(hulls.x), "ys": list(hulls.y), "colour": hulls.colour}

    def show_marks(self, marks: Beacons, sizes: Sizes, lang: str) -> None:
        """Show beacons, alerts without a vessel and places of clues."""
        real = marks.beacons["real"]
        self.source["gear"].data = {**marks.gear, "size": np.full(len(marks.gear["x"]), 0.34 * sizes.rem_px, "f4")}
        self.source["beacons"].data = {
            "x": marks.beacons["x"],
            "y": marks.beacons["y"],
            "size": np.where(real, 3.0, 1.1).astype("f4") * np.float32(sizes.rem_px),
            "line": np.where(real, 3.5, 1.2).astype("f4") * np.float32(sizes.line_px),
            "colour": [self._palette.distress if each else self._palette.sart for each in real],
            "text": ["" if each else say(lang, "beacon_test") for each in real],
            "text_size": [f"{sizes.small_px:.1f}px"] * len(real),
            "text_down": np.full(len(real), 0.95 * sizes.rem_px, "f4"),
        }
        count = len(marks.causes["x"])
        self.source["causes"].data = {
            **marks.causes,
            "size": np.full(count, 3.4 * sizes.rem_px, "f4"),
            "inner": np.full(count, 0.9 * sizes.rem_px, "f4"),
            "badge": [MARKERS[COLOURS[level]] for level in marks.causes["level"]],
            "line": np.full(count, 2.0 * sizes.line_px, "f4"),
        }
        count = len(marks.clues["x"])
        self.source["clues"].data = {
            **marks.clues,
            "size": np.full(count, 0.85 * sizes.rem_px, "f4"),
            "line": np.full(count, 1.6 * sizes.line_px, "f4"),
        }

    def show_callouts(self, callouts: Callouts, sizes: Sizes) -> None:
        """Show labels and their leaders."""
        count = len(callouts.boxes["left"])
        self.source["boxes"].data = {**callouts.boxes, "line": np.full(count, 1.3 * sizes.line_px, "f4")}
        self.source["texts"].data = {
            **callouts.texts,
            "name_size": [f"{sizes.name_px:.1f}px"] * count,
            "reason_size": [f"{sizes.reason_px:.1f}px"] * count,
        }

    def show_patrols(self, patrols: PatrolDrawing) -> None:
        """Show our own craft, where those on orders are wanted, and their labels."""
        self.source["patrol_lines"].data = {**patrols.lines}
        self.source["patrols"].data = {**patrols.marks}
        self.source["patrol_texts"].data = {
            **patrols.texts,
            "size": [f"{patrols.text_px:.1f}px"] * len(patrols.texts["text"]),
        }

    def _draw_chart(self) -> None:
        self._add("lines", Segment(x0="x0", y0="y0", x1="x1", y1="y1", line_color=self._palette.graticule))
        self._add(
            "zones",
            Patches(
                xs="xs", ys="ys", fill_color="colour", fill_alpha="fill", line_color="colour", line_alpha="line",
                line_dash="dash", line_width="width",
            ),
        )  # fmt: skip

    def _draw_vessels(self) -> None:
        code = _mapped("colour", self._codes)
        ends = {"x0": "x0", "y0": "y0", "x1": "x1", "y1": "y1"}
        self._add("vectors", Segment(**ends, line_color=code, line_width="width", line_alpha="alpha"))
        shape = CustomJS(args={"source": self.source["craft"]}, code=MARKER_JS.read_text(encoding="utf-8"))
        self._add(
            "craft",
            Scatter(
                x="x", y="y", size="size", angle="angle", marker=value("@craft"), defs={"@craft": shape},
                fill_color=code, line_color=code, fill_alpha="fill", line_alpha="line",
            ),
        )  # fmt: skip

    def _draw_names(self) -> None:
        """Draw names over the vessels with a halo, so that they can be read in a crowd."""
        text = {"x": "x", "y": "y", "text": "text", "text_font_size": "size", **LETTERS}
        self._add("degrees", Text(text_align="align", text_color=self._palette.faint, **text))
        sea = self._palette.sea
        halo = {"text_color": sea, "text_outline_color": sea, "text_outline_width": "halo", "text_alpha": 0.75}
        self._add("names", Text(text_align="center", **halo, **text))
        self._add("names", Text(text_align="center", text_color="colour", **text))

    def _draw_rings(self) -> None:
        level = _mapped("level", self._levels)
        self._add(
            "rings",
            Scatter(
                x="x", y="y", size="size", fill_color=level, fill_alpha="glow", line_color=level, line_width="line"
            ),
        )
        edge = self._palette.ground
        self._add(
            "rings",
            Scatter(x="badge_x", y="badge_y", size="badge_size", marker="badge", fill_color=level, line_color=edge),
        )

    def _draw_patrols(self) -> None:
        """Draw our own craft as hexagons round their symbols: hollow if free, in the colour of their case if not."""
        level = _mapped("level", self._levels)
        ends = {"x0": "x0", "y0": "y0", "x1": "x1", "y1": "y1"}
        self._add("patrol_lines", Segment(**ends, line_color=level, line_alpha="alpha", line_width="width"))
        self._add(
            "patrols",
            Scatter(x="x", y="y", size="size", marker="hex", fill_color=None, line_color=level, line_width="line"),
        )
        text = {"x": "x", "y": "y", "text": "text", "text_font_size": "size", "text_align": "center", **LETTERS}
        box = {"background_fill_color": self._palette.ground, "background_fill_alpha": 0.8, "padding": 2}
        self._add("patrol_texts", Text(text_color=level, **box, **text))

    def _draw_gear(self) -> None:
        """Draw net beacons under the vessels and faint: hundreds of them must not hide one ship."""
        self._add(
            "gear",
            Scatter(
                x="x", y="y", size="size", marker="x", line_color=self._palette.gear, line_alpha=0.5, fill_color=None
            ),
        )

    def _draw_hulls(self) -> None:
        """Draw hulls under the symbols, which continue to mark the antenna."""
        code = _mapped("colour", self._codes)
        self._add("hulls", Patches(xs="xs", ys="ys", fill_color=code, fill_alpha=0.22, line_color=code, line_width=1.4))

    def _draw_marks(self) -> None:
        palette, level = self._palette, _mapped("level", self._levels)
        place = {"x": "x", "y": "y", "size": "size", "line_width": "line"}
        self._add("clues", Scatter(**place, marker="inverted_triangle", fill_color=None, line_color=palette.accent))
        self._add(
            "causes",
            Scatter(**place, line_color=level, fill_color=level, fill_alpha=0.08, line_dash="dashed"),
        )
        self._add("causes", Scatter(x="x", y="y", size="inner", marker="badge", fill_color=level, line_color=None))
        self._add(
            "beacons",
            Scatter(**place, marker="circle_x", line_color="colour", fill_color="colour", fill_alpha=0.14),
        )
        text = {"x": "x", "y": "y", "text": "text", "text_font_size": "text_size", **LETTERS}
        self._add("beacons", Text(text_align="center", y_offset="text_down", text_color=palette.sart, **text))

    def _draw_callouts(self) -> None:
        palette, level = self._palette, _mapped("level", self._levels)
        self._add("boxes", Segment(x0="x", y0="y", x1="end_x", y1="end_y", line_color=level, line_width="line"))
        edges = {"left": "left", "bottom": "bottom", "top": "top"}
        box = {"fill_color": palette.ground, "fill_alpha": 0.86, "line_color": palette.edge}
        self._add("boxes", Quad(right="right", **edges, **box))
        self._add("boxes", Quad(right="bar", **edges, fill_color=level, line_color=None))
        name = {"y": "name_y", "text_font_size": "name_size", **LETTERS}
        self._add("texts", Text(x="x", text="mark", text_color=level, **name))
        self._add("texts", Text(x="name_x", text="name", text_color=palette.ink, **name))
        reason = {"y": "reason_y", "text_font_size": "reason_size", **LETTERS}
        self._add("texts", Text(x="x", text="reason", text_color=level, **reason))

    def _add(self, source: str, glyph: Glyph) -> None:
        self.root.add_glyph(self.source[source], glyph)


def _bare_plot() -> Plot:
    """Remove axes, tools and background, so that the rasters show through."""
    return Plot(
        x_range=Range1d(0, 1), y_range=Range1d(0, 1), toolbar_location=None, min_border=0,
        sizing_mode="stretch_both", output_backend="canvas", background_fill_color=None, border_fill_color=None,
        outline_line_color=None,
    )  # fmt: skip


def _empty(columns: str) -> dict[str, list[Any]]:
    return {name: [] for name in columns.split()}


def _mapped(field: str, mapper: LinearColorMapper) -> dict[str, Any]:
    return {"field": field, "transform": mapper}

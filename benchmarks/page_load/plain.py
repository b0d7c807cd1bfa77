"""Comparison for the page benchmark: the same vessels in a HoloViews DynamicMap, rasterised for every session.

Run as a program: PORT COUNT.
"""

from __future__ import annotations

import sys

import datashader as ds
import holoviews as hv
import numpy as np
import panel as pn
from holoviews.operation.datashader import rasterize, shade
from holoviews.streams import Pipe

WIDTH_PX, HEIGHT_PX = 1100, 900


def page(vessels: int) -> pn.viewable.Viewable:
    """Build one session: its own pipe and its own callback once a second."""
    rng = np.random.default_rng(vessels)
    place = rng.uniform(0, 1, (vessels, 2))
    pipe = Pipe(data=place)
    points = hv.DynamicMap(hv.Points, streams=[pipe])
    shown = shade(rasterize(points, aggregator=ds.count(), width=WIDTH_PX, height=HEIGHT_PX, dynamic=True))

    def tick() -> None:
        place[:] = (place + rng.normal(0, 1e-4, place.shape)) % 1
        pipe.send(place.copy())

    pn.state.add_periodic_callback(tick, 1000)
    return pn.pane.HoloViews(shown.opts(width=WIDTH_PX, height=HEIGHT_PX))


if __name__ == "__main__":
    port, vessels = int(sys.argv[1]), int(sys.argv[2])
    hv.extension("bokeh")
    pn.serve(
        {"/plain": lambda: page(vessels)}, port=port, address="127.0.0.1", show=False,
        websocket_origin=[f"127.0.0.1:{port}"],
    )  # fmt: skip

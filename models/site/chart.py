"""The optional electronic chart of a site, cut from S-57 cells: depth areas, contours, lanes, marks.

It is read from the npz that sites/make_chart.py makes. Object classes are those of the IHO object catalogue (S-57
appendix A). Not for navigation.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.base.settings import UserError
from models.site.coast import Bbox, Coast, land_mask

CHART_FILE = "chart.npz"
# The order gives the code in the file and the order of drawing.
CLASSES = (
    *("DEPARE", "DRGARE", "DEPCNT", "FAIRWY", "ACHARE", "RESARE", "TSSLPT", "TSEZNE", "TSSBND"),
    *("SOUNDG", "OBSTRN", "WRECKS", "BOYLAT", "BOYCAR", "BOYSAW", "BOYSPP", "LIGHTS"),
)
CODE = {name: code for code, name in enumerate(CLASSES)}
DEPTHS = ("DEPARE", "DRGARE")  # their value is DRVAL1, the least depth in metres below chart datum


@dataclass(frozen=True)
class Chart:
    """Parts as flat arrays: part p is `xy_deg[start[p]:start[p + 1]]`, a closed ring, a line or a single point.

    `cell` orders the parts by the chart they come from, the coarsest first; `value_m` is a depth, NaN without one.
    """

    xy_deg: NDArray[np.float64]  # (n, 2) longitude, latitude
    start: NDArray[np.int32]
    code: NDArray[np.uint8]
    value_m: NDArray[np.float32]
    cell: NDArray[np.int32]

    def parts(self, *classes: str) -> NDArray[np.int64]:
        """Return the numbers of all parts of these classes."""
        return np.flatnonzero(np.isin(self.code, [CODE[name] for name in classes]))

    def rings(self, parts: NDArray[np.int64]) -> Coast:
        """Return these rings in the form that `land_mask` takes."""
        pieces = [self.xy_deg[self.start[part] : self.start[part + 1]] for part in parts.tolist()]
        start = np.cumsum([0, *map(len, pieces)], dtype=np.int32)
        xy = np.concatenate(pieces) if pieces else np.empty((0, 2))
        return Coast(xy, start, np.array([0, len(pieces)], np.int32), (-180.0, -90.0, 180.0, 90.0))

    def depths(self, box: Bbox, shape: tuple[int, int]) -> NDArray[np.float32]:
        """Return the least charted depth in each cell of a raster, row 0 in the south; NaN outside the charts."""
        depth_m = np.full(shape, np.nan, np.float32)
        for value_m, parts in self._by_depth():
            depth_m[land_mask(self.rings(parts), box, shape)] = value_m
        return depth_m

    def _by_depth(self) -> Iterator[tuple[float, NDArray[np.int64]]]:
        """Yield the depth areas of one depth and one chart cell at a time: within those, even-odd holds."""
        areas = self.parts(*DEPTHS)
        areas = areas[np.isfinite(self.value_m[areas])]
        for cell in np.unique(self.cell[areas]).tolist():
            of_cell = areas[self.cell[areas] == cell]
            for value_m in np.unique(self.value_m[of_cell]).tolist():
                yield value_m, of_cell[self.value_m[of_cell] == value_m]


def load_chart(path: Path) -> Chart | None:
    """Read the chart of a site; None if it has none. Raises UserError."""
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as file:
            xy_deg, start = file["xy"] / float(file["scale"]), file["start"]
            chart = Chart(xy_deg, start, file["code"], file["value_m"], file["cell"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as problem:
        raise UserError(f"{path}: no readable chart ({problem}); make one with python -m sites.make_chart") from problem
    if len({len(start) - 1, len(chart.code), len(chart.value_m), len(chart.cell)}) > 1:
        raise UserError(f"{path}: its arrays do not belong together; make it again with python -m sites.make_chart")
    return chart

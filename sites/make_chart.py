"""Cut an electronic chart out of S-57 cells: a build tool that the running system never imports.

It reads one or more cells (`*.000`; updates `*.001`… in the same folder are applied) or any other file GDAL reads whose
layers are named after S-57 object classes. It writes `chart.npz` for the map and `depth.npz` for the rules about depth.
S-63 (encrypted) and S-101 cells cannot be read. Charts have their own licence, so none is shipped.

    python -m sites.make_chart CN3EZ001.000 CN4EZ011.000 --site sites/zhoushan
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from models.base.settings import UserError
from models.site.chart import CHART_FILE, CLASSES, CODE, DEPTHS, load_chart
from models.site.coast import load_coast
from sites.make_coast import S57_OPTIONS, UNITS_PER_DEG, need_tools, write_npz

VALUE = {  # the attribute of a class that holds the depth
    **dict.fromkeys(DEPTHS, "DRVAL1"),
    **{"DEPCNT": "VALDCO", "SOUNDG": "DEPTH", "OBSTRN": "VALSOU", "WRECKS": "VALSOU"},
}
MOST_RASTER = 12_000_000
M_PER_DEG = 111_195.0


@dataclass
class Parts:
    """Geometry read so far, part by part."""

    xy: list[NDArray[np.int32]] = field(default_factory=list)
    code: list[int] = field(default_factory=list)
    value_m: list[float] = field(default_factory=list)
    cell: list[int] = field(default_factory=list)

    def add(self, shape: Any, code: int, value_m: float, cell: int) -> None:
        """Add every ring, line and point of a shape."""
        for piece in _pieces(shape):
            self.xy.append(np.rint(piece[:, :2] * UNITS_PER_DEG).astype(np.int32))
            self.code.append(code)
            self.value_m.append(value_m)
            self.cell.append(cell)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays of the file."""
        return {
            "xy": np.concatenate(self.xy) if self.xy else np.empty((0, 2), np.int32),
            "start": np.cumsum([0, *map(len, self.xy)], dtype=np.int32),
            "code": np.array(self.code, np.uint8),
            "value_m": np.array(self.value_m, np.float32),
            "cell": np.array(self.cell, np.int32),
            "scale": np.array(UNITS_PER_DEG, np.int32),
        }


def read_cells(cells: list[Path]) -> Parts:
    """Read all known classes of all cells; cells of a small scale first, so that better charts lie on top."""
    parts = Parts()
    for number, cell in enumerate(sorted(cells, key=_band)):
        for name in sorted(_layers(cell) & set(CLASSES), key=CODE.__getitem__):
            _read_layer(parts, cell, name, number)
    return parts


def _band(cell: Path) -> tuple[str, str]:
    """Return the scale band, the third character of a cell's name: 1 overview to 6 berthing (S-57 appendix B.1)."""
    return cell.stem[2:3] if cell.suffix == ".000" else "", cell.name


def _layers(cell: Path) -> set[str]:
    os.environ["OGR_S57_OPTIONS"] = S57_OPTIONS  # GDAL reads this when it opens the file
    import pyogrio

    try:
        return {str(name) for name, _ in pyogrio.list_layers(cell)}
    except pyogrio.errors.DataSourceError as problem:
        why = "GDAL cannot read it (encrypted S-63 and S-101 charts cannot be read; S-57 can)"
        raise UserError(f"{cell}: {why}") from problem


def _read_layer(parts: Parts, cell: Path, name: str, number: int) -> None:
    import pyogrio
    import shapely

    meta, _, geometry, fields = pyogrio.raw.read(cell, layer=name)
    if meta["crs"] not in (None, "EPSG:4326", "OGC:CRS84"):
        raise UserError(f"{cell}: coordinates are {meta['crs']}; convert to EPSG:4326 first")
    columns = dict(zip(meta["fields"].tolist(), fields, strict=True))
    values = columns.get(VALUE.get(name, ""), [None] * len(geometry))
    for shape, value in zip(shapely.from_wkb(geometry), values, strict=True):
        parts.add(shape, CODE[name], np.nan if value is None else float(value), number)


def _pieces(shape: Any) -> list[NDArray[np.float64]]:
    """Return the coordinates of each ring, line or point of any shape."""
    import shapely

    simple = shapely.get_parts(np.array([shape])) if shape is not None else []
    pieces: list[Any] = []
    for each in simple:
        if each.geom_type == "Polygon":
            pieces += [each.exterior, *each.interiors]
        else:
            pieces += _parts_of(each)
    found = (np.asarray(shapely.get_coordinates(piece)) for piece in pieces)
    return [piece for piece in found if len(piece)]


def _parts_of(shape: Any) -> list[Any]:
    inner = list(getattr(shape, "geoms", []))
    return [part for each in inner for part in _parts_of(each)] if inner else [shape]


def main(
    cells: Annotated[list[Path], typer.Argument(help="S-57 cells, *.000.")],
    site: Annotated[Path, typer.Option(help="The folder of the site.")],
    cell_m: Annotated[float, typer.Option(min=10, help="Width of a cell of the raster of depths.")] = 100.0,
) -> None:
    """Write chart.npz and depth.npz into the folder of a site."""
    need_tools()
    missing = [str(cell) for cell in cells if not cell.exists()]
    if missing:
        raise UserError(f"{', '.join(missing)}: no such file")
    if not (site / "coast.npz").exists():
        raise UserError(f"{site} has no coast.npz; is it the folder of a site?")
    arrays = read_cells(cells).arrays()
    if not len(arrays["code"]):
        raise UserError(f"none of {', '.join(CLASSES)} is in these files")
    write_npz(site / CHART_FILE, arrays)
    counts = {name: int((arrays["code"] == code).sum()) for name, code in CODE.items()}
    typer.echo(f"{site / CHART_FILE}: " + ", ".join(f"{n} {name}" for name, n in counts.items() if n))
    _write_depths(site, cell_m)


def _write_depths(site: Path, cell_m: float) -> None:
    """Write a raster over the box of the coast, for the rules about depth."""
    chart = load_chart(site / CHART_FILE)
    if chart is None or not len(chart.parts(*DEPTHS)):
        typer.echo("no depth areas: rules about depth will use land only")
        return
    west, south, east, north = load_coast(site / "coast.npz").bbox
    wide_m = (east - west) * M_PER_DEG * np.cos(np.radians((south + north) / 2))
    rows, columns = round((north - south) * M_PER_DEG / cell_m), round(wide_m / cell_m)
    coarser = max(1.0, (rows * columns / MOST_RASTER) ** 0.5)
    shape = max(1, int(rows / coarser)), max(1, int(columns / coarser))
    depth_m = chart.depths((west, south, east, north), shape)
    write_npz(site / "depth.npz", {"depth_m": depth_m, "bbox_deg": np.array([west, south, east, north])})
    typer.echo(f"{site / 'depth.npz'}: {shape[0]} by {shape[1]} cells, {np.isfinite(depth_m).mean():.0%} charted")


if __name__ == "__main__":
    try:
        typer.run(main)
    except UserError as problem:
        sys.exit(str(problem))

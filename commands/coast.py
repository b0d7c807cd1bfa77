"""`run.py coast`: cuts the coast of a sea area for a site of one's own, out of the land of the whole earth.

The cutting: sites/make_coast.py. How to make a site: docs/sites.md.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from commands.cli import WorkError, say
from models.base.paths import ROOT, SITES
from models.base.settings import UserError

LOCK = ROOT / "requirements-coast.txt"
NEEDED = ("roaring_landmask", "shapely")
Bbox = tuple[float, float, float, float]


def coast(
    bbox: Annotated[Bbox, typer.Option(metavar="W S E N", help="West, south, east and north edge in degrees.")],
    site: Annotated[
        str | None, typer.Option(metavar="NAME", help="Write the coast of this site, sites/NAME/coast.npz.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write this file instead, e.g. coast.npz.")] = None,
    simplify_deg: Annotated[float, typer.Option(min=0, help="Drop detail smaller than this, in degrees.")] = 0.0,
    min_area_km2: Annotated[float, typer.Option(min=0, help="Drop islands smaller than this, in km².")] = 0.0,
    source: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Land polygons or an S-57 cell of your own.")
    ] = None,
) -> None:
    """Cut the coast inside a box out of the land of the whole earth (OpenStreetMap, ODbL) and write it for a site.

    The first time it fetches that land (100 MB), once.

    [bold]Examples[/bold]

      run.py coast --bbox 10 56.5 13 59.5 --site skagerrak

      run.py coast --bbox -74.6 40.2 -71.6 41.6 --out coast.npz
    """
    _check_box(bbox)
    target = _target(site, out)
    if source and not source.exists():
        raise UserError(f"{source} does not exist; name a file of land polygons or an S-57 cell with --source")
    _provide_land(() if source else NEEDED)
    from sites.make_coast import cut_coast, need_tools, osm_land, source_land

    if source:
        need_tools()
    land = source_land(source) if source else osm_land()
    polygons, vertices = cut_coast(land, bbox, target, simplify_deg, min_area_km2)
    if not polygons:
        say(f"There is no land in this box; {target} says so to the rules.")
    say(f"{target}: {polygons:,} polygons, {vertices:,} vertices, {target.stat().st_size / 1000:.0f} kB")


def _check_box(bbox: Bbox) -> None:
    west, south, east, north = bbox
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise UserError("--bbox: give west south east north in degrees, smaller first, e.g. --bbox 10 56.5 13 59.5")


def _target(site: str | None, out: Path | None) -> Path:
    """The file to write. Raises UserError where its folder is missing."""
    if (site is None) == (out is None):
        raise UserError("name either a site with --site or a file with --out")
    target = SITES / site / "coast.npz" if site else Path(str(out))
    if not target.resolve().parent.is_dir():
        raise UserError(f"{target}: there is no folder {target.resolve().parent}; create it first (see docs/sites.md)")
    return target


def _provide_land(needed: tuple[str, ...]) -> None:
    """Install what holds the land of the whole earth, unless it is there."""
    if all(find_spec(name) for name in needed):
        return
    say("Fetching the land of the whole earth (100 MB, once) ...")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*install, "--require-hashes", "-r", str(LOCK)], check=False, capture_output=True, text=True)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["pip failed"])[-1]
        raise WorkError(
            f"The land of the earth could not be fetched ({why}); connect to the internet, or name --source"
        )

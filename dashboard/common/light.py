"""Which palette a page wears: the one asked for, or the one that the light at the site calls for.

What lives here: that choice. What does not: colours (theme.py) and the sun (models/base/sun.py).
"""

from __future__ import annotations

from dashboard.common.theme import NIGHT, PALETTES, Palette
from models.base.sun import light
from models.site.site import Site

AUTO = "auto"


def palette_for(wanted: str, t_s: float, site: Site) -> Palette:
    """`wanted` is day, dusk, night or auto, which follows the sun over the middle of the site; else night."""
    if wanted == AUTO:
        west, south, east, north = site.bbox
        wanted = light(t_s, (south + north) / 2, (west + east) / 2)
    return PALETTES.get(wanted, NIGHT)

"""Choice of a page's palette: the one in its address, or the one for the daylight at the site.

Colours: theme.py; the sun: models/base/sun.py.
"""

from __future__ import annotations

from dashboard.common.theme import NIGHT, PALETTES, Palette
from models.base.sun import light
from models.site.site import Site

AUTO = "auto"


def palette_for(wanted: str, t_s: float, site: Site) -> Palette:
    """Return the palette `wanted` (day, dusk, night), else night; auto follows the sun at the centre of the site."""
    if wanted == AUTO:
        west, south, east, north = site.bbox
        wanted = light(t_s, (south + north) / 2, (west + east) / 2)
    return PALETTES.get(wanted, NIGHT)

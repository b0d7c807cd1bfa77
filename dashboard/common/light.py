"""Which palette a page uses: the one in its address, or the one for the daylight at the site.

Colours: theme.py; the sun: models/base/sun.py.
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

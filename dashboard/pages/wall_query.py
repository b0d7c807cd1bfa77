"""Query of a wall's address: `?lang=en&palette=day&layer=unusual,density&trail=120&bbox=W,S,E,N&tour=1`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.map.rasters.layers import LayerChoice, choice, nearest
from dashboard.map.view import bbox_from
from dashboard.words import LANGUAGES
from models.base.settings import DashboardSettings
from models.site.zone import Bbox

TOUR_S = 20.0  # duration of a tour stop if config.yaml sets none
LAYOUTS = ("normal", "wide")


@dataclass(frozen=True)
class WallQuery:
    """Choices of one page. `light` is a palette or auto; `layout` "" means by the shape of the screen; `tour_s` 0 none.

    `box` None means the box chosen by the camera.
    """

    lang: str
    light: str
    layers: LayerChoice
    box: Bbox | None = None
    tour_s: float = 0.0
    layout: str = ""


def wall_query(args: Mapping[str, Sequence[bytes]], board: DashboardSettings) -> WallQuery:
    """Parse the query; missing or invalid values are taken from config.yaml."""
    values = {name: texts[0].decode(errors="replace") for name, texts in args.items() if texts}
    usual = LayerChoice(
        choice(",".join(board.layers), "", LayerChoice()).names if board.layers else (), nearest(board.trail_min)
    )
    return WallQuery(
        lang=values["lang"] if values.get("lang") in LANGUAGES else board.language,
        light=values.get("palette", board.palette),
        layers=choice(values.get("layer", ""), values.get("trail", ""), usual),
        box=bbox_from(values.get("bbox", "")),
        tour_s=_tour_s(values.get("tour", ""), board.tour_s),
        layout=values["layout"] if values.get("layout") in LAYOUTS else "",
    )


def _tour_s(text: str, usual_s: float) -> float:
    return {"0": 0.0, "1": usual_s or TOUR_S}.get(text, usual_s)

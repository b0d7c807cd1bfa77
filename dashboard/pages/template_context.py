"""Template variables that do not change while a page is open: legend, attribution, the words of its watchdog."""

from __future__ import annotations

import json

from dashboard.common.alert_words import reason, title
from dashboard.common.markup import Html, el, join
from dashboard.common.sea_areas import OUTSIDE, short_name
from dashboard.common.theme import SHAPES, Palette
from dashboard.map.rasters import density, pressure, risk, unusual
from dashboard.map.rasters.layers import LayerChoice
from dashboard.map.tour import TourStop
from dashboard.words import say
from models.site.site import Site

_TRIANGLE = '<path d="M8 1 13 14H3z" fill="{fill}" stroke="{line}" stroke-width="1.4"/>'
_CROSSED = '<path d="M8 1 13 14H3zM2 2 14 14M14 2 2 14" fill="none" stroke="{line}" stroke-width="1.2"/>'
_DIAMOND = '<path d="M8 2 14 8 8 14 2 8z" fill="{fill}" stroke="{line}" stroke-width="1.4"/>'
_HEXAGON = '<path d="M4.5 2h7L15 8l-3.5 6h-7L1 8z" fill="none" stroke="{line}" stroke-width="1.6"/>'
KEYS = {"risk": risk.colours, "unusual": unusual.colours, "pressure": pressure.colours, "density": density.colours}
SHADES, STRONGER = 5, 1.8  # small patches are drawn stronger than large areas, so that they can be distinguished
KINDS_SHOWN = ("merchant", "fishing", "passenger", "law")


def template_context(site: Site, lang: str, palette: Palette) -> dict[str, str]:
    """Return the variables of the template."""
    chinese = lang == "zh"
    return {
        "page_title": site.title_zh if chinese else site.title_en,
        "lang": "zh-CN" if chinese else "en",
        "palette_css": palette.css(),
        "palette_name": palette.name,
        "legend": legend(lang, palette),
        "attribution": say(lang, "attribution"),
        "note": site.note_zh if chinese else site.note_en,
        "waiting": say(lang, "waiting"),
        "waiting_hint": say(lang, "waiting_hint"),
        "watchdog": json.dumps({key: say(lang, key) for key in ("cut_off", "cut_off_hint", "stale_mark")}),
    }


def legend(lang: str, palette: Palette) -> Html:
    """Return one line of symbols, each with its word: never colour alone."""
    items = [_item(_TRIANGLE, getattr(palette, kind), say(lang, f"kind_{kind}")) for kind in KINDS_SHOWN]
    items.append(_item(_TRIANGLE, palette.merchant, say(lang, "legend_coasting"), hollow=True))
    items.append(_item(_CROSSED, palette.soft, say(lang, "legend_lost")))
    items.append(_item(_DIAMOND, palette.aton, say(lang, "legend_aids"), hollow=True))
    items.append(_item(_HEXAGON, palette.soft, say(lang, "legend_patrol")))
    for colour in ("distress", "red", "orange", "yellow"):
        items.append(el("span.key", el(f"b.{colour}", SHAPES[colour]), say(lang, f"short_{colour}")))
    return el("div.legend", *items)


def layer_keys(lang: str, palette: Palette, layers: LayerChoice) -> Html:
    """Return the keys of shades on the map, one for each layer shown."""
    return el("div.legend.layers", *(_key(name, lang, palette) for name in layers.names))


def _key(name: str, lang: str, palette: Palette) -> Html:
    """Return the name of a layer, its shades from first to last, and the meaning of both ends."""
    if name == "coverage":
        return el("span.key", el("s.hatch"), say(lang, "layer_coverage"))
    table = KEYS[name](palette)[1:]
    rows = table[:: max(1, len(table) // SHADES)]
    shades = [el("s", style=f"background:rgb({r} {g} {b} / {min(1.0, a / 255 * STRONGER):.2f})") for r, g, b, a in rows]
    low, high = (say(lang, f"layer_{name}_{end}") for end in ("low", "high"))
    return el("span.key", say(lang, f"layer_{name}"), el("i", low), el("span.shades", *shades), el("i", high))


def caption(site: Site, stop: TourStop, lang: str) -> str:
    """Return the caption of a tour stop: its area and its worst alert."""
    area = None if stop.area == OUTSIDE else site.areas[stop.area]
    name = say(lang, "area_none") if area is None else short_name(area.name_zh if lang == "zh" else area.name_en)
    worst = stop.alerts[0]
    more = say(lang, "more", count=len(stop.alerts) - 1) if len(stop.alerts) > 1 else ""
    summary = f"{SHAPES[worst.colour]} {title(worst, lang)} · {reason(worst, lang)}"
    return "  ".join(filter(None, (say(lang, "tour", turn=stop.turn, of=stop.of, area=name), summary, more)))


def _item(drawing: str, colour: str, word: str, hollow: bool = False) -> Html:
    svg = drawing.format(fill="none" if hollow else colour, line=colour)
    return el("span.key", join(Html(f'<svg viewBox="0 0 16 16" aria-hidden="true">{svg}</svg>'), word))

"""What a page says that never changes while it is open: legend, attribution, the words of its watchdog.

What lives here: texts and small drawings for the page's template. What does not: the template (assets/wall.html).
"""

from __future__ import annotations

import json

from dashboard.markup import Html, el, join
from dashboard.theme import SHAPES, Palette
from dashboard.words import say
from models.site import Site

_TRIANGLE = '<path d="M8 1 13 14H3z" fill="{fill}" stroke="{line}" stroke-width="1.4"/>'
_CROSSED = '<path d="M8 1 13 14H3zM2 2 14 14M14 2 2 14" fill="none" stroke="{line}" stroke-width="1.2"/>'
_DIAMOND = '<path d="M8 2 14 8 8 14 2 8z" fill="{fill}" stroke="{line}" stroke-width="1.4"/>'
KINDS_SHOWN = ("merchant", "fishing", "passenger", "law")


def furniture(site: Site, lang: str, palette: Palette) -> dict[str, str]:
    """Variables of the template."""
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
    """One line of symbols, each with its word: never colour alone."""
    items = [_item(_TRIANGLE, getattr(palette, kind), say(lang, f"kind_{kind}")) for kind in KINDS_SHOWN]
    items.append(_item(_TRIANGLE, palette.merchant, say(lang, "legend_coasting"), hollow=True))
    items.append(_item(_CROSSED, palette.soft, say(lang, "legend_lost")))
    items.append(_item(_DIAMOND, palette.aton, say(lang, "legend_aids"), hollow=True))
    for colour in ("distress", "red", "orange", "yellow"):
        items.append(el("span.key", el(f"b.{colour}", SHAPES[colour]), say(lang, f"short_{colour}")))
    return el("div.legend", *items)


def _item(drawing: str, colour: str, word: str, hollow: bool = False) -> Html:
    svg = drawing.format(fill="none" if hollow else colour, line=colour)
    return el("span.key", join(Html(f'<svg viewBox="0 0 16 16" aria-hidden="true">{svg}</svg>'), word))

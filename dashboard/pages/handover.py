"""Page of the hand-over sheet, `/desk/handover` (assets/html/handover.html).

parts/handover_sheet.py computes the values of the sheet. The hand-over itself is a command of the ledger, sent by
assets/js/desk/handover.js.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from dashboard.api.handler import Handler
from dashboard.common.light import palette_for
from dashboard.common.masking import shown_to
from dashboard.common.templates import render
from dashboard.parts.handover_sheet import handover_sheet
from dashboard.server.app_state import AppState
from dashboard.words import LANGUAGES, WORDS, say
from models.casework.case import Book
from models.messages.picture import Picture

SCRIPT_WORDS = ("sheet_signed", "desk_not_sent", "desk_needed")


class HandOverHandler(Handler):
    """Serves the sheet for `?lang=zh|en&palette=…`; 503 while there is no picture."""

    right = "cases"

    def get(self) -> None:
        board = self.app.settings.dashboard
        lang = self.get_query_argument("lang", board.language)
        lang = lang if lang in LANGUAGES else board.language
        picture = self.picture()
        palette = palette_for(self.get_query_argument("palette", board.palette), picture.t_s, self.app.site)
        book = shown_to(self.person, self.app.desk.book_at(picture), self.app.workplace)
        self.answer(sheet_page(self.app, picture, book, lang, palette.css()), "text/html")


def sheet_page(app: AppState, picture: Picture, book: Book, lang: str, palette_css: str) -> str:
    """Return the whole page."""
    return render(
        "handover.html",
        say=partial(say, lang),
        lang=lang,
        palette_css=palette_css,
        words={key: WORDS[key][LANGUAGES.index(lang)] for key in SCRIPT_WORDS},
        sheet=handover_sheet(app.site, picture, book, lang),
    )


def routes(arguments: dict[str, Any]) -> list[Any]:
    """Return the route of the sheet."""
    return [(r"/desk/handover", HandOverHandler, arguments)]

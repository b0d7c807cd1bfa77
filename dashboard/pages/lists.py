"""Page of the lists, `/cases` (assets/html/lists.html), and its list alone, which the page asks for again.

The scope is that of the session: an account of a county has its own waters, orders and cases, and what is shared.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any
from urllib.parse import quote

from dashboard.api.handler import Handler, RefusedError
from dashboard.cases.case_desk import CaseDesk
from dashboard.common.light import palette_for
from dashboard.common.masking import shown_to
from dashboard.common.templates import render
from dashboard.common.theme import PALETTES
from dashboard.lists.clue_inbox import ClueInbox
from dashboard.lists.list_buttons import forms_of_lists
from dashboard.lists.list_model import ListModel
from dashboard.lists.list_query import ListQuery, query_from
from dashboard.lists.list_view import lists_part
from dashboard.pages.desk_context import script
from dashboard.server.app_state import AppState
from dashboard.words import LANGUAGES, WORDS, case_forms, lists, say
from models.casework.person import Person
from models.messages.picture import Picture

SCRIPT_WORDS = ("desk_ok", "desk_cancel", "desk_needed", "desk_not_sent", "desk_who_title", "desk_officer_name")


class ListPartHandler(Handler):
    """The list alone, as markup; the time of the picture is in a header."""

    right = "cases"

    async def get(self) -> None:
        picture = self.app.pictures.newest.picture or self.app.blank
        model = list_model(self.app, self.person, picture, self.query())
        self.set_header("X-Wanghai-Time", f"{picture.t_s:.3f}")
        self.answer(await asyncio.to_thread(lists_part, model), "text/html")

    def query(self) -> ListQuery:
        """Return what the address asks for; a unit that does not exist is none."""
        usual = self.app.settings.dashboard.language
        lang = self.get_query_argument("lang", usual)
        query = query_from(self.get_query_argument, lang if lang in LANGUAGES else usual)
        known = query.unit in {each.id for each in self.app.site.units}
        return query if known else ListQuery(**{**vars(query), "unit": ""})


class ListsPageHandler(ListPartHandler):
    """The whole page; without a session the log-in comes first."""

    async def prepare(self) -> None:
        try:
            await super().prepare()
        except RefusedError:
            if not self.app.access.has_accounts:
                raise
            self.redirect(f"/login?next={quote(self.request.uri)}")

    async def get(self) -> None:
        picture = self.app.pictures.newest.picture or self.app.blank
        page = await asyncio.to_thread(lists_page, self.app, self.person, picture, self.query())
        self.answer(page, "text/html")


def list_model(app: AppState, person: Person, picture: Picture, query: ListQuery) -> ListModel:
    """Return the model of one list for one person."""
    desk = CaseDesk(person, app.workplace, app.desk.case_events)
    book = app.desk.book_at(picture)
    inbox = ClueInbox(book, app.clues, app.workplace, person, picture.t_s)
    book = shown_to(person, book, app.workplace)
    return ListModel(query, book, desk, app.site, inbox, app.running, picture, app.names())


def lists_page(app: AppState, person: Person, picture: Picture, query: ListQuery) -> str:
    """Return the whole page."""
    board, lang = app.settings.dashboard, query.lang
    palette = palette_for(query.palette or board.palette, picture.t_s, app.site)
    names = list(PALETTES)
    other = names[(names.index(palette.name) + 1) % len(names)]
    words = {*SCRIPT_WORDS, *lists.WORDS, *case_forms.WORDS}
    data: dict[str, Any] = {
        "lang": lang,
        "t_s": picture.t_s,
        "offset_h": app.site.utc_offset_h,
        "words": {key: WORDS[key] for key in sorted(words)},
        "forms": forms_of_lists(),
    }
    return render(
        "lists.html",
        say=partial(say, lang),
        lang="zh-CN" if lang == "zh" else "en",
        title=app.site.title_zh if lang == "zh" else app.site.title_en,
        palette_css=palette.css(),
        data=script(data),
        mode=say(lang, f"mode_{picture.mode}", speed="").strip() if picture.mode != "live" else "",
        desk=f"/desk?lang={lang}",
        other_lang=query.address(lang="en" if lang == "zh" else "zh"),
        other_palette=query.address(palette=other),
        part=lists_part(list_model(app, person, picture, query)),
    )


def routes(arguments: dict[str, Any]) -> list[Any]:
    """Return the routes of the page."""
    return [(r"/cases", ListsPageHandler, arguments), (r"/cases/list", ListPartHandler, arguments)]

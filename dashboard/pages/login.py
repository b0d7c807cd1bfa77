"""Page of the log-in, `/login` (assets/html/login.html): log in and out, the own account, change of the password.

In an exercise it lists the accounts of the exercise, which need no password.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit

from dashboard.api.handler import Handler
from dashboard.common.light import palette_for
from dashboard.common.templates import render
from dashboard.common.theme import PALETTES
from dashboard.pages.desk_context import script
from dashboard.server.app_state import AppState
from dashboard.server.auth import row_of
from dashboard.words import LANGUAGES, WORDS, log_in
from models.casework.access.accounts import EXERCISE, account_of
from models.casework.access.rights import may_read


class LogInPageHandler(Handler):
    """Serves the page for `?lang=zh|en&palette=…&next=/desk`."""

    right = ""

    def get(self) -> None:
        asked = urlsplit(self.get_query_argument("next", ""))
        if self._may_open(asked):
            return self.redirect(asked.geturl())
        board = self.app.settings.dashboard
        lang = self.get_query_argument("lang", board.language)
        picture = self.app.pictures.newest.picture or self.app.blank
        palette = palette_for(self.get_query_argument("palette", board.palette), picture.t_s, self.app.site)
        data = page_data(self.app, lang if lang in LANGUAGES else board.language)
        page = render("login.html", palette=palette, palettes=list(PALETTES), data=script(data), title=data["title"])
        return self.answer(page, "text/html")

    def _may_open(self, asked: SplitResult) -> bool:
        """Whether somebody is logged in who may open the page that led here; another host is never led to."""
        ours = not (asked.netloc or asked.scheme) and asked.path.startswith("/") and asked.path[1:2] not in ("/", "\\")
        return ours and bool(self.person.account) and may_read(self.person, row_of(asked.path))


def page_data(app: AppState, lang: str) -> dict[str, Any]:
    """Return what the script of the page needs, in both languages."""
    site = app.site
    return {
        "lang": lang,
        "words": {key: WORDS[key] for key in log_in.WORDS},
        "title": {"zh": site.title_zh, "en": site.title_en},
        "units": {unit.id: [unit.name_zh, unit.name_en] for unit in site.units},
        "demo": _demo(app) if app.access.is_exercise else [],
    }


def _demo(app: AppState) -> list[dict[str, Any]]:
    """The accounts that the exercise brought along, in its order."""
    events = sorted(app.desk.book.accounts.items(), key=lambda item: item[1].seq)
    ours = [(key, account_of(event)) for key, event in events if event.actor == EXERCISE]
    return [{"account": key, **each.body()} for key, each in ours if not each.disabled]


def routes(arguments: dict[str, Any]) -> list[Any]:
    """Return the route of the page."""
    return [(r"/login", LogInPageHandler, arguments)]

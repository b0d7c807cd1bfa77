"""Page of the log-in, `/login` (assets/html/login.html): log in and out, the own account, change of the password.

In an exercise it lists the accounts of the exercise, which need no password. With a provider (security.oidc) it offers
the log-in there beside the local one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from dashboard.api.handler import Handler
from dashboard.common.light import palette_for
from dashboard.common.markup import Html
from dashboard.common.templates import render
from dashboard.common.theme import PALETTES
from dashboard.pages.desk_context import script
from dashboard.server.app_state import AppState
from dashboard.server.auth import row_of
from dashboard.words import LANGUAGES, WORDS, log_in
from models.casework.access.accounts import EXERCISE, account_of
from models.casework.access.rights import may_read
from models.casework.person import Person

LONGEST_NEXT = 2000


class LogInPageHandler(Handler):
    """Serves the page for `?lang=zh|en&palette=…&next=/desk`."""

    right = ""

    def get(self) -> None:
        asked = own_page(self.get_query_argument("next", ""))
        if asked and self.person.account and may_read(self.person, row_of(urlsplit(asked).path)):
            return self.redirect(asked)
        return self.answer(log_in_page(self, self.get_query_argument("lang", ""), asked), "text/html")


def own_page(asked: str) -> str:
    """The address within this server, as a browser reads it; empty for any other.

    Browsers drop tabs and line breaks, and read `\\` as `/`; so does this, before it looks for another host.
    """
    plain = "".join(letter for letter in asked if letter.isprintable()).strip().replace("\\", "/")
    try:
        parts = urlsplit(plain)
    except ValueError:
        return ""
    foreign = parts.scheme or parts.netloc or not plain.startswith("/") or plain.startswith("//")
    return "" if foreign or plain.startswith(("/oidc/", "/login")) or len(plain) > LONGEST_NEXT else plain


def first_page(roles: Iterable[str], lang: str) -> str:
    """Where a log-in leads that no page asked for."""
    page = "/desk" if may_read(Person(roles=tuple(roles)), "cases") else "/wall"
    return f"{page}?lang={lang}" if lang else page


def log_in_page(handler: Handler, lang: str, next_page: str, why: Mapping[str, str] | None = None) -> Html:
    """The page; `why` is the reason, in both languages, for which a log-in at the provider failed."""
    app, board = handler.app, handler.app.settings.dashboard
    picture = app.pictures.newest.picture or app.blank
    palette = palette_for(handler.get_query_argument("palette", board.palette), picture.t_s, app.site)
    data = {**page_data(app, lang if lang in LANGUAGES else board.language), "next": next_page, "why": why}
    return render("login.html", palette=palette, palettes=list(PALETTES), data=script(data), title=data["title"])


def page_data(app: AppState, lang: str) -> dict[str, Any]:
    """Return what the script of the page needs, in both languages."""
    site = app.site
    provider = app.oidc.settings if app.oidc and app.access.has_accounts else None
    return {
        "lang": lang,
        "replay": app.blank.mode == "replay",
        "words": {key: WORDS[key] for key in log_in.WORDS},
        "title": {"zh": site.title_zh, "en": site.title_en},
        "units": {unit.id: [unit.name_zh, unit.name_en] for unit in site.units},
        "demo": _demo(app) if app.access.is_exercise else [],
        "provider": [provider.name_zh, provider.name_en] if provider else None,
    }


def _demo(app: AppState) -> list[dict[str, Any]]:
    """The accounts that the exercise brought along, in its order."""
    events = sorted(app.desk.book.accounts.items(), key=lambda item: item[1].seq)
    ours = [(key, account_of(event)) for key, event in events if event.actor == EXERCISE]
    return [{"account": key, **each.body()} for key, each in ours if not each.disabled]


def routes(arguments: dict[str, Any]) -> list[Any]:
    """Return the route of the page."""
    return [(r"/login", LogInPageHandler, arguments)]

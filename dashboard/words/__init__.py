"""All texts of the pages in Chinese and English, one table for each page.

Names and reasons from feeds, rules or a site's files have both languages of their own. The reason of an alert is the
WORDS of its detector, filled in by models/risk/alerts/presenter.py.
"""

from __future__ import annotations

from dashboard.words import (
    between,
    case_forms,
    cases,
    desk,
    emergency,
    exercise,
    gate,
    lists,
    log_in,
    map,
    oidc,
    people,
    sentences,
    tracks,
    wall,
)

LANGUAGES = ("zh", "en")


def _joined(*tables: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Merge the tables. Raises ValueError for a key that is in two of them."""
    whole: dict[str, tuple[str, str]] = {}
    for table in tables:
        twice = sorted(whole.keys() & table.keys())
        if twice:
            raise ValueError(f"keys with two texts: {', '.join(twice)}")
        whole |= table
    return whole


WORDS = _joined(
    *(wall.WORDS, map.WORDS, desk.WORDS, exercise.WORDS, gate.WORDS, log_in.WORDS, sentences.WORDS, tracks.WORDS),
    *(people.WORDS, cases.WORDS, case_forms.WORDS, lists.WORDS, emergency.WORDS, between.WORDS, oidc.WORDS),
)


def say(lang: str, key: str, **values: object) -> str:
    """Return the text of `key` in a language with placeholders filled. Raises KeyError for an unknown key."""
    return WORDS[key][LANGUAGES.index(lang)].format(**values)


def say_or(lang: str, key: str, otherwise: str) -> str:
    """Return the text of `key`, or `otherwise` if there is none, such as the name of a feed."""
    return WORDS[key][LANGUAGES.index(lang)] if key in WORDS else otherwise


def span(lang: str, seconds: float) -> str:
    """Format a duration in words: `12 秒`, `3 小时 12 分`."""
    whole = max(0, int(seconds))
    minutes, hours, days = whole // 60, whole // 3600, whole // 86400
    if days:
        return say(lang, "span_d", d=days, h=hours % 24)
    if hours:
        return say(lang, "span_h", h=hours, m=minutes % 60)
    return say(lang, "span_min", m=minutes) if minutes else say(lang, "span_s", s=whole)


def stopwatch(seconds: float) -> str:
    """Format a duration in digits: `00:41`, `1:02:07`."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes:02}:{whole % 60:02}"

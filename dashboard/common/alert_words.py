"""Alerts in words: title, reason and rule of an alert in a language, and the order of several alerts."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.words import say, say_or
from models.base.schema import LEVEL
from models.messages.picture import AlertView


def title(alert: AlertView, lang: str) -> str:
    """Return the name of the vessel or of both vessels; for an alert about no vessel, its rule and place."""
    if not alert.track_id:
        return _rule_and_place(alert, lang)
    name = alert.name.strip() or _number(alert.mmsi, lang)
    if alert.partner_track_id is None:
        return name
    return say(lang, "and", name=name, partner=alert.partner_name.strip() or _number(alert.partner_mmsi, lang))


def reason(alert: AlertView, lang: str) -> str:
    """Return the reason of an alert in a language."""
    return alert.text_zh if lang == "zh" else alert.text_en


def rule_name(rule: str, lang: str) -> str:
    """Return the name of a rule; a rule without words is shown by its id."""
    return say_or(lang, f"rule_{rule}", rule)


def worst_first(alerts: Iterable[AlertView]) -> list[AlertView]:
    """Sort by colour, then score, then id: the order is the same in every replay."""
    return sorted(alerts, key=lambda alert: (-LEVEL[alert.colour], -alert.score, alert.alert_id))


def _rule_and_place(alert: AlertView, lang: str) -> str:
    """Return rule and place; a name in hanzi is left out on an English page."""
    word = rule_name(alert.rule, lang)
    place = alert.name if lang == "zh" or alert.name.isascii() else ""
    return f"{word} · {place}" if place and place != word else word


def _number(mmsi: int | None, lang: str) -> str:
    return str(mmsi) if mmsi else say(lang, "nameless")

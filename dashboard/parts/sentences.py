"""A decoded message in one line of text: sender, position, speed.

Values that were not sent are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.map.tools import position
from dashboard.words import WORDS, say, say_or

Fields = Mapping[str, Any]


def in_words(fields: Fields, lang: str) -> str:
    """Return one line; for a message without fields, that it could not be decoded."""
    if not fields:
        return say(lang, "sentence_unread")
    parts = (_kind(fields, lang), *(part(fields, lang) for part in PARTS))
    return " · ".join(part for part in parts if part)


def _kind(fields: Fields, lang: str) -> str:
    key = f"sentence_{fields.get('type')}"
    return say(lang, key) if key in WORDS else say(lang, "sentence_other", type=fields.get("type"))


def _mmsi(fields: Fields, _: str) -> str:
    return f"MMSI {fields['mmsi']:09d}" if isinstance(fields.get("mmsi"), int) else ""


def _name(fields: Fields, _: str) -> str:
    return str(fields.get("shipname") or fields.get("name") or "")


def _place(fields: Fields, _: str) -> str:
    lat, lon = fields.get("lat"), fields.get("lon")
    return position(lat, lon) if isinstance(lat, int | float) and isinstance(lon, int | float) else ""


def _figure(name: str, word: str, form: str, unit: str = "") -> Callable[[Fields, str], str]:
    def part(fields: Fields, lang: str) -> str:
        value = fields.get(name)
        if not isinstance(value, int | float):
            return ""
        return " ".join(filter(None, (say(lang, word), form.format(value), unit and say(lang, unit))))

    return part


def _status(fields: Fields, lang: str) -> str:
    return say_or(lang, f"nav_{fields['status']}", "") if fields.get("status") is not None else ""


def _text(name: str, word: str = "") -> Callable[[Fields, str], str]:
    def part(fields: Fields, lang: str) -> str:
        value = fields.get(name)
        return f"{say(lang, word)} {value}".strip() if value and word else str(value or "")

    return part


PARTS: tuple[Callable[[Fields, str], str], ...] = (
    _mmsi,
    _name,
    _place,
    _figure("speed", "desk_sog", "{:.1f}", "unit_kn"),
    _figure("course", "desk_cog", "{:.1f}°"),
    _figure("heading", "desk_hdg", "{:03.0f}°"),
    _status,
    _text("callsign", "desk_callsign"),
    _text("destination", "desk_destination"),
    _text("text"),
)

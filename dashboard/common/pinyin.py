"""Names in hanzi as sent by AIS: AIS has Latin capitals only, so Chinese vessels send the pinyin of their names.

The readings are those of pypinyin. It is imported at the first hanzi, because it takes 0.15 s and 58 MB.
"""

from __future__ import annotations

import re

# Characters with another reading in names of ships and islands (长涂, 长白, 佛渡) than in everyday text.
SEA_READINGS = {"长": "chang", "佛": "fo"}


def on_air(text: str) -> str:
    """Return a name in the form used for comparison: `浙普渔 62028` and `Zhe Pu Yu 62028` are both `ZHEPUYU62028`."""
    return _compared("".join(_readings(text)))


def initials(text: str) -> str:
    """Return the same form with the first letter of each hanzi only: `朱家尖` is `ZJJ`."""
    pairs = zip(text, _readings(text), strict=True)
    return _compared("".join(reading if sign.isascii() else reading[:1] for sign, reading in pairs))


def _readings(text: str) -> list[str]:
    """Return one reading for each character; a character that is not hanzi stands for itself."""
    if text.isascii():
        return list(text)
    from pypinyin import lazy_pinyin

    readings = lazy_pinyin(text, errors=list)  # type: ignore[arg-type]  # a list is allowed, and is one answer per sign
    return [SEA_READINGS.get(sign, reading) for sign, reading in zip(text, readings, strict=True)]


def _compared(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())

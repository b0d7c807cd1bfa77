"""Text width in the font of the pages, computed without a browser."""

from __future__ import annotations

# Advance widths of ASCII 32 to 126 in thousandths of an em, from the regular weight of the font.
_ASCII = (
    *(
        224,
        323,
        474,
        555,
        555,
        921,
        680,
        278,
        338,
        338,
        467,
        555,
        278,
        347,
        278,
        392,
        555,
        555,
        555,
        555,
        555,
        555,
    ),
    *(
        555,
        555,
        555,
        555,
        278,
        278,
        555,
        555,
        555,
        474,
        946,
        608,
        657,
        638,
        688,
        589,
        552,
        689,
        728,
        293,
        535,
        646,
    ),
    *(
        543,
        812,
        723,
        742,
        633,
        742,
        635,
        596,
        599,
        721,
        575,
        878,
        573,
        531,
        603,
        338,
        392,
        338,
        555,
        559,
        606,
        563,
    ),
    *(
        618,
        510,
        620,
        554,
        325,
        564,
        607,
        275,
        275,
        552,
        284,
        926,
        610,
        606,
        620,
        620,
        388,
        468,
        377,
        607,
        521,
        802,
    ),
    *(498, 521, 475, 338, 270, 338, 555),
)
_LATIN = 742  # the widest of the letters with accents
_FULL = 1000  # hanzi, full-width signs and everything else, in this font also Latin-1 signs such as × and ·
ELLIPSIS = "…"


def width_em(text: str) -> float:
    """Return the width of a text in ems."""
    return sum(map(_advance, text)) / 1000


def cut(text: str, most_em: float) -> str:
    """Return the text, or as much of it as fits with an ellipsis."""
    if width_em(text) <= most_em:
        return text
    left = most_em * 1000 - _FULL
    for end, character in enumerate(text):
        left -= _advance(character)
        if left < 0:
            return text[:end].rstrip() + ELLIPSIS
    return text


def _advance(character: str) -> int:
    code = ord(character)
    if 32 <= code <= 126:
        return _ASCII[code - 32]
    return _LATIN if code <= 0x24F and character.isalpha() else _FULL

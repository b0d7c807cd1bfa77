"""Compare names of vessels, tolerating typing mistakes."""

from __future__ import annotations

import re

_BATTERY = re.compile(r"\s*[-@ ]?\d+(\.\d+)?\s*(V|%)$")  # a beacon's name ends in its battery


def plain_name(name: str) -> str:
    """Return a name for comparison: only capital letters and digits, without the battery at its end."""
    return re.sub(r"[^A-Z0-9]", "", _BATTERY.sub("", name.upper()))


def edits(one: str, other: str, most: int) -> int:
    """Return the Levenshtein distance of two texts (letters inserted, removed, replaced), at most `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for to, against in enumerate(other, start=1):
            row.append(min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != against)))
        if min(row) > most:
            return most + 1
        before = row
    return min(before[-1], most + 1)


def digits_of(name: str) -> str:
    """Return the digits of a name: boats of one fleet often differ only in these."""
    return re.sub(r"\D", "", name)


def alike(one: str, other: str) -> bool:
    """Return whether two plain names differ in at most one letter; their digits must be equal."""
    return digits_of(one) == digits_of(other) and edits(one, other, 1) <= 1


def shortened(text: str) -> set[str]:
    """Return a text and all its forms with one letter removed: two texts one edit apart share one of these."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}

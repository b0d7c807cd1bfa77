"""Names of craft compared: what is the same but for the hand that typed it.

What lives here: plain functions on texts. What does not: who is compared with whom.
"""

from __future__ import annotations

import re

_BATTERY = re.compile(r"\s*[-@ ]?\d+(\.\d+)?\s*(V|%)$")  # a beacon's name ends in its battery


def plain_name(name: str) -> str:
    """A name as it is compared: capital letters and digits alone, without a battery at its end."""
    return re.sub(r"[^A-Z0-9]", "", _BATTERY.sub("", name.upper()))


def edits(one: str, other: str, most: int) -> int:
    """Letters inserted, left out or replaced between two texts (Levenshtein); `most` + 1 stands for any more."""
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
    """The digits of a name: two boats of one fleet differ in nothing else."""
    return re.sub(r"\D", "", name)


def alike(one: str, other: str) -> bool:
    """Are two plain names one name but for a letter? Numbers must be the same."""
    return digits_of(one) == digits_of(other) and edits(one, other, 1) <= 1


def shortened(text: str) -> set[str]:
    """A text and all it is without one letter: two texts of one edit share one of these."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}

"""Names of officers on English pages: the ledger names people by their Chinese name, which is unique.

A name without an account, or of an account without an English name, stands as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.casework.access.accounts import account_of
from models.casework.case import Book

Names = Mapping[str, str]
NO_NAMES: Names = {}


def english_names(book: Book) -> Names:
    """Return the English name of every account that has one, by the name in the ledger."""
    accounts = (account_of(event) for event in book.accounts.values())
    return {each.name_zh: each.name_en for each in accounts if each.name_en}


def officer(name: str, lang: str, names: Names) -> str:
    """Return the name of an officer in a language."""
    return name if lang == "zh" else names.get(name, name)


def in_english(sentence: str, names: Names) -> str:
    """Return an English sentence with the officers that it names in English, such as the reason of a refusal."""
    for name in sorted(names, key=len, reverse=True):
        sentence = sentence.replace(name, names[name])
    return sentence

"""What the core gets to know of clues that were sent in by HTTP: those of feeds it has from the feeds themselves."""

from __future__ import annotations

from models.casework.case import Book
from models.messages.clue import MOST_SENT, SentClue, clue_from

PLACED = ("lon", "polygon", "mmsi", "name")  # what makes a clue of use to rules: a place or a vessel


def core_clues(book: Book) -> tuple[SentClue, ...]:
    """The unanswered clues with a place or a vessel that somebody sent in, the newest MOST_SENT, oldest first."""
    sent = [each for each in book.clues.values() if each.by and each.open and any(key in each.clue for key in PLACED)]
    sent.sort(key=lambda each: (each.times["received"], each.id))
    return tuple(SentClue(each.times["received"], clue_from(dict(each.clue))) for each in sent[-MOST_SENT:])

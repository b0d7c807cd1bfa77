"""Which lines of a scanned block the reference reader has to read, and where the wrappers of a sentence begin.

Odd lines go to the reference reader (reader.py), and with them the wrappers and the sentence that they may concern.
"""

from __future__ import annotations

import numpy as np

from ingest.sentences.scan import BODY, END, KIND, ODD, SENTENCE, START, WRAPPER, is_pghp
from models.base.compiled import compiled_lean

_MOST_BYTES = 1024  # reader.MAX_AROUND_BYTES
_NONE = -1
_BACKSLASH, _COLON, _COMMA, _S, _G = b"\\:,sg"


@compiled_lean
def assign(text: np.ndarray, table: np.ndarray, held: bool, fed: np.ndarray, around: np.ndarray) -> None:
    """Mark in `fed`, (n,) bool, the lines for the reference reader, and write into `around`, (n,) i4, the first line of
    the wrappers of each sentence. `held`: the reference reader already has wrappers for the first sentence.
    """
    wrappers = _NONE  # the first of those that wait for their sentence
    for line in range(len(table)):
        kind, begin = table[line, KIND], wrappers if wrappers != _NONE else line
        around[line] = begin
        if held and kind != SENTENCE:  # up to the sentence, because what a line means depends on its neighbours
            fed[line] = True
        elif kind == WRAPPER:
            wrappers = begin
        elif kind == SENTENCE:
            if held or table[line, BODY] - table[begin, START] > _MOST_BYTES:
                fed[begin : line + 1] = True
            wrappers, held = _NONE, False
        elif kind == ODD or (wrappers != _NONE and _may_name(text, table[line, START], table[line, END])):
            fed[begin : line + 1] = True
            held = wrappers != _NONE or _may_wrap(text, table[line, START], table[line, END])
            wrappers = _NONE
    if wrappers != _NONE:
        fed[wrappers:] = True


@compiled_lean
def _may_wrap(text: np.ndarray, begin: int, end: int) -> bool:
    """Return whether a line may hold a tag block or `$PGHP`."""
    found = False
    for at in range(begin, end):
        found |= text[at] == _BACKSLASH or is_pghp(text, at)
    return found


@compiled_lean
def _may_name(text: np.ndarray, begin: int, end: int) -> bool:
    """Return whether a line of another kind holds what names a station or a group in a tag block, `,s:` or `,g:`."""
    found = False
    for at in range(begin + 2, end):
        named = text[at - 1] == _S or text[at - 1] == _G
        found |= text[at] == _COLON and named and text[at - 2] == _COMMA
    return found

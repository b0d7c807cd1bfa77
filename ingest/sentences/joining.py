"""Join parts of messages within a scanned block, where the result is certainly that of the reference reader.

Parts are joined if they follow each other in order within the block and no other part of the same key is anywhere: in
the reference reader's table, in a line that it reads, or without its other parts. All others go to the reference
reader (fragments.py) in their order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ingest.sentences.origins import NO_ORIGIN, UNKNOWN, key, key_of, origin_after, origin_around
from ingest.sentences.scan import AFTER, BODY, END, KIND, NUMBER, ODD, PAYLOAD, SENTENCE, START, TOTAL
from models.base.compiled import compiled

SLOTS = 64  # messages open at the same time within a block
KEYS = 1 << 16  # a table of busy keys, by their last bits
_LAST_BITS = np.uint64(KEYS - 1)
DEADLINE_S = 10.0  # fragments.DEADLINE_S
_MOST_CHARS = 200  # reader.MAX_PAYLOAD_CHARS
_BEFORE, _UNCERTAIN, _NONE = -1, -2, -1
_ANY_ORIGIN = np.uint64(1)
_V, _D, _M, _O, _COMMA, _LF = b"VDMO,\n"


class JoinedParts(NamedTuple):
    """By line, (n,): `fed`, whether the reference reader gets it (bool); `around`, the first line of its wrappers (i4);
    `whole`, whether it completes a message here (bool); `before`, the line of the part before it, -1 for none (i4);
    `first`, the line of the last first part up to it (i4); `key` of a part (u8), and `wide`, the key for any origin.
    """

    fed: np.ndarray
    around: np.ndarray
    whole: np.ndarray
    before: np.ndarray
    first: np.ndarray
    key: np.ndarray
    wide: np.ndarray


def new_joined_parts(n: int) -> JoinedParts:
    """Return the arrays for `n` lines."""
    zeros, none = np.zeros(n, "u8"), np.full(n, _NONE, "i4")
    return JoinedParts(np.zeros(n, "?"), none.copy(), np.zeros(n, "?"), none.copy(), none, zeros, zeros.copy())


@compiled
def join(
    text: np.ndarray, table: np.ndarray, rx_s: np.ndarray, busy: np.ndarray, first_origin: np.uint64, parts: JoinedParts
) -> int:
    """Join what is certain, and mark all other parts for the reference reader. `busy` (KEYS,) bool marks the keys in
    its table; `first_origin` is the origin that the wrappers of the last first part before the block give.

    Return the line of the last first part, or a negative number if the reference reader knows its wrappers.
    """
    last_first = _keys(text, table, busy, first_origin, parts)
    _match(table, rx_s, busy, parts)
    while _feed_busy(table, busy, parts):
        pass
    return last_first if last_first >= 0 and not parts.fed[last_first] else _NONE


@compiled
def _keys(text: np.ndarray, table: np.ndarray, busy: np.ndarray, before_origin: np.uint64, parts: JoinedParts) -> int:
    """Find the keys of all parts; mark those that the reference reader will touch. Return the last first part."""
    first, first_origin = _BEFORE, before_origin
    for line in range(len(table)):
        row = table[line]
        if parts.fed[line]:
            if row[KIND] == ODD or row[KIND] == SENTENCE:
                _mark_all(text, row, busy)
                # The wrappers of the last first part may be replaced, so the reference reader has to know them before.
                if first >= 0:
                    _mark(busy, parts.key[first])
                first = _UNCERTAIN
        elif row[KIND] == SENTENCE and row[TOTAL] == 1:
            parts.whole[line] = True
        elif row[KIND] == SENTENCE:
            begin = table[parts.around[line], START]
            own = origin_around(text, begin, row[BODY])
            bare = begin == row[BODY]
            if row[NUMBER] == 1:
                first, first_origin = line, own
            elif bare:
                own = first_origin
            parts.first[line] = first
            parts.wide[line] = key(row, _ANY_ORIGIN)
            parts.key[line] = key(row, origin_after(text, row, row[AFTER] + 5) if own == UNKNOWN else own)
            if bare and first == _UNCERTAIN:
                _mark(busy, parts.wide[line])
    return first


@compiled
def _match(table: np.ndarray, rx_s: np.ndarray, busy: np.ndarray, parts: JoinedParts) -> None:
    """Follow the parts in their order; mark the keys whose parts do not simply follow each other."""
    keys, lasts = np.zeros(SLOTS, np.uint64), np.full(SLOTS, _NONE)
    firsts, chars = np.zeros(SLOTS, np.int64), np.zeros(SLOTS, np.int64)
    used = 0  # slots from here on are free
    for line in range(len(table)):
        row = table[line]
        if parts.key[line] == 0:
            continue
        slot = _slot(keys[:used], lasts[:used], parts.key[line])
        if row[NUMBER] == 1:
            if slot >= 0:
                _mark(busy, parts.key[line])
            else:
                slot = _free(lasts)
                used = max(used, slot + 1)
            if slot < 0:
                _mark(busy, parts.key[line])
                continue
            keys[slot], lasts[slot], firsts[slot] = parts.key[line], line, line
            chars[slot] = row[AFTER] - row[PAYLOAD]
            continue
        if slot < 0:
            _mark(busy, parts.key[line])
            _mark(busy, key(row, NO_ORIGIN))
            continue
        before = lasts[slot]
        chars[slot] += row[AFTER] - row[PAYLOAD]
        late = rx_s[firsts[slot]] < rx_s[line] - DEADLINE_S
        wrong = row[NUMBER] != table[before, NUMBER] + 1 or row[TOTAL] != table[before, TOTAL]
        if late or wrong or chars[slot] > _MOST_CHARS:
            _mark(busy, parts.key[line])
            continue
        parts.before[line], lasts[slot] = before, line
        if row[NUMBER] == row[TOTAL]:
            parts.whole[line], lasts[slot] = True, _NONE
    for slot in range(SLOTS):
        if lasts[slot] != _NONE:
            _mark(busy, keys[slot])


@compiled
def _feed_busy(table: np.ndarray, busy: np.ndarray, parts: JoinedParts) -> bool:
    """Feed the parts of busy keys; return whether that made another key busy."""
    more = False
    for line in range(len(table)):
        if parts.key[line] == 0 or parts.fed[line]:
            continue
        if busy[parts.key[line] & _LAST_BITS] or busy[parts.wide[line] & _LAST_BITS]:
            parts.fed[parts.around[line] : line + 1] = True
            parts.whole[line] = False
            first = parts.first[line]
            # This part takes the wrappers of the last first part, so the reference reader has to know them.
            if first >= 0 and not parts.fed[first] and table[parts.around[line], START] == table[line, BODY]:
                _mark(busy, parts.key[first])
                more = True
    return more


@compiled
def _mark(busy: np.ndarray, value: np.uint64) -> None:
    busy[value & _LAST_BITS] = True


@compiled
def _mark_all(text: np.ndarray, row: np.ndarray, busy: np.ndarray) -> None:
    """Mark the keys, for any origin, of all parts that may stand in an odd line."""
    for at in range(row[START], row[END] - 8):
        if text[at] == _V and text[at + 1] == _D and (text[at + 2] == _M or text[at + 2] == _O):
            _mark_loosely(text, at, busy)


@compiled
def _mark_loosely(text: np.ndarray, at: int, busy: np.ndarray) -> None:
    """Mark the key of the part whose formatter begins at `at`: `VDM,total,number,sequence,channel`."""
    codes = np.zeros(3, np.int64)
    if at >= 2:
        codes[0] = text[at - 2] + 256 * text[at - 1] + 65_536 * text[at + 2]
    at += 8  # behind `VDM,2,1,`
    for field in range(1, 3):
        size = 1
        while size <= 256 and text[at] != _COMMA and text[at] != _LF:
            codes[field] += size * text[at]
            size *= 256
            at += 1
        if text[at] != _COMMA:
            return
        at += 1
    _mark(busy, key_of(_ANY_ORIGIN, codes[0], codes[1], codes[2]))


@compiled
def _slot(keys: np.ndarray, lasts: np.ndarray, value: np.uint64) -> int:
    for slot in range(len(keys)):
        if lasts[slot] != _NONE and keys[slot] == value:
            return slot
    return _NONE


@compiled
def _free(lasts: np.ndarray) -> int:
    for slot in range(len(lasts)):
        if lasts[slot] == _NONE:
            return slot
    return _NONE

"""Join parts of messages within a scanned block, where the result is certainly that of the reference reader.

Parts are joined or refused if no other part of the same key is in the reference reader's table or in a line that it
reads. All others, and messages that the block does not complete, go to the reference reader (fragments.py) in order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ingest.sentences.origins import NO_ORIGIN, UNKNOWN, key, key_of, origin_after, origin_around
from ingest.sentences.scan import AFTER, BODY, END, KIND, NUMBER, ODD, PAYLOAD, SENTENCE, START, TOTAL
from models.base.compiled import compiled, compiled_lean

SLOTS = 64  # messages open at the same time within a block
KEYS = 1 << 16  # a table of busy keys, by their last bits
_LAST_BITS = np.uint64(KEYS - 1)
DEADLINE_S = 10.0  # fragments.DEADLINE_S
_MOST_CHARS = 200  # reader.MAX_PAYLOAD_CHARS
_BEFORE, _UNCERTAIN, _NONE = -1, -2, -1
_ANY_ORIGIN = np.uint64(1)
_V, _D, _M, _O, _COMMA, _LF, _G, _COLON = b"VDMO,\ng:"


class JoinedParts(NamedTuple):
    """By line, (n,): `fed`, whether the reference reader gets it (bool); `around`, the first line of its wrappers (i4);
    `whole`, whether it completes a message here (bool); `before`, the line of the part before it, -1 for none (i4);
    `first`, the line of the last first part up to it (i4); `key` of a part (u8), `wide`, the key for any origin, and
    `named`, that of its own origin if it continues a message whose first part has none; `refused`, whether it is
    refused here, and `open`, whether its message began before the block or is incomplete at its end (bool).
    """

    fed: np.ndarray
    around: np.ndarray
    whole: np.ndarray
    before: np.ndarray
    first: np.ndarray
    key: np.ndarray
    wide: np.ndarray
    named: np.ndarray
    refused: np.ndarray
    open: np.ndarray


def new_joined_parts(n: int) -> JoinedParts:
    """Return the arrays for `n` lines."""
    no, none = np.zeros((4, n), "?"), np.full((3, n), _NONE, "i4")
    keys = np.zeros((3, n), "u8")
    return JoinedParts(no[0], none[0], no[1], none[1], none[2], keys[0], keys[1], keys[2], no[2], no[3])


class Waiting(NamedTuple):
    """Messages that wait in the table of the reference reader, (n,): `key` (u8); `have`, how many parts they have, the
    first ones, and `total`, how many they will have (i8); `rx_s`, when the first was received (f8).
    """

    key: np.ndarray
    have: np.ndarray
    total: np.ndarray
    rx_s: np.ndarray


@compiled_lean
def join(
    text: np.ndarray,
    table: np.ndarray,
    rx_s: np.ndarray,
    busy: np.ndarray,
    waiting: Waiting,
    first_origin: np.uint64,
    parts: JoinedParts,
) -> int:
    """Join what is certain, and mark all other parts for the reference reader. `busy` (KEYS,) bool marks the keys in
    its table besides those of `waiting`; `first_origin` is the origin that the wrappers of the last first part before
    the block give.

    Return the line of the last first part, or a negative number if the reference reader knows its wrappers.
    """
    last_first = _keys(text, table, busy, first_origin, parts)
    _match(text, table, rx_s, busy, waiting, parts)
    while _feed_busy(table, busy, parts):
        pass
    return last_first if last_first >= 0 and not parts.fed[last_first] else _NONE


@compiled_lean
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
def _match(
    text: np.ndarray, table: np.ndarray, rx_s: np.ndarray, busy: np.ndarray, waiting: Waiting, parts: JoinedParts
) -> None:
    """Follow the parts in their order: join and refuse what is certain, mark the keys of the others as busy."""
    keys, lasts = np.zeros(SLOTS, np.uint64), np.full(SLOTS, _NONE)
    firsts, chars = np.zeros(SLOTS, np.int64), np.zeros(SLOTS, np.int64)
    used = 0  # slots from here on are free
    for line in range(len(table)):
        row, key_here = table[line], parts.key[line]
        if key_here == 0 or _continues(row, key_here, rx_s[line], busy, waiting, parts.open[line : line + 1]):
            continue
        slot = _slot(keys[:used], lasts[:used], key_here)
        if slot < 0:
            slot = _unnamed(keys[:used], lasts[:used], row, line, parts)
            key_here = parts.key[line]
        if row[NUMBER] == 1:
            _refuse(parts, lasts[slot] if slot >= 0 else _NONE)
            slot = slot if slot >= 0 else _free(lasts)
            used = max(used, slot + 1)
            if slot < 0:
                _mark(busy, key_here)
                continue
            keys[slot], lasts[slot], firsts[slot] = key_here, line, line
            chars[slot] = row[AFTER] - row[PAYLOAD]
            continue
        late = slot >= 0 and rx_s[firsts[slot]] < rx_s[line] - DEADLINE_S
        if slot < 0 or late or not _follows(row, table[lasts[slot]]):
            parts.refused[line] = True
            if late:
                _refuse(parts, lasts[slot])
                lasts[slot] = _NONE
            unnamed = key(row, NO_ORIGIN)
            if _may_be_grouped(text, table, parts, line) or _slot(keys[:used], lasts[:used], unnamed) >= 0:
                _mark(busy, key_here)
                _mark(busy, unnamed)
            continue
        parts.before[line], lasts[slot] = lasts[slot], line
        chars[slot] += row[AFTER] - row[PAYLOAD]
        if chars[slot] > _MOST_CHARS:
            _mark(busy, key_here)
        if row[NUMBER] == row[TOTAL]:
            parts.whole[line], lasts[slot] = True, _NONE
    for slot in range(SLOTS):
        part = lasts[slot]
        while part != _NONE:
            parts.open[part] = True
            part = parts.before[part]


@compiled_lean
def _unnamed(keys: np.ndarray, lasts: np.ndarray, row: np.ndarray, line: int, parts: JoinedParts) -> int:
    """Return the slot of a first part that names no station, which a part that names one may continue; else -1."""
    slot = _NONE if row[NUMBER] == 1 else _slot(keys, lasts, key(row, NO_ORIGIN))
    if slot >= 0:
        parts.named[line], parts.key[line] = parts.key[line], keys[slot]
    return slot


@compiled_lean
def _continues(
    row: np.ndarray, key_here: np.uint64, rx_s: float, busy: np.ndarray, waiting: Waiting, wanted: np.ndarray
) -> bool:
    """Return whether a part is the next one of a waiting message, so that the reference reader completes it as usual.
    Of a key that waits, all other parts are for the reference reader: it is marked as busy.
    """
    unnamed = key(row, NO_ORIGIN)
    for at in range(len(waiting.key)):
        have, total = waiting.have[at], waiting.total[at]
        if have == total or (waiting.key[at] != key_here and waiting.key[at] != unnamed):
            continue
        late = waiting.rx_s[at] < rx_s - DEADLINE_S
        if waiting.key[at] == key_here and row[NUMBER] == have + 1 and row[TOTAL] == total and not late:
            waiting.have[at] += 1
            wanted[0] = True
            return True
        _mark(busy, waiting.key[at])
        _mark(busy, key_here)
    return False


@compiled_lean
def _follows(row: np.ndarray, before: np.ndarray) -> bool:
    return row[NUMBER] == before[NUMBER] + 1 and row[TOTAL] == before[TOTAL]


@compiled_lean
def _refuse(parts: JoinedParts, part: int) -> None:
    """Refuse a part and those before it."""
    while part != _NONE:
        parts.refused[part] = True
        part = parts.before[part]


@compiled_lean
def _may_be_grouped(text: np.ndarray, table: np.ndarray, parts: JoinedParts, line: int) -> bool:
    """Return whether a tag block may tie a part to others, in any order; also if its wrappers are not known."""
    if table[parts.around[line], START] == table[line, BODY]:
        line = parts.first[line]
        if line < 0:
            return True
    found = False
    for at in range(table[parts.around[line], START], table[line, BODY]):
        found |= text[at] == _G and text[at + 1] == _COLON
    return found


@compiled_lean
def _feed_busy(table: np.ndarray, busy: np.ndarray, parts: JoinedParts) -> bool:
    """Feed the parts of busy keys, and of messages that are open at the end; return whether that made a key busy."""
    more = False
    for line in range(len(table)):
        if parts.key[line] == 0 or parts.fed[line]:
            continue
        named = parts.named[line]
        wanted = busy[parts.key[line] & _LAST_BITS] or busy[parts.wide[line] & _LAST_BITS] or parts.open[line]
        wanted = wanted or (named != 0 and busy[named & _LAST_BITS])
        if wanted or (parts.refused[line] and busy[key(table[line], NO_ORIGIN) & _LAST_BITS]):
            if named != 0 and not (busy[named & _LAST_BITS] and busy[parts.key[line] & _LAST_BITS]):
                _mark(busy, named)
                _mark(busy, parts.key[line])
                more = True
            parts.fed[parts.around[line] : line + 1] = True
            parts.whole[line] = False
            first = parts.first[line]
            # This part takes the wrappers of the last first part, so the reference reader has to know them.
            if first >= 0 and not parts.fed[first] and table[parts.around[line], START] == table[line, BODY]:
                _mark(busy, parts.key[first])
                more = True
    return more


@compiled_lean
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


@compiled_lean
def _slot(keys: np.ndarray, lasts: np.ndarray, value: np.uint64) -> int:
    for slot in range(len(keys)):
        if lasts[slot] != _NONE and keys[slot] == value:
            return slot
    return _NONE


@compiled_lean
def _free(lasts: np.ndarray) -> int:
    for slot in range(len(lasts)):
        if lasts[slot] == _NONE:
            return slot
    return _NONE

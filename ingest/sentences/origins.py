"""The keys by which parts of one message find each other, as 64-bit hashes: compiled counterpart of envelope.origin.

Equal origins have equal hashes; that two different ones share a hash is as good as impossible.
"""

from __future__ import annotations

import numpy as np

from ingest.sentences.scan import CHANNEL, END, SEQUENCE, TALKER
from models.base.compiled import compiled_lean

_SEED, _FACTOR, _SHIFT = np.uint64(0xCBF29CE484222325), np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
NO_ORIGIN = _SEED  # the hash of an empty origin
UNKNOWN = np.uint64(0)  # nothing in the wrappers names an origin
_WORD = np.zeros(256, "u1")  # \w of regular expressions
_WORD[list(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")] = 1
_ENDS = np.zeros(256, "u1")
_ENDS[list(b",*")] = 1
_COMMA, _BACKSLASH, _DASH, _COLON, _DOLLAR, _LF, _STAR, _G, _S, _R, _B = b",\\-:$\n*gsrb"
_PGHP = np.frombuffer(b"$PGHP,", "u1")
_FIELDS_BEFORE_STATION, _FIELDS_OF_STATION = 8, 3


@compiled_lean
def hashed(text: np.ndarray, begin: int, end: int, value: np.uint64) -> np.uint64:
    """Return the hash of the bytes from `begin` to `end`, added to `value`."""
    for at in range(begin, end):
        value = (value ^ np.uint64(text[at])) * _FACTOR
        value ^= value >> _SHIFT
    return value


@compiled_lean
def key_of(origin: np.uint64, talker: int, sequence: int, channel: int) -> np.uint64:
    """Return the hash of a key of the table of fragments; the last three as codes of scan.py."""
    value = origin
    for code in (talker, sequence, channel):
        value = (value ^ np.uint64(code + 1)) * _FACTOR
        value ^= value >> _SHIFT
    return value


@compiled_lean
def key(row: np.ndarray, origin: np.uint64) -> np.uint64:
    """Return the hash of the key of a sentence, a row of the table of lines."""
    return key_of(origin, row[TALKER], row[SEQUENCE], row[CHANNEL])


@compiled_lean
def origin_around(text: np.ndarray, begin: int, end: int) -> np.uint64:
    """Return the hash of the origin in the wrappers between two offsets: group, or else station, or else UNKNOWN."""
    station, sender = UNKNOWN, UNKNOWN
    for at in range(begin, end):
        if text[at] == _BACKSLASH or text[at] == _COMMA:
            if text[at + 1] == _G and text[at + 2] == _COLON:
                group = _group(text, at + 3)
                if group != UNKNOWN:
                    return group
            elif text[at + 1] == _S and text[at + 2] == _COLON and station == UNKNOWN:
                stop = at + 3
                while not _ENDS[text[stop]] and stop < end:
                    stop += 1
                station = hashed(text, at + 3, stop, _SEED)
        elif text[at] == _DOLLAR and sender == UNKNOWN:
            sender = _sender(text, at)
    return sender if station == UNKNOWN else station


@compiled_lean
def origin_after(text: np.ndarray, row: np.ndarray, at: int) -> np.uint64:
    """Return the hash of the station in the fields after the checksum (United States Coast Guard), which begin at `at`;
    NO_ORIGIN for none.
    """
    while at < row[END] and text[at] == _COMMA:
        at += 1
        if (text[at] == _R or text[at] == _B) and _WORD[text[at + 1]]:
            return hashed(text, at, _word(text, at), _SEED)
        while text[at] != _COMMA and text[at] != _LF:
            at += 1
    return NO_ORIGIN


@compiled_lean
def _group(text: np.ndarray, at: int) -> np.uint64:
    """`1-2-word` of a tag block: return the hash of the word, UNKNOWN if it is no group."""
    for _ in range(2):
        begin = at
        while 48 <= text[at] <= 57:
            at += 1
        if at == begin or text[at] != _DASH:
            return UNKNOWN
        at += 1
    end = _word(text, at)
    if end == at:
        return UNKNOWN
    value = _SEED
    for letter in (_G, _COLON):
        value = (value ^ np.uint64(letter)) * _FACTOR
        value ^= value >> _SHIFT
    return hashed(text, at, end, value)


@compiled_lean
def _sender(text: np.ndarray, at: int) -> np.uint64:
    """`$PGHP` at `at`: return the hash of country, region and station, UNKNOWN if they are not there."""
    for each in _PGHP:
        if text[at] != each:
            return UNKNOWN
        at += 1
    begin = at
    for number in range(_FIELDS_BEFORE_STATION + _FIELDS_OF_STATION):
        if number == _FIELDS_BEFORE_STATION:
            begin = at
        start = at
        while 48 <= text[at] <= 57:
            at += 1
        if text[at] != _COMMA or (number < _FIELDS_BEFORE_STATION and at == start):
            return UNKNOWN
        at += 1
    return hashed(text, begin, at - 1, _SEED)


@compiled_lean
def _word(text: np.ndarray, at: int) -> int:
    while _WORD[text[at]]:
        at += 1
    return at

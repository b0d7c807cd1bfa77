"""Where each field of a message lies, as one table of numbers taken from pyais's own field list.

ais_kernel.py reads the fields; ais_columns.py interprets them.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from pyais.messages import (
    MSG_CLASS,
    MessageType24PartA,
    MessageType24PartB,
    MessageType24PartBAuxiliaryCraft,
    Payload,
)

# The kind of a message is its number, but message 24 comes in parts that are laid out differently.
PART_A, PART_B, PART_B_AUXILIARY = 64, 65, 66
KINDS = 67
POSITION_KINDS = (1, 2, 3, 4, 9, 11, 18, 19, 21, 27)
STATIC_KINDS = (5, 19, 21, PART_A, PART_B, PART_B_AUXILIARY)
KNOWN_TYPES = tuple(MSG_CLASS)
_PARTS = {PART_A: MessageType24PartA, PART_B: MessageType24PartB, PART_B_AUXILIARY: MessageType24PartBAuxiliaryCraft}
OTHER_NAMES = {"shipname": "name", "ship_type": "aid_type"}  # message 21

# The fields that the columns need, and the value that means "not available" for kinds without the field.
POSITION_FIELDS = {
    "status": 15,
    "turn": -128,
    "speed": 1023,
    "accuracy": 0,
    "lon": 0,
    "lat": 0,
    "course": 3600,
    "heading": 511,
    "second": 60,
    "cs": 1,
}
NUMBER_FIELDS = dict.fromkeys(("imo", "ship_type", "to_bow", "to_stern", "to_port", "to_starboard", "draught"), 0)
TEXT_FIELDS = {"shipname": 20, "name_ext": 14, "callsign": 7, "destination": 20}  # characters
NAME_EXTENSION = "name_ext"  # of message 21: continues a name of 20 characters; often left out, whole or in part
NAME_EXTENSION_FROM = 272  # bits

# A payload is read as numbers of 60 bits that begin every 30 bits: any field of up to 30 bits lies within one of them.
STRIDE_BITS, WORD_BITS = 30, 60
_NEVER = 1 << 30

# A message may be followed by bits that do not belong to it: some receivers pass on the whole of its slots, of 256 bits
# each. A longer one is encrypted, or noise that happened to pass the checksum; so is 27 above a padded slot.
MOST_BITS = np.full(KINDS, 256)
MOST_BITS[[5, 19, 21]], MOST_BITS[27] = 512, 173


class Slice(NamedTuple):
    """A field, or a part of a text that fits one number: the field's name, the offset in it and the width, in bits."""

    name: str
    offset: int
    width: int


class Layout(NamedTuple):
    """Places of the slices by kind, arrays (kinds, slices): the number, the shift and mask in it, the sign bit (0 for
    unsigned), and the value of absent fields; `end` (kinds,) is the number of bits that holds all fields of the kind.
    """

    slices: tuple[Slice, ...]
    word: np.ndarray
    shift: np.ndarray
    mask: np.ndarray
    sign: np.ndarray
    absent: np.ndarray
    end: np.ndarray


def message_class(kind: int) -> type[Payload]:
    """Return pyais's class for a kind of message."""
    return _PARTS.get(kind) or MSG_CLASS[kind]


@cache
def fields_of(kind: int) -> dict[str, tuple[int, int, bool]]:
    """Return name -> (offset, width in bits, signed) from pyais."""
    return {name: (start, width, signed) for name, start, width, signed, _, _ in message_class(kind).decoder_plan()}


def number_slices(names: dict[str, int]) -> tuple[Slice, ...]:
    """Return one slice per field."""
    return tuple(Slice(name, 0, 0) for name in names)


def text_slices(name: str) -> tuple[Slice, ...]:
    """Return the slices of a text, five characters each."""
    bits = TEXT_FIELDS[name] * 6
    return tuple(Slice(name, start, min(STRIDE_BITS, bits - start)) for start in range(0, bits, STRIDE_BITS))


def make_layout(kinds: tuple[int, ...], slices: tuple[Slice, ...], absent: dict[str, int]) -> Layout:
    """Return the places of the slices in these kinds of message."""
    word, shift, mask, sign = (np.zeros((KINDS, len(slices)), "i8") for _ in range(4))
    missing = np.tile(np.array([absent.get(each.name, 0) for each in slices], "i8"), (KINDS, 1))
    end = np.full(KINDS, _NEVER)
    for kind in kinds:
        fields = fields_of(kind)
        end[kind] = 0
        for column, each in enumerate(slices):
            place = fields.get(each.name) or fields.get(OTHER_NAMES.get(each.name, ""))
            if place is None:
                continue
            offset, width = place[0] + each.offset, each.width or place[1]
            word[kind, column] = offset // STRIDE_BITS
            shift[kind, column] = WORD_BITS - offset % STRIDE_BITS - width
            mask[kind, column] = (1 << width) - 1
            sign[kind, column] = (1 << width) >> 1 if place[2] else 0
            missing[kind, column] = 0
            end[kind] = max(end[kind], 0 if each.name == NAME_EXTENSION else offset + width)
    return Layout(slices, word, shift, mask, sign, missing, end)


POSITION_LAYOUT = make_layout(POSITION_KINDS, number_slices(POSITION_FIELDS), POSITION_FIELDS)
STATIC_LAYOUT = make_layout(
    STATIC_KINDS, (*number_slices(NUMBER_FIELDS), *(each for name in TEXT_FIELDS for each in text_slices(name))), {}
)

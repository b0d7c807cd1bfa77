"""Steps over text 32 bytes at a time, as vector instructions: what the loops of scan.py spend their time on.

Numba has no vectors of its own and does not vectorise loops that end at a byte, so these few are written for LLVM.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from models.base.compiled import compiled, inlined

WIDTH = 32
_CHARS, _NUMBERS = ir.VectorType(ir.IntType(8), WIDTH), ir.VectorType(ir.IntType(64), WIDTH // 8)
_SHORT, _LONG = ir.IntType(32), ir.IntType(64)
_MARKS = b"!$\\*\n"
_ARMOUR = ((48, 88), (96, 120))  # from, to: the characters of values 0 to 63
_BYTES_PER_MARK = 8  # most texts have fewer marks
_IS_MARK = np.zeros(256, "?")
_IS_MARK[list(_MARKS)] = True
_LF = ord("\n")


def _each(value: int) -> Any:
    return ir.Constant(_CHARS, [value] * WIDTH)


def _loaded(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Load the bytes from an offset of an array on."""
    array = context.make_array(signature.args[0])(context, builder, arguments[0])
    return builder.load(builder.bitcast(builder.gep(array.data, [arguments[1]]), _CHARS.as_pointer()), align=1)


def _flags(matches: Callable[[Any, Any], Any]) -> Callable[[np.ndarray, int], int]:
    """Return a compiled function of a text and an offset from which WIDTH bytes are there: the number whose bit i says
    whether byte i matches.
    """

    @intrinsic
    def flags(_: Any, text: Any, at: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            found = matches(builder, _loaded(context, builder, signature, arguments))
            return builder.zext(builder.bitcast(found, ir.IntType(WIDTH)), _LONG)

        return types.int64(text, types.int64), build

    return flags


def _is_mark(builder: Any, chars: Any) -> Any:
    return reduce(builder.or_, [builder.icmp_unsigned("==", chars, _each(mark)) for mark in _MARKS])


def _is_no_armour(builder: Any, chars: Any) -> Any:
    shifted = [(builder.sub(chars, _each(begin)), _each(end - begin)) for begin, end in _ARMOUR]
    return reduce(builder.and_, [builder.icmp_unsigned(">=", *each) for each in shifted])


mark_flags, no_armour_flags = _flags(_is_mark), _flags(_is_no_armour)


@intrinsic
def lowest(_: Any, __: Any) -> Any:
    """Return the number of the lowest bit that is set; 64 for none."""

    def build(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.int64), build


@intrinsic
def _folded(_: Any, text: Any, __: Any, ___: Any) -> Any:
    """Return the exclusive-or, in eights, of the first `size` of the WIDTH bytes from an offset on."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        chars, none = _loaded(context, builder, signature, arguments), ir.Constant(_CHARS, ir.Undefined)
        size = builder.insert_element(none, builder.trunc(arguments[2], ir.IntType(8)), ir.Constant(_SHORT, 0))
        sizes = builder.shuffle_vector(size, none, ir.Constant(ir.VectorType(_SHORT, WIDTH), [0] * WIDTH))
        inside = builder.icmp_unsigned("<", ir.Constant(_CHARS, list(range(WIDTH))), sizes)
        numbers = builder.bitcast(builder.select(inside, chars, _each(0)), _NUMBERS)
        return reduce(
            builder.xor, [builder.extract_element(numbers, ir.Constant(_SHORT, at)) for at in range(WIDTH // 8)]
        )

    return types.int64(text, types.int64, types.int64), build


@inlined
def exclusive_or(text: np.ndarray, begin: int, end: int) -> int:
    """Return the exclusive-or of the bytes between two offsets."""
    found, at = 0, begin
    while at < end and at + WIDTH <= len(text):
        found ^= _folded(text, at, min(end - at, WIDTH))
        at += WIDTH
    found ^= found >> 32
    found ^= found >> 16
    found = (found ^ found >> 8) & 255
    while at < end:
        found ^= text[at]
        at += 1
    return found


@inlined
def armour_end(text: np.ndarray, at: int, end: int) -> int:
    """Return where the armour that begins at an offset ends, at most `end`."""
    flags = 0
    while flags == 0 and at < end and at + WIDTH <= len(text):
        flags = no_armour_flags(text, at)
        at += min(lowest(flags), WIDTH)
    while at < end and (48 <= text[at] < 88 or 96 <= text[at] < 120):
        at += 1
    return min(at, end)


@compiled
def marks_of(text: np.ndarray, most_lines: int) -> tuple[np.ndarray, int]:
    """Return where the marks of the first lines stand, up to `most_lines` lines ended by LF, and how many lines."""
    found, n, lines, at = np.empty(len(text) // _BYTES_PER_MARK + 2 * WIDTH, np.int32), 0, 0, 0
    while lines < most_lines and at < len(text):
        if n + WIDTH > len(found):
            more = np.empty(2 * len(found), np.int32)
            more[:n] = found[:n]
            found = more
        flags = _flags_at(text, at)
        while flags:
            mark = at + lowest(flags)
            found[np.uintp(n)] = mark
            lines += text[np.uintp(mark)] == _LF
            n, flags = n + 1, flags & (flags - 1)
        at += WIDTH
    return found[:n], min(lines, most_lines)


@inlined
def _flags_at(text: np.ndarray, at: int) -> int:
    """Return the flags of the marks from an offset on, also near the end of the text."""
    if at + WIDTH <= len(text):
        return mark_flags(text, at)
    flags = 0
    for bit in range(len(text) - at):
        flags |= _IS_MARK[text[at + bit]] << bit
    return flags

"""Frames unpack to equal, read-only data; damage always raises WireError."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from models.messages.wire import WireError, pack, unpack

texts = st.text(max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
columns = st.sampled_from(["f8", "f4", "u1", "u4", "u8", "i8", "i4", "?", "S20"]).flatmap(
    lambda dtype: arrays.arrays(dtype, st.integers(0, 9))
)
tables = st.dictionaries(texts, st.dictionaries(texts, columns, min_size=1, max_size=3), max_size=3)
FRAME = pack({"tick": 7}, {"vessels": {"mmsi": np.arange(5, dtype="u4"), "lat_deg": np.linspace(0, 1, 5)}})


@settings(max_examples=50)
@given(st.dictionaries(texts, values, max_size=4), tables)
def test_a_frame_unpacks_to_what_was_packed(header: dict[str, Any], held: dict[str, dict[str, np.ndarray]]) -> None:
    got, back = unpack(pack(header, held))
    assert got == header
    assert back.keys() == held.keys()
    for name, table in held.items():
        assert back[name].keys() == table.keys()
        for column, cells in table.items():
            assert back[name][column].dtype == cells.dtype
            assert back[name][column].tobytes() == cells.tobytes()


def test_arrays_come_back_read_only() -> None:
    _, back = unpack(FRAME)
    with pytest.raises(ValueError):
        back["vessels"]["mmsi"][0] = 1


def test_a_strided_column_is_packed_as_it_reads() -> None:
    _, back = unpack(pack({}, {"t": {"c": np.arange(10)[::3]}}))
    assert back["t"]["c"].tolist() == [0, 3, 6, 9]


def test_numbers_unknown_to_json_are_refused_when_packed() -> None:
    with pytest.raises(ValueError):
        pack({"risk": float("nan")}, {})


@given(st.binary(max_size=64))
def test_bytes_that_are_not_a_frame_are_refused(frame: bytes) -> None:
    with pytest.raises(WireError):
        unpack(frame)


@pytest.mark.parametrize("length", range(0, len(FRAME), 3))
def test_a_frame_cut_short_is_refused(length: int) -> None:
    with pytest.raises(WireError):
        unpack(FRAME[:length])


@settings(max_examples=300)
@given(st.integers(0, len(FRAME) - 1), st.integers(1, 255))
def test_a_damaged_frame_is_refused_or_read_but_never_crashes(at: int, flip: int) -> None:
    damaged = bytearray(FRAME)
    damaged[at] ^= flip
    try:
        unpack(bytes(damaged))
    except WireError:
        return


FALSE_INDEXES = (
    "5",
    "[5]",
    "null",
    '[["t", "c", "O", 1, 0]]',
    '[["t", "c", ",", 1, 0]]',
    '[["t", "c", "<f8", 99, 0]]',
    '[["t", "c", "<f8", 1e99, 0]]',
    '[["t", "c", "<f8", 99999999999999999999, 0]]',
    '[["t", "c", "|S999999", 1, 0]]',
)


@pytest.mark.parametrize("index", FALSE_INDEXES)
def test_a_false_index_is_refused(index: str) -> None:
    head = f'{{"header": {{}}, "index": {index}}}'.encode()
    with pytest.raises(WireError):
        unpack(b"WHW1" + len(head).to_bytes(4, "little") + head + b"\0" * 16)

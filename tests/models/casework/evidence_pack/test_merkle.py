"""Merkle trees over row hashes: a path proves its row, and no other leaf, place, path or root."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.casework.evidence_pack.merkle import path_of, root_of
from models.casework.evidence_pack.verify import included

ROWS = [hashlib.sha256(str(number).encode()).digest() for number in range(200)]
# RFC 6962's own tree: the data of its reference implementation, and the roots over the first 1, 2, 3 … of them.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_the_roots_are_those_of_the_reference(size: int, root: str) -> None:
    assert root_of([bytes.fromhex(each) for each in DATA[:size]]).hex() == root


@given(size=st.integers(1, len(ROWS)), data=st.data())
def test_a_path_proves_its_row_and_nothing_else(size: int, data: st.DataObject) -> None:
    rows, index = ROWS[:size], data.draw(st.integers(0, size - 1))
    root, path = root_of(rows), path_of(rows, index)
    assert included(rows[index], index, size, path, root)
    bit = data.draw(st.integers(0, 255))
    assert not included(_flipped(rows[index], bit), index, size, path, root)
    assert not included(rows[index], index, size, path, _flipped(root, bit))
    assert not included(rows[index], index, size, [*path, root], root)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        altered = [*path[:at], _flipped(path[at], bit), *path[at + 1 :]]
        assert not included(rows[index], index, size, altered, root)
        assert not included(rows[index], index, size, path[:-1], root)
    other = data.draw(st.integers(-1, size))
    assert included(rows[index], other, size, path, root) == (other == index)


def test_a_row_that_is_not_there_has_no_path() -> None:
    with pytest.raises(IndexError, match="row 3 of 3"):
        path_of(ROWS[:3], 3)
    assert not included(ROWS[0], 0, 0, [], root_of([]))


def _flipped(digest: bytes, bit: int) -> bytes:
    return (int.from_bytes(digest, "big") ^ (1 << bit)).to_bytes(32, "big")

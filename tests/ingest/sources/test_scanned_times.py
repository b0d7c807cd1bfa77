"""The scanner reads the times of lines as the expressions do, on every recording and on damaged lines."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.sentences.scanned import scan_lines
from ingest.sources.filetime import UndatedTimes, own_times
from tests.ingest.fuzzed import RECORDINGS, fuzzed, lines_of
from tests.ingest.recordings import sentence, tag_block

A1 = sentence(b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6")


def assert_same(lines: list[bytes]) -> np.ndarray:
    scanned, _ = scan_lines(b"\n".join([*lines, b""]))
    own = own_times(scanned)
    np.testing.assert_array_equal(own, own_times(lines))
    np.testing.assert_array_equal(UndatedTimes().own(scanned), UndatedTimes().own(lines))
    return own


@pytest.mark.parametrize("name", [path.name for path in RECORDINGS])
def test_every_line_of_every_recording(name: str) -> None:
    assert_same(lines_of(name))


@pytest.mark.skipif(not RECORDINGS, reason="real recordings are not here")
def test_damaged_lines() -> None:
    for lines, _ in fuzzed():
        assert_same(lines)


@pytest.mark.parametrize(
    "digits",
    [
        b"12345678",
        b"123456789",
        b"1234567890",
        b"1234567890123",
        b"12345678901234",
        b"1234567890.5",
        b"1234567890123456",
    ],
)
def test_times_of_tag_blocks(digits: bytes) -> None:
    for fields in (b"c:%b", b"s:x,c:%b", b"c:%b,s:x", b"c:1,c:%b", b"c:%b,c:1"):
        assert_same([tag_block(fields % digits) + A1, tag_block(fields % digits)])


@pytest.mark.parametrize(
    "tail",
    [
        b",1577887200",
        b",1577887200123",
        b",rA,1577887200",
        b",157788720",
        b",1577887200 x",
        b" 1577887200",
        b",2020-01-01T00:00:00Z",
    ],
)
def test_times_behind_the_checksum(tail: bytes) -> None:
    assert_same([A1 + tail, tag_block(b"s:x") + A1 + tail, b"$GPGGA,1*00" + tail, b"#" + tail])


@pytest.mark.parametrize(
    "date",
    [
        b"2012,2,29,23,59,59,999",
        b"2011,2,29,0,0,0,0",
        b"2000,12,31,0,0,60,0",
        b"1900,2,29,0,0,0,0",
        b"2012,13,1,0,0,0,0",
        b"2012,1,1,24,0,0,0",
        b"0,1,1,0,0,0,0",
        b"1969,7,20,20,17,40,0",
    ],
)
def test_times_of_pghp(date: bytes) -> None:
    line = b"$PGHP,1,%b,219,,2190074,1,0D" % date
    assert_same([b"%b*%02X" % (line, int(np.bitwise_xor.reduce(np.frombuffer(line[1:], "u1")))), A1])

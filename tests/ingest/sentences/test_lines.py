"""Lines are the same wherever the bytes are cut, and checksums of a block are those of its lines."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences.lines import MAX_LINE_BYTES, LineCutter, WholeLines, checksum, whole_lines, wrong_checksums
from tests.ingest.recordings import sentence, tag_block

ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
TEXT = st.binary(max_size=20).map(lambda raw: raw.replace(b"\n", b".").replace(b"\r", b"."))
LINES = st.lists(st.tuples(st.one_of(TEXT, st.just(b"x" * 1500)), ENDS), max_size=12)


def cut(pieces: list[bytes]) -> list[bytes]:
    cutter = LineCutter()
    lines = [line for piece in pieces for line in cutter.cut(piece)]
    return lines + cutter.finish()


def in_pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cuts), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges)]


@given(LINES, st.lists(st.integers(0, 4000), max_size=8))
def test_lines_are_the_same_wherever_the_bytes_are_cut(lines: list[tuple[bytes, bytes]], cuts: list[int]) -> None:
    data = b"".join(text + end for text, end in lines)
    whole = [line[: MAX_LINE_BYTES + 1] for line in cut([data])]
    assert [line[: MAX_LINE_BYTES + 1] for line in cut(in_pieces(data, cuts))] == whole


def test_every_line_end_counts_once() -> None:
    assert cut([b"a\nb\r\nc\rd"]) == [b"a", b"b", b"c", b"d"]
    assert cut([b"a\r", b"\nb\r\n"]) == [b"a", b"b"]
    assert cut([b"a\n\nb\n"]) == [b"a", b"", b"b"]


def test_a_line_without_end_is_held_no_longer_than_the_limit() -> None:
    cutter = LineCutter()
    returned = [line for _ in range(1000) for line in cutter.cut(b"x" * 500)]
    assert [len(line) for line in returned] == [MAX_LINE_BYTES + 1]
    assert len(cutter._tail) == 0
    assert cutter.cut(b"xx\nnext\n") == [b"next"]


@given(st.lists(st.binary(max_size=30), max_size=10), st.lists(st.integers(0, 300), max_size=6))
def test_recorded_pieces_of_a_stream_are_whole_unchanged_lines(texts: list[bytes], cuts: list[int]) -> None:
    data = b"\n".join(texts)
    lines = WholeLines()
    pieces = [lines.cut(piece) for piece in in_pieces(data, cuts)]
    rest = lines.finish()
    assert b"".join(pieces) + rest == data
    assert all(piece.endswith((b"\n", b"\r")) for piece in pieces if piece)
    assert b"\n" not in rest


def test_a_stream_without_line_ends_does_not_pile_up() -> None:
    lines = WholeLines()
    assert sum(len(lines.cut(b"x" * 10_000)) for _ in range(100)) >= 900_000


def test_a_datagram_ends_its_last_line() -> None:
    assert whole_lines(b"a\r\nb") == [b"a", b"b"]
    assert whole_lines(b"a\r\nb\r\n") == [b"a", b"b"]
    assert whole_lines(b"") == []


GOOD = sentence(b"15N5s90P00IB>dtA7f<pOwv00<1a")


@given(st.lists(st.one_of(st.just(GOOD), TEXT, st.just(tag_block(b"s:x,c:1") + GOOD), st.just(GOOD[:-1] + b"?"))))
def test_wrong_checksums_of_a_block_are_those_of_its_lines(lines: list[bytes]) -> None:
    block = b"".join(line + b"\n" for line in lines)
    alone = [bool(wrong_checksums(line + b"\n")[0]) for line in lines]
    assert wrong_checksums(block).tolist() == alone


def test_a_changed_character_makes_the_checksum_wrong() -> None:
    for at in range(1, len(GOOD)):
        if at == GOOD.index(b"*"):
            continue
        changed = bytearray(GOOD)
        changed[at] ^= 0x01
        assert wrong_checksums(bytes(changed) + b"\n")[0], bytes(changed)
    assert not wrong_checksums(GOOD + b"\n")[0]
    assert not wrong_checksums(GOOD.replace(b"*2B", b"*2b") + b"\n")[0]


def test_the_checksum_is_the_exclusive_or_of_the_characters() -> None:
    assert checksum(b"AIVDM,1,1,,B,15N5s90P00IB>dtA7f<pOwv00<1a,0") == 0x2B

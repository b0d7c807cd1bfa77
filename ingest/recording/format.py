"""The file format of recordings, and reading them. recorder.py writes and seals them.

A hot file is a sequence of records: if it is cut short, at most the last record is lost. A sealed file is valid zstd:
each block is a skippable frame (RFC 8878) with our header and index, then a frame of the bytes as received, so that
`zstd -dc` returns the text. Every byte of a block is covered by a checksum.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from typing import IO, NamedTuple
from zlib import crc32

import numpy as np
import zstandard

from models.base.settings import UserError

Piece = tuple[int, float, bytes]  # seq, rx_s (to the microsecond), bytes as received

HOT, SEALED, ASIDE = ".hot", ".zst", ".tmp"  # being written, full and packed, being packed
BLOCK_BYTES = 1 << 20  # raw bytes in a block: the most that a seek reads in excess
_RECORD = struct.Struct("<4sqqII")  # magic, seq, microseconds, length, checksum of those and the data
_RECORD_MAGIC = b"WHr1"
_FRAME = struct.Struct("<II")
_FRAME_MAGIC = 0x184D2A57  # one of the sixteen skippable ones
_HEAD = struct.Struct("<4sqIqqIIII")  # see Head, then checksum of the body
_HEAD_SUM = struct.Struct("<I")
_HEAD_MAGIC = b"WHs1"
_NEAR_BYTES = 1 << 14  # in a hot file the search stops this close before the record
_LOOKED_AT_BYTES = 1 << 17  # read to find a record: two of the largest pieces
_BEYOND = 1 << 62  # above all numbers and all times in microseconds
_MOST_BYTES = 1 << 28  # no block is as large; guards against a damaged length


class DamagedError(UserError):
    """The bytes of a sealed file are not those that were written."""


class Head(NamedTuple):
    """Header of a block: its pieces are `seq0` to `seq0 + n - 1`, received between two times in microseconds."""

    magic: bytes
    seq0: int
    n: int
    t0_us: int
    t1_us: int
    raw_bytes: int
    packed_bytes: int
    index_bytes: int
    body_sum: int


def to_us(rx_s: float) -> int:
    """Return a time in whole microseconds, as recordings store it."""
    return round(rx_s * 1e6)


def pack_record(seq: int, rx_us: int, data: bytes) -> bytes:
    """Return one record of a hot file."""
    head = _RECORD.pack(_RECORD_MAGIC, seq, rx_us, len(data), 0)
    return _RECORD.pack(_RECORD_MAGIC, seq, rx_us, len(data), crc32(data, crc32(head))) + data


def records(hot: bytes, at: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Yield (seq, microseconds, data) of the records of a hot file from a byte on, up to the first incomplete one."""
    while at + _RECORD.size <= len(hot):
        magic, seq, rx_us, length, check = _RECORD.unpack_from(hot, at)
        data = hot[at + _RECORD.size : at + _RECORD.size + length]
        head = _RECORD.pack(magic, seq, rx_us, length, 0)
        if magic != _RECORD_MAGIC or len(data) < length or crc32(data, crc32(head)) != check:
            return
        yield seq, rx_us, data
        at += _RECORD.size + length


def hot_records(file: IO[bytes], from_seq: int, low_us: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield the records of a hot file, read a block at a time. The first one lies shortly before the first record
    that is numbered `from_seq` or more and not older than `low_us`.
    """
    file.seek(_record_before(file, from_seq, low_us))
    rest = b""
    while more := file.read(BLOCK_BYTES):
        rest, at = rest + more, 0
        for seq, rx_us, data in records(rest):
            yield seq, rx_us, data
            at += _RECORD.size + len(data)
        rest = rest[at:]


def _record_before(file: IO[bytes], from_seq: int, low_us: int) -> int:
    """Find the byte to begin at by bisection: the records of a file are in order of number and of time."""
    low, high = 0, file.seek(0, SEEK_END)
    while high - low > _NEAR_BYTES:
        middle = (low + high) // 2
        at, seq, rx_us = _whole_record(file, middle, high)
        low, high = (at, high) if seq <= from_seq or rx_us < low_us else (low, middle)
    return low


def _whole_record(file: IO[bytes], at: int, upto: int) -> tuple[int, int, int]:
    """Return (byte, seq, microseconds) of the first record that begins between two bytes; _BEYOND if there is none."""
    file.seek(at)
    near, begin = file.read(_LOOKED_AT_BYTES), 0
    while (begin := near.find(_RECORD_MAGIC, begin, upto - at)) >= 0:
        for seq, rx_us, _ in records(near, begin):
            return at + begin, seq, rx_us
        begin += 1  # the magic was part of the data of a piece
    return upto, _BEYOND, _BEYOND


def pack_block(seq0: int, rx_us: list[int], pieces: list[bytes]) -> bytes:
    """Return one block of a sealed file; the pieces are numbered without a gap."""
    times = np.array(rx_us, "<i8")
    lengths = np.array([len(piece) for piece in pieces], "<u4")
    index = zstandard.compress(np.diff(times, prepend=0).tobytes() + lengths.tobytes())
    raw = b"".join(pieces)
    packed = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(raw)
    sizes = (len(raw), len(packed), len(index))
    head = _HEAD.pack(
        _HEAD_MAGIC, seq0, len(pieces), int(times.min()), int(times.max()), *sizes, crc32(packed, crc32(index))
    )
    frame = _FRAME.pack(_FRAME_MAGIC, _HEAD.size + _HEAD_SUM.size + len(index))
    return b"".join((frame, head, _HEAD_SUM.pack(crc32(head)), index, packed))


def is_recording(path: Path) -> bool:
    """Return whether the path is a folder of recordings, or one recorded file."""
    if path.is_dir():
        return True
    with path.open("rb") as file:
        start = file.read(_FRAME.size + len(_HEAD_MAGIC))
    return start.startswith(_RECORD_MAGIC) or (
        start.startswith(_FRAME_MAGIC.to_bytes(4, "little")) and start.endswith(_HEAD_MAGIC)
    )


def read_recording(
    path: Path,
    feed: str | None = None,
    from_s: float | None = None,
    to_s: float | None = None,
    from_seq: int = 0,
) -> Iterator[Piece]:
    """Yield the pieces of a recorded file, or of a folder (`feed` names a folder inside it), in order of number.

    Only those received from `from_s` to `to_s`, both included, and numbered `from_seq` or more. Blocks outside that
    range are skipped unread. Raises DamagedError, a UserError.
    """
    low_us = to_us(from_s) if from_s is not None else -_BEYOND
    high_us = to_us(to_s) if to_s is not None else _BEYOND
    files = list_files(path / feed if feed and path.is_dir() and (path / feed).is_dir() else path)
    for file, following in zip(files, [*files[1:], None], strict=False):
        if following is not None and first_seq(following) <= from_seq:
            continue
        for seq, rx_us, data in _read_file(file, low_us, high_us, from_seq):
            if seq >= from_seq and low_us <= rx_us <= high_us:
                yield seq, rx_us / 1e6, data


def list_files(path: Path) -> list[Path]:
    """Return the files of a folder in order of number; while a file is being sealed, the sealed one counts."""
    if not path.is_dir():
        return [path]
    found = {first_seq(file): file for form in (HOT, SEALED) for file in path.glob(f"[0-9]*{form}")}
    return [found[number] for number in sorted(found)]


def first_seq(path: Path) -> int:
    """Return the number of the first piece, from the file's name."""
    digits = path.name.split(".")[0].split("-")[0]
    return int(digits) if digits.isdigit() else 0


def heads(path: Path) -> Iterator[tuple[int, Head]]:
    """Yield the first byte and the header of each block of a sealed file. Raises DamagedError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        at = 0
        while at < size:
            file.seek(at)
            head = _head(path, at, file.read(_FRAME.size + _HEAD.size + _HEAD_SUM.size))
            yield at, head
            at += _FRAME.size + _HEAD.size + _HEAD_SUM.size + head.index_bytes + head.packed_bytes
        if at != size:
            raise _damage(path, at)


def _head(path: Path, at: int, start: bytes) -> Head:
    if len(start) < _FRAME.size + _HEAD.size + _HEAD_SUM.size:
        raise _damage(path, at)
    magic, frame_bytes = _FRAME.unpack_from(start)
    raw = start[_FRAME.size : _FRAME.size + _HEAD.size]
    head = Head(*_HEAD.unpack(raw))
    (check,) = _HEAD_SUM.unpack_from(start, _FRAME.size + _HEAD.size)
    if magic != _FRAME_MAGIC or head.magic != _HEAD_MAGIC or check != crc32(raw):
        raise _damage(path, at)
    if frame_bytes != _HEAD.size + _HEAD_SUM.size + head.index_bytes or head.raw_bytes > _MOST_BYTES:
        raise _damage(path, at)
    return head


def _read_file(path: Path, low_us: int, high_us: int, from_seq: int) -> Iterator[tuple[int, int, bytes]]:
    if path.suffix == SEALED or not _is_hot(path):
        for at, head in heads(path):
            if head.t1_us >= low_us and head.t0_us <= high_us and head.seq0 + head.n > from_seq:
                yield from _block(path, at, head)
        return
    try:
        hot = path.open("rb")
    except FileNotFoundError:  # sealed since the folder was listed
        for sealed in path.parent.glob(f"{path.stem}-*{SEALED}"):
            yield from _read_file(sealed, low_us, high_us, from_seq)
        return
    with hot:
        yield from hot_records(hot, from_seq, low_us)


def _is_hot(path: Path) -> bool:
    return path.suffix == HOT or path.open("rb").read(4) == _RECORD_MAGIC


def _block(path: Path, at: int, head: Head) -> Iterator[tuple[int, int, bytes]]:
    with path.open("rb") as file:
        file.seek(at + _FRAME.size + _HEAD.size + _HEAD_SUM.size)
        body = file.read(head.index_bytes + head.packed_bytes)
    if crc32(body) != head.body_sum:
        raise _damage(path, at)
    index = zstandard.decompress(body[: head.index_bytes])
    times = np.cumsum(np.frombuffer(index, "<i8", head.n)).tolist()
    ends = np.cumsum(np.frombuffer(index, "<u4", head.n, 8 * head.n)).tolist()
    raw = zstandard.decompress(body[head.index_bytes :], max_output_size=head.raw_bytes)
    start = 0
    for i, (rx_us, end) in enumerate(zip(times, ends, strict=True)):
        yield head.seq0 + i, rx_us, raw[start:end]
        start = end


def _damage(path: Path, at: int) -> DamagedError:
    return DamagedError(f"{path}: damaged at byte {at}; give another copy, or leave this file out")

"""The text of a file: gzip, zstd, bzip2, xz and zip are unpacked, UTF-16 and UTF-32 become UTF-8.

The kind of a file is recognised by its content. Of a file that is cut off or damaged, everything before the damage is
read. Lines and their times: files.py.
"""

from __future__ import annotations

import bz2
import codecs
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import zstandard

_PIECE_BYTES = 1 << 14
_WRONG = (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError, ValueError)
_CUT = "it is cut off"
# Of the PKZIP format (APPNOTE 4.3): a local file header, and what may follow the last file.
_ZIP_FILE, _ZIP_HEADER_BYTES, _ZIP_LONGEST_DESCRIPTOR = b"PK\x03\x04", 30, 24
_ZIP_ENDS = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")
_ZIP_ENCRYPTED, _ZIP_STORED, _ZIP_DEFLATED = 1, 0, 8
_SNIFFED_CHARS = 32  # of UTF-16 without a byte order mark
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


_LINE_END, _LEAST_UNENDED_BYTES = re.compile(rb"[\r\n]"), 4096
# The end of a sentence before the next one or its tag block, or of a JSON object before the next one.
_UNENDED = re.compile(rb"(?<=\*[0-9A-Fa-f]{2})\s*(?=[!$]|\\[a-z])|(?<=\}),\s*(?=\{)")


class DamagedFileError(Exception):
    """The remainder of a file cannot be unpacked; everything before it was returned."""


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def text_of(path: Path) -> Iterator[bytes]:
    """Yield the text of a file in pieces. Raises OSError, and DamagedFileError after what could be unpacked."""
    pieces = _unpacked(_raw(path))
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= 2 * _SNIFFED_CHARS:
            break
    mark, codec = next(((mark, codec) for mark, codec in _MARKS if start.startswith(mark)), (b"", _unmarked(start)))
    text = filter(None, _plain(_chain(start[len(mark) :], pieces), codec))
    first = next(text, b"")
    whole = _chain(first, text) if first else iter(())
    yield from whole if _LINE_END.search(first) or len(first) < _LEAST_UNENDED_BYTES else _with_line_ends(whole)


def _with_line_ends(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Begin a line after each sentence and each JSON object of a text that has no line ends."""
    held = b""
    for piece in pieces:
        *whole, held = _UNENDED.split(held + piece)
        for line in whole:
            yield line + b"\n"
    if held:
        yield held


def _raw(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece


def _chain(first: bytes, following: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from following


def _unmarked(start: bytes) -> str:
    """Return the encoding of text without a byte order mark: ASCII as UTF-16 has a NUL in every second byte."""
    sample = start[: 2 * _SNIFFED_CHARS]
    if len(sample) >= 4 and any(sample):
        for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
            if not any(sample[offset::2]) and all(sample[1 - offset :: 2]):
                return codec
    return "utf-8"


def _plain(pieces: Iterator[bytes], codec: str) -> Iterator[bytes]:
    if codec == "utf-8":
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    for piece in pieces:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"")
    whole = _chain(first, pieces)
    for magic, unpacker in _UNPACKERS.items():
        if first.startswith(magic):
            return _members(whole, unpacker)
    # A skippable frame of zstd (RFC 8878) may come first.
    if first[1:4] == b"\x2a\x4d\x18" and first[:1] and first[0] >> 4 == 5:
        return _members(whole, _zstd)
    return _zip_files(_Bytes(whole)) if first.startswith(_ZIP_FILE) else whole


def _members(pieces: Iterator[bytes], new: Callable[[], _Unpacker]) -> Iterator[bytes]:
    """Unpack the members of a file, one after the other; NUL between them is padding."""
    unpacker, begun = new(), False
    for piece in pieces:
        packed = piece
        while packed := packed if begun else packed.lstrip(b"\0"):
            begun = True
            yield _unpack(unpacker, packed)
            packed = b""
            if unpacker.eof:
                packed, unpacker, begun = unpacker.unused_data, new(), False
    if begun:
        raise DamagedFileError(_CUT)


def _unpack(unpacker: _Unpacker, piece: bytes) -> bytes:
    try:
        return unpacker.decompress(piece)
    except _WRONG as problem:
        raise DamagedFileError(str(problem) or "it cannot be unpacked") from problem


class _Bytes:
    """Bytes from pieces, as many as wanted, and back."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def take(self, most: int) -> bytes:
        """Return so many bytes, or what is left."""
        while len(self._held) < most and (piece := next(self._pieces, b"")):
            self._held += piece
        taken, self._held = self._held[:most], self._held[most:]
        return taken

    def give_back(self, data: bytes) -> None:
        """Put bytes back at the front."""
        self._held = data + self._held


def _zip_files(source: _Bytes) -> Iterator[bytes]:
    """Unpack the files of a zip archive from front to back, so that its index at the end is not needed."""
    while (signature := source.take(4)) == _ZIP_FILE:
        header = signature + source.take(_ZIP_HEADER_BYTES - 4)
        flags, method = int.from_bytes(header[6:8], "little"), int.from_bytes(header[8:10], "little")
        size = int.from_bytes(header[18:22], "little")
        source.take(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"))
        if flags & _ZIP_ENCRYPTED or method not in (_ZIP_STORED, _ZIP_DEFLATED):
            raise DamagedFileError("its files are encrypted or packed in an unknown way; unpack them first")
        yield from _deflated(source) if method == _ZIP_DEFLATED else _stored(source, size)
        yield b"\n"  # its last line may have no end
        _skip_descriptor(source)
    if signature not in _ZIP_ENDS:
        raise DamagedFileError(_CUT)


def _deflated(source: _Bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while not unpacker.eof:
        piece = source.take(_PIECE_BYTES)
        if not piece:
            raise DamagedFileError(_CUT)
        yield _unpack(unpacker, piece)
    source.give_back(unpacker.unused_data)


def _stored(source: _Bytes, size: int) -> Iterator[bytes]:
    while size:
        piece = source.take(min(size, _PIECE_BYTES))
        if not piece:
            raise DamagedFileError(_CUT)
        size -= len(piece)
        yield piece


def _skip_descriptor(source: _Bytes) -> None:
    """Skip the sizes that may follow a file; the next signature is at most 24 bytes away."""
    ahead = source.take(_ZIP_LONGEST_DESCRIPTOR + 4)
    places = [place for mark in (_ZIP_FILE, *_ZIP_ENDS) if (place := ahead.find(mark)) >= 0]
    source.give_back(ahead[min(places) :] if places else b"")


def _zstd() -> _Unpacker:
    return zstandard.ZstdDecompressor().decompressobj()


_UNPACKERS: dict[bytes, Callable[[], _Unpacker]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(zlib.MAX_WBITS | 16),
    b"\x28\xb5\x2f\xfd": _zstd,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lzma.LZMADecompressor,
}

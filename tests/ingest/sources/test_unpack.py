"""The text of a file is the same however it is packed and encoded; of a cut file all text before the cut is read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import pytest
import zstandard

from ingest.sources.unpack import DamagedFileError, text_of

TEXT = b"".join(b"line %d, %d\r\n" % (n, n * 7919 % 1000) for n in range(10_000))
HALF = TEXT.index(b"\n", len(TEXT) // 2) + 1


class _Pipe(io.RawIOBase):
    """An output that cannot seek, so that a zip archive has its sizes after its files."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.written += bytes(data)
        return len(data)


def zipped(method: int = zipfile.ZIP_DEFLATED, name: str = "b.txt") -> bytes:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", method) as archive:
        archive.writestr("a.txt", TEXT[:HALF])
        archive.writestr("folder/", b"")
        archive.writestr(name, TEXT[HALF:])
    return pipe.written


def stored() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", TEXT)
    return file.getvalue()


PACKED = {
    "gzip": gzip.compress(TEXT),
    "gzip in two members": gzip.compress(TEXT[:HALF]) + gzip.compress(TEXT[HALF:]),
    "gzip with padding": gzip.compress(TEXT) + bytes(512),
    "zstd": zstandard.compress(TEXT),
    "zstd in two frames": zstandard.compress(TEXT[:HALF]) + zstandard.compress(TEXT[HALF:]),
    "zstd after a skippable frame": b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + zstandard.compress(TEXT),
    "bzip2": bz2.compress(TEXT),
    "bzip2 in two streams": bz2.compress(TEXT[:HALF]) + bz2.compress(TEXT[HALF:]),
    "xz": lzma.compress(TEXT),
    "zip": zipped(),
    "zip, stored": stored(),
    "UTF-16, packed": gzip.compress(TEXT.decode().encode("utf-16")),
}
ENCODED = {
    "UTF-8 with a mark": b"\xef\xbb\xbf" + TEXT,
    "UTF-16": TEXT.decode().encode("utf-16"),
    "UTF-16, big endian": b"\xfe\xff" + TEXT.decode().encode("utf-16-be"),
    "UTF-16 without a mark": TEXT.decode().encode("utf-16-le"),
    "UTF-16, big endian, without a mark": TEXT.decode().encode("utf-16-be"),
    "UTF-32": TEXT.decode().encode("utf-32"),
    "plain": TEXT,
}


def read(path: Path) -> tuple[bytes, str]:
    """Return the lines of a file as one text, and the damage."""
    text = b""
    try:
        for piece in text_of(path):
            assert piece
            text += piece
    except DamagedFileError as problem:
        return text, str(problem)
    return text, ""


def without_blank_lines(text: bytes) -> bytes:
    """Return the text without the line ends that are added after each file of an archive."""
    return b"\n".join(filter(None, text.split(b"\n")))


@pytest.mark.parametrize("name", [*PACKED, *ENCODED])
def test_the_text_is_the_same_in_every_packing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "any.name"
    path.write_bytes((PACKED | ENCODED)[name])
    text, damage = read(path)
    assert (without_blank_lines(text), damage) == (without_blank_lines(TEXT), "")


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_cut_file_gives_what_came_before_the_cut(name: str, share: float, tmp_path: Path) -> None:
    path = tmp_path / "any.name"
    path.write_bytes(PACKED[name][: int(len(PACKED[name]) * share)])
    text, damage = read(path)
    assert damage == "it is cut off"
    assert TEXT.startswith(without_blank_lines(text))


def test_a_file_with_a_wrong_byte_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "any.name"
    packed = bytearray(PACKED["gzip in two members"])
    at = len(gzip.compress(TEXT[:HALF]))
    packed[at + 3] ^= 0xFF
    path.write_bytes(packed)
    text, damage = read(path)
    assert text == TEXT[:HALF] and damage


def test_an_encrypted_archive_is_named(tmp_path: Path) -> None:
    path, packed = tmp_path / "any.name", bytearray(zipped())
    packed[6] |= 1
    path.write_bytes(packed)
    assert read(path) == (b"", "its files are encrypted or packed in an unknown way; unpack them first")


A1 = b"!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24"
TAGGED = b"\\g:1-1-5*6C\\\\s:x*1B\\" + A1


@pytest.mark.parametrize(
    ("unit", "between"),
    [(A1, b""), (A1, b" "), (TAGGED, b""), (b'{"rxuxtime":1750000000,"nmea":["' + A1 + b'"],"at":{"x":1}}', b",")],
)
def test_a_long_text_without_line_ends_is_cut_after_each_unit(unit: bytes, between: bytes, tmp_path: Path) -> None:
    path = tmp_path / "one.line"
    path.write_bytes(between.join([unit] * 2000))
    text, damage = read(path)
    assert (text.split(b"\n"), damage) == ([unit] * 2000, "")
    path.write_bytes(between.join([unit] * 3))
    assert read(path) == (between.join([unit] * 3), ""), "a short line is read as it is"


def test_an_empty_file_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert read(tmp_path / "empty") == (b"", "")

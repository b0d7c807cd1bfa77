"""Real recordings for tests, and made sentences with correct checksums."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from ingest.sentences.lines import checksum
from ingest.sentences.reader import Message, Reading, SentenceReader
from models.base.paths import ROOT

# Not part of the product: beside the repository, or where the variable says.
FOLDER = Path(os.environ.get("WANGHAI_AIS_DATA", ROOT.parent / "shared" / "data" / "ais"))
NAMES = (
    "538004030_drift_1.ais",
    "dma_decenc.txt",
    "dma_stream.txt",
    "ee1.txt",
    "ee_tag.txt",
    "gofree-merrimac.log",
    "gpsd_ais-nmea.log",
    "gpsd_sample.aivdm",
    "libais_test.aivdm",
    "libais_types.nmea",
    "nais400-merrimac.log",
)


def path_of(name: str) -> Path:
    """Return the path of a recording; skip the test if it is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"real recordings are not here: {path.name}")
    return path


def read(*pieces: bytes, feed: str = "test") -> Reading:
    """Read pieces, a second apart, with a new reader."""
    reader = SentenceReader(feed)
    for seq, piece in enumerate(pieces):
        reader.receive(float(seq), seq, piece)
    reader.finish(float(len(pieces)), len(pieces))
    return reader.drain()


@cache
def messages_of(name: str) -> list[Message]:
    """Return every whole message of a recording."""
    return read(path_of(name).read_bytes()).messages


def sentence(
    payload: bytes, fill: int = 0, talker: bytes = b"AIVDM", parts: bytes = b"1,1,", channel: bytes = b"A"
) -> bytes:
    """Return a sentence with its checksum, without a line end."""
    body = b"%b,%b,%b,%b,%d" % (talker, parts, channel, payload, fill)
    return b"!%b*%02X" % (body, checksum(body))


def tag_block(fields: bytes) -> bytes:
    return b"\\%b*%02X\\" % (fields, checksum(fields))


def message(payload: bytes, fill: int = 0) -> Message:
    """Return a whole message, as from a reader."""
    return Message(0.0, 0, b"AIVDM", b"A", payload, fill, b"", sentence(payload, fill))

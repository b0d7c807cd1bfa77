"""Raw sentences of the vessels of a case from the recordings, and the track that they give.

Each sentence stands as it was received, after a line with its feed, number, receive time and sealed file. The track is
decoded from these lines alone, so that a verifier can decode it again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ingest.feeds import FeedDecoder, make_feed
from ingest.recording.format import SEALED, list_files, read_recording
from ingest.recording.seals import SEALS
from ingest.sentences.reader import Message
from ingest.supply import receive_piece
from models.casework.case import canonical
from models.casework.evidence_pack.contents import as_json

COLUMNS = ("rx_s", "feed", "seq", "mmsi", "lon", "lat", "speed", "course", "heading")
PIECES_AT_ONCE = 4000
SIX_BITS = {**{48 + value: value for value in range(40)}, **{56 + value: value for value in range(40, 64)}}  # armour
MMSI_CHARS, MMSI_SHIFT, MMSI_MASK = 7, 4, (1 << 30) - 1  # bits 8 to 37 of a payload lie in its characters 1 to 6


class Span(NamedTuple):
    """Which sentences: of these vessels, received from one time to another, UTC seconds."""

    mmsis: tuple[int, ...]
    from_s: float
    to_s: float


class RawSentence(NamedTuple):
    """One message as it was received; `seal` is the sealed file in which it lies, empty if it is not sealed yet."""

    feed: str
    seq: int
    rx_s: float
    seal: str
    raw: bytes


def recorded(folder: Path, feeds: Iterable[str], span: Span) -> tuple[list[RawSentence], list[dict[str, Any]]]:
    """The sentences of these vessels in the recordings of AIS feeds, and the seals of the files in which they lie."""
    sentences, seals = [], []
    for feed in feeds if span.mmsis else ():
        if (folder / feed).is_dir():
            found = list(_of_feed(folder / feed, feed, span))
            sentences += found
            seals += _seals(folder / feed, {each.seal for each in found})
    return sorted(sentences, key=lambda each: (each.rx_s, each.feed, each.seq)), seals


def sentences_text(sentences: Iterable[RawSentence]) -> bytes:
    """The file `sentences.nmea`."""
    parts = []
    for each in sentences:
        facts = {"feed": each.feed, "seq": each.seq, "rx_s": each.rx_s, "seal": each.seal}
        parts.append(f"# {canonical(facts)}\n".encode() + each.raw.strip(b"\r\n") + b"\n")
    return b"".join(parts)


def sentences_from(text: bytes) -> list[RawSentence]:
    """The sentences of such a file. Raises ValueError, KeyError or TypeError."""
    found = []
    for block in text.removeprefix(b"# ").split(b"\n# ") if text else []:
        head, _, raw = block.partition(b"\n")
        facts = json.loads(head)
        found.append(RawSentence(facts["feed"], facts["seq"], facts["rx_s"], facts["seal"], raw.rstrip(b"\n")))
    return found


def track_files(sentences: Sequence[RawSentence]) -> dict[str, bytes]:
    """The positions that these sentences give, as `track.csv` and `track.geojson`."""
    rows = sorted(_positions(sentences), key=lambda row: row[:4])
    table = [",".join(COLUMNS), *(",".join("" if value is None else str(value) for value in row) for row in rows)]
    lines: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        lines.setdefault(row[3], []).append(row)
    features = [_feature(mmsi, line) for mmsi, line in sorted(lines.items())]
    return {
        "track.csv": "".join(f"{line}\n" for line in table).encode(),
        "track.geojson": as_json({"type": "FeatureCollection", "features": features}),
    }


def _of_feed(folder: Path, feed: str, span: Span) -> Iterator[RawSentence]:
    decoder = make_feed("ais", "pyais")
    reader = decoder.reader(feed)
    for file in list_files(folder):
        seal = file.name if file.suffix == SEALED else ""
        for number, piece in enumerate(read_recording(file, from_s=span.from_s, to_s=span.to_s), 1):
            receive_piece(reader, *piece)
            if number % PIECES_AT_ONCE == 0:
                yield from _about(reader.drain().messages, feed, seal, span.mmsis)
        yield from _about(reader.drain().messages, feed, seal, span.mmsis)


def _about(messages: Iterable[Message], feed: str, seal: str, mmsis: Collection[int]) -> Iterator[RawSentence]:
    for each in messages:
        if mmsi_of(each.payload) in mmsis:
            yield RawSentence(feed, each.seq, each.rx_s, seal, each.raw)


def mmsi_of(payload: bytes) -> int | None:
    """The MMSI in an armoured payload; None for one that is too short or not armoured."""
    bits = 0
    for char in payload[1:MMSI_CHARS]:
        if char not in SIX_BITS:
            return None
        bits = bits << 6 | SIX_BITS[char]
    return bits >> MMSI_SHIFT & MMSI_MASK if len(payload) >= MMSI_CHARS else None


def _seals(folder: Path, names: Collection[str]) -> list[dict[str, Any]]:
    path = folder / SEALS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [{"feed": folder.name, **each} for each in map(json.loads, lines) if each["file"] in names]


def _positions(sentences: Sequence[RawSentence]) -> Iterator[tuple[Any, ...]]:
    """The positions, feed by feed."""
    decoder: FeedDecoder = make_feed("ais", "pyais")
    for feed in sorted({each.feed for each in sentences}):
        reader = decoder.reader(feed)
        for each in (each for each in sentences if each.feed == feed):
            lines = each.raw.split(b"\n")
            reader.receive_lines(lines, [each.rx_s] * len(lines), [each.seq] * len(lines))
        for message, fields in decoder.records(reader.drain().messages)[0]:
            if fields.get("lon") is not None and fields.get("lat") is not None:
                yield (message.rx_s, feed, message.seq, *(fields.get(name) for name in COLUMNS[3:]))


def _feature(mmsi: int, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    points = [[row[4], row[5]] for row in rows]
    shape = {"type": "LineString", "coordinates": points} if len(points) > 1 else _point(points[0])
    return {"type": "Feature", "properties": {"mmsi": mmsi, "rx_s": [row[0] for row in rows]}, "geometry": shape}


def _point(point: list[float]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": point}

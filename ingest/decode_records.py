"""Decode a file into one record per message, for people and other programs.

The core reads columns instead: ingest/sources/files.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.feeds import Reader, make_feed
from ingest.sentences.reader import Message, Reject
from ingest.sources.files import read_blocks
from models.base.clock import iso

_LINES_PER_BLOCK = 4000


def decode_records(
    path: Path, feed: str, kind: str = "ais", on_note: Callable[[str], None] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield one record that fits JSON per message or refusal, in the order of the file. Raises UserError.

    `on_note` is called with the note on the file with which it ends, if there is one.

    A message: `t, feed, talker, type, mmsi` and the fields under pyais's names, in the units of the message, None for
    "not available". A refusal: `t, feed, reason, raw`.
    """
    decoder = make_feed(kind, "pyais")
    reader = decoder.reader(feed)
    last, note = (0.0, 0), ""
    for block in read_blocks(path, _LINES_PER_BLOCK, kind=kind):
        reader.receive_lines(list(block.lines), block.rx_s.tolist(), block.seq.tolist())
        last, note = (float(block.rx_s[-1]), int(block.seq[-1])), block.note
        yield from _records(feed, reader, decoder.records)
    reader.finish(*last)
    yield from _records(feed, reader, decoder.records)
    if on_note and note:
        on_note(note)


def _records(feed: str, reader: Reader, records_of: Any) -> Iterator[dict[str, Any]]:
    reading = reader.drain()
    understood, refused = records_of(reading.messages)
    found: list[tuple[Message | Reject, dict[str, Any]]] = [
        *((message, _understood(message, fields)) for message, fields in understood),
        *((reject, _refused(reject)) for reject in reading.rejects + refused),
    ]
    for item, fields in sorted(found, key=lambda each: each[0].seq):
        yield {"t": iso(item.rx_s), "feed": feed, **fields}


def _understood(message: Message, fields: dict[str, Any]) -> dict[str, Any]:
    return {"talker": message.talker[:2].decode("latin-1"), **fields}


def _refused(reject: Reject) -> dict[str, Any]:
    return {"reason": reject.reason, "raw": reject.raw.decode("ascii", "backslashreplace")}

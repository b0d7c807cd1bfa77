"""The feed of AIS messages: which messages are refused, and which fill which table.

ais_kernel.py or ais_pyais.py reads the payloads; ais_columns.py interprets the values.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ingest.feeds import Clues, Columns, Records, ais_fields, ais_kernel, ais_pyais, feed
from ingest.feeds.ais_columns import Values, position_table, static_table
from ingest.feeds.ais_kernel import ARMOUR, Payloads, payload_hash, unpack
from ingest.feeds.ais_layout import KNOWN_TYPES, MOST_BITS, POSITION_LAYOUT, STATIC_LAYOUT, Layout
from ingest.sentences.reader import Message, Reject, SentenceReader
from models.base.schema import HEARD, POSITION, STATIC, TEXT, Table, empty

_HEAD_BITS = 38  # message number, repeat indicator, MMSI
_KNOWN = np.isin(np.arange(64), KNOWN_TYPES)
# Some receivers send sentences of message number 0, which ITU-R M.1371 does not assign, even without an MMSI. pyais
# accepts them, so they are counted as received; no values are taken from them.
_UNASSIGNED = 0
_TEXTS = np.isin(np.arange(64), (12, 14))  # addressed and broadcast safety related text


@feed("ais")
class AisFeed:
    """Decoder of AIS; `decoder` is `kernel` or `pyais`, and both give the same columns."""

    def __init__(self, decoder: str) -> None:
        self._decoder = ais_pyais if decoder == "pyais" else ais_kernel

    def reader(self, feed: str) -> SentenceReader:
        """Return the reader that finds the messages in the lines of a feed."""
        return SentenceReader(feed)

    def clues(self, messages: list[Message]) -> Clues:
        """Return no clues: AIS carries none."""
        return ()

    def decode(self, messages: list[Message]) -> Columns:
        """Return the tables of the messages. One of a wrong length or without a position stands only in `heard`."""
        rejects: list[Reject] = []
        messages, batch = _understood(_rightly_armoured(messages, rejects), rejects)
        if not messages:
            return Columns(empty(HEARD, 0), empty(POSITION, 0), empty(STATIC, 0), rejects)

        def table(layout: Layout, values_of: _ValuesOf, table_of: _TableOf, none: Table) -> Table:
            fits = (batch.bits >= layout.end[batch.kind]) & (batch.bits <= MOST_BITS[batch.kind])
            rows = np.flatnonzero(fits)
            if not len(rows):
                return none
            values, failed = values_of(batch, rows)
            rejects.extend(_reject(messages[rows[i]], "decode") for i in failed)
            rows = np.delete(rows, failed)
            return table_of(rows, batch.msg_type[rows], values)

        position = table(POSITION_LAYOUT, self._decoder.position_values, position_table, empty(POSITION, 0))
        static = table(STATIC_LAYOUT, self._decoder.static_values, static_table, empty(STATIC, 0))
        return Columns(_heard(messages, batch), position, static, rejects, _text(messages, batch, rejects))

    def records(self, messages: list[Message]) -> Records:
        """Return each message with all its fields; pyais reads them with either decoder."""
        rejects: list[Reject] = []
        records = []
        for message in _understood(_rightly_armoured(messages, rejects), rejects)[0]:
            try:
                records.append((message, ais_fields.record(message.payload, message.fill)))
            except ais_pyais.PyaisError:
                rejects.append(_reject(message, "decode"))
        return records, rejects


_ValuesOf = Callable[[Payloads, np.ndarray], tuple[Values, list[int]]]
_TableOf = Callable[[np.ndarray, np.ndarray, Values], Table]


def _heard(messages: list[Message], batch: Payloads) -> Table:
    return {
        "rx_s": np.array([message.rx_s for message in messages], "f8"),
        "seq": np.array([message.seq for message in messages], "i8"),
        "mmsi": np.where(batch.bits >= _HEAD_BITS, batch.mmsi, 0).astype("u4"),
        "msg_type": batch.msg_type.astype("u1"),
        "payload_hash": payload_hash(batch.payloads, batch.fill),
    }


def _text(messages: list[Message], batch: Payloads, rejects: list[Reject]) -> Table:
    """Return the safety texts. pyais reads them with either decoder: they are rare, and too long for the kernel."""
    texts: list[tuple[int, bytes]] = []
    for row in np.flatnonzero(_TEXTS[batch.msg_type]).tolist():
        try:
            texts.append((row, ais_pyais.safety_text(batch.payloads[row], int(batch.fill[row]))))
        except ais_pyais.PyaisError:
            rejects.append(_reject(messages[row], "decode"))
    table = empty(TEXT, 0)
    table["row"] = np.array([row for row, _ in texts], "i4")
    table["text"] = np.array([text for _, text in texts], table["text"].dtype)
    return table


def _rightly_armoured(messages: list[Message], rejects: list[Reject]) -> list[Message]:
    if not b"".join([message.payload for message in messages]).translate(None, ARMOUR):
        return messages
    wrong = [bool(message.payload.translate(None, ARMOUR)) for message in messages]
    rejects += [_reject(message, "payload") for message, bad in zip(messages, wrong, strict=True) if bad]
    return [message for message, bad in zip(messages, wrong, strict=True) if not bad]


def _understood(messages: list[Message], rejects: list[Reject]) -> tuple[list[Message], Payloads]:
    """Return the messages with a known message number and an MMSI, and their payloads."""
    batch = unpack([message.payload for message in messages], [message.fill for message in messages])
    unknown = ~_KNOWN[batch.msg_type]
    short = (batch.bits < _HEAD_BITS) & ((batch.msg_type != _UNASSIGNED) | (batch.bits <= 0))
    if not (unknown | short).any():
        return messages, batch
    for i in np.flatnonzero(unknown | short):
        rejects.append(_reject(messages[i], "short" if short[i] else "type"))
    good = np.flatnonzero(~(unknown | short))
    return [messages[i] for i in good], batch.take(good)


def _reject(message: Message, reason: str) -> Reject:
    return Reject(message.rx_s, message.seq, reason, message.raw)

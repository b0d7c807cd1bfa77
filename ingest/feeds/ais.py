"""The feed of AIS messages: which messages are refused, and which fill which table.

ais_kernel.py or ais_pyais.py reads the payloads; ais_columns.py interprets the values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ingest.feeds import Clues, Columns, Records, ais_fields, ais_kernel, ais_pyais, feed
from ingest.feeds.ais_columns import NO_POSITION, NO_STATIC, Values, position_table, static_table
from ingest.feeds.ais_kernel import Payloads, unpack_spans
from ingest.feeds.ais_layout import (
    KNOWN_TYPES,
    MOST_BITS,
    POSITION_KINDS,
    POSITION_LAYOUT,
    STATIC_KINDS,
    STATIC_LAYOUT,
    Layout,
)
from ingest.feeds.ais_limits import Refused
from ingest.sentences.reader import Message, Reject, SentenceReader
from ingest.sentences.scan_reader import ScanReader
from ingest.sentences.scanned import spans_of_messages, times_of
from models.base.schema import TEXT, Table, empty

_HEAD_BITS = 38  # message number, repeat indicator, MMSI
_KNOWN = np.isin(np.arange(64), KNOWN_TYPES)
# Some receivers send sentences of message number 0, which ITU-R M.1371 does not assign, even without an MMSI. pyais
# accepts them, so they are counted as received; no values are taken from them.
_UNASSIGNED = 0
_FINE, _WRONG, _SHORT, _STRANGE = range(4)
_REFUSALS = ("", "payload", "short", "type")
_NO_TEXT = empty(TEXT, 0)
_TEXTS = np.isin(np.arange(64), (12, 14))  # addressed and broadcast safety related text

_WANTED = np.isin(np.arange(len(MOST_BITS)), (*POSITION_KINDS, *STATIC_KINDS))  # hold a position or an identity
_LEAST_BITS = np.minimum(POSITION_LAYOUT.end, STATIC_LAYOUT.end)


@feed("ais")
class AisFeed:
    """Decoder of AIS; `decoder` is `kernel` or `pyais`, and both give the same columns."""

    def __init__(self, decoder: str) -> None:
        self._decoder = ais_pyais if decoder == "pyais" else ais_kernel

    def reader(self, feed: str) -> SentenceReader:
        """Return the reader that finds the messages in the lines of a feed."""
        return SentenceReader(feed) if self._decoder is ais_pyais else ScanReader(feed)

    def clues(self, messages: Sequence[Message]) -> Clues:
        """Return no clues: AIS carries none."""
        return ()

    def decode(self, messages: Sequence[Message]) -> Columns:
        """Return the tables of the messages. One of a wrong length or without a position stands only in `heard`."""
        batch, rejects = _understood(messages)
        refused: dict[str, np.ndarray] = {}

        def table(layout: Layout, values_of: _ValuesOf, table_of: _TableOf, none: Table) -> Table:
            rows = np.flatnonzero((batch.bits >= layout.end[batch.kind]) & (batch.bits <= MOST_BITS[batch.kind]))
            if not len(rows):
                return none
            values, failed = values_of(batch, rows)
            rejects.extend(_reject(messages[batch.row[rows[i]]], "decode") for i in failed)
            rows = np.delete(rows, failed) if failed else rows
            found, limited = table_of(rows, batch.msg_type[rows], values)
            refused.update({name: np.union1d(refused.get(name, rows[:0]), of) for name, of in limited.items()})
            return found

        position = table(POSITION_LAYOUT, self._decoder.position_values, position_table, NO_POSITION)
        static = table(STATIC_LAYOUT, self._decoder.static_values, static_table, NO_STATIC)
        if len(wrong := np.flatnonzero(_wrongly_long(batch))):
            refused["bits"] = wrong
        text = self._text(messages, batch, rejects)
        return Columns(_heard(messages, batch), position, static, rejects, text, refused)

    def _text(self, messages: Sequence[Message], batch: Payloads, rejects: list[Reject]) -> Table:
        """Return the safety texts."""
        rows = np.flatnonzero(_TEXTS[batch.msg_type])
        if not len(rows):
            return _NO_TEXT
        texts, failed = self._decoder.safety_texts(batch, rows)
        rejects.extend(_reject(messages[batch.row[rows[i]]], "decode") for i in failed)
        rows = np.delete(rows, failed) if failed else rows
        return {"row": rows.astype("i4"), "text": np.array(texts, _NO_TEXT["text"].dtype)}

    def records(self, messages: Sequence[Message]) -> Records:
        """Return each message with all its fields; pyais reads them with either decoder. `refused` names the values
        that the core does not take.
        """
        batch, rejects = _understood(messages)
        understood = [messages[row] for row in batch.row]
        refused: dict[int, list[str]] = {}
        for name, rows in sorted(self.decode(understood).refused.items()):
            for row in rows.tolist():
                refused.setdefault(row, []).append(name)
        records = []
        for row, message in enumerate(understood):
            try:
                fields = ais_fields.record(message.payload, message.fill)
                records.append((message, fields | {"refused": refused[row]} if row in refused else fields))
            except ais_pyais.PyaisError:
                rejects.append(_reject(message, "decode"))
        return records, rejects


_ValuesOf = Callable[[Payloads, np.ndarray], tuple[Values, list[int]]]
_TableOf = Callable[[np.ndarray, np.ndarray, Values], tuple[Table, Refused]]


def _wrongly_long(batch: Payloads) -> np.ndarray:
    """Return which messages should hold a position or an identity, but have too few or too many bits for it, (n,)."""
    length_is_wrong = (batch.bits < _LEAST_BITS[batch.kind]) | (batch.bits > MOST_BITS[batch.kind])
    wrong: np.ndarray = _WANTED[batch.kind] & length_is_wrong
    return wrong


def _heard(messages: Sequence[Message], batch: Payloads) -> Table:
    rx_s, seq = times_of(messages)
    return {
        "rx_s": rx_s[batch.row],
        "seq": seq[batch.row],
        "mmsi": np.where(batch.bits >= _HEAD_BITS, batch.mmsi, 0).astype("u4"),
        "msg_type": batch.msg_type.astype("u1"),
        "payload_hash": batch.hash,
    }


def _understood(messages: Sequence[Message]) -> tuple[Payloads, list[Reject]]:
    """Return the payloads of the messages with right armour, a known message number and an MMSI; refuse the others."""
    batch = unpack_spans(spans_of_messages(messages))
    short = (batch.bits < _HEAD_BITS) & ((batch.msg_type != _UNASSIGNED) | (batch.bits <= 0))
    strange = ~_KNOWN[batch.msg_type]
    if not (batch.wrong | short | strange).any():
        return batch, []
    refused = np.select([batch.wrong, short, strange], [_WRONG, _SHORT, _STRANGE], _FINE)
    rows = [*np.flatnonzero(refused == _WRONG), *np.flatnonzero(refused > _WRONG)]
    rejects = [_reject(messages[row], _REFUSALS[refused[row]]) for row in rows]
    return batch.take(np.flatnonzero(refused == _FINE)), rejects


def _reject(message: Message, reason: str) -> Reject:
    return Reject(message.rx_s, message.seq, reason, message.raw)

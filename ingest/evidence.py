"""Find the messages that an alert refers to in a recording, and decode all their fields.

A replay finds them in its spool instead: ingest/recording/spool.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ingest.feeds import FeedDecoder, Reader
from ingest.recording.format import DamagedError, Piece, read_recording
from ingest.sentences.reader import Message
from ingest.supply import pieces_with_pre_roll, receive_piece
from models.messages.sentence import Sentence

Find = Callable[[Sequence[int]], list[Message]]  # the messages that these pieces completed


def recorded_messages(folder: Path, feed: str, decoder: FeedDecoder, seqs: Sequence[int]) -> list[Message]:
    """Return the messages that these pieces of a recording completed; missing or damaged pieces are left out."""
    found: list[Message] = []
    for seq in sorted(set(seqs)):
        try:
            found += _completed_by(folder, feed, decoder, seq)
        except DamagedError:  # the wall reports the damage when that part is played; here the sentence is missing
            continue
    return found


def sentences(decoder: FeedDecoder, messages: list[Message]) -> list[Sentence]:
    """Return each message with its fields, in the order given; the fields are empty if they cannot be decoded."""
    fields = {id(message): record for message, record in decoder.records(messages)[0]}
    return [
        Sentence(each.seq, each.rx_s, each.raw.decode("utf-8", "replace"), fields.get(id(each), {}))
        for each in messages
    ]


def _completed_by(folder: Path, feed: str, decoder: FeedDecoder, seq: int) -> list[Message]:
    """Return the messages that piece `seq` completed.

    Nearly all messages lie in one piece; for the others the pieces before it are read as well.
    """
    piece = next(read_recording(folder, from_seq=seq), None)
    if piece is None or piece[0] != seq:
        return []
    alone = _messages_of(decoder.reader(feed), [piece], seq)
    return alone or _messages_of(decoder.reader(feed), pieces_with_pre_roll(folder, seq, seq + 1), seq)


def _messages_of(reader: Reader, pieces: Iterable[Piece], seq: int) -> list[Message]:
    for piece in pieces:
        receive_piece(reader, *piece)
    return [message for message in reader.drain().messages if message.seq == seq]

"""What an alert points at, found again: the messages that recorded pieces completed, raw and with all their fields.

What lives here: finding them in a recording and reading them in full. What does not: who asks (worker.py), the spool
of a replay (spool.py), words (dashboard).
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
    """Of a recording. What is missing or damaged there is left out."""
    found: list[Message] = []
    for seq in sorted(set(seqs)):
        try:
            found += _completed_by(folder, feed, decoder, seq)
        except DamagedError:  # the wall says so when that part is played; who asks for a sentence sees it missing
            continue
    return found


def sentences(decoder: FeedDecoder, messages: list[Message]) -> list[Sentence]:
    """Each message with its fields, in the order given; without, when they cannot be read."""
    fields = {id(message): told for message, told in decoder.records(messages)[0]}
    return [
        Sentence(each.seq, each.rx_s, each.raw.decode("utf-8", "replace"), fields.get(id(each), {}))
        for each in messages
    ]


def _completed_by(folder: Path, feed: str, decoder: FeedDecoder, seq: int) -> list[Message]:
    """Nearly all stand in one piece; for the others the pieces before it are read as well."""
    piece = next(read_recording(folder, from_seq=seq), None)
    if piece is None or piece[0] != seq:
        return []
    alone = _said_in(decoder.reader(feed), [piece], seq)
    return alone or _said_in(decoder.reader(feed), pieces_with_pre_roll(folder, seq, seq + 1), seq)


def _said_in(reader: Reader, pieces: Iterable[Piece], seq: int) -> list[Message]:
    for piece in pieces:
        receive_piece(reader, *piece)
    return [message for message in reader.drain().messages if message.seq == seq]

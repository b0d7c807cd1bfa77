"""Connection to an ingestor, for one request: the sentences behind a list of references.

The request runs in a thread; api/sentences.py answers the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import zmq

from models.messages.sentence import Sentence
from models.messages.streams import feed_address, sentences_from, sentences_request

WAIT_MS = 3000


class SilentError(Exception):
    """The ingestor does not answer."""


def ask_feed(run_dir: Path, feed: str, seqs: Sequence[int]) -> list[Sentence]:
    """Return the messages completed by these sentences, as far as they are recorded. Raises SilentError."""
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    socket = context.socket(zmq.DEALER)
    socket.setsockopt(zmq.LINGER, 0)
    try:
        socket.connect(feed_address(run_dir, feed))
        socket.send(sentences_request(seqs))
        if not socket.poll(WAIT_MS):
            raise SilentError(feed)
        return sentences_from(socket.recv())
    finally:
        context.destroy(linger=0)

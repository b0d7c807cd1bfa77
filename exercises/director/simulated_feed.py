"""The simulated feed of a steered exercise: batches made from the simulator and from injects on request.

Its sentences and reports are decoded like those of any feed. The socket that serves them: ingest/worker.py.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from exercises.play import clue_line, open_simulator
from ingest.batches import OnMessages, make_batch
from ingest.feeds import make_feed
from ingest.sentences.reader import Message
from models.base.paths import SITES
from models.base.settings import Feed
from models.messages.control import injects
from models.messages.observation import END_S, QUIET_S, ObservationBatch
from models.messages.plan import Plan

SLICE_S = 5.0
LINES_AT_ONCE = 4000
Line = tuple[float, bytes]  # when it is received, UTC, and its bytes


def simulated(plan: Plan, feed: Feed, keep: OnMessages | None = None) -> Iterator[ObservationBatch]:
    """The sentences or reports of a plan's scenario, from its second 0 to its end. `keep` as in the replay."""
    if plan.player is None:
        raise ValueError("the plan of a simulated feed has a player")
    player = plan.player
    simulator = open_simulator(player.scenario, SITES / plan.settings.site, player.seed, player.start_t_s)
    end_s, last_s = simulator.scenario.duration_s, 0.0
    first_seq = 0
    for begin_s in np.arange(0.0, end_s, SLICE_S).tolist():
        until_s = min(begin_s + SLICE_S, end_s)
        if feed.kind == "report":
            lines = [(clue.t_s, clue_line(clue)) for clue in simulator.clues(begin_s, until_s)]
        else:
            lines = [(simulator.stamp_s(t_s), line) for t_s, line in simulator.sentences(begin_s, until_s)]
        last = until_s >= end_s
        complete_s = END_S if last else float(np.nextafter(simulator.start_t_s + until_s, 0.0))
        rx_s = np.maximum.accumulate([last_s, *(t_s for t_s, _ in lines)])[1:]  # a receiver's clock may be set back
        received = list(zip(rx_s.tolist(), (line for _, line in lines), strict=True))
        yield _batch(feed, received, first_seq, complete_s, keep)
        first_seq += len(lines)
        last_s = float(rx_s[-1]) if len(rx_s) else last_s


def injected(
    plan: Plan, feed: Feed, known: dict[str, list[Line]] | None = None, keep: OnMessages | None = None
) -> Iterator[ObservationBatch]:
    """The additions of the injects so far. The lines of each are kept in `known`, because every seek requests them."""
    from exercises.director.injects import reports_of, sentences_of

    added, site = injects(plan.run_dir), SITES / plan.settings.site
    known = {} if known is None else known
    for each in added:
        key = repr(each)
        if key not in known:
            known[key] = reports_of([each]) if feed.kind == "report" else list(sentences_of([each], site))
    lines = heapq.merge(*(known[repr(each)] for each in added), key=lambda line: line[0])
    first_seq = 0
    while block := list(islice(lines, LINES_AT_ONCE)):
        yield _batch(feed, block, first_seq, float(np.nextafter(block[-1][0], 0.0)), keep)
        first_seq += len(block)
    yield ObservationBatch(feed.id, first_seq, first_seq - 1, QUIET_S)


def injected_messages(
    plan: Plan, feed: Feed, known: dict[str, list[Line]] | None, seqs: Sequence[int]
) -> list[Message]:
    """The messages with these numbers, in the present numbering of the pieces."""
    messages: list[Message] = []
    for _ in injected(plan, feed, known, messages.extend):
        pass
    return [message for message in messages if message.seq in seqs]


def _batch(feed: Feed, lines: list[Line], first_seq: int, until_s: float, keep: OnMessages | None) -> ObservationBatch:
    """Lines numbered from `first_seq`; no incomplete message is carried over to another batch."""
    decoder = make_feed(feed.kind, feed.decoder)
    reader = decoder.reader(feed.id)
    for seq, (rx_s, line) in enumerate(lines, first_seq):
        sentences = line.splitlines()
        reader.receive_lines(sentences, [rx_s] * len(sentences), [seq] * len(sentences))
    return make_batch(feed.id, decoder, reader.drain(), (first_seq, first_seq + len(lines) - 1), until_s, keep=keep)

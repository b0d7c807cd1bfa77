"""Files as feeds: raw text, plain or packed, and our own recordings become batches in order of time.

Unpacking: unpack.py. The times of lines: filetime.py. The format of recordings: ingest/recording/format.py.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ingest.batches import OnMessages, OnReject, make_batch
from ingest.feeds import Reader, make_feed
from ingest.notes import note
from ingest.recording.format import is_recording, list_files, read_recording
from ingest.sentences.lines import MAX_LINE_BYTES, MAX_REPORT_BYTES, LineCutter, whole_block
from ingest.sentences.reader import Reject
from ingest.sentences.scan_reader import ScanReader
from ingest.sentences.scanned import Lines, scan_lines
from ingest.sources.filetime import FileTimes, ReportTimes
from ingest.sources.unpack import DamagedFileError, text_of
from models.base.settings import UserError
from models.messages.observation import END_S, ObservationBatch

_LINES_TO_FIRST_TIME = 500  # searched at once; most files have a time among the first


class Block(NamedTuple):
    """Lines in order of receipt, and (n,) their numbers, receive times, and whether their own time is far off; `note`
    is what a person should know about the file.
    """

    lines: Sequence[bytes]
    seq: np.ndarray
    rx_s: np.ndarray
    odd: np.ndarray
    note: str = ""


def read_batches(
    path: Path,
    feed: str,
    *,
    kind: str = "ais",
    decoder: str = "kernel",
    from_s: float | None = None,
    to_s: float | None = None,
    lines_per_batch: int = 4000,
    keep_rejects: OnReject | None = None,
    keep: OnMessages | None = None,
) -> Iterator[ObservationBatch]:
    """Yield the batches of a file in order of receive time; the last one (`until_s` = END_S) marks the end.

    Only what was received from `from_s` to `to_s`, both included. `seq` is the number of the line from 1 (text) or of
    the recorded piece. `keep_rejects` is called with each refusal, `keep` with the messages of each batch before the
    batch is yielded. Raises UserError if the file cannot be read.
    """
    decode = make_feed(kind, decoder)
    reader = decode.reader(feed)
    low_s, high_s = -math.inf if from_s is None else from_s, math.inf if to_s is None else to_s
    next_seq = 0
    for whole, is_last in _with_last(read_blocks(path, lines_per_batch, from_s, to_s, kind), high_s):
        block = _between(whole, low_s, high_s)
        _receive(reader, block)
        last_seq, last_s = int(whole.seq[-1]), float(whole.rx_s[-1])
        if is_last:
            reader.finish(last_s, last_seq)
        # The next line may have the same time, so the promise ends just before it.
        until_s = END_S if is_last else float(np.nextafter(last_s, -math.inf))
        seqs = (next_seq, last_seq)
        batch = make_batch(feed, decode, reader.drain(), seqs, until_s, keep_rejects, _odd(block), keep)
        yield replace(batch, note=whole.note)
        next_seq = last_seq + 1
    if not next_seq:
        yield ObservationBatch(feed, 0, -1, END_S)


def _receive(reader: Reader, block: Block) -> None:
    if isinstance(reader, ScanReader) and isinstance(block.lines, Lines):
        reader.receive_scanned(block.lines, block.rx_s, block.seq)
    else:
        reader.receive_lines(list(block.lines), block.rx_s.tolist(), block.seq.tolist())


def _between(block: Block, low_s: float, high_s: float) -> Block:
    """Return the lines received between two times."""
    rows = np.flatnonzero((block.rx_s >= low_s) & (block.rx_s <= high_s))
    if len(rows) == len(block.lines):
        return block
    lines = [block.lines[row] for row in rows.tolist()]
    return Block(lines, block.seq[rows], block.rx_s[rows], block.odd[rows], block.note)


def _odd(block: Block) -> list[Reject]:
    rows = np.flatnonzero(block.odd)
    return [Reject(float(block.rx_s[row]), int(block.seq[row]), "time", block.lines[int(row)]) for row in rows]


def _with_last(blocks: Iterator[Block], high_s: float) -> Iterator[tuple[Block, bool]]:
    """Yield each block and whether it is the last one needed."""
    before: Block | None = None
    for block in blocks:
        if before is not None:
            yield before, False
        before = block
        if block.rx_s[-1] > high_s:
            break
    if before is not None:
        yield before, True


def read_blocks(
    path: Path, lines_per_block: int, from_s: float | None = None, to_s: float | None = None, kind: str = "ais"
) -> Iterator[Block]:
    """Yield the lines of a file with their times, block by block; of a recording, only what lies between the times."""
    if _is_recording(path):
        yield from _recorded_blocks(path, lines_per_block, from_s, to_s, kind)
        return
    text = _TextFile(path, kind)
    times = (ReportTimes if kind == "report" else FileTimes)(text.blocks(_LINES_TO_FIRST_TIME))
    blocks = text.blocks(lines_per_block)
    lines: Sequence[bytes] = next(blocks, [])
    own, number = times.own(lines), 1
    while lines:
        following = next(blocks, [])
        ahead = times.own(following)
        rx_s, odd = times.clock.follow(own, ahead)
        notes = [note(times.note, path.name) if times.note else "", "" if following else text.damage]
        yield Block(lines, np.arange(number, number + len(lines)), rx_s, odd, "; ".join(filter(None, notes)))
        number += len(lines)
        lines, own = following, ahead


def note_on_times(path: Path, kind: str) -> str:
    """Return what a person should know about the times of a file; empty if it has its own. Raises UserError."""
    if kind == "report" or _is_recording(path):
        return ""
    key = FileTimes(_TextFile(path, kind).blocks(_LINES_TO_FIRST_TIME)).note
    return note(key, path.name) if key else ""


def _is_recording(path: Path) -> bool:
    try:
        recorded = is_recording(path)
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror}); give a file of sentences") from problem
    if path.is_dir() and not list_files(path):
        raise UserError(f"{path}: no recording in this folder; give the folder of one feed, or a file of sentences")
    return recorded


def _recorded_blocks(
    path: Path, lines_per_block: int, from_s: float | None, to_s: float | None, kind: str
) -> Iterator[Block]:
    pieces, counts, seq, rx_s = list[bytes](), list[int](), list[int](), list[float]()
    latest_s = -math.inf

    def block() -> Block:
        lines, _ = _lines_of(b"".join(pieces), sum(counts), kind)
        return Block(lines, np.repeat(seq, counts), np.repeat(rx_s, counts), np.zeros(len(lines), bool))

    for number, received_s, data in read_recording(path, from_s=from_s, to_s=to_s):
        # If the clock was set back between two runs, time stands still: a batch promises that it never goes back.
        latest_s = max(latest_s, received_s)
        pieces.append(whole_block(data))
        counts.append(pieces[-1].count(b"\n"))
        seq.append(number)
        rx_s.append(latest_s)
        if sum(counts) >= lines_per_block:
            yield block()
            pieces, counts, seq, rx_s = [], [], [], []
    if sum(counts):
        yield block()


def _lines_of(block: bytes, most: int, kind: str) -> tuple[Sequence[bytes], bytes]:
    """Return the first lines of a block, up to `most`, and the bytes after them."""
    if kind != "report":
        return scan_lines(block, most)
    *lines, after = block.split(b"\n", most)
    return lines, after


class _TextFile:
    """The whole lines of a file; `damage` is a note on a file that was cut off or is damaged, after its last line."""

    def __init__(self, path: Path, kind: str) -> None:
        self._path, self._kind = path, kind
        self.damage = ""

    def blocks(self, lines_per_block: int) -> Iterator[Sequence[bytes]]:
        """Yield the lines, block by block. Raises UserError if there is none to read."""
        cutter = LineCutter(MAX_REPORT_BYTES if self._kind == "report" else MAX_LINE_BYTES)
        pieces, waiting, number = list[bytes](), 0, 0
        try:
            for piece in text_of(self._path):
                pieces.append(cutter.cut_block(piece))
                waiting += pieces[-1].count(b"\n")
                while waiting >= lines_per_block:
                    lines, after = _lines_of(b"".join(pieces), lines_per_block, self._kind)
                    yield lines
                    pieces, number, waiting = [after], number + lines_per_block, waiting - lines_per_block
            pieces += [line + b"\n" for line in cutter.finish()]
        except (DamagedFileError, OSError) as problem:
            number += waiting
            if not number:
                raise UserError(f"{self._path}: cannot be read ({problem}); give a whole copy of the file") from problem
            self.damage = note("file_damaged", f"{self._path.name} ({problem}), {number:,} whole lines")
        if block := b"".join(pieces):
            yield _lines_of(block, block.count(b"\n"), self._kind)[0]

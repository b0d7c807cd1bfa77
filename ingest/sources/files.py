"""Files as feeds: raw text (plain, .gz, .zst) and our own recordings become batches in order of time.

The times of lines: filetime.py. The format of recordings: ingest/recording/format.py.
"""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

import numpy as np
import zstandard

from ingest.batches import OnMessages, OnReject, make_batch
from ingest.feeds import make_feed
from ingest.recording.format import is_recording, list_files, read_recording
from ingest.sentences.lines import MAX_LINE_BYTES, MAX_REPORT_BYTES, LineCutter, whole_lines
from ingest.sentences.reader import Reject
from ingest.sources.filetime import FileClock, ReportClock, first_time_s, own_times, report_times
from models.base.settings import UserError
from models.messages.observation import END_S, ObservationBatch

_CHUNK_BYTES = 1 << 18
_LINES_TO_FIRST_TIME = 500  # searched at once; most files have a time among the first
_Times = Callable[[list[bytes]], np.ndarray]
_Clock = Callable[[float | None], FileClock | ReportClock]
_SENTENCES: tuple[_Times, _Clock, int] = (own_times, FileClock, MAX_LINE_BYTES)  # times of lines, the clock for them
_BY_KIND = {"report": (report_times, ReportClock, MAX_REPORT_BYTES)}
_SNIFFED_BYTES = 4096
_JSON = re.compile(rb"(?:\\[^\\\n]*\\)?\s*\{")  # perhaps after a tag block
_SENTENCE = re.compile(rb"[!$][A-Z]{5},")  # IEC 61162-1: a start, talker and formatter
DAMAGES = (OSError, EOFError, zstandard.ZstdError)  # raised by a file that is not whole


class Block(NamedTuple):
    """Lines in order of receipt, and (n,) their numbers, receive times, and whether their own time is far off."""

    lines: list[bytes]
    seq: np.ndarray
    rx_s: np.ndarray
    odd: np.ndarray


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
        reader.receive_lines(block.lines, block.rx_s.tolist(), block.seq.tolist())
        last_seq, last_s = int(whole.seq[-1]), float(whole.rx_s[-1])
        if is_last:
            reader.finish(last_s, last_seq)
        # The next line may have the same time, so the promise ends just before it.
        until_s = END_S if is_last else float(np.nextafter(last_s, -math.inf))
        seqs = (next_seq, last_seq)
        yield make_batch(feed, decode, reader.drain(), seqs, until_s, keep_rejects, _odd(block), keep)
        next_seq = last_seq + 1
    if not next_seq:
        yield ObservationBatch(feed, 0, -1, END_S)


def _between(block: Block, low_s: float, high_s: float) -> Block:
    """Return the lines received between two times."""
    rows = np.flatnonzero((block.rx_s >= low_s) & (block.rx_s <= high_s))
    if len(rows) == len(block.lines):
        return block
    return Block([block.lines[row] for row in rows], block.seq[rows], block.rx_s[rows], block.odd[rows])


def _odd(block: Block) -> list[Reject]:
    rows = np.flatnonzero(block.odd)
    return [Reject(float(block.rx_s[row]), int(block.seq[row]), "time", block.lines[row]) for row in rows]


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
        yield from _recorded_blocks(path, lines_per_block, from_s, to_s)
        return
    times, made, most_bytes = _BY_KIND.get(kind, _SENTENCES)
    clock = made(_first_time_s(path, times, most_bytes))
    blocks = _read_lines(path, lines_per_block, most_bytes)
    lines = next(blocks, [])
    own, number = times(lines), 1
    while lines:
        following = next(blocks, [])
        ahead = times(following)
        yield Block(lines, np.arange(number, number + len(lines)), *clock.follow(own, ahead))
        number += len(lines)
        lines, own = following, ahead


def _is_recording(path: Path) -> bool:
    try:
        recorded = is_recording(path)
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror}); give a file of sentences") from problem
    if path.is_dir() and not list_files(path):
        raise UserError(f"{path}: no recording in this folder; give the folder of one feed, or a file of sentences")
    return recorded


def _recorded_blocks(path: Path, lines_per_block: int, from_s: float | None, to_s: float | None) -> Iterator[Block]:
    lines, seq, rx_s = list[bytes](), list[int](), list[float]()
    latest_s = -math.inf
    for number, received_s, data in read_recording(path, from_s=from_s, to_s=to_s):
        # If the clock was set back between two runs, time stands still: a batch promises that it never goes back.
        latest_s = max(latest_s, received_s)
        of_piece = whole_lines(data)
        lines += of_piece
        seq += [number] * len(of_piece)
        rx_s += [latest_s] * len(of_piece)
        if len(lines) >= lines_per_block:
            yield Block(lines, np.array(seq), np.array(rx_s), np.zeros(len(lines), bool))
            lines, seq, rx_s = [], [], []
    if lines:
        yield Block(lines, np.array(seq), np.array(rx_s), np.zeros(len(lines), bool))


def _first_time_s(path: Path, times: _Times, most_bytes: int) -> float | None:
    firsts = (first_time_s(times(lines)) for lines in _read_lines(path, _LINES_TO_FIRST_TIME, most_bytes))
    return next((first_s for first_s in firsts if first_s is not None), None)


def _read_lines(path: Path, lines_per_block: int, most_bytes: int) -> Iterator[list[bytes]]:
    cutter, lines = LineCutter(most_bytes), list[bytes]()
    number = 0
    try:
        with open_bytes(path) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                lines += cutter.cut(chunk)
                while len(lines) >= lines_per_block:
                    yield lines[:lines_per_block]
                    number += lines_per_block
                    lines = lines[lines_per_block:]
    except DAMAGES as problem:
        where = f"damaged after line {number + len(lines)}" if number + len(lines) else "cannot be read"
        raise UserError(f"{path}: {where} ({problem}); give a whole copy of the file") from problem
    lines += cutter.finish()
    if lines:
        yield lines


def kind_of(path: Path) -> str:
    """Return the kind of feed that wrote a file or recording: `report` if it begins with a JSON object, else `ais`."""
    try:
        start = next((data for _, _, data in read_recording(path)), b"") if is_recording(path) else _start(path)
    except (*DAMAGES, UserError):
        return "ais"  # reading the file raises the error
    return "report" if _JSON.match(start) else "ais"


def is_binary(path: Path) -> bool:
    """Return whether a file is no text: its first bytes (unpacked) contain NUL and neither a sentence nor JSON."""
    try:
        start = b"" if is_recording(path) else _start(path)
    except DAMAGES:
        return False  # reading the file raises the error
    return b"\0" in start and not _SENTENCE.search(start) and not _JSON.match(start)


def _start(path: Path) -> bytes:
    with open_bytes(path) as stream:
        return stream.read(_SNIFFED_BYTES)


def open_bytes(path: Path) -> IO[bytes]:
    """Open a file for reading its bytes; gzip and zstd are recognised by content and unpacked."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic[:2] == b"\x1f\x8b":
        return cast(IO[bytes], gzip.open(path, "rb"))
    # A zstd frame, or a skippable frame (RFC 8878), with which a recording begins.
    if magic == b"\x28\xb5\x2f\xfd" or (magic[1:] == b"\x2a\x4d\x18" and magic[0] >> 4 == 5):
        unpack = zstandard.ZstdDecompressor().stream_reader(path.open("rb"), read_across_frames=True)
        return cast(IO[bytes], unpack)
    return path.open("rb")

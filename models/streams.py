"""What travels between the processes: the addresses, a request for batches, and the answer.

What lives here: names and frames. What does not: sockets. The core asks by (next_seq, credit); the ingestor answers
with batches in order, from memory or from its recording, so catching up and living are the same thing.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

from models.clue import clue_of
from models.observation import ObservationBatch
from models.picture import MARKS
from models.wire import WireError, pack, unpack

RECENT = -1  # asked for instead of a number: begin with what came in the last minute (a recording: at its beginning)
HEARTBEAT_MS = 500
HEARTBEAT_TIMEOUT_MS = 1500
HIGH_WATER = 1000
TABLES = ("heard", "position", "static", "text")  # of a batch


def feed_address(run_dir: Path, feed: str) -> str:
    """Where the ingestor of a feed answers (ROUTER binds, DEALER connects)."""
    return f"ipc://{run_dir}/feed-{feed}"


def picture_address(run_dir: Path) -> str:
    """Where the core publishes its newest picture (PUB binds)."""
    return f"ipc://{run_dir}/picture"


def marks_address(run_dir: Path) -> str:
    """Where the core takes in what officers say of alerts (PULL binds, PUSH connects)."""
    return f"ipc://{run_dir}/marks"


def request_frame(next_seq: int, credit: int) -> bytes:
    """Ask for batches from the recorded piece `next_seq` on, `credit` of them at most."""
    return pack({"next_seq": next_seq, "credit": credit}, {})


def request_from(frame: bytes) -> tuple[int, int]:
    """(next_seq, credit). Raises WireError."""
    header, _ = unpack(frame)
    try:
        return int(header["next_seq"]), int(header["credit"])
    except (KeyError, TypeError, ValueError) as problem:
        raise WireError(f"not a request: {problem}") from problem


def mark_frame(alert_id: str, mark: str, actor: str) -> bytes:
    """What an officer says of an alert; when, the core says."""
    return pack({"alert_id": alert_id, "mark": mark, "actor": actor}, {})


def mark_from(frame: bytes) -> tuple[str, str, str]:
    """(alert_id, mark, actor). Raises WireError."""
    header, _ = unpack(frame)
    told = header.get("alert_id"), header.get("mark"), header.get("actor")
    if not all(isinstance(each, str) for each in told) or told[1] not in MARKS:
        raise WireError(f"not a mark: {told}")
    alert_id, mark, actor = map(str, told)
    return alert_id, mark, actor


def batch_frame(batch: ObservationBatch) -> bytes:
    """One batch as one frame."""
    tables = {name: getattr(batch, name) for name in TABLES}
    header = {each.name: getattr(batch, each.name) for each in fields(batch) if each.name not in tables}
    header["clues"] = [(row, asdict(clue)) for row, clue in batch.clues]
    return pack(header, tables)


def batch_from(frame: bytes) -> ObservationBatch:
    """The batch of a frame, arrays read-only. Raises WireError."""
    header, tables = unpack(frame)
    try:
        header["clues"] = tuple((int(row), clue_of(clue)) for row, clue in header["clues"])
        return ObservationBatch(**{**header, **{name: tables[name] for name in TABLES}})
    except (TypeError, KeyError, ValueError) as problem:
        raise WireError(f"not a batch: {problem}") from problem

"""The addresses of the processes, and the frames between them: requests for batches or sentences, and answers.

The core requests batches by (next_seq, credit); the ingestor answers in order, from memory or from its recording, so
catching up and live operation are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from models.base.paths import ROOT
from models.base.settings import Settings
from models.messages.case_work import CaseWork, ReportedCraft
from models.messages.clue import SentClue, clue_of
from models.messages.observation import ObservationBatch
from models.messages.operator_inputs import AlertAction, OperatorInputs, alert_action_of, operator_inputs_of
from models.messages.sentence import Sentence
from models.messages.wire import WireError, pack, unpack

RECENT = -1  # requested instead of a number: begin with the last minute (in a recording: at its beginning)
HEARTBEAT_MS = 500
HEARTBEAT_TIMEOUT_MS = 1500
HIGH_WATER = 1000
MOST_SENTENCES = 16  # per request, so that the ingestor is not held up
TABLES = ("heard", "position", "static", "text")  # of a batch


def keep_alive(socket: object, linger_ms: int = 0) -> None:
    """Set heartbeats on a ZeroMQ socket, so that each end notices the loss of the other, and bound the delay of close.

    The options are set as attributes, so that this module needs no zmq.
    """
    options = {"linger": linger_ms, "heartbeat_ivl": HEARTBEAT_MS, "heartbeat_timeout": HEARTBEAT_TIMEOUT_MS}
    for name, value in options.items():
        setattr(socket, name, value)


def feed_address(run_dir: Path, feed: str) -> str:
    """Return the address of the ingestor of a feed (ROUTER binds, DEALER connects)."""
    return f"ipc://{run_dir}/feed-{feed}"


def picture_address(run_dir: Path) -> str:
    """Return the address at which the core publishes its newest picture (PUB binds)."""
    return f"ipc://{run_dir}/picture"


def operator_inputs_address(run_dir: Path) -> str:
    """Return the address at which the core receives operator inputs (PULL binds, PUSH connects)."""
    return f"ipc://{run_dir}/marks"


def history_folder(settings: Settings, run_dir: Path, mode: str) -> Path:
    """Return the folder of stored positions: live ones outlast the run, those of an exercise end with it."""
    return settings.history.folder if mode == "live" and settings.history.folder else run_dir / "history"


def evidence_folder(settings: Settings, run_dir: Path, mode: str) -> Path:
    """Return the folder of evidence files, which is beside the ledger: a live one outlasts the run."""
    return (ROOT / settings.recording.folder).parent / "ledger" / "blobs" if mode == "live" else run_dir / "blobs"


def request_frame(next_seq: int, credit: int) -> bytes:
    """Return a request for at most `credit` batches from the recorded piece `next_seq` on."""
    return pack({"next_seq": next_seq, "credit": credit}, {})


def request_from(frame: bytes) -> tuple[int, int]:
    """Return (next_seq, credit) of a request. Raises WireError."""
    header, _ = unpack(frame)
    try:
        return int(header["next_seq"]), int(header["credit"])
    except (KeyError, TypeError, ValueError) as problem:
        raise WireError(f"not a request: {problem}") from problem


def sentences_request(seqs: Sequence[int]) -> bytes:
    """Return a request for the messages that the recorded pieces `seqs` completed, at most MOST_SENTENCES."""
    return pack({"sentences": list(seqs)}, {})


def sentences_asked(frame: bytes) -> tuple[int, ...]:
    """Return the pieces whose messages are requested; none if the request is for batches. Raises WireError."""
    header, _ = unpack(frame)
    try:
        return tuple(int(seq) for seq in header.get("sentences", ())[:MOST_SENTENCES])
    except (TypeError, ValueError) as problem:
        raise WireError(f"not a request: {problem}") from problem


def sentences_frame(found: Sequence[Sentence]) -> bytes:
    """Return the messages found as a frame."""
    return pack({"sentences": [asdict(each) for each in found]}, {})


def sentences_from(frame: bytes) -> list[Sentence]:
    """Return the messages of a frame. Raises WireError."""
    header, _ = unpack(frame)
    try:
        return [Sentence(**each) for each in header["sentences"]]
    except (KeyError, TypeError) as problem:
        raise WireError(f"no sentences: {problem}") from problem


def alert_action_frame(action: AlertAction) -> bytes:
    """Return a mark of an alert, or the undoing of one, as a frame. The core gives it its time."""
    return pack({"mark": asdict(action)}, {})


def operator_inputs_frame(
    seq: int,
    zones: Sequence[Mapping[str, Any]],
    watch: Sequence[Mapping[str, Any]],
    work: Sequence[CaseWork] = (),
    craft_state: Sequence[ReportedCraft] = (),
    clues: Sequence[SentClue] = (),
) -> bytes:
    """Return all standing input as a frame: drawn zones (features as in a site's zones.geojson), the watch list (mmsi,
    reason, by), open cases, states of craft and clues that were sent in.

    Each frame replaces the one before. `seq` is the newest event of the whole ledger, of any kind: if it is below the
    last mark that the core received, the core follows another ledger, whose marks are all new.
    """
    standing = {
        **{"seq": seq, "zones": list(zones), "watch": list(watch)},
        **{"work": [asdict(each) for each in work], "craft_state": [asdict(each) for each in craft_state]},
        "clues": [asdict(each) for each in clues],
    }
    return pack({"standing": standing}, {})


def operator_input_from(frame: bytes) -> AlertAction | OperatorInputs:
    """Return the operator input of a frame: a mark of an alert, or all standing input. Raises WireError."""
    header, _ = unpack(frame)
    try:
        return alert_action_of(header["mark"]) if "mark" in header else operator_inputs_of(header["standing"])
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise WireError(f"nothing officers say: {problem}") from problem


def batch_frame(batch: ObservationBatch) -> bytes:
    """Return a batch as a frame."""
    tables = {name: getattr(batch, name) for name in TABLES}
    header = {each.name: getattr(batch, each.name) for each in fields(batch) if each.name not in tables}
    header["clues"] = [(row, asdict(clue)) for row, clue in batch.clues]
    return pack(header, tables)


def batch_from(frame: bytes) -> ObservationBatch:
    """Return the batch of a frame, arrays read-only. Raises WireError."""
    header, tables = unpack(frame)
    try:
        header["clues"] = tuple((int(row), clue_of(clue)) for row, clue in header["clues"])
        return ObservationBatch(**{**header, **{name: tables[name] for name in TABLES}})
    except (TypeError, KeyError, ValueError) as problem:
        raise WireError(f"not a batch: {problem}") from problem

"""A hash chain over the sealed files of a recording, which shows whether one was changed, swapped or removed.

Each seal hashes the one before it, so a copy of the last seal, kept elsewhere, proves the whole recording. The
checksums of the file format (format.py) only detect accidental damage.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from ingest.recording.format import SEALED

SEALS = "seals.jsonl"
FIRST = "0" * 64


def add_missing(folder: Path) -> None:
    """Add a seal for every sealed file that has none yet, in order; a crash may have left such files."""
    _cut_torn_line(folder / SEALS)
    try:
        entries = _entries(folder)
    except (ValueError, KeyError, TypeError):
        return  # the list was edited: nothing may follow it, and `verify` reports it
    known, last = {entry["file"] for entry in entries}, entries[-1]["hash"] if entries else FIRST
    fresh = [path for path in sorted(folder.glob(f"*{SEALED}")) if path.name not in known]
    if not fresh:
        return
    with (folder / SEALS).open("a", encoding="utf-8") as list_:
        for path in fresh:
            sha256 = _sha256(path)
            last, before = _hash(last, path.name, sha256), last
            list_.write(json.dumps({"file": path.name, "sha256": sha256, "prev": before, "hash": last}) + "\n")
        list_.flush()
        os.fsync(list_.fileno())


def verify(folder: Path) -> tuple[int, str]:
    """Return how many seals hold, from the first on, and what is wrong with the next one (empty if all hold)."""
    last = FIRST
    try:
        entries = _entries(folder)
    except (ValueError, KeyError, TypeError):
        return 0, f"{SEALS} is not as it was written"
    for number, entry in enumerate(entries):
        path = folder / entry["file"]
        if entry["prev"] != last or entry["hash"] != _hash(last, entry["file"], entry["sha256"]):
            return number, f"{SEALS} line {number + 1} does not follow from the line before"
        if not path.is_file():
            return number, f"{entry['file']} is gone"
        if _sha256(path) != entry["sha256"]:
            return number, f"{entry['file']} was changed after it was sealed"
        last = entry["hash"]
    strangers = {path.name for path in folder.glob(f"*{SEALED}")} - {entry["file"] for entry in entries}
    return len(entries), f"{min(strangers)} has no seal" if strangers else ""


def _cut_torn_line(path: Path) -> None:
    """Remove half a line that a crash while writing left; its file gets a new seal."""
    if path.exists():
        text = path.read_bytes()
        os.truncate(path, text.rfind(b"\n") + 1)


def _entries(folder: Path) -> list[dict[str, str]]:
    path = folder / SEALS
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [{key: str(entry[key]) for key in ("file", "sha256", "prev", "hash")} for entry in map(json.loads, lines)]


def _hash(before: str, name: str, sha256: str) -> str:
    return hashlib.sha256(f"{before} {name} {sha256}".encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""The folded book on disk, so that a long ledger starts quickly. It may be deleted at any time.

A snapshot belongs to one audit row, by number and hash. One that does not match, is damaged or was made by other rules
of folding is ignored and made again. Raise FORM whenever a fold changes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter

from models.casework.case import MOST_MARKS, MOST_NOTES, Book
from models.casework.kinds import kinds

FORM = 4
_BOOK = TypeAdapter(Book)


def read_snapshot(path: Path, hash_of: Callable[[int], str]) -> Book:
    """The book at the snapshot's row; an empty book without one that matches. `hash_of` gives the hash of a row."""
    try:
        header, _, payload = path.read_bytes().partition(b"\n")
        found = json.loads(header)
        if found == _header(found["seq"], hash_of(found["seq"]), payload):
            return _BOOK.validate_json(payload)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Book()


def write_snapshot(path: Path, book: Book, row_hash: str) -> None:
    """Replace the snapshot in one step; `row_hash` is that of audit row `book.seq`. Raises OSError."""
    payload = _BOOK.dump_json(book)
    header = json.dumps(_header(book.seq, row_hash, payload)).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_bytes(header + b"\n" + payload)
    half.replace(path)


def _header(seq: int, row_hash: str, payload: bytes) -> dict[str, object]:
    rules = [FORM, MOST_MARKS, MOST_NOTES, *kinds()]
    return {"rules": rules, "seq": seq, "hash": row_hash, "sha256": hashlib.sha256(payload).hexdigest()}

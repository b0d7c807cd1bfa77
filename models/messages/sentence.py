"""One message as it was received, and what it says: what an alert points at, for people to read.

What lives here: that value. What does not: finding it again (ingest/evidence.py) or words for it (dashboard).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """`raw` are the lines as received, joined by line feeds; `fields` are those of a decoded record, none when it could
    not be read. `rx_s` is the time of receipt, UTC seconds; `seq` the recorded piece that completed it.
    """

    seq: int
    rx_s: float
    raw: str
    fields: dict[str, Any]

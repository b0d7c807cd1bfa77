"""One message as received and decoded: the evidence of an alert, for people to read. Found by ingest/evidence.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """One message. `raw` holds the lines as received, joined by line feeds; `fields` those of the decoded record, empty
    if it could not be decoded. `rx_s` is the receive time, UTC seconds; `seq` the recorded piece that completed it.
    """

    seq: int
    rx_s: float
    raw: str
    fields: dict[str, Any]

"""What the director of an exercise adds to the sea: craft with their sentences, reports of people, and the truth of it.

What lives here: one entry for each kind. What does not: changes to what is heard of others (ingest/tampering.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Told = Mapping[str, Any]


def sentences_of(told: Sequence[Told], site: Path) -> list[tuple[float, bytes]]:
    """(received, line) of all craft that were added, in order of time."""
    return []


def reports_of(told: Sequence[Told]) -> list[tuple[float, bytes]]:
    """(received, line) of all reports that were added, in order of time."""
    return []

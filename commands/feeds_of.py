"""A feed for each recorded path, named after the file, the same names in every run.

What lives here: names from paths. What does not: reading them (ingest).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from models.settings import Feed, UserError

LONGEST_STEM = 28  # leaves room for -2, -3 ... within the 32 characters of a feed's id


def feeds_of(paths: Sequence[Path]) -> dict[Path, Feed]:
    """One AIS feed for every path, in the order given. Raises UserError for what is not there or is given twice."""
    feeds: dict[Path, Feed] = {}
    taken: set[str] = set()
    for path in paths:
        if not path.exists():
            raise UserError(f"{path}: no such file; give a text file of sentences or a recording")
        if path in feeds:
            raise UserError(f"{path}: given twice; every path is a feed of its own")
        name = _fresh(_stem(path), taken)
        taken.add(name)
        feeds[path] = Feed(id=name, source=f"file:{path}")
    return feeds


def _stem(path: Path) -> str:
    text = re.sub(r"[^a-z0-9_-]+", "-", path.name.split(".")[0].lower()).strip("-_")
    return text[:LONGEST_STEM] or "feed"


def _fresh(name: str, taken: set[str]) -> str:
    number = 1
    candidate = name
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate

"""A feed for each recorded path, named after the file, the same names in every run.

What lives here: names from paths. What does not: reading them (ingest).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

from models.settings import Feed, UserError

LONGEST_ID = 32
LONGEST_STEM = 28  # of an id that ends in -2, -3 ...


def feeds_of(paths: Sequence[Path]) -> dict[Path, Feed]:
    """One AIS feed for every path, in the order given; a folder of recordings gives one for each feed in it.

    Raises UserError for what is not there or is given twice.
    """
    for path in paths:
        if not path.exists():
            raise UserError(f"{path}: no such file; give a text file of sentences or a recording")
    paths = [part for path in paths for part in _parts(path)]
    for path in paths:
        if paths.count(path) > 1:
            raise UserError(f"{path}: given twice; every path is a feed of its own")
    names = feed_ids([path.name for path in paths])
    return {path: Feed(id=name, source=f"file:{path}") for path, name in zip(paths, names, strict=True)}


def _parts(path: Path) -> list[Path]:
    """A folder of recordings has a folder for each feed; anything else is one feed."""
    folders = sorted(each for each in path.iterdir() if each.is_dir()) if path.is_dir() else []
    return folders or [path]


def feed_ids(file_names: Sequence[str]) -> list[str]:
    """A valid id for each name, no two alike: the second of the same name ends in -2."""
    ids: list[str] = []
    for file_name in file_names:
        stem = re.sub(r"[^a-z0-9_-]+", "-", file_name.split(".")[0].lower()).strip("-_")[:LONGEST_ID] or "feed"
        candidates = itertools.chain([stem], (f"{stem[:LONGEST_STEM]}-{number}" for number in itertools.count(2)))
        ids.append(next(each for each in candidates if each not in ids))
    return ids

"""A feed for each recorded path, named after the file; the names are the same in every run.

Reading the files: ingest.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from commands.cli import WorkError
from models.base.settings import Feed, UserError

CLUES = ".clues.jsonl"  # appended to the name of the file to which the clues belong
EXPECTED = "give a text file of sentences (plain or packed) or a folder of recordings, such as var/recordings"
LONGEST_ID = 32
LONGEST_STEM = 28  # of an id that ends in -2, -3 ...


def feeds_of(paths: Sequence[Path]) -> dict[Path, Feed]:
    """A feed for every path, in the order given; a folder of recordings gives one for each feed in it, and the clues
    that were written beside a file come with it.

    Raises UserError for what is not there, is neither text nor a recording, or is given twice.
    """
    for path in paths:
        if not path.exists():
            raise UserError(f"{path}: no such file; give a text file of sentences or a recording")
        if not (path.is_file() or path.is_dir()):
            raise UserError(f"{path}: this is not a file, and it is read twice; write it to a file first")
    paths = [part for path in paths for part in _parts(path)]
    paths += [clues for path in paths if (clues := clues_beside(path)).is_file() and clues not in paths]
    for path in paths:
        if paths.count(path) > 1:
            raise UserError(f"{path}: given twice; every path is a feed of its own")
    names = feed_ids([_feed_name(path) for path in paths])
    return {path: _feed(path, name) for path, name in zip(paths, names, strict=True)}


def no_message(
    paths: Sequence[Path], span: str = "", rejects: Mapping[str, int] | None = None, notes: Sequence[str] = ()
) -> str:
    """The sentence for paths in which not one message was found."""
    from ingest.notes import in_english

    known = [each for note in notes for each in in_english(note)] if span else []
    parts = [f"{', '.join(map(str, paths))}: no message found{span}{refusals(rejects or {}, {})}", *known]
    return "; ".join([*parts, "change these times" if span else EXPECTED])


def refusals(rejects: Mapping[str, int], refused: Mapping[str, int]) -> str:
    """What was refused, as the end of a sentence: sentences by reason, values by name; empty if there is nothing."""
    counts = [
        f"{sum(each.values()):,} {what} refused ({', '.join(f'{name} {n:,}' for name, n in each.items())})"
        for what, each in (("sentences or lines", rejects), ("values", refused))
        if each
    ]
    return "".join(f"; {count}" for count in counts)


def show_notes(notes: Sequence[str]) -> None:
    """Print what a person should know about the files that were read. Raises WorkError if one is damaged."""
    from ingest.notes import damages, in_english

    damaged = [each for note in notes for each in damages(note)]
    for sentence in dict.fromkeys(each for note in notes for each in in_english(note)):
        if sentence not in damaged:
            typer.echo(sentence, err=True)
    if damaged:
        raise WorkError("; ".join(damaged))


def clues_beside(path: Path) -> Path:
    """Where the clues of a file of sentences are written."""
    return path.with_name(f"{path.name}{CLUES}")


def _feed_name(path: Path) -> str:
    return f"{path.name.split('.')[0]}-clues" if path.name.endswith(CLUES) else path.name


def _feed(path: Path, name: str) -> Feed:
    from ingest.sources.sniff import kind_of

    return Feed.model_validate({"id": name, "source": f"file:{path}", "kind": kind_of(path)})


def _parts(path: Path) -> list[Path]:
    """A folder of recordings has a subfolder for each feed; anything else is one feed."""
    from ingest.recording.format import list_files
    from ingest.sources.sniff import why_not_read

    if not path.is_dir():
        if why := why_not_read(path):
            raise UserError(f"{path}: {why}" if ";" in why else f"{path}: {why}; {EXPECTED}")
        return [path]
    folders = [each for each in sorted(path.iterdir()) if each.is_dir() and list_files(each)]
    if not folders and not list_files(path):
        raise UserError(f"{path}: this folder contains no recordings; {EXPECTED}")
    return folders or [path]


def feed_ids(file_names: Sequence[str]) -> list[str]:
    """A valid, unique id for each name: the second of the same name ends in -2."""
    ids: list[str] = []
    for file_name in file_names:
        stem = re.sub(r"[^a-z0-9_-]+", "-", file_name.split(".")[0].lower()).strip("-_")[:LONGEST_ID] or "feed"
        candidates = itertools.chain([stem], (f"{stem[:LONGEST_STEM]}-{number}" for number in itertools.count(2)))
        ids.append(next(each for each in candidates if each not in ids))
    return ids

"""Verifying a pack with what this installation has: the rules of casework, the decoder, ledger and recordings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from commands.evidence.sentences import Span, recorded, sentences_from, track_files
from ingest.recording.seals import SEALS, verify
from models.casework.evidence_pack.checking import folded_line, ledger_line
from models.casework.evidence_pack.signing import signature_problem
from models.casework.evidence_pack.verify import FAILS, HOLDS, LEFT_OUT, MANIFEST, SKIPPED, PackLine, verified
from models.casework.store import Ledger, sqlite_url

SENTENCES = "sentences.nmea"


def verify_pack(data: bytes, key: str, ledger: Path | None = None, recordings: Path | None = None) -> list[PackLine]:
    """A line for each step. `key` is a public key as PEM, or empty. Raises LedgerError."""
    lines, files = verified(data, key, signature_problem)
    if not files:
        return lines
    if ledger:
        with closing(Ledger(sqlite_url(ledger), writes=False)) as opened:
            lines.append(ledger_line(files, opened))
    lines += [folded_line(files), _track_line(files)]
    lines += _recording_lines(files, recordings) if recordings else []
    return [*lines, *(PackLine(SKIPPED, *each) for each in LEFT_OUT if each[0] > 6)]


def _track_line(files: Mapping[str, bytes]) -> PackLine:
    name = "sentences = track"
    try:
        wanted = track_files(sentences_from(files[SENTENCES]))
    except (KeyError, TypeError, ValueError):
        return PackLine(FAILS, 6, name, f"{SENTENCES} is not readable")
    wrong = [each for each, content in wanted.items() if files.get(each) != content]
    if wrong:
        return PackLine(FAILS, 6, name, f"{', '.join(wrong)}: not what the sentences give")
    if not files[SENTENCES]:
        return PackLine(SKIPPED, 6, name, "the pack has no sentences")
    return PackLine(HOLDS, 6, name, f"{', '.join(wanted)} are what the sentences give")


def _recording_lines(files: Mapping[str, bytes], recordings: Path) -> Iterator[PackLine]:
    """The recordings are unaltered and give the same sentences, bit for bit."""
    name = "sentences = recordings"
    track = json.loads(files[MANIFEST])["track"]
    span = Span(tuple(track["mmsis"]), track["from_s"], track["to_s"])
    feeds = sorted(each.name for each in recordings.iterdir() if each.is_dir())
    for feed in feeds:
        held, wrong = verify(recordings / feed)
        if wrong:
            yield PackLine(FAILS, 6, name, f"recording {feed}, {SEALS}: {wrong}; {held} files before it are unchanged")
            return
    there = {each._replace(seal="") for each in recorded(recordings, feeds, span)[0]}
    shown = {each._replace(seal="") for each in sentences_from(files[SENTENCES])}
    if shown - there:
        yield PackLine(FAILS, 6, name, f"{SENTENCES}: {len(shown - there)} sentences are not in the recordings")
    elif there - shown:
        yield PackLine(FAILS, 6, name, f"{SENTENCES}: {len(there - shown)} sentences of the recordings are left out")
    else:
        yield PackLine(HOLDS, 6, name, f"{len(shown)} sentences are in the recordings, bit for bit")

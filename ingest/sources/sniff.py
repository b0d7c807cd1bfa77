"""What a file is, by its first bytes: sentences, reports, a recording, or something that is not read at all."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.recording.format import is_recording, read_recording
from ingest.sources.unpack import DamagedFileError, text_of
from models.base.settings import UserError

_SNIFFED_BYTES = 1 << 16
_JSON = re.compile(rb"(?:\\[^\\\n]*\\)?\s*[\[{]")  # perhaps after a tag block
_SENTENCE = re.compile(rb"[!$][A-Z]{5},")  # IEC 61162-1: a start, talker and formatter
_AIS_SENTENCE = re.compile(rb"!..VD[MO],")
_OF_REPORT, _OF_RECEIVER = re.compile(rb'"source"\s*:'), re.compile(rb'"(?:mmsi|class)"\s*:', re.IGNORECASE)
_TABLE = re.compile(rb"[^\n]*\bmmsi\b[^\n]*\n", re.IGNORECASE)  # the first line names the columns
_DECODED = "decoded reports as {}, not sentences; let the receiver write the sentences themselves (!AIVDM,...)"
_UNREADABLE = (OSError, DamagedFileError, UserError)  # reading the file raises the error


def kind_of(path: Path) -> str:
    """Return the kind of feed that wrote a file or recording: `report` if it begins with a JSON object of ours."""
    try:
        start = next((data for _, _, data in read_recording(path)), b"") if is_recording(path) else _start(path)
    except _UNREADABLE:
        return "ais"
    return "report" if _JSON.match(start) and not _AIS_SENTENCE.search(start) else "ais"


def why_not_read(path: Path) -> str:
    """Return why nothing in a file can be read, as the end of a sentence; empty if something may be."""
    try:
        start = b"" if is_recording(path) else _start(path)
    except _UNREADABLE:
        return ""
    if _AIS_SENTENCE.search(start):
        return ""
    if _JSON.match(start):
        return _DECODED.format("JSON") if _OF_RECEIVER.search(start) and not _OF_REPORT.search(start) else ""
    if _TABLE.match(start):
        return _DECODED.format("a table")
    return "this is not a text file" if b"\0" in start and not _SENTENCE.search(start) else ""


def _start(path: Path) -> bytes:
    start = b""
    try:
        for piece in text_of(path):
            start += piece
            if len(start) >= _SNIFFED_BYTES:
                break
    except DamagedFileError:
        if not start:
            raise
    return start

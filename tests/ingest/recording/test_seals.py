"""Changed, swapped or removed files of a sealed recording are detected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.recording.format import HOT, list_files
from ingest.recording.recorder import Recorder, seal
from ingest.recording.seals import FIRST, SEALS, add_missing, verify
from models.base.settings import RecordingSettings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with four sealed files of one feed; a file is full after a second."""
    recorder = Recorder(tmp_path, RecordingSettings(rotate_s=1.0))
    for second in range(4):
        recorder.append(1_700_000_000.0 + 2 * second, b"!AIVDM,1,1,,A,15M67F0000G?Uf6E`FepT@3n00Sa,0*73\r\n")
    recorder.close()
    for hot in list_files(tmp_path):
        if hot.suffix == HOT:
            seal(hot)
    add_missing(tmp_path)
    assert len(list(tmp_path.glob("*.zst"))) == 4
    return tmp_path


def test_an_unchanged_recording_is_valid(folder: Path) -> None:
    assert verify(folder) == (len(list(folder.glob("*.zst"))), "")


def test_each_seal_hashes_the_one_before(folder: Path) -> None:
    entries = [json.loads(line) for line in (folder / SEALS).read_text().splitlines()]
    assert [entry["prev"] for entry in entries] == [FIRST, *(entry["hash"] for entry in entries[:-1])]


def test_one_changed_byte_is_named(folder: Path) -> None:
    second = sorted(folder.glob("*.zst"))[1]
    data = bytearray(second.read_bytes())
    data[-1] ^= 1
    second.write_bytes(data)
    assert verify(folder) == (1, f"{second.name} was changed after it was sealed")


def test_a_file_that_is_gone_is_named(folder: Path) -> None:
    first = sorted(folder.glob("*.zst"))[0]
    first.unlink()
    assert verify(folder) == (0, f"{first.name} is gone")


def test_a_new_hash_for_a_changed_file_breaks_the_chain(folder: Path) -> None:
    lines = (folder / SEALS).read_text().splitlines()
    entry = json.loads(lines[0])
    lines[0] = json.dumps({**entry, "sha256": "0" * 64})
    (folder / SEALS).write_text("\n".join(lines) + "\n")
    assert verify(folder)[0] == 0


def test_an_added_file_has_no_seal(folder: Path) -> None:
    (folder / "999999999999-20260101T000000Z.zst").write_bytes(b"")
    assert "has no seal" in verify(folder)[1]


def test_a_seal_missing_after_a_crash_is_added(folder: Path) -> None:
    lines = (folder / SEALS).read_text().splitlines()
    (folder / SEALS).write_text("\n".join(lines[:-1]) + "\n")
    add_missing(folder)
    assert verify(folder) == (len(lines), "")


def test_half_a_line_left_by_a_crash_is_repaired(folder: Path) -> None:
    whole = (folder / SEALS).read_text()
    (folder / SEALS).write_text(whole[:-20])
    add_missing(folder)
    assert (folder / SEALS).read_text() == whole

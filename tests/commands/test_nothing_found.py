"""Input without a single message is never answered with silence: one sentence, and an exit code that is not 0."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from tests.commands.test_cli import run
from tests.ingest.recordings import sentence, tag_block

MESSAGE = sentence(b"15N1u<PP1FJuvSRHOE6QIwwh0HQ6")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.nmea"
    path.write_bytes(MESSAGE[:-1] + b"?\n")
    return path


def test_decode_prints_the_refusals_and_then_that_nothing_was_found(empty: Path) -> None:
    done = run("decode", str(empty))
    assert done.returncode == 1
    assert [json.loads(line)["reason"] for line in done.stdout.splitlines()] == ["checksum"]
    assert done.stderr.startswith(f"{empty}: no message found; give a text file of sentences")
    assert done.stderr.count("\n") == 1


def test_decode_names_the_empty_file_among_several(empty: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.nmea"
    good.write_bytes(MESSAGE + b"\n")
    done = run("decode", str(empty), str(good))
    assert done.returncode == 0
    assert done.stderr.startswith(f"{empty}: no message found")
    assert "no times in good.nmea" in done.stderr
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize("text", [b"", b"hello\n", MESSAGE[:-1] + b"?\n"])
def test_a_headless_replay_without_messages_fails(text: bytes, tmp_path: Path) -> None:
    path, summary = tmp_path / "some.nmea", tmp_path / "summary.json"
    path.write_bytes(text)
    done = run("replay", str(path), "--headless", "--summary", str(summary))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"{path}: no message found")
    assert ("1 sentences or lines refused (checksum 1)" in done.stderr) is text.startswith(b"!")
    assert json.loads(summary.read_text(encoding="utf-8"))["messages"] == 0


def test_what_was_refused_is_said_in_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "some.nmea"
    wrong = [MESSAGE[:-1] + b"?"] * 9000  # more than a batch of them after the last message
    path.write_bytes(b"\n".join([tag_block(b"c:1750000000") + MESSAGE, b"\\s:x*00\\" + MESSAGE, *wrong]))
    done = run("replay", str(path), "--headless")
    assert (done.returncode, done.stderr) == (0, "")
    assert "; 9,001 sentences or lines refused (checksum 9,000, tag_block 1)" in done.stdout


@pytest.mark.parametrize("verb", [["decode"], ["replay"], ["replay", "--headless"]])
def test_a_pipe_is_refused(verb: list[str], tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    done = run(*verb, str(path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "this is not a file, and it is read twice; write it to a file first" in done.stderr


def test_a_span_without_messages_is_named(tmp_path: Path) -> None:
    path = tmp_path / "some.nmea"
    path.write_bytes(MESSAGE + b"\n")
    done = run("replay", str(path), "--headless", "--from", "2035-01-01T00:00Z")
    assert done.returncode == 1
    assert "no message found between --from and --to; no times in some.nmea" in done.stderr
    assert done.stderr.endswith("; change these times\n") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", [["decode"], ["replay"], ["replay", "--headless"]])
def test_a_file_that_is_no_text_is_refused_at_once(verb: list[str]) -> None:
    done = run(*verb, "/bin/true")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("/bin/true: this is not a text file; give")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", ["decode", "replay"])
def test_a_folder_without_recordings_is_named(verb: str, tmp_path: Path) -> None:
    (tmp_path / "given" / "first").mkdir(parents=True)
    done = run(verb, str(tmp_path / "given"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{tmp_path / 'given'}: this folder contains no recordings; give")


GPSD = b'{"class":"AIS","device":"/dev/ttyUSB0","type":1,"mmsi":244660723,"scaled":true,"lon":4.4,"lat":51.9}\n'


@pytest.mark.parametrize("verb", [["decode"], ["replay"], ["replay", "--headless"]])
def test_decoded_reports_are_refused_at_once(verb: list[str], tmp_path: Path) -> None:
    path = tmp_path / "receiver.json"
    path.write_bytes(GPSD * 3)
    done = run(*verb, str(path))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"{path}: decoded reports as JSON, not sentences; let the receiver write")


@pytest.mark.parametrize("verb", [["decode"], ["replay", "--headless"]])
def test_of_a_cut_file_the_whole_lines_are_read_and_the_damage_is_said(verb: list[str], tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    line = tag_block(b"c:1750000000") + MESSAGE + b"\n"
    path.write_bytes(gzip.compress(line * 5000)[:-30])
    done = run(*verb, str(path))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("damaged file, read up to the damage: cut.gz (it is cut off), ")
    assert done.stdout


def test_a_file_without_times_is_named_in_the_terminal_and_in_the_summary(tmp_path: Path) -> None:
    path, summary = tmp_path / "some.nmea", tmp_path / "summary.json"
    path.write_bytes(MESSAGE + b"\n")
    done = run("replay", str(path), "--headless", "--summary", str(summary))
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith("no times in some.nmea that are understood, so it is read at 100 lines a second")
    assert "100 lines a second" in json.loads(summary.read_text(encoding="utf-8"))["notes"]["some"]

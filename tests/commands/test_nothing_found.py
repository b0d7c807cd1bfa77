"""Input without a single message is never answered with silence: one sentence, and an exit code that is not 0."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.test_cli import run
from tests.ingest.recordings import sentence

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
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize("text", [b"", b"hello\n", MESSAGE[:-1] + b"?\n"])
def test_a_headless_replay_without_messages_fails(text: bytes, tmp_path: Path) -> None:
    path, summary = tmp_path / "some.nmea", tmp_path / "summary.json"
    path.write_bytes(text)
    done = run("replay", str(path), "--headless", "--summary", str(summary))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"{path}: no message found")
    assert json.loads(summary.read_text(encoding="utf-8"))["messages"] == 0


def test_a_span_without_messages_is_named(tmp_path: Path) -> None:
    path = tmp_path / "some.nmea"
    path.write_bytes(MESSAGE + b"\n")
    done = run("replay", str(path), "--headless", "--from", "2035-01-01T00:00Z")
    assert (done.returncode, "no message found between --from and --to" in done.stderr) == (1, True)


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

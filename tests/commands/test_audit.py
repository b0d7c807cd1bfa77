"""`run.py audit` from the command line: valid rows are counted, an altered row is named, a copy is complete."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from commands.audit import AuditAction
from models.casework.blobs import Blobs
from models.casework.case import Command
from models.casework.migrations.guards import statements
from models.casework.store import Ledger, sqlite_url
from tests.models.casework.cases.office import DUTY, FACTS, Office
from tests.models.casework.ledgers import by_hand, unguarded
from tests.postgres import Server
from tests.running import ROOT, free_port


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings whose ledger has three notes in it."""
    ledger = Ledger(sqlite_url(tmp_path / "var" / "ledger" / "ledger.sqlite"))
    for number in range(3):
        ledger.append(Command(f"c{number}", "note", "alert:a", "李"), {"text": f"第{number}条"}, 1_700_000_000.0)
    ledger.close()
    path = tmp_path / "config.yaml"
    path.write_text(f"recording: {{folder: {tmp_path}/var/recordings}}\n", encoding="utf-8")
    return path


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.new_url()


@pytest.fixture
def server_config(config: Path, url: str) -> Path:
    """The same settings, with a ledger on a database server that is still empty."""
    words = config.read_text(encoding="utf-8")
    config.write_text(f"{words}casework: {{ledger_url: '{url}'}}\n", encoding="utf-8")
    return config


def run(config: Path, *arguments: str | Path) -> tuple[int, str]:
    words = [sys.executable, ROOT / "run.py", "--config", config, "audit", *arguments]
    done = subprocess.run(list(map(str, words)), check=False, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_an_unaltered_ledger_is_verified(config: Path) -> None:
    code, output = run(config, "verify")
    assert (code, "3 rows are unchanged" in output) == (0, True)


def test_what_was_altered_is_named(config: Path) -> None:
    with closing(sqlite3.connect(config.parent / "var" / "ledger" / "ledger.sqlite")) as file, file:
        file.execute("DROP TRIGGER audit_keeps_update")
        file.execute("UPDATE audit SET actor = '王' WHERE seq = 2")
        file.execute("CREATE TRIGGER audit_keeps_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'never'); END")
    code, output = run(config, "verify")
    assert (code, "row 2" in output) == (1, True)


@pytest.fixture
def photo(config: Path) -> Path:
    """A ledger with a case that has a photo; where the photo is."""
    folder = config.parent / "var" / "ledger"
    (folder / "ledger.sqlite").unlink()
    blobs, office = Blobs(folder / "blobs"), Office()
    sha256 = blobs.store(b"a photo")
    office.facts = replace(FACTS, blobs=blobs.size_of)
    body = {"sha256": sha256, "bytes": 7, "mime": "image/jpeg", "kind": "photo", "taken_s": FACTS.t_s}
    office.do(DUTY, "evidence_add", office.opened(), **body)
    office.written(Ledger(sqlite_url(folder / "ledger.sqlite"))).close()
    return blobs.path_of(sha256)


def test_files_of_evidence_are_verified_and_copied_with_the_ledger(
    config: Path, url: str, photo: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "stick" / "copy.sqlite"
    copy.parent.mkdir()
    code, output = run(config, "verify")
    assert (code, "evidence: 1 files are unchanged" in output, "current rows: 2 agree" in output) == (0, True, True)
    assert run(config, "backup", copy)[0] == 0
    copied = copy.parent / "blobs" / photo.relative_to(photo.parents[1])
    assert copied.read_bytes() == b"a photo"
    photo.write_bytes(b"another")
    code, output = run(config, "verify")
    assert (code, "ZS-20231115-0001/E1" in output, photo.name[:12] in output) == (1, True, True)
    code, output = run(config, "backup", tmp_path / "second.sqlite")
    assert (code, "1 of 1 files could not be copied" in output) == (1, True)
    config.write_text(f"{config.read_text()}casework: {{ledger_url: '{url}'}}\n", encoding="utf-8")
    assert run(config, "carry", "--ledger", copy)[0] == 0
    assert photo.read_bytes() == b"a photo"
    assert run(config, "verify")[0] == 0


def test_a_current_row_that_was_altered_is_named(config: Path, photo: Path) -> None:
    with closing(sqlite3.connect(config.parent / "var" / "ledger" / "ledger.sqlite")) as file, file:
        file.execute("UPDATE cases SET noun = json_set(noun, '$.colour', 'yellow')")
    code, output = run(config, "verify")
    assert (code, "current rows: ZS-20231115-0001 is not" in output) == (1, True)


def test_the_end_is_shown(config: Path) -> None:
    code, output = run(config, "show", "--last", "2")
    assert code == 0
    assert [line.split("\t")[0] for line in output.splitlines()] == ["2", "3"]
    assert "第2条" in output and "李" in output


def test_a_copy_is_whole_and_never_written_over_another(config: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert run(config, "backup", copy)[0] == 0
    assert run(config, "verify", "--ledger", copy)[0] == 0
    code, output = run(config, "backup", copy)
    assert (code, "exists already" in output) == (2, True)


def test_without_a_ledger_it_says_so(config: Path, tmp_path: Path) -> None:
    code, output = run(config, "verify", "--ledger", tmp_path / "none.sqlite")
    assert (code, "no ledger found" in output) == (2, True)


def test_a_file_is_carried_into_a_server_and_copied_out_again(server_config: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "var" / "ledger" / "ledger.sqlite", tmp_path / "copy.sqlite"
    code, output = run(server_config, "verify")
    assert (code, "no ledger in" in output) == (2, True)  # and verifying creates none
    assert run(server_config, "carry", "--ledger", file)[0] == 0
    code, held = run(server_config, "verify")
    assert (code, "3 rows are unchanged" in held) == (0, True)
    assert "第2条" in run(server_config, "show")[1]
    assert run(server_config, "backup", copy)[0] == 0
    assert run(server_config, "verify", "--ledger", copy) == (0, held)
    code, output = run(server_config, "carry", "--ledger", copy)
    assert (code, "name an empty one" in output) == (2, True)


def test_half_a_copy_is_not_left_behind(server_config: Path, url: str, tmp_path: Path) -> None:
    assert run(server_config, "carry")[0] == 0
    by_hand(url, *unguarded(url), "DELETE FROM audit WHERE seq = 2", *statements("postgresql"))
    code, output = run(server_config, "backup", tmp_path / "copy.sqlite")
    assert (code, "row 2 is missing; it is not copied" in output) == (1, True)
    assert not (tmp_path / "copy.sqlite").exists()


def test_a_server_that_does_not_answer_is_one_sentence(config: Path, tmp_path: Path) -> None:
    config.write_text(
        f"casework: {{ledger_url: 'postgresql+psycopg://u@127.0.0.1:{free_port()}/x'}}\n", encoding="utf-8"
    )
    for words in (["verify"], ["show"], ["backup", tmp_path / "copy.sqlite"]):
        code, output = run(config, *words)
        assert (code, "does not answer" in output, output.count("\n")) == (1, True, 1)


def test_without_a_server_carry_is_refused(config: Path) -> None:
    code, output = run(config, "carry")
    assert (code, "casework.ledger_url is empty" in output) == (2, True)


def test_an_empty_ledger_is_said_to_be_empty(config: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite"
    Ledger(sqlite_url(empty)).close()
    assert run(config, "show", "--ledger", empty) == (0, "The ledger is empty: no event has been written yet.\n")


def test_help_explains_every_action(config: Path) -> None:
    code, output = run(config, "--help")
    assert code == 0 and "{action}" in output
    for action in AuditAction:
        assert any(line.strip(" │").startswith(f"{action}  ") for line in output.splitlines())

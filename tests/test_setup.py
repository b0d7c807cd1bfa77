"""The set-up files agree with each other and contain nothing about the machine they were made on."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from models.base.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {
    "requirements.txt": ["postgres"],
    "requirements-test.txt": ["postgres", "test"],
    "requirements-coast.txt": ["postgres", "coast"],
}
PINNED = re.compile(r"^([a-z0-9.-]+)==([^\s\\]+)", re.MULTILINE)
HASHED = re.compile(r"--hash=sha256:[0-9a-f]{64}$")


def _pins(lock: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / lock).read_text(encoding="utf-8")))


def _asked(extras: list[str]) -> dict[str, str]:
    """Return name to minimum version, from pyproject.toml."""
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in PROJECT["optional-dependencies"][extra])]
    return {name.partition("[")[0]: least for name, _, least in (text.partition(">=") for text in texts)}


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def test_conda_installs_the_versions_of_pyproject() -> None:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = next(entry["pip"] for entry in entries if isinstance(entry, dict))
    plain = [entry for entry in entries if isinstance(entry, str) and entry != "pip"]
    assert f"python{PROJECT['requires-python']}" in plain
    assert sorted(plain + by_pip) == sorted([f"python{PROJECT['requires-python']}", *PROJECT["dependencies"]])


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_every_dependency_in_a_version_that_pyproject_allows(lock: str) -> None:
    pins = _pins(lock)
    for name, least in _asked(LOCKS[lock]).items():
        assert _order(pins[name]) >= _order(least), name


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_the_lock_has_hashes(lock: str) -> None:
    pins = re.split(r"(?m)^(?=[a-z0-9.-]+==)", (ROOT / lock).read_text(encoding="utf-8"))[1:]
    assert pins
    assert all(HASHED.search(pin.split("    # via")[0].strip()) for pin in pins)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_lock_extends_the_first_one(lock: str) -> None:
    assert _pins("requirements.txt").items() <= _pins(lock).items()


@pytest.mark.parametrize("name", [*LOCKS, "pyproject.toml", "environment.yml", "Makefile", ".ci/run"])
def test_no_file_of_the_set_up_names_an_index_or_a_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|(?<!no-emit-)(index-url|find-links)|file:/|/home/|/root/|/Users/", text)


def test_setup_does_nothing_when_the_lock_is_installed(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.txt", "requirements-test.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    sums = _cksum(tmp_path / "requirements.txt")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    (tmp_path / ".venv" / f".setup-{sums}").touch()
    assert "Installing" not in _make(tmp_path, "--dry-run", "setup")
    (tmp_path / "requirements.txt").write_text("changed", encoding="utf-8")
    assert "Installing" in _make(tmp_path, "--dry-run", "setup")


def test_an_old_python_is_refused_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    (tmp_path / "requirements.txt").touch()
    output = _make(tmp_path, "setup", "PYTHON=false")
    assert "Wanghai needs Python 3.11 or newer" in output
    assert not (tmp_path / ".venv").exists()


def _make(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["make", "-C", str(folder), *arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def _cksum(path: Path) -> str:
    with path.open("rb") as file:
        return subprocess.run(["cksum"], stdin=file, capture_output=True, text=True, check=True).stdout.split()[0]

"""`run.py user`: accounts from the command line, with passwords from stdin, never as an argument."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.base.paths import ROOT

PASSWORD = "correct horse battery\n"


OIDC = "security: {oidc: {issuer: 'https://id.example', client_id: wall}}\n"


def run(folder: Path, *words: str, given: str = "") -> tuple[int, str]:
    """The exit code, and all that was printed."""
    config = folder / "config.yaml"
    config.write_text(f"recording: {{folder: {folder}/var/recordings}}\n{OIDC}", encoding="utf-8")
    argv = [sys.executable, str(ROOT / "run.py"), "--config", str(config), *words]
    done = subprocess.run(argv, input=given, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_an_account_is_added_changed_and_disabled(tmp_path: Path) -> None:
    def user(*words: str, given: str = "") -> str:
        code, printed = run(tmp_path, "user", *words, given=given)
        assert code == 0, printed
        return printed

    assert "There are no accounts" in user("list")
    assert "li may log in" in user("add", "li", "--name", "李明", "--role", "duty", "--unit", "putuo", given=PASSWORD)
    user("role", "li", "--role", "commander", "--role", "duty")
    assert "otpauth://totp/Wanghai:li?secret=" in user("totp", "li")
    assert user("list") == "li\t李明\tputuo\tduty,commander\tcode\n"
    assert "new password" in user("password", "li", given="another long one\n")
    assert user("sessions") == ""
    user("disable", "li", "--reason", "调离")
    assert "disabled" in user("list")
    code, shown = run(tmp_path, "audit", "verify")
    assert code == 0 and "3 rows are unchanged" in shown


def test_an_account_is_linked_to_a_person_of_the_provider(tmp_path: Path) -> None:
    code, printed = run(tmp_path, "user", "add", "li", "--name", "李明", "--role", "duty", "--oidc", "7f2c")
    assert (code, printed) == (0, "li may log in\n"), "without a password"
    assert run(tmp_path, "user", "list")[1] == "li\t李明\t-\tduty\t\t7f2c\n"
    assert "no longer linked" in run(tmp_path, "user", "link", "li", "--off")[1]
    assert "li is 8a at https://id.example" in run(tmp_path, "user", "link", "li", "--oidc", "8a")[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "li", "--name", "李", "--role", "duty"), "12 to 256 characters"),
        (("add", "li", "--name", "李", "--role", "king"), "expected one of viewer"),
        (("add", "li", "--name", "李", "--role", "duty", "--unit", "nowhere"), "expected one of city"),
        (("link", "li"), "--oidc SUB | --off"),
        (("link", "wang", "--oidc", "x"), "no account wang"),
        (("add",), "name the account"),
        (("disable", "wang"), "no account wang"),
        (("disable", "wang", "--role", "duty"), "goes with user add and role"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    code, printed = run(tmp_path, "user", *words, given="short\n")
    assert code == 2 and says in printed and len(printed.strip().splitlines()) == 1

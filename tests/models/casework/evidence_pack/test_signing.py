"""The key of evidence packs: made once, readable by its owner only, put aside when another is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.settings import UserError
from models.casework.evidence_pack.signing import KEY, make_key, read_key, rotate_key, signature_problem
from models.casework.evidence_pack.verify import openssl_signed


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    assert read_key(tmp_path) is None
    key = make_key(tmp_path)
    assert (tmp_path / KEY).stat().st_mode & 0o777 == 0o600
    again = read_key(tmp_path)
    assert again and (again.id, again.public) == (key.id, key.public)
    with pytest.raises(UserError, match="exists already"):
        make_key(tmp_path)


def test_another_key_leaves_the_one_before_beside_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no key yet"):
        rotate_key(tmp_path)
    old = make_key(tmp_path)
    key, aside = rotate_key(tmp_path)
    assert key.id != old.id and old.id.startswith(aside.stem.rpartition("-")[2])
    assert aside.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / KEY).write_text("no key")
    with pytest.raises(UserError, match="is no private key"):
        read_key(tmp_path)


@pytest.mark.parametrize("problem", [signature_problem, openssl_signed])
def test_a_signature_fits_its_text_and_key_only(problem: object, tmp_path: Path) -> None:
    assert callable(problem)
    key, other = make_key(tmp_path / "a"), make_key(tmp_path / "b")
    signature = key.sign(b"text")
    assert problem(key.public, b"text", signature) == ""
    for wrong in ((key.public, b"texT", signature), (other.public, b"text", signature), (key.public, b"text", b"")):
        assert problem(*wrong) == "the signature does not fit"

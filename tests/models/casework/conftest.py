"""Every test with the fixture `url` runs on both kinds of database."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.casework.store import sqlite_url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "deep" / "ledger.sqlite")
    return str(request.getfixturevalue("postgres").new_url())

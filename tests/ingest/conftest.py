"""Fixtures for ingestors and clients; all are closed after the test, also if it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.asking import Asker, Running


@pytest.fixture
def ask() -> Iterator[Callable[..., Asker]]:
    """Make clients, and close them: a ZeroMQ context left to the garbage collector can block the collecting thread."""
    with ExitStack() as opened:

        def make(*where: Any, **more: Any) -> Asker:
            return opened.enter_context(closing(Asker(*where, **more)))

        yield make


@pytest.fixture
def ingestor(tmp_path: Path) -> Iterator[Running]:
    with closing(Running(tmp_path)) as running:
        yield running

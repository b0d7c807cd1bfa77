"""Fixtures for ingestors and clients; all are closed after the test, also if it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from ingest.feeds import make_feed
from ingest.sentences.scan_reader import ScanReader
from tests.ingest.asking import Asker, Running


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """Compile the scanner before any test waits for a batch."""
    reader = ScanReader("compile")
    reader.receive(0.0, 0, b"!AIVDM,1,1,,A,15N1u<PP1FJuvSRHOE6QIwwh0HQ6,0*30\n")
    make_feed("ais", "kernel").decode(reader.drain().messages)


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

"""Shared by tests in several folders: one PostgreSQL server for each worker, and properties without a deadline.

The first call of compiled code takes seconds, and the machine may be busy, so the duration of an example says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import Server, running_server

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running_server() as server:
        yield server

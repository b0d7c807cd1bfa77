"""The built-in exercise, opened once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.scenario import Scenario, load_scenario
from exercises.simulator import Simulator
from models.site import Site, load_site

SITE = Path(__file__).parents[2] / "sites" / "zhoushan"
SEED = 20260101


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_scenario("zhoushan_morning")


@pytest.fixture(scope="session")
def simulator(scenario) -> Simulator:
    return Simulator(scenario, SITE, SEED)


@pytest.fixture(scope="session")
def site() -> Site:
    return load_site(SITE)

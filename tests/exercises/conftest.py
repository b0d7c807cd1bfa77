"""The built-in exercise, opened once for all tests."""

from __future__ import annotations

import pytest

from exercises.scenario.scenario import Scenario, load_scenario
from exercises.simulator.simulator import Simulator
from models.base.paths import SITES
from models.site.site import Site, load_site

SITE = SITES / "zhoushan"
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

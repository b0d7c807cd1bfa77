"""Learning a baseline: recordings run through the same tick as live, and every evaluation goes to a learner.

The learner and its file: models/risk/regional/baseline.py. Reading files: ingest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from models.base.settings import Settings, UserError
from models.core.replay import Progress, played_ticks
from models.messages.observation import ObservationBatch
from models.risk.regional.baseline import Baseline, Learner
from models.risk.regional.evaluation import EVERY
from models.risk.regional.grid import MOST_STEP_S
from models.risk.state import State
from models.site.site import Site

TELL_EVERY = 60  # ticks


def for_learning(settings: Settings, site: Site) -> tuple[Settings, Site]:
    """The same settings and site without a baseline, so that the old baseline does not influence the new one."""
    region = settings.region.model_copy(update={"baseline": None})
    return settings.model_copy(update={"region": region}), replace(site, usual=None)


def learn(
    state: State, feeds: Mapping[str, Iterator[ObservationBatch]], warm_up_s: float, progress: Progress | None = None
) -> Baseline:
    """Run the feeds to their end; the traffic is learned in the state.

    The first `warm_up_s`, and as much after every pause, are left out of the baseline, not out of the traffic.
    """
    region = state.evaluation.region
    learner = Learner(region.grid, state.site.utc_offset_h)
    since_s = last_s = float("-inf")
    for played in played_ticks(state, feeds):
        tick = played.outcome.tick
        if progress and tick.number % TELL_EVERY == 0:
            progress(tick.t_s)
        if tick.number % EVERY or state.idle():
            continue
        if tick.t_s - last_s > MOST_STEP_S:
            since_s = tick.t_s
        last_s = tick.t_s
        if tick.t_s - since_s >= warm_up_s:
            learner.take(tick.t_s, float(EVERY), region.presence, region.load)
    baseline = learner.baseline()
    if not baseline.visits.any():
        raise UserError(f"nothing to learn from: no recording is longer than the first {warm_up_s / 60:g} minutes")
    return baseline

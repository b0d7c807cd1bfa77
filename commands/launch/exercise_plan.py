"""The plans of exercises: one that runs by the machine's clock, and a steered one with its own time.

The verb: commands/exercise.py. A run requested from a page: requested_run.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from commands.launch.plan import NEVER_S, adapted, inject_feeds, var_folder
from commands.launch.ports import free_udp_port
from models.base.clock import iso, now_s
from models.base.settings import Feed, Settings
from models.messages.plan import Plan, Player

FEED, CLUE_FEED = "exercise", "clues"
# Folders of past exercises, named after their start, and of runs requested from a page, which have an id as well.
PAST, ASKED = "????-??-??T??????", "????-??-??T??????-*"
KEPT = 5  # kept of each; any can be repeated from its scenario and seed, or from the recording it replayed


def played_plan(settings: Settings, scenario: str, seed: int, port: int | None) -> Plan:
    """An exercise whose sentences are sent to the ingestors as a receiver sends them."""
    from exercises.scenario.scenario import load_scenario

    loaded = load_scenario(scenario)  # raises UserError before anything starts
    udp_port, start_t_s = free_udp_port(), now_s()
    feeds = [Feed(id=FEED, source=f"udp://127.0.0.1:{udp_port}")]
    clue_port = _another_port(udp_port) if loaded.clues else None
    if clue_port:
        feeds.append(Feed(id=CLUE_FEED, kind="report", source=f"udp://127.0.0.1:{clue_port}"))
    var = var_folder(settings)
    folder = var / "exercise" / iso(start_t_s)[:19].replace(":", "")
    forget_old(folder.parent)
    return Plan(
        mode="exercise",
        var=var,
        settings=adapted(settings, port=port, feeds=feeds, recordings=folder),
        alerts_out=folder / "alerts.jsonl",
        player=Player(scenario=scenario, seed=seed, udp_port=udp_port, start_t_s=start_t_s, clue_port=clue_port),
    )


def steered_plan(settings: Settings, scenario: str, seed: int, port: int | None, var: Path | None = None) -> Plan:
    """An exercise that is simulated on request, in the scenario's own time."""
    return _simulated(settings, scenario, seed, port, inject_feeds(), var)


def headless_plan(settings: Settings, scenario: str, seed: int) -> Plan:
    """An exercise without pages: nobody injects anything."""
    return _simulated(settings, scenario, seed, None, [])


def _simulated(
    settings: Settings, scenario: str, seed: int, port: int | None, more: list[Feed], var: Path | None = None
) -> Plan:
    from exercises.scenario.scenario import load_scenario

    loaded = load_scenario(scenario)
    feeds = [Feed(id=FEED, source=f"file:{scenario}")]
    if loaded.clues:
        feeds.append(Feed(id=CLUE_FEED, kind="report", source=f"file:{scenario}", silent_after_s=NEVER_S))
    return Plan(
        mode="exercise",
        var=var or var_folder(settings),
        settings=adapted(settings, port=port, feeds=[*feeds, *more]),
        player=Player(scenario=scenario, seed=seed, start_t_s=loaded.starts_at_s),
    )


def _another_port(taken: int) -> int:
    """A free port other than the one found before, which is not yet in use."""
    return next(port for port in iter(free_udp_port, 0) if port != taken)


def forget_old(folder: Path, in_use: Sequence[Path] = ()) -> None:
    """Remove the oldest folders of past exercises to make room for one, but none that is `in_use`."""
    for kind in (PAST, ASKED):
        for old in sorted(folder.glob(kind))[: 1 - KEPT]:
            if old not in in_use:
                shutil.rmtree(old, ignore_errors=True)

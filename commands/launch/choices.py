"""The catalogue of a run: the scenarios and recordings that its pages can start in a run of their own (runs.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from commands.cli import say
from commands.launch.exercise_plan import PAST
from models.base.paths import ROOT
from models.base.settings import UserError
from models.messages.plan import Plan
from models.messages.runs import CHOICES, OWN, RunChoice, scenario_id, write

if TYPE_CHECKING:
    from exercises.scenario.scenario import Scenario

RECORDINGS_SHOWN = 20
WRITTEN = {
    "live": ("实时值班记录", "Record of the live watch"),
    "exercise": ("本次演练记录", "Record of this exercise"),
}


def write_catalogue(plan: Plan) -> None:
    """Write it once into the folder of the run."""
    offered = [*_scenarios(plan), *_recordings(plan)]
    write(plan.run_dir / CHOICES, [asdict(each) for each in offered])


def _scenarios(plan: Plan) -> list[RunChoice]:
    """The scenarios of exercises/ and the one being played: full scenarios first, the longest first."""
    from exercises.scenario.scenario import known_scenarios

    own = [plan.player.scenario] if plan.player else []
    offered = sorted(
        _readable([*known_scenarios(), *own]), key=lambda pair: -bool(pair[1].traffic) * pair[1].duration_s
    )
    return [
        RunChoice(scenario_id(name), "scenario", name, each.name_zh, each.name_en, 0.0, each.duration_s)
        for name, each in offered
    ]


def _readable(names: Iterable[str]) -> Iterator[tuple[str, Scenario]]:
    """A scenario that cannot be read is reported and left out."""
    from exercises.scenario.scenario import load_scenario

    for name in dict.fromkeys(names):
        try:
            yield name, load_scenario(name)
        except UserError as problem:
            say(f"Not offered: {problem}")


def _recordings(plan: Plan) -> list[RunChoice]:
    own = [path for paths in plan.replay_paths.values() for path in paths]
    named = [ROOT / path for path in plan.settings.exercise.recordings]
    given = [each for path in named for each in (sorted(path.iterdir()) if path.is_dir() else [path]) if path.exists()]
    written = plan.settings.recording.folder  # as it is when it is chosen
    past = sorted((plan.var / "exercise").glob(PAST), reverse=True)
    offered = [
        *((path, path.name, path.name) for path in dict.fromkeys([*own, *given])),
        *((path, f"演练记录 {_when(path)}", f"Exercise of {_when(path)}") for path in past if path != written),
    ]
    choices = [
        RunChoice(f"recording-{number}", "recording", str(path), name_zh, name_en)
        for number, (path, name_zh, name_en) in enumerate(offered)
    ]
    if not plan.steered:
        choices.insert(0, RunChoice(OWN, "recording", str(written), *WRITTEN[plan.mode]))
    return choices[:RECORDINGS_SHOWN]


def _when(folder: Path) -> str:
    """`2026-11-28 04:29 UTC` from `2026-11-28T042918`."""
    day, time = folder.name.split("T")
    return f"{day} {time[:2]}:{time[2:4]} UTC"

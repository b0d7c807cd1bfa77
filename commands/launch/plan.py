"""From settings to the plan of a run: the folders of its data, and its feeds.

The plan itself: models/messages/plan.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from models.base.paths import ROOT
from models.base.settings import Feed, Settings
from models.messages.control import INJECT_FEEDS

LEDGER = "ledger.sqlite"
NEVER_S = 1e9


def var_folder(settings: Settings) -> Path:
    """The folder that contains the recordings; all other data is kept there, too."""
    return (ROOT / settings.recording.folder).parent


def ledger_file(settings: Settings) -> Path:
    """Where the real ledger is, unless a database server keeps it."""
    return var_folder(settings) / "ledger" / LEDGER


def adapted(
    settings: Settings, *, port: int | None = None, feeds: Sequence[Feed] | None = None, recordings: Path | None = None
) -> Settings:
    """The settings as one run needs them; paths become absolute, so that the current folder does not matter."""
    folder = recordings or ROOT / settings.recording.folder
    kept = ROOT / (settings.history.folder or var_folder(settings) / "history")
    return settings.model_copy(
        update={
            "feeds": settings.feeds if feeds is None else tuple(feeds),
            "history": settings.history.model_copy(update={"folder": kept}),
            "recording": settings.recording.model_copy(update={"folder": folder}),
            "dashboard": settings.dashboard.model_copy(update={"port": port or settings.dashboard.port}),
        }
    )


def inject_feeds() -> list[Feed]:
    """The feeds for injected sentences and reports. Raises UserError when a kind of inject lacks something."""
    from commands.launch.inject_kinds import check_inject_kinds

    check_inject_kinds()
    kinds: tuple[Literal["ais", "report"], ...] = ("ais", "report")
    return [
        Feed(id=name, kind=kind, source=f"file:{name}", silent_after_s=NEVER_S)
        for name, kind in zip(INJECT_FEEDS, kinds, strict=True)
    ]

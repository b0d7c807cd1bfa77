"""`run.py learn`: learns what is usual from recordings, into one file: traffic by cell and hour, ways and berths.

The learning: models/risk/regional, models/risk/detection/waters/traffic.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.cli import Shared, say
from commands.launch.recorded_feeds import feeds_of, show_notes
from commands.outputs import check_outputs
from commands.replay import progress
from commands.times import span_s
from models.base.paths import SITES


def learn(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Text files, plain or packed, or recordings; each path is one feed."),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Output file for the baseline, e.g. var/usual.npz.")],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="T", help="Start at this time, e.g. 2014-09-28T16:00Z.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="T", help="End at this time.")] = None,
    warm_up: Annotated[
        float, typer.Option(min=0, metavar="MIN", help="Minutes that are left out at the start and after each pause.")
    ] = 15.0,
) -> None:
    """Learn from recordings what is usual: how much traffic at each hour of the week, its ways and its berths.

    Four weeks of recordings are a good start. Then name the file in config.yaml as region.baseline, or put it into the
    folder of the site and name it in site.yaml as usual.

    [bold]Examples[/bold]

      run.py learn var/recordings --out var/usual.npz

      run.py learn may.nmea.gz june.nmea.gz --out summer.npz
    """
    from ingest.sources.files import read_batches
    from models.core import learning
    from models.risk.state import State
    from models.site.site import load_site

    shared: Shared = ctx.obj
    check_outputs({"--out": out}, paths)
    settings = shared.settings()
    settings, site = learning.for_learning(settings, load_site(SITES / settings.site))
    from_s, to_s = span_s(from_, to)
    feeds = feeds_of(paths)
    state = State(settings, site, tuple(feeds.values()), "replay")
    batches = {
        feed.id: read_batches(path, feed.id, kind=feed.kind, decoder=feed.decoder, from_s=from_s, to_s=to_s)
        for path, feed in feeds.items()
    }
    with progress() as report:
        baseline = learning.learn(state, batches, warm_up * 60.0, report)
    baseline.save(out, state.traffic.visits.kept())
    hours = int((baseline.visits > 0).sum())
    ways, berths = state.traffic.counts()
    say(f"{ways} cells with traffic and {berths} where vessels come to rest")
    say(f"{baseline.visits.sum():.1f} hours learned, {hours} of the week's 168; usual load {baseline.load:.2f}; {out}")
    show_notes([counts.note for counts in state.counts.values()])

"""One process of a running wall: `run.py _process ROLE RUN_DIR [FEED]`, started and watched by the supervisor.

The table ROLES maps each role to its loop; the loops themselves are in ingest, models, dashboard and exercises.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from commands.cli import WorkError, in_words, version_number
from commands.launch import lifeline
from commands.launch.child import log
from commands.launch.plan import LEDGER, ledger_file
from models.base.paths import SITES
from models.base.settings import Feed
from models.base.stopping import stop_on_signal
from models.messages.plan import Plan, read_plan

INDEXER_NICE = 10


def process(
    role: Annotated[str, typer.Argument()],
    run_dir: Annotated[Path, typer.Argument()],
    parent: Annotated[int, typer.Argument(help="Process id of the supervisor; this process ends with it.")],
    feed: Annotated[str, typer.Argument()] = "",
) -> None:
    """One process of a running wall; started by the supervisor, not by people."""
    lifeline.end_with(parent)
    log(f"{role}: started, process {os.getpid()}, Wanghai {version_number()}")
    stop = stop_on_signal()
    try:
        ROLES[role](read_plan(run_dir), feed, stop)
    except Exception as problem:
        log(f"{role}: stopped, {in_words(problem)[0]}")
        raise
    log(f"{role}: stopped, {'as asked' if stop.is_set() else 'its work is done'}")


def _ingestor(plan: Plan, feed: str, stop: Event) -> None:
    from ingest.worker import run_ingestor

    run_ingestor(plan.settings, _feed(plan, feed), plan.run_dir, stop)


def _replayer(plan: Plan, feed: str, stop: Event) -> None:
    from ingest.worker import run_replay_ingestor

    paths, settings = list(plan.replay_paths[feed]), _feed(plan, feed)
    run_replay_ingestor(paths, feed, plan.run_dir, settings.decoder, plan.from_s, plan.to_s, stop, settings.kind)


def _core(plan: Plan, _: str, stop: Event) -> None:
    from models.core.run import run_core

    # Live, the checkpoint is kept after the run: the next start requests everything since then from the recordings.
    checkpoint = plan.var / "core.checkpoint" if plan.mode == "live" else None
    run_core(
        plan.settings,
        plan.settings.feeds,
        plan.run_dir,
        plan.mode,
        sites=SITES,
        speed=plan.speed,
        checkpoint_file=checkpoint,
        alerts_out=plan.alerts_out,
        stop=stop,
        steered=plan.steered,
    )


def _desk(plan: Plan, _: str, stop: Event) -> None:
    from exercises.demo_accounts import demo_accounts
    from models.casework.access.accounts import Account
    from models.casework.cases.site_workplace import workplace_of
    from models.casework.desk import run_desk
    from models.casework.engines import LedgerError
    from models.casework.store import sqlite_url
    from models.site.site import load_site

    # An exercise has a ledger of its own, in the folder of its run: it must never reach the real one.
    live = plan.mode == "live"
    url = plan.settings.casework.ledger_url if live else ""
    file = ledger_file(plan.settings) if live else plan.run_dir / LEDGER
    site = load_site(SITES / plan.settings.site)
    blobs, workplace = file.parent / "blobs", workplace_of(site, plan.settings.casework)
    try:
        site_zones = [zone.id for zone in site.zones]
        people = demo_accounts([unit.id for unit in site.units]) if plan.mode == "exercise" else {}
        demo = {name: Account(**asdict(each)) for name, each in people.items()}
        codes = plan.settings.security.codes and live
        address, book = url or sqlite_url(file), file.with_suffix(".book")
        run_desk(address, plan.run_dir, site_zones, stop, book, site=workplace, blobs=blobs, demo=demo, codes=codes)
    except LedgerError as problem:  # tracking goes on; the desk is restarted until the ledger answers
        raise WorkError(str(problem)) from problem


def _historian(plan: Plan, _: str, stop: Event) -> None:
    from models.history.historian import run_historian
    from models.messages.streams import history_folder

    folder = history_folder(plan.settings, plan.run_dir, plan.mode)
    run_historian(folder, plan.settings.history.keep_days, plan.run_dir, stop)


def _indexer(plan: Plan, _: str, stop: Event) -> None:
    from models.core.batch_stream import pulled
    from models.core.indexer import Indexer
    from models.risk.state import State
    from models.site.site import load_site

    os.nice(INDEXER_NICE)  # the core and the pages have priority
    site = load_site(SITES / plan.settings.site)
    Indexer(
        plan.run_dir,
        lambda: State(plan.settings, site, plan.settings.feeds, plan.mode),
        lambda feed, next_seq: pulled(plan.run_dir, feed, next_seq, stop),
    ).run(stop)


def _catalogue(plan: Plan, _: str, __: Event) -> None:
    from commands.launch.choices import write_catalogue

    os.nice(INDEXER_NICE)
    write_catalogue(plan)


def _evaluator(plan: Plan, _: str, stop: Event) -> None:
    from exercises.director.evaluator import evaluate

    os.nice(INDEXER_NICE)
    evaluate(plan, stop)


def _simulated_feed(plan: Plan, feed: str, stop: Event) -> None:
    from exercises.director.simulated_feed import simulated
    from ingest.feeds import make_feed
    from ingest.recording.spool import Spool
    from ingest.worker import serve_batches

    settings = _feed(plan, feed)
    spool = Spool(lambda keep: simulated(plan, settings, keep))
    serve_batches(spool.read, feed, plan.run_dir, make_feed(settings.kind, settings.decoder), spool.messages, stop)


def _injector(plan: Plan, feed: str, stop: Event) -> None:
    from exercises.director.simulated_feed import injected, injected_messages
    from ingest.feeds import make_feed
    from ingest.worker import serve_batches

    known: dict[str, list[tuple[float, bytes]]] = {}
    settings = _feed(plan, feed)
    find = partial(injected_messages, plan, settings, known)
    decoder = make_feed(settings.kind, settings.decoder)
    serve_batches(lambda _: injected(plan, settings, known), feed, plan.run_dir, decoder, find, stop)


def _wall(plan: Plan, _: str, __: Event) -> None:
    from dashboard.server.app import serve

    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # it has nothing to save, and installs its own handler once it serves
    serve(plan.settings, plan.run_dir, plan.mode)
    log("wall: stopped, as asked")
    os._exit(0)  # a thread that is compiling a drawing kernel would delay the exit by seconds


def _player(plan: Plan, _: str, stop: Event) -> None:
    from exercises.play import play_udp

    if plan.player is None or plan.player.udp_port is None:
        raise ValueError("the plan of a player process has a player with a UDP port")
    player, port = plan.player, plan.player.udp_port
    site = SITES / plan.settings.site
    play_udp(player.scenario, site, player.seed, "127.0.0.1", port, player.start_t_s, stop, player.clue_port)


def _people(plan: Plan, _: str, stop: Event) -> None:
    from exercises.demo_accounts import demo_accounts
    from exercises.people.process import play_people
    from exercises.people.script import script_for

    script = script_for(plan.player.scenario, demo_accounts([])) if plan.player else None
    if plan.player and script:
        play_people(script, plan.player.seed, plan.player.start_t_s, plan.run_dir, plan.run_dir / "blobs", stop)


def _feed(plan: Plan, feed_id: str) -> Feed:
    return next(feed for feed in plan.settings.feeds if feed.id == feed_id)


ROLES: dict[str, Callable[[Plan, str, Event], None]] = {
    "ingestor": _ingestor,
    "replayer": _replayer,
    "core": _core,
    "desk": _desk,
    "historian": _historian,
    "wall": _wall,
    "player": _player,
    "people": _people,
    "indexer": _indexer,
    "evaluator": _evaluator,
    "catalogue": _catalogue,
    "simulated-feed": _simulated_feed,
    "injector": _injector,
}

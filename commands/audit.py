"""`run.py audit`: verifies the ledger and the sealed recordings, shows the ledger's end, and copies it.

The hash chains: models/casework/store.py and ingest/recording/seals.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.cli import Shared, WorkError, refuse_useless, say
from commands.launch.plan import ledger_file
from models.base.clock import iso
from models.base.paths import ROOT
from models.base.settings import Settings, UserError

if TYPE_CHECKING:
    from models.casework.store import Ledger


class AuditAction(StrEnum):
    """What can be done with a ledger."""

    verify = "verify"
    show = "show"
    backup = "backup"
    carry = "carry"


ONLY_WITH = {"to": AuditAction.backup, "last": AuditAction.show}


def audit(
    ctx: typer.Context,
    action: Annotated[
        AuditAction,
        typer.Argument(help="What to do; each is explained above."),
    ],
    to: Annotated[Path | None, typer.Argument(help="With backup: the file to write.")] = None,
    ledger: Annotated[Path | None, typer.Option(help="A ledger file other than that of config.yaml.")] = None,
    last: Annotated[int, typer.Option(min=1, max=1000, help="With show: how many rows.")] = 20,
) -> None:
    """Verify, show or copy the ledger, the record of every decision.

    [bold]verify[/bold]  checks ledger and sealed recordings; an altered one is exit code 1

    [bold]show[/bold]    prints the last rows of the ledger

    [bold]backup[/bold]  copies the ledger into a new file, also while it is in use

    [bold]carry[/bold]   copies a ledger file into the empty database of casework.ledger_url

    [bold]Examples[/bold]

      run.py audit verify

      run.py audit show --last 50

      run.py audit backup /media/stick/ledger-2026-11-23.sqlite

      run.py audit carry --ledger ledger-2026-11-23.sqlite
    """
    from models.casework.engines import LedgerError

    shared: Shared = ctx.obj
    refuse_useless(ctx, {name: f"goes with audit {use}" for name, use in ONLY_WITH.items() if action is not use})
    settings = shared.settings()
    try:
        if action is AuditAction.backup:
            _backup(settings, ledger, to)
        elif action is AuditAction.carry:
            _carry(settings, ledger)
        elif action is AuditAction.show:
            _show(settings, ledger, last)
        else:
            _verify(settings, ledger)
    except LedgerError as problem:
        raise WorkError(str(problem)) from problem
    if action is AuditAction.verify and ledger is None:
        _verify_recordings(settings)


def _verify(settings: Settings, ledger: Path | None) -> None:
    with _opened(settings, ledger) as opened:
        held, wrong = opened.verify()
        seq, head = opened.head()
    if wrong:
        raise WorkError(f"ledger: {wrong}; the {held} rows before it are unchanged")
    say(f"ledger: {held} rows are unchanged; the last is {seq}, {head}")


def _verify_recordings(settings: Settings) -> None:
    from ingest.recording.seals import SEALS, verify

    for seals in sorted((ROOT / settings.recording.folder).glob(f"*/{SEALS}")):
        name = seals.parent.name
        held, wrong = verify(seals.parent)
        if wrong:
            raise WorkError(f"recording {name}: {wrong}; the {held} sealed files before it are unchanged")
        say(f"recording {name}: {held} sealed files are unchanged")


def _show(settings: Settings, ledger: Path | None, last: int) -> None:
    with _opened(settings, ledger) as opened:
        events = list(opened.tail(last))
        if not events:
            typer.echo("The ledger is empty: no event has been written yet.", err=True)
        for event in events:
            text = next((event.body[key] for key in ("mark", "text", "reason") if event.body.get(key)), "")
            typer.echo("\t".join((str(event.seq), iso(event.t_s), event.actor, event.kind, event.subject, str(text))))


def _backup(settings: Settings, ledger: Path | None, to: Path | None) -> None:
    """A ledger file is copied while in use; a server's ledger is copied row by row into a new file."""
    from models.casework.store import Ledger, backup, sqlite_url

    if to is None:
        raise UserError("name the file to write: run.py audit backup FILE")
    if to.exists():
        raise UserError(f"{to} exists already; give another name")
    if ledger is None and settings.casework.ledger_url:
        with _opened(settings, ledger) as source, _whole_or_gone(to), closing(Ledger(sqlite_url(to))) as copy:
            copy.take_over(source)
    else:
        backup(_existing(settings, ledger), to)
    say(f"{to}: {to.stat().st_size / 1e6:.1f} MB")


def _carry(settings: Settings, ledger: Path | None) -> None:
    from models.casework.store import Ledger, sqlite_url

    if not settings.casework.ledger_url:
        raise UserError("casework.ledger_url is empty; set it to the URL of the database to copy into")
    source_url = sqlite_url(_existing(settings, ledger))
    with closing(Ledger(source_url, writes=False)) as source, closing(Ledger(settings.casework.ledger_url)) as opened:
        held = opened.take_over(source)
        seq, head = opened.head()
        say(f"ledger: {held} rows are in {opened.shown}; the last is {seq}, {head}")


@contextmanager
def _opened(settings: Settings, ledger: Path | None) -> Iterator[Ledger]:
    """The requested ledger, opened for reading; a missing one is not created."""
    from models.casework.store import Ledger, sqlite_url

    in_server = ledger is None and settings.casework.ledger_url
    with closing(Ledger(in_server or sqlite_url(_existing(settings, ledger)), writes=False)) as opened:
        yield opened


@contextmanager
def _whole_or_gone(path: Path) -> Iterator[None]:
    """Remove an incomplete copy, so that it is not mistaken for a backup."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _existing(settings: Settings, ledger: Path | None) -> Path:
    path = ledger or ledger_file(settings)
    if not path.is_file():
        raise UserError(f"{path}: no ledger found; the first `run.py live` creates one")
    return path

"""`run.py audit`: verifies the ledger and the sealed recordings, shows the ledger's end, and copies it.

The hash chains: models/casework/store.py and ingest/recording/seals.py. Files of evidence lie in `blobs` beside the
ledger, and beside each copy of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    from models.casework.blobs import Blobs
    from models.casework.store import Ledger

MOST_NAMED = 5  # files of evidence


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

    [bold]verify[/bold]  checks ledger, files of evidence and sealed recordings; an altered one is exit code 1

    [bold]show[/bold]    prints the last rows of the ledger

    [bold]backup[/bold]  copies the ledger into a new file, also while it is in use, and the files of evidence beside it

    [bold]carry[/bold]   copies a ledger file into the empty database of casework.ledger_url, and its files of evidence

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
    from models.casework.work.rows_check import wrong_row

    with ledger_to_read(settings, ledger) as opened:
        held, wrong = opened.verify()
        seq, head = opened.head()
        if wrong:
            raise WorkError(f"ledger: {wrong}; the {held} rows before it are unchanged")
        say(f"ledger: {held} rows are unchanged; the last is {seq}, {head}")
        agree, other = wrong_row(opened)
        if other:
            raise WorkError(
                f"current rows: {other} is not what the ledger gives; `audit carry` writes all anew elsewhere"
            )
        say(f"current rows: {agree} agree with the ledger")
        _check_evidence(opened, _blobs(settings, ledger).whole, "is not there, or is not as it was stored")


def _check_evidence(ledger: Ledger, good: Callable[[str], bool], wrong: str) -> None:
    """Check or copy each file of evidence that the ledger names. Raises WorkError naming those that fail."""
    files = ledger.evidence_files()
    bad = [f"{name} ({sha256[:12]}…)" for sha256, name in files.items() if not good(sha256)]
    if bad:
        more = f" and {len(bad) - MOST_NAMED} more" if len(bad) > MOST_NAMED else ""
        raise WorkError(f"evidence: {len(bad)} of {len(files)} files {wrong}: {', '.join(bad[:MOST_NAMED])}{more}")
    say(f"evidence: {len(files)} files are unchanged")


def _blobs(settings: Settings, ledger: Path | None) -> Blobs:
    """The files beside a ledger; those of a database lie where the ledger file would be."""
    from models.casework.blobs import Blobs

    return Blobs((ledger or ledger_file(settings)).parent / "blobs")


def _verify_recordings(settings: Settings) -> None:
    from ingest.recording.seals import SEALS, verify

    for seals in sorted((ROOT / settings.recording.folder).glob(f"*/{SEALS}")):
        name = seals.parent.name
        held, wrong = verify(seals.parent)
        if wrong:
            raise WorkError(f"recording {name}: {wrong}; the {held} sealed files before it are unchanged")
        say(f"recording {name}: {held} sealed files are unchanged")


def _show(settings: Settings, ledger: Path | None, last: int) -> None:
    with ledger_to_read(settings, ledger) as opened:
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
        with ledger_to_read(settings, ledger) as source, _whole_or_gone(to), closing(Ledger(sqlite_url(to))) as copy:
            copy.take_over(source)
    else:
        backup(_existing(settings, ledger), to)
    say(f"{to}: {to.stat().st_size / 1e6:.1f} MB")
    with closing(Ledger(sqlite_url(to), writes=False)) as copy:
        _copy_evidence(copy, _blobs(settings, ledger), _blobs(settings, to))


def _copy_evidence(ledger: Ledger, source: Blobs, to: Blobs) -> None:
    """Copy the files that a ledger names. What is there already stays, so several copies share a folder."""
    _check_evidence(ledger, lambda sha256: source.copy_to(to, sha256), "could not be copied, being gone or altered")


def _carry(settings: Settings, ledger: Path | None) -> None:
    from models.casework.store import Ledger, sqlite_url

    if not settings.casework.ledger_url:
        raise UserError("casework.ledger_url is empty; set it to the URL of the database to copy into")
    source_url = sqlite_url(_existing(settings, ledger))
    with closing(Ledger(source_url, writes=False)) as source, closing(Ledger(settings.casework.ledger_url)) as opened:
        held = opened.take_over(source)
        seq, head = opened.head()
        say(f"ledger: {held} rows are in {opened.shown}; the last is {seq}, {head}")
        _copy_evidence(opened, _blobs(settings, ledger), _blobs(settings, None))


@contextmanager
def ledger_to_read(settings: Settings, ledger: Path | None) -> Iterator[Ledger]:
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

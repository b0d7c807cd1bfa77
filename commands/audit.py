"""`run.py audit`: proves that what officers said is what the ledger holds, shows the end of it, and copies it.

What lives here: the verb and its words. What does not: the chains themselves (models/casework/store.py,
ingest/seals.py).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.door import ROOT, Shared, WorkError, say
from commands.plan import ledger_file
from models.clock import iso
from models.settings import Settings, UserError


class Deed(StrEnum):
    """What can be done with a ledger."""

    verify = "verify"
    show = "show"
    backup = "backup"


def audit(
    ctx: typer.Context,
    deed: Annotated[Deed, typer.Argument(help="Prove it, show its end, or copy it.")],
    to: Annotated[Path | None, typer.Argument(help="With backup: the file to write.")] = None,
    ledger: Annotated[Path | None, typer.Option(help="Another ledger than that of config.yaml.")] = None,
    last: Annotated[int, typer.Option(min=1, max=1000, help="With show: how many rows.")] = 20,
) -> None:
    """Prove that the ledger and the sealed recordings are as they were written; exit code 1 names what is not.

    [bold]Examples[/bold]

      run.py audit verify

      run.py audit show --last 50

      run.py audit backup /media/stick/ledger-2026-11-23.sqlite
    """
    shared: Shared = ctx.obj
    settings = shared.settings()
    if deed is Deed.backup:
        _backup(settings, ledger, to)
    elif deed is Deed.show:
        _show(settings, ledger, last)
    else:
        _verify(settings, ledger)
        if ledger is None:
            _verify_recordings(settings)


def _verify(settings: Settings, ledger: Path | None) -> None:
    from models.casework.store import Ledger

    opened = Ledger(_url(settings, ledger))
    held, wrong = opened.verify()
    seq, head = opened.head()
    opened.close()
    if wrong:
        raise WorkError(f"ledger: {wrong}; the {held} rows before it are as they were written")
    say(f"ledger: {held} rows are as they were written; the last is {seq}, {head}")


def _verify_recordings(settings: Settings) -> None:
    from ingest.seals import SEALS, verify

    for seals in sorted((ROOT / settings.recording.folder).glob(f"*/{SEALS}")):
        name = seals.parent.name
        held, wrong = verify(seals.parent)
        if wrong:
            raise WorkError(f"recording {name}: {wrong}; the {held} sealed files before it are as they were written")
        say(f"recording {name}: {held} sealed files are as they were written")


def _show(settings: Settings, ledger: Path | None, last: int) -> None:
    from models.casework.store import Ledger

    opened = Ledger(_url(settings, ledger))
    for event in opened.tail(last):
        said = next((event.body[key] for key in ("mark", "text", "reason") if event.body.get(key)), "")
        typer.echo("\t".join((str(event.seq), iso(event.t_s), event.actor, event.kind, event.subject, str(said))))
    opened.close()


def _backup(settings: Settings, ledger: Path | None, to: Path | None) -> None:
    from models.casework.store import backup

    if to is None:
        raise UserError("name the file to write: run.py audit backup FILE")
    if to.exists():
        raise UserError(f"{to} exists already; give another name")
    if ledger is None and settings.casework.ledger_url:
        raise UserError("this ledger is a database server's; back it up with that server's own tools (pg_dump)")
    backup(_existing(settings, ledger), to)
    say(f"{to}: {to.stat().st_size / 1e6:.1f} MB")


def _url(settings: Settings, ledger: Path | None) -> str:
    from models.casework.store import sqlite_url

    if ledger is None and settings.casework.ledger_url:
        return settings.casework.ledger_url
    return sqlite_url(_existing(settings, ledger))


def _existing(settings: Settings, ledger: Path | None) -> Path:
    path = ledger or ledger_file(settings)
    if not path.is_file():
        raise UserError(f"{path}: no ledger there; the first `run.py live` begins one")
    return path

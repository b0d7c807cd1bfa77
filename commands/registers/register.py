"""`run.py register`: the register of the site and the watch list from a CSV file, with a dry run.

The register is a file of the site and is in force after the next start. The watch list is in the ledger: each vessel is
one event, and a desk that runs takes it within a second.
"""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.cli import Shared, WorkError, refuse_useless, say
from commands.user import opened_ledger
from models.base.clock import now_s
from models.base.paths import SITES
from models.base.settings import Settings, UserError

if TYPE_CHECKING:
    from models.site.register import Entry

WATCH_COLUMNS = ("mmsi", "name")


class RegisterAction(StrEnum):
    """What can be done with a file."""

    register = "import"
    watch = "watch"


A = RegisterAction
ONLY_WITH: dict[str, tuple[RegisterAction, str]] = {
    "reason": (A.watch, "goes with register watch"),
    "replace": (A.watch, "goes with register watch"),
}


def register(
    ctx: typer.Context,
    action: Annotated[RegisterAction, typer.Argument(help="What to do; each is explained above.")],
    file: Annotated[Path, typer.Argument(help="The CSV file, in UTF-8 or GB18030.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and change nothing.")] = False,
    skip: Annotated[bool, typer.Option("--skip", help="Leave refused lines out instead of changing nothing.")] = False,
    reason: Annotated[str, typer.Option(help="With watch: why, for all of them.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="With watch: end the others.")] = False,
) -> None:
    """The register of the site and the watch list from a CSV file.

    [bold]import[/bold]  the file becomes the whole register; its columns are those of sites/SITE/register.csv

    [bold]watch[/bold]   puts the vessels of a file with the columns mmsi,name on the watch list, with one --reason

    [bold]Examples[/bold]

      run.py register import fleet.csv --dry-run

      run.py register watch tips.csv --reason "tip 2026-17" --dry-run
    """
    refuse_useless(ctx, {name: why for name, (only, why) in ONLY_WITH.items() if action is not only})
    shared: Shared = ctx.obj
    if action is A.register:
        _import(shared.settings(), file, dry_run, skip)
    elif not reason.strip():
        raise UserError("give the reason: --reason TEXT")
    else:
        _watch(shared.settings(), file, {"dry_run": dry_run, "skip": skip, "replace": replace, "reason": reason})


def _import(settings: Settings, file: Path, dry_run: bool, skip: bool) -> None:
    from models.site.register_import import change_of, read_import, write_register
    from models.site.site import load_site, register_file

    to = register_file(SITES / settings.site)
    imported, refused = read_import(file)
    change = change_of(load_site(SITES / settings.site).register, imported)
    for each in change.added:
        say(f"+ line {each.line}: {_shown(each.entry)}")
    for each, columns in change.changed:
        say(f"~ line {each.line}: {_shown(each.entry)}: {', '.join(columns)}")
    for entry in change.removed:
        say(f"- {_shown(entry)}")
    counts = f"{len(change.added)} added, {len(change.changed)} changed, {len(change.removed)} removed"
    _conclude(refused, f"{counts}, {change.same} as before", dry_run, skip)
    if not dry_run:
        write_register(to, [each.entry for each in imported])
        say(f"{to} is written; it is in force after the next start")


def _shown(entry: Entry) -> str:
    number = f"{entry.mmsi:09d}" if entry.mmsi else f"IMO {entry.imo}" if entry.imo else ""
    return " ".join(each for each in (number, entry.name, entry.list) if each)


def _conclude(refused: list[Any], counts: str, dry_run: bool, skip: bool) -> None:
    """Say the refused lines and the counts. Raises WorkError if nothing is to be written because of them."""
    for each in refused:
        say(f"! line {each.line}: {each.why}")
    say(f"{counts}, {len(refused)} refused{'; nothing was changed' if dry_run else ''}")
    if refused and not skip and not dry_run:
        raise WorkError("nothing was changed, because lines were refused; mend them, or leave them out with --skip")


def _watch(settings: Settings, file: Path, given: dict[str, Any]) -> None:
    from models.casework.access.direct import command, console, write_all
    from models.casework.engines import LedgerError
    from models.casework.refusals import Refused

    vessels, refused = _vessels(file)
    by = console(getpass.getuser(), "duty")
    try:
        with opened_ledger(settings) as ledger:
            watched = ledger.book().watched
            added = {mmsi: name for mmsi, name in vessels.items() if mmsi not in watched}
            ended = [mmsi for mmsi in watched if mmsi not in vessels] if given["replace"] else []
            for sign, mmsis in (("+", added), ("-", ended)):
                for mmsi in mmsis:
                    say(f"{sign} {mmsi} {vessels.get(mmsi, '')}".rstrip())
            counts = f"{len(added)} added, {len(ended)} ended, {len(vessels) - len(added)} watched already"
            _conclude(refused, counts, given["dry_run"], given["skip"])
            if given["dry_run"]:
                return
            why = given["reason"]
            ends = [command("unwatch", mmsi, by, reason=why) for mmsi in ended]
            begins = [command("watch", mmsi, by, reason=why, name=name) for mmsi, name in added.items()]
            write_all(ledger, [*ends, *begins], by, now_s())
    except Refused as refusal:
        raise UserError(refusal.why["en"]) from refusal
    except LedgerError as problem:
        raise WorkError(str(problem)) from problem


def _vessels(file: Path) -> tuple[dict[str, str], list[Any]]:
    """The names of the file's vessels by MMSI, and the lines that are refused."""
    from models.site.register_import import RefusedLine, assert_mmsi, rows_of

    found: dict[str, tuple[int, str]] = {}
    refused = []
    for number, cells in rows_of(file, WATCH_COLUMNS):
        try:
            if isinstance(cells, str):
                raise UserError(cells)
            assert_mmsi(cells["mmsi"])
            if not cells["mmsi"]:
                raise UserError("column mmsi: expected nine digits, found nothing")
            if cells["mmsi"] in found:
                raise UserError(f"{cells['mmsi']} is also in line {found[cells['mmsi']][0]}; that one is taken")
        except UserError as problem:
            refused.append(RefusedLine(number, str(problem)))
        else:
            found[cells["mmsi"]] = (number, cells["name"][:64])
    return {mmsi: name for mmsi, (_, name) in found.items()}, refused

"""`run.py evidence`: the key that signs evidence packs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.cli import Shared, refuse_useless, say
from commands.launch.plan import ledger_file
from models.base.settings import Settings


class EvidenceAction(StrEnum):
    """What can be done."""

    key = "key"


def evidence(
    ctx: typer.Context,
    action: Annotated[EvidenceAction, typer.Argument(help="What to do; each is explained above.")],
    rotate: Annotated[bool, typer.Option("--rotate", help="With key: put the key aside and make another.")] = False,
) -> None:
    """Show the key that signs evidence packs.

    [bold]key[/bold]     shows the public key and its fingerprint; the first time it makes the key

    [bold]Examples[/bold]

      run.py evidence key

      run.py evidence key --rotate
    """
    shared: Shared = ctx.obj
    refuse_useless(ctx, {})
    _key(shared.settings(), rotate=rotate)


def key_folder(settings: Settings) -> Path:
    """Where the key lies: beside the ledger, or where it would be."""
    return ledger_file(settings).parent


def _key(settings: Settings, *, rotate: bool) -> None:
    from models.casework.evidence_pack.signing import KEY, make_key, read_key, rotate_key

    folder = key_folder(settings)
    if rotate:
        key, aside = rotate_key(folder)
        say(f"the key before lies in {aside}; packs that it signed stay valid, so keep its fingerprint")
    else:
        key = read_key(folder) or make_key(folder)
    say(f"{folder / KEY}: fingerprint {key.id}")
    say(key.public.strip())

"""`run.py evidence`: packs of cases that prove themselves, their verification, and the key that signs them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.cli import Shared, WorkError, refuse_useless, say
from commands.launch.plan import ledger_file
from models.base.settings import Settings, UserError


class EvidenceAction(StrEnum):
    """What can be done."""

    pack = "pack"
    verify = "verify"
    key = "key"


ONLY_WITH = {
    "what": (EvidenceAction.pack, EvidenceAction.verify),
    "out": (EvidenceAction.pack, EvidenceAction.key),
    "key": (EvidenceAction.verify,),
    "ledger": (EvidenceAction.pack, EvidenceAction.verify),
    "recordings": (EvidenceAction.verify,),
    "rotate": (EvidenceAction.key,),
}


def evidence(
    ctx: typer.Context,
    action: Annotated[EvidenceAction, typer.Argument(help="What to do; each is explained above.")],
    what: Annotated[str, typer.Argument(metavar="[CASE|PACK]", help="The case to pack, or the pack to verify.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file to write: a pack, else CASE.zip; a public key.")] = None,
    key: Annotated[Path | None, typer.Option(help="With verify: the public key of the station, as PEM.")] = None,
    ledger: Annotated[Path | None, typer.Option(help="A ledger file; pack takes that of config.yaml without.")] = None,
    recordings: Annotated[Path | None, typer.Option(help="With verify: the folder of the recordings.")] = None,
    rotate: Annotated[bool, typer.Option("--rotate", help="With key: put the key aside and make another.")] = False,
) -> None:
    """Make and verify evidence packs of cases, and the key that signs them.

    [bold]pack[/bold]    writes a case with its rows of the audit, files, sentences and track into one signed zip

    [bold]verify[/bold]  checks a pack step by step; one that is altered is exit code 1

    [bold]key[/bold]     shows the public key and its fingerprint; the first time it makes the key

    [bold]Examples[/bold]

      run.py evidence key --out station.pem

      run.py evidence pack ZS-20260503-0012 --out 0012.zip

      run.py evidence verify 0012.zip --key station.pem
    """
    shared: Shared = ctx.obj
    useless = {name: f"does not go with evidence {action}" for name, use in ONLY_WITH.items() if action not in use}
    refuse_useless(ctx, useless)
    if action is EvidenceAction.key:
        _key(shared.settings(), out, rotate=rotate)
    elif action is EvidenceAction.pack:
        _pack(shared.settings(), what, ledger, out or Path(f"{what}.zip"))
    else:
        _verify(what, key, ledger, recordings)


def key_folder(settings: Settings) -> Path:
    """Where the key lies: beside the ledger, or where it would be."""
    return ledger_file(settings).parent


def _key(settings: Settings, out: Path | None, *, rotate: bool) -> None:
    from models.casework.evidence_pack.signing import KEY, make_key, read_key, rotate_key

    folder = key_folder(settings)
    if rotate:
        key, aside = rotate_key(folder)
        say(f"the key before lies in {aside}; packs that it signed stay valid, so keep its fingerprint")
    else:
        key = read_key(folder) or make_key(folder)
    say(f"{folder / KEY}: fingerprint {key.id}")
    if out:
        out.write_text(key.public, encoding="utf-8")
    else:
        say(key.public.strip())


def _pack(settings: Settings, case_id: str, ledger: Path | None, out: Path) -> None:
    from commands.evidence.packs import make_pack
    from models.casework.engines import LedgerError
    from models.casework.evidence_pack.signing import read_key

    if not case_id:
        raise UserError("name the case: run.py evidence pack CASE")
    if out.exists():
        raise UserError(f"{out} exists already; give another name with --out")
    source = ledger or (None if settings.casework.ledger_url else ledger_file(settings))
    if source and not source.is_file():
        raise UserError(f"{source}: no ledger found; the first `run.py live` creates one")
    key = read_key(key_folder(settings))
    if key is None:
        raise UserError("there is no key to sign with; `run.py evidence key` makes one")
    try:
        make_pack(settings, case_id, ledger, out, key)
    except LedgerError as problem:
        raise WorkError(str(problem)) from problem


def _verify(pack: str, key: Path | None, ledger: Path | None, recordings: Path | None) -> None:
    from commands.evidence.verifying import verify_pack
    from models.casework.engines import LedgerError
    from models.casework.evidence_pack.verify import FAILS, fingerprint

    if not pack:
        raise UserError("name the pack: run.py evidence verify PACK")
    for path in filter(None, (Path(pack), key, ledger, recordings)):
        if not path.exists():
            raise UserError(f"{path}: no such file")
    pem = key.read_text(encoding="utf-8", errors="replace") if key else ""
    if key and not fingerprint(pem):
        raise UserError(f"{key} is no public key as PEM; `run.py evidence key` shows one")
    try:
        lines = verify_pack(Path(pack).read_bytes(), pem, ledger, recordings)
    except LedgerError as problem:
        raise WorkError(str(problem)) from problem
    for line in lines:
        say(str(line))
    failed = [line for line in lines if line.mark == FAILS]
    if failed:
        raise WorkError(f"{pack}: {len(failed)} steps failed; do not rely on this pack")

"""Making a pack: rows of a case under a root, what follows from them, files, sentences; then the event."""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from commands.cli import WorkError, say, version_number
from commands.evidence.sentences import Span, recorded, sentences_text, track_files
from commands.launch.plan import ledger_file
from models.base.clock import now_s
from models.base.paths import ROOT
from models.base.settings import Settings, UserError
from models.casework.access.direct import console, write
from models.casework.blobs import Blobs
from models.casework.case import Command, LedgerEvent, canonical
from models.casework.cases.nouns import Case
from models.casework.evidence_pack.case_rows import rows_needed
from models.casework.evidence_pack.contents import as_json, case_files, evidence_name, vessels_of
from models.casework.evidence_pack.packing import packed
from models.casework.evidence_pack.proofs import ProvedRows
from models.casework.evidence_pack.roots import root_command
from models.casework.evidence_pack.signing import SigningKey
from models.casework.evidence_pack.verify import AUDIT
from models.casework.person import DESK
from models.casework.refusals import Refused
from models.casework.store import Ledger, sqlite_url

BEFORE_S = 1800.0  # of track before the first clue
MOST_S = 12 * 3600.0  # of track


def make_pack(settings: Settings, case_id: str, ledger: Path | None, out: Path, key: SigningKey) -> None:
    """Write the pack of a case and the event that it was made. Raises UserError, WorkError or LedgerError."""
    url = sqlite_url(ledger) if ledger else settings.casework.ledger_url or sqlite_url(ledger_file(settings))
    folder = (ledger or ledger_file(settings)).parent
    with closing(Ledger(url)) as opened:
        case, events = rows_needed(case_id, list(opened.events()))
        if case is None:
            raise UserError(f"{case_id}: the ledger {opened.shown} has no such case")
        rows = _proved(opened, {each.seq for each in events})
        files = {AUDIT: rows.text(), **case_files(case), **dict(_evidence(case, Blobs(folder / "blobs")))}
        span = _span(case, events)
        files |= _sea(settings, span) | {"rules.json": as_json(_rules(settings, case))}
        facts = {"case": case_id, "program": f"Wanghai {version_number()}", "track": span._asdict()}
        try:
            pack = packed(files, facts, rows.head, key)
        except ValueError as problem:
            raise WorkError(f"{case_id}: {problem}") from problem
        out.write_bytes(pack)
        _note(opened, case_id, pack, key, rows.head["seq"])
    say(f"{out}: {len(files) + 3} files, {len(pack) / 1e6:.1f} MB, under root {rows.head['seq']}, signed with {key.id}")


def _proved(ledger: Ledger, seqs: set[int]) -> ProvedRows:
    """The rows under roots; the newest get one now, as they would at the next hand-over."""
    book = ledger.book()
    if max(seqs) > (book.root.body["to"] if book.root else 0):
        try:
            write(ledger, root_command(ledger, book), DESK, now_s())
        except Refused as refused:
            raise WorkError("the desk wrote a root meanwhile; make the pack again") from refused
    return ProvedRows(ledger, seqs)


def _evidence(case: Case, blobs: Blobs) -> Iterator[tuple[str, bytes]]:
    for piece in case.evidence:
        if not blobs.whole(piece.sha256):
            raise WorkError(f"evidence: {piece.id} ({piece.sha256[:12]}…) is gone or altered; restore it from a backup")
        yield evidence_name(piece), blobs.path_of(piece.sha256).read_bytes()


def _span(case: Case, events: list[LedgerEvent]) -> Span:
    """From half an hour before the first clue to the last event of the case, at most twelve hours."""
    first = min((each.sensor_s for each in case.clues), default=events[0].t_s) - BEFORE_S
    return Span(tuple(vessels_of(case)), first, min(events[-1].t_s, first + MOST_S))


def _sea(settings: Settings, span: Span) -> dict[str, bytes]:
    sentences, seals = recorded(ROOT / settings.recording.folder, ais_feeds(settings), span)
    listed = "".join(f"{canonical(each)}\n" for each in seals).encode()
    return {"sentences.nmea": sentences_text(sentences), "seals.jsonl": listed, **track_files(sentences)}


def ais_feeds(settings: Settings) -> list[str]:
    """The feeds that have sentences."""
    return [each.id for each in settings.feeds if each.kind == "ais"]


def _rules(settings: Settings, case: Case) -> dict[str, Any]:
    """The rules of the case's alerts: what the settings say now, and the SHA-256 of the rule's own file."""
    names = {str(each.frozen.get("rule", "")) for each in case.clues if each.ref.startswith("alert:")} - {""}
    return {name: {"set": settings.detectors.get(name, {}), "sha256": _digest(name)} for name in sorted(names)}


def _digest(rule: str) -> str:
    path = ROOT / "models" / "risk" / "detection" / "detectors" / f"{rule}.py"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _note(ledger: Ledger, case_id: str, pack: bytes, key: SigningKey, root: int) -> None:
    by = console(getpass.getuser(), "supervisor")
    body = {"sha256": hashlib.sha256(pack).hexdigest(), "bytes": len(pack), "key": key.id, "root": root}
    write(ledger, Command(uuid4().hex, "pack", case_id, by.name, body=body), by, now_s())

"""The steps of verification that need the rules of casework: the rows folded again, and compared with a ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping

from models.casework.evidence_pack.case_rows import folded
from models.casework.evidence_pack.contents import case_files
from models.casework.evidence_pack.proofs import events_of
from models.casework.evidence_pack.verify import AUDIT, FAILS, HOLDS, MANIFEST, PackLine
from models.casework.store import Ledger

FOLDED = "rows folded = case.json"


def folded_line(files: Mapping[str, bytes]) -> PackLine:
    """Step 5: the rows give the case and what follows from it, byte for byte."""
    try:
        case = folded(str(json.loads(files[MANIFEST])["case"]), events_of(files[AUDIT]))
    except (KeyError, TypeError, ValueError):
        return PackLine(FAILS, 5, FOLDED, f"{AUDIT} cannot be folded")
    if case is None:
        return PackLine(FAILS, 5, FOLDED, f"{AUDIT} does not hold the case that {MANIFEST} names")
    wanted = case_files(case)
    wrong = [name for name, content in wanted.items() if files.get(name) != content]
    if wrong:
        return PackLine(FAILS, 5, FOLDED, f"{', '.join(wrong)}: not what the rows give")
    return PackLine(HOLDS, 5, FOLDED, f"{', '.join(wanted)} are what the rows give")


def ledger_line(files: Mapping[str, bytes], ledger: Ledger) -> PackLine:
    """Step 4, with the ledger: it is unaltered and has these very rows. Raises LedgerError."""
    name = "rows = ledger"
    held, wrong = ledger.verify()
    if wrong:
        return PackLine(FAILS, 4, name, f"ledger: {wrong}; the {held} rows before it are unchanged")
    rows = [json.loads(line)["row"] for line in files[AUDIT].decode().splitlines()]
    for row in rows:
        if ledger.hashes(row["seq"], row["seq"]) != [row["hash"]]:
            return PackLine(FAILS, 4, name, f"{AUDIT}: row {row['seq']} is another in the ledger")
    return PackLine(HOLDS, 4, name, f"{len(rows)} rows are in the ledger, whose {held} rows are unchanged")

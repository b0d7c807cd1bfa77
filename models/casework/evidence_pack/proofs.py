"""The rows of a pack with the proof of each: its path to the root that covers it. No row between them is shown."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.casework.case import LedgerEvent, canonical
from models.casework.evidence_pack.merkle import path_of
from models.casework.store import Ledger


class ProvedRows:
    """The rows with these numbers, and the roots above them. Raises ValueError for a row without a root."""

    def __init__(self, ledger: Ledger, seqs: Collection[int]) -> None:
        wanted, found = set(seqs), [_row(each) for each in ledger.audit() if each.seq in seqs or each.kind == "root"]
        roots = {each["seq"]: each["body"] for each in found if each["kind"] == "root"}
        over = {seq: _over(seq, roots) for seq in sorted(wanted)}
        self._rows = [each for each in found if each["seq"] in wanted or each["seq"] in over.values()]
        self._proofs = dict(_proofs(ledger, over, roots))
        self.head = next(each for each in self._rows if each["seq"] == max(over.values()))

    def text(self) -> bytes:
        """One line of JSON for each row, with its proof; a root has none."""
        lines = (canonical({"row": each, "proof": self._proofs.get(each["seq"])}) for each in self._rows)
        return "".join(f"{line}\n" for line in lines).encode()


def events_of(audit: bytes) -> list[LedgerEvent]:
    """The events of the rows of a pack, without roots."""
    rows = [json.loads(line)["row"] for line in audit.decode().splitlines()]
    names = ("seq", "t_s", "kind", "subject", "actor", "desk", "body")
    return [LedgerEvent(**{name: row[name] for name in names}) for row in rows if row["kind"] != "root"]


def _row(row: Any) -> dict[str, Any]:
    return {**row._mapping, "body": json.loads(row.body)}


def _over(seq: int, roots: Mapping[int, Mapping[str, Any]]) -> int:
    """The number of the root that covers a row."""
    for number, body in roots.items():
        if body["from"] <= seq <= body["to"]:
            return number
    raise ValueError(f"row {seq} is under no root")


def _proofs(
    ledger: Ledger, over: Mapping[int, int], roots: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for root in sorted(set(over.values())):
        first = roots[root]["from"]
        hashes = [bytes.fromhex(each) for each in ledger.hashes(first, roots[root]["to"])]
        for seq in (each for each, above in over.items() if above == root):
            yield seq, {"root": root, "path": [each.hex() for each in path_of(hashes, seq - first)]}

"""The roots that the desk writes over the rows of the audit: after each hand-over, and every 24 h.

A root covers the rows after the one before it. Its command names the last row that it covers, and its check refuses
one that does not follow the newest root; so each row is covered once, whatever restarts and however many desks write.
"""

from __future__ import annotations

from models.casework.case import Book, Command
from models.casework.evidence_pack.merkle import root_of
from models.casework.person import DESK
from models.casework.store import Ledger

ROOT_EVERY_S = 86400.0


class RootClock:
    """Finds when a root is due. It asks the ledger only then, and once for the time of its first row."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._begun_s: float | None = None

    def due(self, book: Book, t_s: float) -> list[Command]:
        """The command that writes a root, if one is due. Raises LedgerError."""
        if not self._is_due(book, t_s):
            return []
        return [root_command(self._ledger, book)]

    def _is_due(self, book: Book, t_s: float) -> bool:
        root = book.root
        if book.seq <= (root.seq if root else 0):
            return False  # nothing was written since
        if book.hand_overs and book.hand_overs[-1].seq > (root.body["to"] if root else 0):
            return True
        return t_s - (root.t_s if root else self._begin_s()) >= ROOT_EVERY_S

    def _begin_s(self) -> float:
        if self._begun_s is None:
            self._begun_s = self._ledger.since(0, 1)[0].t_s
        return self._begun_s


def root_command(ledger: Ledger, book: Book) -> Command:
    """The command that writes the root over the rows that have none yet."""
    first, last = (book.root.body["to"] if book.root else 0) + 1, book.seq
    root = root_of([bytes.fromhex(each) for each in ledger.hashes(first, last)]).hex()
    body = {"from": first, "to": last, "root": root}
    return Command(f"root:{last}", "root", f"rows:{first}-{last}", DESK.name, body=body)

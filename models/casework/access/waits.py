"""How long a log-in waits after failures: 1, 2, 4 … 300 s. No account is ever locked for good.

The wait belongs to the account and the address together. An account alone, from whatever addresses, and an address
alone, for whatever accounts, wait only after more failures, so that a mistake at one desk does not stop the others.
"""

from __future__ import annotations

from collections import OrderedDict

MOST_S = 300.0
FREE = {"both": 0, "account": 9, "address": 9}  # failures without a wait
MOST_KEPT = 10_000
Key = tuple[str, str, str]


class Waits:
    """Failures since the last success, and when the next attempt is allowed; in memory only."""

    def __init__(self) -> None:
        self._failures: OrderedDict[Key, tuple[int, float]] = OrderedDict()

    def left_s(self, account: str, address: str, t_s: float) -> float:
        """How long until an attempt is allowed, s."""
        until = (self._failures.get(key, (0, t_s))[1] for key in _keys(account, address))
        return max(0.0, max(until) - t_s)

    def note_attempt(self, account: str, address: str, t_s: float) -> None:
        """Count an attempt as failed until `note_success`, so that attempts at the same time count too."""
        for key in _keys(account, address):
            count = self._failures.pop(key, (0, 0.0))[0] + 1
            over = count - FREE[key[0]]
            self._failures[key] = count, t_s + (min(MOST_S, 2.0 ** (min(over, 20) - 1)) if over > 0 else 0.0)
        while len(self._failures) > MOST_KEPT:
            self._failures.popitem(last=False)

    def note_success(self, account: str, address: str) -> None:
        """Forget the failures."""
        for key in _keys(account, address):
            self._failures.pop(key, None)


def _keys(account: str, address: str) -> tuple[Key, ...]:
    return ("both", account, address), ("account", account, ""), ("address", "", address)

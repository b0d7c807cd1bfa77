"""How often each program, or officer who sends in clues, may ask: a bucket each, which fills at a steady pace."""

from __future__ import annotations

from collections import OrderedDict

MOST_KEPT = 1000


class Buckets:
    """One per server process; the programs that asked least lately are forgotten first."""

    def __init__(self, per_s: float, burst: float) -> None:
        self.per_s, self._burst = per_s, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str, t_s: float) -> bool:
        """Return whether one more request is allowed now, and count it if so."""
        left, last_s = self._left.pop(who, (self._burst, t_s))
        left = min(self._burst, left + (t_s - last_s) * self.per_s)
        allowed = left >= 1.0
        self._left[who] = (left - 1.0 if allowed else left, t_s)
        if len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        return allowed

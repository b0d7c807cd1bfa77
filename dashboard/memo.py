"""Work done once a tick for all sessions of a process.

What lives here: a small table of results, each with the tick it belongs to. What does not: the work.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
KEPT = 512


class Memo:
    """`once(key, stamp, make)` gives the result for a key; it is made anew only when the stamp changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self.made = 0

    def last(self, key: Hashable) -> Any:
        """The result last made for a key, whatever its stamp; None when there is none."""
        with self._lock:
            held = self._results.get(key)
        return held[1] if held else None

    def once(self, key: Hashable, stamp: Hashable, make: Callable[[], T]) -> T:
        """Two threads that ask at the same moment may both make it; the results are equal."""
        with self._lock:
            held = self._results.get(key)
        if held is not None and held[0] == stamp:
            found: T = held[1]
            return found
        result = make()
        with self._lock:
            self._results[key] = (stamp, result)
            self._results.move_to_end(key)
            self.made += 1
            while len(self._results) > KEPT:
                self._results.popitem(last=False)
        return result

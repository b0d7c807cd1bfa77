"""Results computed once per tick for all sessions of a process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
KEPT = 512


class Memo:
    """`once(key, stamp, make)` returns the result for a key; it is computed again only when the stamp has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, tuple[Hashable, Future[Any]]] = OrderedDict()
        self.made = 0

    def last(self, key: Hashable) -> Any:
        """Return the last result for a key, whatever its stamp; None if there is none."""
        with self._lock:
            held = self._results.get(key)
        return held[1].result() if held and held[1].done() else None

    def once(self, key: Hashable, stamp: Hashable, make: Callable[[], T]) -> T:
        """Return the result for a key, computed by `make` if the stamp has changed.

        Concurrent callers wait for one computation. If `make` raises, all of them get the exception, and the next call
        tries again. `make` must not ask for its own key.
        """
        made: Future[T] = Future()
        with self._lock:
            held = self._results.get(key)
            if held is None or held[0] != stamp:
                self._keep(key, stamp, made)
        if held is not None and held[0] == stamp:
            found: T = held[1].result()
            return found
        try:
            made.set_result(make())
        except Exception as problem:
            self._forget(key, made)
            made.set_exception(problem)
        return made.result()

    def _keep(self, key: Hashable, stamp: Hashable, made: Future[Any]) -> None:
        self._results[key] = stamp, made
        self._results.move_to_end(key)
        self.made += 1
        while len(self._results) > KEPT:
            self._results.popitem(last=False)

    def _forget(self, key: Hashable, made: Future[Any]) -> None:
        with self._lock:
            held = self._results.get(key)
            if held is not None and held[1] is made:
                del self._results[key]

"""Values compared by identity, so that what follows from one is computed once: a key of `lru_cache`."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """A value that is never changed in place; a new one takes its place."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Once) and other.value is self.value

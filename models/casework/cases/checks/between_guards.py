"""The guards of what units and agencies do with each other: transfers, threads, procedure and evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from models.casework.cases.checks.may import Asked

GUARDS: Mapping[str, Callable[[Asked], None]] = {}

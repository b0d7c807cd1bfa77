"""One figure of an indicator: k of n with its interval, other values beside it, and the ids behind k and n.

The interval is Wilson's for a binomial share (E. B. Wilson 1927), z = 1.96, so 95 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Z = 1.96
FEW = 10  # below this many cases a rate is shown as "too few"
Flags = NDArray[np.bool_]
Ids = NDArray[np.object_]
FigureKind = Literal["rate", "share", "sum"]


def wilson(k: float, n: float) -> tuple[float, float]:
    """Lower and upper bound of the share k/n; without cases nothing is known, 0 to 1."""
    if n <= 0:
        return 0.0, 1.0
    share, square = k / n, Z * Z
    middle, half = share + square / (2 * n), Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, (middle - half) / (1 + square / n)), min(1.0, (middle + half) / (1 + square / n))


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """`id` is the indicator and its part, such as `C.ack`. A `rate` counts things, so it has an interval; a `share` is
    of time or another measure and has none; a `sum` has no denominator.

    `values` are further numbers with their unit at the end of their name. `missing` says which data are not there.
    """

    id: str
    k: float
    n: float
    kind: FigureKind = "rate"
    ids_k: tuple[str, ...] = ()
    ids_n: tuple[str, ...] = ()
    values: Mapping[str, float | None] = field(default_factory=dict)
    missing: str = ""

    @property
    def part(self) -> str:
        """What stands behind the first dot: `ack` of `C.ack`."""
        return self.id.partition(".")[2]

    @property
    def rate(self) -> float | None:
        """k/n; None where n is 0 and for a sum."""
        return self.k / self.n if self.n and self.kind != "sum" else None

    @property
    def few(self) -> bool:
        """Whether there are too few cases for a judgement."""
        return self.kind == "rate" and self.n < FEW

    @property
    def low(self) -> float:
        """Lower bound of a rate."""
        return wilson(self.k, self.n)[0]

    @property
    def high(self) -> float:
        """Upper bound of a rate."""
        return wilson(self.k, self.n)[1]

    def record(self) -> dict[str, Any]:
        """As an object for JSON. Bounds are None where there is nothing to bound."""
        bounds = (self.low, self.high) if self.kind == "rate" and self.n else (None, None)
        return {
            **{"id": self.id, "kind": self.kind, "k": self.k, "n": self.n, "rate": self.rate},
            **{"low": bounds[0], "high": bounds[1], "few": self.few, "values": dict(self.values)},
            **{"ids_k": list(self.ids_k), "ids_n": list(self.ids_n), "missing": self.missing},
        }


def rate_of(name: str, ids: Ids, hit: Flags, **values: float | None) -> IndicatorFigure:
    """The rate of those that are `hit` among all of `ids`."""
    held = ids[hit]
    return IndicatorFigure(name, len(held), len(ids), "rate", tuple(held), tuple(ids), values)


def sum_of(name: str, ids: Ids, amounts: NDArray[Any] | None = None) -> IndicatorFigure:
    """How many `ids` there are, or the sum of their amounts."""
    total = float(amounts.sum()) if amounts is not None else len(ids)
    return IndicatorFigure(name, int(total) if total == int(total) else total, len(ids), "sum", (), tuple(ids))


def pooled(name: str, figures: tuple[IndicatorFigure, ...]) -> IndicatorFigure:
    """Several rates as one."""
    return IndicatorFigure(
        name,
        sum(each.k for each in figures),
        sum(each.n for each in figures),
        "rate",
        tuple(one for each in figures for one in each.ids_k),
        tuple(one for each in figures for one in each.ids_n),
    )

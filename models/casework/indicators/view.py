"""What an indicator looks at: the rows of a scope and the period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from models.base.schema import Table
from models.casework.cases.workplace import Workplace
from models.casework.indicators.figures import Flags, Ids
from models.casework.indicators.rows.figure_rows import FigureRows
from models.casework.indicators.span import FigureSpan, Times


@dataclass(frozen=True)
class FigureScope:
    """A unit and all below it, empty for everything; further filters, each empty for all.

    `officer` leaves only what that officer reported.
    """

    unit: str = ""
    colours: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    officer: str = ""


@dataclass(frozen=True)
class UnitLoad:
    """Mean pressure on a unit (EP) over a period, and the share of the time in which it was orange or worse."""

    mean_ep: float
    busy_share: float


@dataclass(frozen=True)
class BesideLedger:
    """What figures take from elsewhere, by unit or order; what is not there is said, never guessed.

    `patrolled` are cells passed in seven days and cells owned; `effects` whether the effect of a call was seen in time.
    """

    loads: Mapping[str, UnitLoad] = field(default_factory=dict)
    patrolled: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    effects: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class FigureView:
    """Rows, scope and period of one set of figures. It is made for each and thrown away."""

    rows: FigureRows
    span: FigureSpan
    site: Workplace
    scope: FigureScope = FigureScope()
    beside: BesideLedger = BesideLedger()

    def of(self, name: str) -> Table:
        """The rows of a table that are in the scope, as columns."""
        if name not in self._chosen:
            table = self.rows.tables[name]
            keep = self._unit_ok[table["unit"]] & self._case_ok[table["case"]]
            if self.scope.officer:
                keep &= table["officer"] == self.code(self.scope.officer) if "officer" in table else False
            self._chosen[name] = table if keep.all() else {column: values[keep] for column, values in table.items()}
        return self._chosen[name]

    def during(self, name: str, column: str) -> Table:
        """Those of the rows whose time in this column lies in the period."""
        table = self.of(name)
        return where(table, self.span.within(table[column]))

    def code(self, name: str) -> int:
        """The code of a text."""
        return self.rows.code(name)

    def is_one_of(self, column: np.ndarray, names: tuple[str, ...]) -> Flags:
        """Where a column of codes holds one of these texts."""
        return np.isin(column, [self.code(each) for each in names])

    def text(self, code: int) -> str:
        """The text of a code."""
        return self.rows.names[code]

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units of the scope."""
        known, unit = self.site.units, self.scope.unit
        return known.below(unit or known.root)

    @cached_property
    def _chosen(self) -> dict[str, Table]:
        return {}

    @cached_property
    def _unit_ok(self) -> Flags:
        """By code of a unit. The whole site includes agencies beside it."""
        whole = self.scope.unit in ("", self.site.units.root)
        ok: Flags = np.full(len(self.rows.names) + 1, whole)
        ok[[self.code(each) for each in self.units]] = True
        ok[-1] = whole
        return ok

    @cached_property
    def _case_ok(self) -> Flags:
        """By row of a case; the last is what belongs to no case, which passes where no filter asks for one."""
        scope, cases = self.scope, self.rows.tables["cases"]
        ok: Flags = np.ones(len(cases["about"]) + 1, "?")
        for column, names in (("colour", scope.colours), ("kind", scope.kinds), ("agency", scope.agencies)):
            if names:
                ok[:-1] &= self.is_one_of(cases[column], names)
                ok[-1] = False
        if scope.items:
            items = self.rows.tables["items"]
            held = np.zeros(len(ok), "?")
            held[items["case"][self.is_one_of(items["item"], scope.items)]] = True
            ok &= held
        return ok


def where(table: Table, keep: Flags) -> Table:
    """The rows of a table that are kept."""
    return {column: values[keep] for column, values in table.items()}


def ids(table: Table) -> Ids:
    """What a list of these rows opens."""
    found: Ids = table["about"]
    return found


def minutes(from_s: Times, to_s: Times) -> dict[str, float | None]:
    """Median and 90th percentile of stretches of time, in minutes; those that did not end are left out."""
    took = (to_s - from_s)[np.isfinite(to_s - from_s)] / 60.0
    if not len(took):
        return {"median_min": None, "p90_min": None}
    return {"median_min": float(np.median(took)), "p90_min": float(np.percentile(took, 90))}

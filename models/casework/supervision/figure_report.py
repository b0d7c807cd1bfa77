"""Figures of a period as one object for JSON: rates, counts, tiles, warnings, suggested letters, ranking."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from models.base.clock import iso
from models.casework.cases.workplace import Workplace
from models.casework.indicators.figures import IndicatorFigure
from models.casework.indicators.rows.figure_rows import FigureRows
from models.casework.indicators.span import FigureSpan, months_from, quarter_span
from models.casework.indicators.table import figures
from models.casework.indicators.view import BesideLedger, FigureScope, FigureView
from models.casework.supervision.letters import LetterInputs, suggested_letters
from models.casework.supervision.portraits import unit_portrait
from models.casework.supervision.ranking import last_twice, ranked
from models.casework.supervision.risk_warnings import risk_warnings
from models.casework.supervision.tiles import live_tiles

LEVEL_OF_RANKING = "county"
SEASON_NEW_S = 7 * 86400.0
HEAD_SHOWN = 8  # characters of the hash of the audit that every report bears


@dataclass(frozen=True)
class FigureOrder:
    """What is asked for: the name of the report, its period and unit, whether with the lists and with the ranking."""

    kind: str
    span: FigureSpan
    unit: str = ""
    lists: bool = False
    ranking: bool = False


def figure_report(
    rows: FigureRows, site: Workplace, wanted: FigureOrder, beside: BesideLedger | None = None
) -> dict[str, Any]:
    """The whole report. The same ledger at the same time gives the same object."""
    span = wanted.span
    view = FigureView(rows, span, site, FigureScope(wanted.unit), beside or BesideLedger())
    seq, head = rows.head
    days = [_local_day(site, t_s) for t_s in (span.from_s, span.to_s)]
    found = {
        **{"report": wanted.kind, "unit": wanted.unit or site.units.root, "from": str(days[0]), "to": str(days[1])},
        **{"made": iso(span.now_s), "head": {"seq": seq, "hash": head[:HEAD_SHOWN]}},
        "figures": {name: _shown(each, wanted.lists) for name, each in figures(view).items()},
        "tiles": asdict(live_tiles(view)),
        "warnings": [_record(each) for each in risk_warnings(view)],
        "letters": [_record(each) for each in suggested_letters(letter_inputs(view))],
    }
    if wanted.ranking:
        found |= {"ranking": ranking_record(rows, span, site, beside), "portrait": portrait_record(view)}
    return found


def portrait_record(view: FigureView) -> dict[str, Any]:
    """The portrait of the unit of a view; its figures stand in the report."""
    made = unit_portrait(view)
    months = {str(_local_day(view.site, from_s)): axes for from_s, axes in made.months.items()}
    return {"of": made.of, "axes": made.axes, "months": months, "mix": made.mix}


def ranking_record(
    rows: FigureRows, span: FigureSpan, site: Workplace, beside: BesideLedger | None = None
) -> list[dict[str, Any]]:
    """The ranking of the counties, as the event that publishes it keeps it."""
    return [_short(each.record()) for each in ranked(rows, span, site, LEVEL_OF_RANKING, beside)]


def letter_inputs(view: FigureView) -> LetterInputs:
    """The quarter and month in which the period of a view ends, the quarter before, and the seasons that begin then.

    For the whole site, also the units that were in the last group of the rankings of both quarters before.
    """
    site, now_s = view.site, view.span.now_s
    offset_h, last = site.calendar.utc_offset_h, _local_day(site, view.span.end_s - 1.0)
    quarter = (last.month - 1) // 3 + 1
    spans = (
        quarter_span(last.year, quarter, offset_h, now_s),
        months_from(last.year, last.month, 1, offset_h, now_s),
        quarter_span(last.year, quarter - 1, offset_h, now_s),
        quarter_span(last.year, quarter - 2, offset_h, now_s),
    )
    this, month, before, _ = (FigureView(view.rows, span, site, view.scope, view.beside) for span in spans)
    return LetterInputs(this, month, before, _seasons(view), _last_twice(view, spans[2:]))


def _seasons(view: FigureView) -> dict[str, tuple[str, ...]]:
    """The seasons that began in the seven days before the end of the period, with the units that prepare for them."""
    end_s = view.span.end_s
    before = {each.occurrence for each in view.site.seasons.at(end_s - SEASON_NEW_S)}
    began = (each.season for each in view.site.seasons.at(end_s) if each.occurrence not in before)
    return {each.id: tuple(unit for unit in view.units if each.measures_of(unit)) for each in began}


def _last_twice(view: FigureView, quarters: tuple[FigureSpan, ...]) -> tuple[str, ...]:
    if view.scope.unit not in ("", view.site.units.root):
        return ()
    now, earlier = (ranked(view.rows, each, view.site, LEVEL_OF_RANKING) for each in quarters)
    return last_twice(earlier, now)


def _local_day(site: Workplace, t_s: float) -> date:
    return datetime.fromtimestamp(t_s + site.calendar.utc_offset_h * 3600.0, UTC).date()


def _shown(figure: IndicatorFigure, lists: bool) -> dict[str, Any]:
    record = figure.record()
    return record if lists else _without_lists(record)


def _without_lists(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in {"ids_k", "ids_n"}}


def _record(each: Any) -> dict[str, Any]:
    """A warning or a suggestion with its cases; its figure without lists."""
    values = {name: getattr(each, name) for name in each.__dataclass_fields__}
    figure = values["figure"]
    return {**values, "cases": list(values["cases"]), "figure": _without_lists(figure.record()) if figure else None}


def _short(unit: dict[str, Any]) -> dict[str, Any]:
    return {**unit, "parts": [_without_lists(each) for each in unit["parts"]]}

"""The score sheet of an exercise's people as a table on the terminal, in the language of the pages."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from dashboard.words import LANGUAGES, say, say_or
from exercises.demo_accounts import demo_accounts
from exercises.people.score import ScoreRow, ScoreSheet
from models.base.paths import SITES
from models.base.settings import Settings
from models.site.site import load_site

COLUMNS = ("score", "met", "late", "latest", "commands", "refused", "unscripted", "cases")
UNIT_COLUMNS = ("score", "met", "late", "latest", "cases")
NONE = "–"


def print_scores(sheet: ScoreSheet, settings: Settings) -> None:
    """Print both tables on a terminal; nothing where there is none, or nobody played."""
    console = Console()
    if not console.is_terminal or not sheet.people:
        return
    lang = settings.dashboard.language
    site = load_site(SITES / settings.site)
    people = {name: (each.name_zh, each.name_en) for name, each in demo_accounts([]).items()}
    agencies = site.rulebook.agencies.all if site.rulebook else ()
    units = {each.id: (each.name_zh, each.name_en) for each in (*site.units, *agencies)}
    console.print(score_table("people", "who", COLUMNS, sheet.people, people, lang))
    console.print(score_table("units", "unit", UNIT_COLUMNS, sheet.units, units, lang))


def score_table(
    title: str,
    first: str,
    columns: tuple[str, ...],
    rows: Mapping[str, ScoreRow],
    names: Mapping[str, tuple[str, str]],
    lang: str,
) -> Table:
    """One table."""
    table = Table(title=say(lang, f"score.{title}"))
    table.add_column(say(lang, f"score.{first}"))
    for name in columns:
        table.add_column(say(lang, f"score.{name}"), justify="left" if name == "latest" else "right")
    for name, row in sorted(rows.items()):
        cells = _cells(row, lang)
        table.add_row(names.get(name, (name, name))[LANGUAGES.index(lang)], *(cells[each] for each in columns))
    return table


def _cells(row: ScoreRow, lang: str) -> dict[str, str]:
    _, clock, minutes = max(row.late, key=lambda each: each[2], default=("", "", 0.0))
    step = clock.partition("/")[0].partition(".")[0]
    name = say_or(lang, f"case_step_{step}", say(lang, "case_step_other"))
    latest = say(lang, "score.minutes", clock=name, minutes=f"{minutes:.1f}") if minutes else NONE
    return {
        "score": NONE if row.score is None else f"{row.score:.0%}",
        "latest": latest,
        **{"met": str(row.met), "late": str(len(row.late)), "cases": str(len(row.cases))},
        **{"commands": str(row.commands), "refused": str(row.refused), "unscripted": str(row.unscripted)},
    }

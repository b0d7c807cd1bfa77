"""The line of the desk about seasons: one that begins or has begun, and what the officer's own unit is late with."""

from __future__ import annotations

from dashboard.common.markup import Html, el
from dashboard.parts.desk_model import DeskModel
from models.casework.seasons.season_list import UnitMeasure, measures_of, runs_now
from models.site.law.season_runs import DAY_S, SeasonRun

FRESH_S = 3 * DAY_S  # a season is news this long before and after it begins


def season_hint(model: DeskModel) -> Html:
    """Return a link to the measures of seasons; nothing while there is no news and nothing is late."""
    desk, t_s = model.casework, model.picture.t_s
    runs = runs_now(desk.place.seasons, t_s, model.picture.clues)
    unit = desk.person.unit or desk.place.units.root
    left = [each for each in measures_of(runs, model.book.seasons) if each.unit == unit and each.tick is None]
    late = [each for each in left if each.late(t_s)]
    fresh = [each.run for each in left if abs(each.run.begins_s - t_s) < FRESH_S or each.run.why == "weather"]
    if not late and not fresh:
        return Html("")
    say = model.context.say
    named = {each.occurrence: _named(model, each, t_s) for each in (*(each.run for each in late), *fresh)}
    names = ("、" if model.context.lang == "zh" else ", ").join(named.values())
    return el(
        "a.season-hint",
        say("season_hint", names=names, left=_count(left, named)),
        el("em.late", say("season_hint_late", late=len(late))) if late else None,
        href=f"/cases?tab=seasons&lang={model.context.lang}",
        target="_blank",
    )


def _named(model: DeskModel, run: SeasonRun, t_s: float) -> str:
    name = run.name_zh if model.context.lang == "zh" else run.name_en
    if run.begins_s > t_s:
        return model.context.say("season_begins", name=name)
    return model.context.say("season_begun", name=name) if t_s - run.begins_s < FRESH_S else name


def _count(left: list[UnitMeasure], named: dict[str, str]) -> int:
    """How many measures of the seasons that are named are to do."""
    return sum(each.run.occurrence in named for each in left)

"""The measures of the seasons that are on or near as a list, and each season as a card above it.

What the officer's own unit has to do comes first, then what other units have to do, then what is done; in each group
what is due first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboard.cases.legal_moves import has_role
from dashboard.lists.list_buttons import ListButton
from dashboard.lists.list_model import ListModel
from dashboard.lists.list_query import ListQuery
from dashboard.lists.list_row import ListRow, list_row
from dashboard.lists.ranked import NEVER, Ranked
from models.casework.seasons.season_list import UnitMeasure
from models.site.law.season_runs import SeasonRun

OWN_GROUP, OTHERS_GROUP, DONE_GROUP = range(3)
DONE, LATE = "done", "late"


@dataclass(frozen=True)
class SeasonCard:
    """One season that is on or near: why, from when to when, and how far its measures are."""

    name: str
    href: str
    chosen: bool
    on: bool
    why: str
    from_s: float
    to_s: float | None
    done: int
    all: int
    late: int
    source: str


def season_ranks(model: ListModel, query: ListQuery) -> Iterator[Ranked]:
    """Return the measures in the scope of the person; `kind` is a season."""
    for each in _in_scope(model, query):
        done = each.tick is not None
        if query.kind in ("", each.run.season.id) and _shown(query.state, done, each.late(model.t_s)):
            group = DONE_GROUP if done else OWN_GROUP if each.unit == model.top else OTHERS_GROUP
            yield Ranked(each.id, NEVER if done else each.due_s, "", each, None, group)


def _in_scope(model: ListModel, query: ListQuery) -> Iterator[UnitMeasure]:
    mine = model.desk.person.unit
    for each in model.measures:
        if model.in_unit(each.unit, mine) and model.in_unit(each.unit, query.unit):
            yield each


def _shown(state: str, done: bool, late: bool) -> bool:
    return done if state == DONE else late if state == LATE else not done


def season_row(model: ListModel, it: Ranked) -> ListRow:
    """Return one measure of one unit."""
    each: UnitMeasure = it.noun
    tick, zh = each.tick, model.query.lang == "zh"
    note = str(tick.body.get("text", "")) if tick else ""
    return list_row(
        model,
        it,
        None,
        name=each.run.name_zh if zh else each.run.name_en,
        title=each.measure.zh if zh else each.measure.en,
        unit=model.unit(each.unit),
        state=model.say("season_done" if tick else "season_late" if each.late(model.t_s) else "season_to_do"),
        clock="" if tick else model.say("case_step_due"),
        since_s=tick.t_s if tick else None,
        since=model.say("season_done_at"),
        notes=[text for text in (model.officer(tick.actor) if tick else "", note) if text],
        buttons=_buttons(model, each),
        group=model.say(f"season_group_{it.group}"),
        done=bool(tick),
        compact=True,
    )


def _buttons(model: ListModel, each: UnitMeasure) -> list[ListButton]:
    """Return the tick by one click or with a note, or how to take it back, for officers of the unit and above."""
    if not has_role(model.desk, "season_tick") or not model.desk.place.over(each.unit, model.desk.person.unit):
        return []
    title = f"{each.measure.zh if model.query.lang == 'zh' else each.measure.en} · {model.unit(each.unit)}"
    forms = ("season_undo",) if each.tick else ("", "season_note")
    return [
        ListButton(
            "season_tick",
            model.say(f"season_act_{form or 'tick'}"),
            each.id,
            0,
            title,
            form=form,
            values='{"done": false}' if form == "season_undo" else "{}",
            main=not form,
        )
        for form in forms
    ]


def season_cards(model: ListModel) -> list[SeasonCard]:
    """Return the seasons that are on or near, those on first."""
    held: dict[str, list[UnitMeasure]] = {}
    for each in _in_scope(model, model.query):
        held.setdefault(each.run.occurrence, []).append(each)
    runs = {some[0].run.occurrence: some[0].run for some in held.values()}
    cards = [_card(model, run, held[name]) for name, run in runs.items()]
    return sorted(cards, key=lambda each: (not each.on, each.from_s if not each.on else 0.0))


def _card(model: ListModel, run: SeasonRun, measures: Iterable[UnitMeasure]) -> SeasonCard:
    some = list(measures)
    season, query = run.season, model.query
    chosen = query.kind == season.id
    on = run.begins_s <= model.t_s
    return SeasonCard(
        name=run.name_zh if query.lang == "zh" else run.name_en,
        href=query.address(kind="" if chosen else season.id),
        chosen=chosen,
        on=on,
        why=model.say(f"season_{'on' if on else 'near'}_{run.why}"),
        from_s=run.begins_s,
        to_s=run.ends_s if run.ends_s < NEVER else None,
        done=sum(each.tick is not None for each in some),
        all=len(some),
        late=sum(each.late(model.t_s) for each in some),
        source=season.source if query.lang == "zh" else season.source_en or season.source,
    )


def season_empty(model: ListModel) -> str:
    """Return why the list is empty: no file, no season on or near, or nothing left to do."""
    if not model.desk.place.seasons.all:
        return model.say("season_none_here")
    if not model.measures:
        return model.say("season_none_now")
    return model.say("season_all_done" if model.query.state != DONE else "lists_empty_seasons")

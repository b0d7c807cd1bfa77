"""The lists as markup: tabs with counts, the tree of units, filters, and one page of rows."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.common.markup import Html
from dashboard.common.site_time import local_minute
from dashboard.common.templates import render
from dashboard.common.theme import SHAPES
from dashboard.lists.criminal_rows import criminal_row
from dashboard.lists.forces import duty_line, force_row, forces, forces_sum
from dashboard.lists.item_rows import ItemLine, item_line, items_note
from dashboard.lists.list_buttons import (
    ListButton,
    case_buttons_of,
    clue_buttons,
    clue_joins,
    order_buttons,
    paper_buttons,
)
from dashboard.lists.list_model import ListModel
from dashboard.lists.list_query import STATES_OF, TABS, ListQuery
from dashboard.lists.list_row import FlowStamp, ListRow, list_row
from dashboard.lists.list_rows import ranked
from dashboard.lists.ranked import Ranked
from dashboard.lists.season_rows import SeasonCard, season_cards, season_empty, season_row
from dashboard.lists.unit_tree import UnitBranch, unit_tree
from models.casework.cases.nouns import COLOURS, Case, Order
from models.casework.cases.papers import Transfer
from models.casework.clues.clue_file import STEPS, ClueFile

PAGE = 100


@dataclass(frozen=True)
class ListLink:
    """A link that changes the list: a tab, a filter, the next page."""

    word: str
    href: str
    on: bool = False
    count: int = 0
    late: int = 0


@dataclass(frozen=True)
class ListsView:
    """Everything that html/lists/lists.html shows."""

    tabs: list[ListLink]
    tree: UnitBranch | None
    unit: str
    states: list[ListLink]
    colours: list[ListLink]
    rows: list[ListRow]
    sum: str
    empty: str
    more: str
    note: str
    holders: list[ListLink]
    cards: list[SeasonCard]
    items: list[ItemLine]
    search: bool
    q: str
    duty: str
    duty_buttons: list[ListButton]


def lists_part(model: ListModel) -> Html:
    """Return the list of the query."""
    return render("lists/lists.html", say=model.say, view=lists_view(model))


def lists_view(model: ListModel) -> ListsView:
    """Return what the list shows: at most PAGE rows after the one that the query names."""
    query, found = model.query, ranked(model, model.query)
    keys = [each.key for each in found] if query.after else []
    start = keys.index(query.after) + 1 if query.after in keys else 0
    shown = found[start : start + PAGE]
    left = len(found) > start + PAGE
    items, seasons = query.tab == "items", query.tab == "seasons"
    late = sum(each.due_s < model.t_s for each in found)
    is_forces = query.tab == "forces"
    duty, duty_buttons = duty_line(model) if is_forces else ("", [])
    return ListsView(
        tabs=_tabs(model, found),
        tree=None if items else unit_tree(model),
        unit=model.unit(query.unit or model.top),
        states=_filters(model, "state", STATES_OF[query.tab]),
        colours=[] if items or seasons or is_forces else _filters(model, "colour", ("", *reversed(COLOURS))),
        rows=[] if items else [ROWS[query.tab](model, each) for each in shown],
        sum=forces_sum(model, found)
        if is_forces
        else model.say("lists_sum_items" if items else "lists_sum", count=len(found), late=late),
        empty="" if found else season_empty(model) if seasons else model.say(f"lists_empty_{query.tab}"),
        more=query.address(after=shown[-1].key) if left else "",
        note=items_note(model) if items else model.say("criminal_note") if query.tab == "criminal" else "",
        holders=_holders(model) if items else _agencies(model) if is_forces else [],
        cards=season_cards(model) if seasons else [],
        items=[item_line(model, each) for each in shown] if items else [],
        search=items,
        q=query.q,
        duty=duty,
        duty_buttons=duty_buttons,
    )


def _tabs(model: ListModel, found: list[Ranked]) -> list[ListLink]:
    """Return the tabs with what is open in each; the count of the shown one follows its filters."""
    query = model.query
    tabs = []
    for tab in TABS:
        asked = query if tab == query.tab else ListQuery(tab, query.unit)
        held = found if tab == query.tab else ranked(model, asked)
        late = sum(each.due_s < model.t_s for each in held)
        href = query.address(tab=tab, state="", colour="", kind="", q="")
        tabs.append(ListLink(model.say(f"lists_{tab}"), href, tab == query.tab, len(held), late))
    return tabs


def _filters(model: ListModel, name: str, values: tuple[str, ...]) -> list[ListLink]:
    links = []
    for value in values:
        word = model.say("lists_all") if not value else _filter_word(model, name, value)
        links.append(ListLink(word, model.query.address(**{name: value}), getattr(model.query, name) == value))
    return links


def _agencies(model: ListModel) -> list[ListLink]:
    """Return the agencies that have craft in the scope of the person, as filters."""
    ids = dict.fromkeys(each.noun.craft.agency for each in forces(model, ListQuery("forces")))
    return _filters(model, "kind", ("", *sorted(ids)))


def _filter_word(model: ListModel, name: str, value: str) -> str:
    if model.query.tab == "forces":
        return model.unit(value) if name == "kind" else model.say(f"force_{value}" if value != "live" else "lists_all")
    if name == "colour":
        return f"{SHAPES[value]} {model.say(f'short_{value}')}"
    own = f"lists_state_{model.query.tab}_{value}"
    return model.say_or(own, model.say("lists_live") if value == "live" else model.state(value))


def _holders(model: ListModel) -> list[ListLink]:
    """Return the agencies that hold items, as filters."""
    held = {each.holder for each in model.site.rulebook.items.rows}
    ids = ["", *(each.id for each in model.agencies if each.id in held)]
    words = {"": model.say("lists_all")}
    return [
        ListLink(words.get(each) or model.unit(each), model.query.address(kind=each), model.query.kind == each)
        for each in ids
    ]


def _case_row(model: ListModel, it: Ranked) -> ListRow:
    case: Case = it.noun
    return list_row(
        model,
        it,
        case,
        name=case.id,
        title=_about(model, case),
        unit=model.unit(case.unit),
        state=model.state(case.state),
        since_s=case.times.get("opened"),
        notes=[each for each in (_place(model, case), _raised(model, case)) if each and each != model.unit(case.unit)],
        buttons=case_buttons_of(model, case),
    )


def _order_row(model: ListModel, it: Ranked) -> ListRow:
    order, case = it.noun, it.case
    craft = model.craft(order.craft) if order.craft else ""
    text = order.text.get(model.query.lang) or order.text.get("zh", "")
    return list_row(
        model,
        it,
        case,
        name=order.id,
        title=f"{model.say_or(f'task_{order.task}', order.task)} · {craft or model.unit(order.to)}",
        unit=model.unit(order.to),
        state=model.say("planned_state") if order.planned(model.t_s) else model.state(order.state),
        since_s=order.times.get("issued"),
        notes=[*_planned(model, order), text],
        buttons=order_buttons(model, case, order) if case else [],
    )


def _planned(model: ListModel, order: Order) -> list[str]:
    """Return for when an order is planned; empty for one that holds at once."""
    if order.for_s is None:
        return []
    return [model.say("planned_for", at=local_minute(order.for_s, model.t_s, model.site.utc_offset_h))]


def _between_row(model: ListModel, it: Ranked) -> ListRow:
    part, case = it.noun, it.case
    is_transfer = isinstance(part, Transfer)
    asked = [part.to] if is_transfer else list(part.to)
    kind = model.say_or(f"{'transfer' if is_transfer else 'thread'}_{part.kind}", part.kind)
    return list_row(
        model,
        it,
        case,
        name=part.id,
        title=f"{kind}{model.say('between_colon')}{part.why if is_transfer else part.question}",
        unit=f"{model.unit(part.from_)} → {model.say('between_comma').join(map(model.unit, asked))}",
        state=model.state(part.state),
        since_s=part.times.get("offered" if is_transfer else "open"),
        buttons=paper_buttons(model, case, part) if case else [],
    )


def _clue_row(model: ListModel, it: Ranked) -> ListRow:
    clue: ClueFile = it.noun
    source, _, number = clue.id.partition("/")
    record = clue.clue
    what = " ".join(str(each) for each in (record.get("name", ""), record.get("text", "")) if each)
    outcome = (
        [f"{model.say(f'outcome_{clue.outcome}')}{model.say('between_colon')}{clue.answer}"] if clue.outcome else []
    )
    area = model.area(record["lon"], record["lat"]) if "lon" in record else ""
    kind = model.kind(clue.kind)
    about = [area if area != model.unit(clue.unit) else "", kind if kind != clue.kind else "", clue.case]
    return list_row(
        model,
        it,
        None,
        href=f"/desk?case={clue.case}&lang={model.query.lang}" if clue.case else "",
        colour=clue.colour,
        shape=SHAPES.get(clue.colour, "●"),
        name=f"{model.say(f'source_{source}')} {number}",
        title=what or kind or number,
        unit=model.unit(clue.unit),
        state=model.state(clue.state),
        since_s=clue.times["received"],
        notes=[*(each for each in about if each), *(each.why for each in clue_joins(model, clue)), *outcome],
        stamps=_stamps(model, clue, it),
        buttons=clue_buttons(model, clue),
    )


def _stamps(model: ListModel, clue: ClueFile, it: Ranked) -> list[FlowStamp]:
    stamps = []
    for step in STEPS:
        state = "done" if step in clue.times else "late" if step == it.clock and it.due_s < model.t_s else "waiting"
        state = "next" if state == "waiting" and step == it.clock else state
        stamps.append(FlowStamp(model.say(f"clue_step_{step}"), state, clue.times.get(step)))
    return stamps


def _about(model: ListModel, case: Case) -> str:
    target = case.target
    vessel = (target.name or (f"MMSI {target.mmsi:09d}" if target.mmsi else "")) if target else ""
    return " · ".join(each for each in (model.kind(case.kind), vessel) if each)


def _place(model: ListModel, case: Case) -> str:
    return model.area_named(case.place.area) if case.place else ""


def _raised(model: ListModel, case: Case) -> str:
    return model.say("case_raised", count=case.raised) if case.raised else ""


ROWS = {
    "cases": _case_row,
    "orders": _order_row,
    "between": _between_row,
    "clues": _clue_row,
    "criminal": criminal_row,
    "seasons": season_row,
    "forces": force_row,
}

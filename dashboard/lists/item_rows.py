"""The catalogue of enforcement items as a table, searched by code, words, law and agency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.lists.list_model import ListModel
from dashboard.lists.list_query import LIVE, ListQuery
from dashboard.lists.ranked import NEVER, Ranked
from models.site.law.holidays import local_day
from models.site.law.items import FAR_FUTURE, Item


@dataclass(frozen=True)
class ItemLine:
    """One row of the catalogue in words; `marks` are what one has to know before using it."""

    key: str
    code: str
    name: str
    holder: str
    from_: str
    level: str
    basis: str
    fine: str
    tiers: list[str]
    valid: str
    allows: list[str]
    marks: list[str]
    over: bool


def item_ranks(model: ListModel, query: ListQuery) -> Iterator[Ranked]:
    """Return the rows that match, in the order of the file; `kind` is an agency that holds them."""
    words = query.q.casefold().split()
    for at, item in enumerate(model.site.rulebook.items.rows):
        in_force = item.valid_on(_today(model))
        if in_force == (query.state == LIVE) and query.kind in ("", item.holder) and _has(model, item, words):
            yield Ranked(f"{item.code}@{item.valid_from}", NEVER, "", item, None, at)


def _today(model: ListModel) -> date:
    return local_day(model.t_s, model.site.utc_offset_h)


def _has(model: ListModel, item: Item, words: list[str]) -> bool:
    """Whether all words stand in the row, in either language."""
    if not words:
        return True
    agencies = " ".join(each.name_zh + each.name_en for each in model.agencies if each.id in (item.holder, item.from_))
    texts = (item.code, item.name_zh, item.name_en, item.basis_zh, item.basis_en, agencies)
    text = " ".join(texts).casefold()
    return all(each in text for each in words)


def item_line(model: ListModel, it: Ranked) -> ItemLine:
    """Return a row of the catalogue in words."""
    item: Item = it.noun
    zh, today = model.query.lang == "zh", _today(model)
    endless = item.valid_to == FAR_FUTURE
    return ItemLine(
        key=it.key,
        code=item.code,
        name=item.name_zh if zh else item.name_en,
        holder=model.unit(item.holder),
        from_=model.unit(item.from_) if item.from_ else "",
        level=model.say(f"level_{item.level}"),
        basis=item.basis_zh if zh else item.basis_en,
        fine=_sum(*item.fine_yuan) if item.fine_yuan else "—",
        tiers=[f"{each.name_zh if zh else each.name_en} {_sum(each.low_yuan, each.high_yuan)}" for each in item.tiers],
        valid=model.say("item_since", day=item.valid_from) if endless else f"{item.valid_from} – {item.valid_to}",
        allows=[model.say(f"item_{name}") for name, on in (("waiver", item.waiver), ("test", item.test)) if on],
        marks=_marks(model, item, today),
        over=not item.valid_on(today),
    )


def _marks(model: ListModel, item: Item, today: date) -> list[str]:
    """Return what is not certain about a row."""
    said = {
        "item_unverified": item.unverified,
        "item_no_fine": item.fine_yuan is None,
        "item_not_yet": today < item.valid_from,
        "item_past": today > item.valid_to,
    }
    return [model.say(name) for name, holds in said.items() if holds]


def _sum(low_yuan: float, high_yuan: float) -> str:
    return f"{low_yuan:,.0f}–{high_yuan:,.0f}"


def items_note(model: ListModel) -> str:
    """Return how many rows in force have to be verified by a lawyer; empty if none."""
    count = sum(each.unverified for each in model.site.rulebook.items.rows if each.valid_on(_today(model)))
    return model.say("item_unverified_count", count=count) if count else ""

"""Our own forces: each craft with its powers, readiness, what it is on, who is aboard and where; and who is on duty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.cases.legal_moves import has_role
from dashboard.cases.sending.ranking import live_orders, places_of
from dashboard.common.masking import MASK, reads_masked
from dashboard.common.site_time import local_minute
from dashboard.lists.list_buttons import ListButton
from dashboard.lists.list_model import ListModel
from dashboard.lists.list_query import FORCE_STATES, ListQuery
from dashboard.lists.list_row import ListRow, list_row
from dashboard.lists.ranked import NEVER, Ranked
from dashboard.words import span
from models.casework.case import LedgerEvent
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import Case, Order
from models.casework.cases.readiness import craft_readiness, engages
from models.site.force import Craft

DESK_SEAT = "/desk"  # the seat of the officer on watch at a unit: `putuo/desk`


@dataclass(frozen=True)
class CraftNow:
    """One craft at this moment. `state` is one of FORCE_STATES; `word_s` is when its people last reported anything."""

    craft: Craft
    unit: str
    state: str
    said: LedgerEvent | None
    on: tuple[Case, Order] | None
    planned: tuple[tuple[Case, Order], ...]
    aboard: LedgerEvent | None
    word_s: float | None
    out: bool
    place: tuple[float, float]


def forces(model: ListModel, query: ListQuery) -> list[Ranked]:
    """Return the craft in the scope of the person that pass the filters: at work first, then ready, then the others."""
    found = [
        each
        for each in _craft_now(model)
        if model.in_unit(each.unit, model.desk.person.unit)
        and model.in_unit(each.unit, query.unit)
        and query.state in ("live", each.state)
        and query.kind in ("", each.craft.agency)
    ]
    groups = {state: number for number, state in enumerate(FORCE_STATES)}
    return [
        Ranked(each.craft.id, NEVER, "", each, each.on[0] if each.on else None, groups[each.state]) for each in found
    ]


def forces_sum(model: ListModel, found: list[Ranked]) -> str:
    """Return how many craft there are in each state, in words."""
    states = [each.noun.state for each in found]
    held = [name for name in FORCE_STATES if name in states]
    counts = [model.say("forces_count", state=model.say(f"force_{name}"), count=states.count(name)) for name in held]
    return model.say("forces_sum", count=len(found), states=model.say("list_mark").join(counts))


def duty_line(model: ListModel) -> tuple[str, list[ListButton]]:
    """Return who is on duty at the desk of the unit that is shown, and the buttons to take the seat or to leave it."""
    unit = model.query.unit or model.top
    seat = f"{unit}{DESK_SEAT}"
    on = [
        (each, event)
        for each, event in model.book.duty.items()
        if each.endswith(DESK_SEAT) and model.in_unit(each.removesuffix(DESK_SEAT), unit)
    ]
    names = [f"{model.unit(each.removesuffix(DESK_SEAT))} {_who(model, event)}" for each, event in sorted(on)]
    text = model.say("duty_now", names=model.say("list_mark").join(names)) if names else model.say("duty_nobody")
    return text, _seat_buttons(model, seat, unit)


def force_row(model: ListModel, it: Ranked) -> ListRow:
    """Return one craft as a row of the list."""
    now: CraftNow = it.noun
    craft, case = now.craft, it.case
    powers = model.say("list_mark").join(model.say(f"power_{each}") for each in sorted(craft.powers))
    return list_row(
        model,
        it,
        case,
        name=model.named(craft),
        title=" · ".join((model.unit(craft.agency), powers or model.say("power_none"))),
        unit=model.unit(now.unit),
        state=model.say(f"force_{now.state}"),
        since_s=None,
        notes=[each for each in _notes(model, now) if each],
        buttons=_buttons(model, now),
        late=now.state in ("down", "off"),
    )


def _craft_now(model: ListModel) -> Iterator[CraftNow]:
    book, picture, site = model.book, model.picture, model.site
    states = craft_readiness(book, model.t_s).states
    places = places_of(picture, site.force)
    on: dict[str, list[tuple[Case, Order]]] = {}
    for case, order in live_orders(book):
        on.setdefault(order.craft, []).append((case, order))
    words_s = _words_s(model)
    for row, craft in enumerate(site.force.craft):
        mine = on.get(craft.id, [])
        busy = next((each for each in mine if engages(each[1], model.t_s)), None)
        said = book.crafts.get(craft.id)
        state = states.get(craft.id, "ready")
        yield CraftNow(
            craft=craft,
            unit=site.units[craft.unit].id,
            state="engaged" if busy and state not in ("down", "off") else state,
            said=said if said and craft.id in states else None,
            on=busy,
            planned=tuple(each for each in mine if each[1].planned(model.t_s)),
            aboard=book.duty.get(craft.id),
            word_s=words_s.get(craft.id),
            out=bool(places.out[row]),
            place=(float(places.lon_deg[row]), float(places.lat_deg[row])),
        )


def _words_s(model: ListModel) -> dict[str, float]:
    """Return when the people of each craft last reported: state, order, check-in, or who went aboard."""
    found = {craft: event.t_s for craft, event in (*model.book.crafts.items(), *model.book.duty.items())}
    for case in model.book.cases.values():
        for order in case.orders:
            own = [t_s for name, t_s in order.times.items() if name not in ("issued", "released")]
            last_s = max([*own, *(each["t_s"] for each in order.checks)], default=None)
            if order.craft and last_s is not None:
                found[order.craft] = max(last_s, found.get(order.craft, last_s))
    return found


def _notes(model: ListModel, now: CraftNow) -> Iterator[str]:
    craft, said = now.craft, now.said
    crew = int(said.body["crew"]) if said and said.body.get("crew") is not None else craft.crew
    yield model.say("force_turnout", minutes=f"{craft.turnout_min:.0f}") if not now.out else model.say("order_out")
    if now.on:
        case, order = now.on
        yield model.say("force_on", case=case.id, task=model.say(f"task_{order.task}"), state=model.state(order.state))
    for case, order in now.planned:
        yield f"{case.id} {model.say('planned_for', at=_at(model, order.for_s))}"
    if said and now.state in ("down", "off", "short"):
        yield str(said.body.get("why") or "")
        until_s = said.body.get("until_s")
        yield model.say("force_until", at=_at(model, until_s)) if until_s is not None else ""
    officers = min(craft.officers, crew)
    yield model.say("force_crew", crew=crew, required=craft.required, officers=officers)
    yield model.say("force_aboard", name=_who(model, now.aboard)) if now.aboard else ""
    yield model.say("force_place", area=model.area(*now.place))
    age = span(model.query.lang, model.t_s - now.word_s) if now.word_s is not None else ""
    yield model.say("force_word", age=age) if age else model.say("force_no_word")


def _at(model: ListModel, t_s: float | None) -> str:
    return "" if t_s is None else local_minute(t_s, model.t_s, model.site.utc_offset_h)


def _who(model: ListModel, event: LedgerEvent) -> str:
    """Return who has a seat and since when; masked roles read no names."""
    name = MASK if reads_masked(model.desk.person) else model.officer(event.actor)
    return model.say("duty_since", name=name, at=_at(model, event.t_s))


def _buttons(model: ListModel, now: CraftNow) -> list[ListButton]:
    if not model.desk.place.over(now.unit, model.desk.person.unit):
        return []
    buttons = []
    if _may(model, "craft_state"):
        said: dict[str, Any] = {"state": now.state if now.state != "engaged" else "ready"}
        if now.said and now.said.body.get("crew") is not None:
            said["crew"] = now.said.body["crew"]
        word = model.say("force_set")
        title = f"{word} · {model.named(now.craft)}"
        values = json.dumps(said, ensure_ascii=False)
        buttons.append(ListButton("craft_state", word, now.craft.id, 0, title, values, form="craft_state"))
    return [*buttons, *_seat_buttons(model, now.craft.id, now.unit)]


def _seat_buttons(model: ListModel, seat: str, unit: str) -> list[ListButton]:
    """Return the button that takes a seat, or the one that leaves the own one."""
    if not _may(model, "duty_on") or not model.desk.place.over(unit, model.desk.person.unit):
        return []
    on, where = model.book.duty.get(seat), "desk" if seat.endswith(DESK_SEAT) else "craft"
    kind = "duty_off" if on and on.actor == model.desk.person.name else "duty_on"
    return [ListButton(kind, model.say(f"{kind}_{where}"), seat, 0, "")]


def _may(model: ListModel, kind: str) -> bool:
    roles = (each.partition("@")[0] for each in MOVES[kind].seats)
    return has_role(model.desk, kind) and model.desk.person.has(*roles)

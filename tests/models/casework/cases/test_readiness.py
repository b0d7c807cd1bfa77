"""What dispatch gets to know of craft: reported states while they hold, and the orders they are on."""

from __future__ import annotations

from models.casework.cases.readiness import craft_readiness
from models.ways.reasons import CraftReadiness
from tests.models.casework.cases.office import COMMANDER, T0, Office


def test_a_craft_is_engaged_while_its_order_is_live() -> None:
    office = Office()
    order_id = office.ordered()
    assert craft_readiness(office.book, T0) == CraftReadiness(engaged={"e1": order_id})
    office.forward(order_id, "ack", "under_way", "on_scene", "report")
    assert craft_readiness(office.book, T0) == CraftReadiness()


def test_a_scheduled_order_engages_its_craft_when_it_is_under_way() -> None:
    office = Office()
    order_id = office.ordered(for_s=T0 + 7200.0)
    assert craft_readiness(office.book, T0).engaged == {}
    office.forward(order_id, "ack", "under_way")
    assert craft_readiness(office.book, T0).engaged == {"e1": order_id}


def test_a_reported_state_holds_until_its_time() -> None:
    office = Office()
    office.do(COMMANDER, "craft_state", "e1", state="down")
    office.do(COMMANDER, "craft_state", "e2", state="short", crew=3, until_s=T0 + 60.0)
    now, later = (craft_readiness(office.book, t_s) for t_s in (T0 + 59.0, T0 + 60.0))
    assert now == CraftReadiness({"e1": "down", "e2": "short"}, {"e2": 3})
    assert later == CraftReadiness({"e1": "down"})

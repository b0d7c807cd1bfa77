"""Our own craft on the map: those on orders with a line and a label, those that are down left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.cases.patrols import PatrolMark, draw_patrols, patrol_craft
from dashboard.common.theme import Sizes
from dashboard.map.callouts import coloured_symbols
from dashboard.map.view import fit
from models.base.schema import LEVEL, Table, empty
from models.casework.case import Book, LedgerEvent
from models.casework.cases.nouns import Case, CasePlace, LastMove, Order, Target
from models.messages.evaluation import FORCE
from models.messages.picture import Picture
from tests.dashboard.pictures import BOX, T0, alert, craft, picture, site

VIEW, SIZES = fit(BOX, 1115, 955), Sizes(16.0)
CRAFT = site().force.craft
LAST = LastMove("order_issue", "Lin", T0)


def force(**columns: object) -> Table:
    table = empty(FORCE, len(CRAFT))
    table["lon_deg"][:], table["lat_deg"][:] = 122.9, 30.3
    table["lon_deg"][0], table["lat_deg"][0] = 122.2, 30.5
    for name, values in columns.items():
        table[name][:] = values
    return table


def book(state: str = "under_way", colour: str = "red", down: str = "") -> Book:
    meet = {"lon": 122.6, "lat": 30.1, "t": T0 + 12 * 60, "minutes": 12.0, "way_nm": 7.0}
    order = Order("ZS-20231115-0007/O1", 5, "Lin", "putuo", "board", {}, CRAFT[0].id, meet=meet, state=state)
    case = Case(
        **{"id": "ZS-20231115-0007", "seq": 5, "kind": "general", "colour": colour, "unit": "putuo", "by": "Lin"},
        last=LAST, place=CasePlace(122.5, 30.0), target=Target(1, 412_000_001, "HAI YUN 0"), orders=(order,),
    )  # fmt: skip
    crafts = {down: LedgerEvent(1, "x", T0, "Lin", "craft_state", down, {"state": "down"})} if down else {}
    return replace(Book(), cases={case.id: case}, crafts=crafts)


def shown(of: Book, picture_: Picture | None = None) -> list[PatrolMark]:
    return patrol_craft(picture_ or picture(force=force()), of, site(), "zh")


def test_a_craft_on_an_order_has_the_colour_of_its_case_and_says_which_how_far_and_when() -> None:
    first = shown(book())[0]
    assert (first.id, first.level) == (CRAFT[0].id, LEVEL["red"])
    assert first.label == f"{CRAFT[0].name_zh} 0007 已出发 12′"


def test_its_line_goes_to_where_the_target_is_now_and_else_to_the_meeting() -> None:
    assert shown(book())[0].aim == (122.5, 30.0)
    assert shown(book(), picture(craft(0), force=force()))[0].aim == (122.6, 30.1)


def test_on_scene_it_has_no_line_and_no_minutes() -> None:
    first = shown(book("on_scene"))[0]
    assert first.aim is None and first.label.endswith("到场")


def test_craft_that_are_down_are_not_drawn_as_available() -> None:
    assert CRAFT[1].id in {each.id for each in shown(book())}
    assert CRAFT[1].id not in {each.id for each in shown(book(down=CRAFT[1].id))}
    idle = np.ones(len(CRAFT))
    idle[2] = 0.0
    assert CRAFT[2].id not in {each.id for each in shown(book(), picture(force=force(strength=idle)))}


def test_the_craft_of_one_harbour_are_one_hexagon_and_the_busy_one_is_on_top() -> None:
    drawn = draw_patrols(shown(book()), picture(force=force()), VIEW, SIZES)
    assert drawn.marks["level"].tolist() == [0, LEVEL["red"]]
    assert len(drawn.lines["x0"]) == 2  # to the target, and from the label


def test_a_label_never_covers_a_worse_symbol() -> None:
    at = shown(book(colour="yellow"))[0]
    ring = [
        (0.05, 0.0),
        (-0.05, 0.0),
        (0.0, 0.03),
        (0.0, -0.03),
        (0.1, 0.02),
        (0.1, -0.02),
        (-0.1, 0.02),
        (-0.1, -0.02),
    ]
    vessels = craft(8, lon_deg=[at.lon_deg + x for x, _ in ring], lat_deg=[at.lat_deg + y for _, y in ring])
    crowded = picture(vessels, tuple(alert(number) for number in range(1, 9)), force=force())
    placed = draw_patrols([at], crowded, VIEW, SIZES).texts
    symbols = coloured_symbols(crowded, VIEW)
    for x, y in zip(placed["x"], placed["y"], strict=True):
        x_px, y_px = VIEW.pixels(x, y)
        assert not ((abs(symbols[:, 0] - x_px) < 60) & (abs(symbols[:, 1] - y_px) < 9)).any()

"""The guards of orders: who may send which craft, and what a unit's words must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import cos, hypot, radians

import numpy as np

from models.casework.cases.checks.may import Asked
from models.casework.cases.nouns import Case, CasePlace, Order
from models.casework.cases.readiness import engages
from models.casework.cases.workplace import PatrolCraft
from models.casework.refusals import Refused

NEAR_NM = 1.0
CERTIFIED = 2
NM_PER_DEG = 60.0
MOST_AHEAD_S = 30 * 86400.0  # how far ahead an order may be planned
OUT_OF_SERVICE = ("down", "off")


def live_orders(cases: Mapping[str, Case]) -> Iterator[Order]:
    """All orders that bind a unit now."""
    return (order for case in cases.values() if case.open for order in case.orders if order.live)


def engaged(asked: Asked, craft: str) -> Order | None:
    """The order a craft is on. One that is scheduled does not engage it before its time."""
    on_it = (each for each in live_orders(asked.book.cases) if each.craft == craft)
    return next((each for each in on_it if engages(each, asked.facts.t_s)), None)


def order_colour(asked: Asked) -> None:
    """Whatever is sent, red needs a commander and distress the rescue centre. Raises Refused."""
    if asked.case.colour == "distress" and not asked.holds("duty@rescue", "commander@rescue"):
        raise Refused("needs_rescue")
    if asked.case.colour == "red" and not asked.holds("commander@own", "commander@rescue"):
        raise Refused("needs_commander", why_zh="红色案件", why_en="a red case")


def order_rank(asked: Asked) -> None:
    """Red, others' craft, an agency under a ministry and the last reserve need a commander; distress the centre."""
    site, case = asked.facts.site, asked.case
    if not site.knows(asked.body.to):
        raise Refused("unit_unknown", unit=asked.body.to)
    if case.colour == "distress":
        if not asked.holds("duty@rescue", "commander@rescue"):
            raise Refused("needs_rescue")
        return
    if asked.holds("commander@own", "commander@rescue"):
        return
    if not asked.holds("duty@own"):
        raise Refused("needs_commander", why_zh="搜救中心只指挥遇险", why_en="the rescue centre commands distress only")
    for holds, zh, en in _commanders_matters(asked):
        if holds:
            raise Refused("needs_commander", why_zh=zh, why_en=en)


def _commanders_matters(asked: Asked) -> Iterator[tuple[bool, str, str]]:
    site, craft = asked.facts.site, _craft(asked)
    unit = craft.unit if craft else asked.body.to
    yield asked.case.colour == "red", "红色案件", "a red case"
    yield not site.over(unit, asked.by.unit), "调用其他单位力量", "another unit's craft"
    yield bool(craft and craft.agency in site.vertical), "垂直管理部门", "an agency under a ministry"
    yield bool(craft and _last_reserve(asked, craft)), "最后备勤力量", "the last craft in reserve"


def _craft(asked: Asked) -> PatrolCraft | None:
    """The craft of the order. Raises Refused for one that the site does not have."""
    name = asked.body.craft
    if not name:
        return None
    craft = asked.facts.site.craft.get(name)
    if craft is None and asked.facts.site.craft:
        raise Refused("craft_unknown", craft=name)
    return craft


def _last_reserve(asked: Asked, craft: PatrolCraft) -> bool:
    """Whether no other craft of its unit would be left; a unit with only one never has a reserve."""
    unit = [each.id for each in asked.facts.site.craft.values() if each.unit == craft.unit]
    left = [each for each in unit if each != craft.id and engaged(asked, each) is None and _serves(asked, each)]
    return len(unit) > 1 and not left


def _serves(asked: Asked, craft: str) -> bool:
    """Whether a craft is in service at the time of the order."""
    said = asked.book.crafts.get(craft)
    if said is None or said.body.get("state") not in OUT_OF_SERVICE:
        return True
    until_s = said.body.get("until_s")
    return until_s is not None and (asked.body.for_s or asked.facts.t_s) >= until_s


def craft_fit(asked: Asked) -> None:
    """The craft serves and has the powers and officers that are needed, or a commander overrides it with a reason."""
    craft = _craft(asked)
    why = list(_unfit(asked, craft)) if craft else []
    if why and not (asked.body.override_why and asked.holds("commander@own", "commander@rescue")):
        zh, en = "；".join(each[0] for each in why), "; ".join(each[1] for each in why)
        raise Refused("craft_unfit", craft=asked.body.craft, why_zh=zh, why_en=en)


def _unfit(asked: Asked, craft: PatrolCraft) -> Iterator[tuple[str, str]]:
    needs = asked.body.needs
    if not _serves(asked, craft.id):
        yield "停航", "out of service"
    lacking = sorted(set(needs.powers) - set(craft.powers)) if needs else []
    if lacking:
        yield f"无 {'、'.join(lacking)} 职权", f"no power to {', '.join(lacking)}"
    if needs and craft.officers < needs.officers:
        yield f"执法人员不足 {needs.officers} 名", f"fewer than {needs.officers} officers"


def in_time(asked: Asked) -> None:
    """An order for later is for a time that comes, within MOST_AHEAD_S."""
    for_s, now_s = asked.body.for_s, asked.facts.t_s
    if for_s is not None and not now_s < for_s <= now_s + MOST_AHEAD_S:
        raise Refused("for_when", days=round(MOST_AHEAD_S / 86400.0))


def craft_free(asked: Asked) -> None:
    """An engaged craft is taken away only by naming the order it leaves; for later it may be back by then."""
    if asked.body.for_s is not None and not asked.body.preempt:
        return
    order = engaged(asked, asked.body.craft) if asked.body.craft else None
    if order is not None and asked.body.preempt != order.id:
        raise Refused("craft_engaged", craft=asked.body.craft, order=order.id)
    if order is None and asked.body.preempt:
        raise Refused("no_part", id=asked.body.preempt, noun_zh="指令", noun_en="order")


def not_rescue(asked: Asked) -> None:
    """An order to rescue cannot be declined."""
    if asked.part.task in {"rescue", "search"}:
        raise Refused("rescue_declined")


def rescue_consent(asked: Asked) -> None:
    """Nobody leaves a search without the consent of the rescue centre (Maritime Traffic Safety Law 76)."""
    rescues = asked.part.task in {"rescue", "search"}
    if rescues and not asked.holds("duty@rescue", "commander@rescue"):
        raise Refused("needs_rescue")
    if not rescues and not asked.holds("duty@own", "commander@own"):
        raise Refused(
            "needs_commander", why_zh="非搜救指令由本案单位撤回", why_en="the case's unit releases this order"
        )


def near_target(asked: Asked) -> None:
    """On scene is within 1 NM of the target, or says why."""
    craft, target = _where(asked), _target_at(asked)
    if craft and target and not asked.body.why and (away := distance_nm(craft, target)) > NEAR_NM:
        raise Refused("far", nm=round(away, 1))


def _where(asked: Asked) -> CasePlace | None:
    """Where the craft is: what was sent with the command, else its track."""
    sent = asked.body.place
    if sent is not None:
        return CasePlace(sent.lon, sent.lat)
    craft = asked.facts.site.craft.get(asked.part.craft)
    return _seen(asked, "mmsi", craft.mmsi) if craft and craft.mmsi else None


def _target_at(asked: Asked) -> CasePlace | None:
    target = asked.case.target
    now = _seen(asked, "track_id", target.track_id) if target and target.track_id else None
    return now or asked.case.place


def _seen(asked: Asked, column: str, value: int) -> CasePlace | None:
    vessels = asked.facts.vessels
    rows = np.flatnonzero(vessels[column] == value) if column in vessels else np.empty(0, int)
    if not len(rows):
        return None
    return CasePlace(float(vessels["lon_deg"][rows[0]]), float(vessels["lat_deg"][rows[0]]))


def distance_nm(one: CasePlace, other: CasePlace) -> float:
    """Nautical miles between two places near each other, on a flat earth."""
    east = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return NM_PER_DEG * hypot(east, one.lat - other.lat)


def two_certified(asked: Asked) -> None:
    """Two officers or more board, each with a certificate (Administrative Penalty Law 42)."""
    if asked.body.boarded and len({each.cert_no for each in asked.body.officers if each.cert_no}) < CERTIFIED:
        raise Refused("certified")


def musts_there(asked: Asked) -> None:
    """The evidence that the order asks for is there, or the report says why not. A frozen alert is its track."""
    there = {each.kind for each in asked.case.evidence if not each.void_why}
    there |= {"track"} if any(each.source in {"ais", "radar"} for each in asked.case.clues) else set()
    missing = [kind for kind in asked.part.evidence_must if kind not in there]
    if missing and not asked.body.missing_why and asked.body.result == "violation":
        raise Refused("musts", kinds=", ".join(missing))


GUARDS: Mapping[str, Callable[[Asked], None]] = {
    each.__name__: each
    for each in (
        *(order_rank, craft_fit, in_time, craft_free, not_rescue, rescue_consent),
        *(near_target, two_certified, musts_there),
    )
}

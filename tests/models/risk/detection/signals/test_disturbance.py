"""Disturbed positions: rules that use positions skip vessels that jumped with many others, until they are back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.risk.detection.detector import findings
from models.risk.detection.signals.disturbance import undisturbed
from tests.models.risk.detection.detectors.test_interference import fleet
from tests.models.sea import T0, Message, Ship, core, nm, watch, zone

JAMMED_S, BACK_S, END_S = 1260, 1860, 2700


def jammed(ship: Ship) -> list[Message]:
    """Well received for 20 min, then five miles off for ten, then back."""
    reports = []
    for each in ship.messages(END_S):
        off = JAMMED_S <= each.rx_s - T0 < BACK_S and each.position is not None
        moved = ship.at(each.rx_s, lon_deg=each.position["lon_deg"] + 0.0962) if off and each.position else each
        reports.append(moved)
    return reports


def test_an_area_that_is_jammed_is_one_alert_and_its_ships_raise_none() -> None:
    under_way = fleet(10)
    held = [
        replace(each, sog_kn=0.0, nav_status=1, every_s=60, mmsi=each.mmsi + 500, north_m=each.north_m - nm(14))
        for each in fleet(20)
    ]
    closed = zone(nm(5) + 2000, -nm(20), nm(3), nm(50))
    state = core(closed, detectors={"collision": {"enabled": False}})
    observed = watch(
        state, sorted((each for ship in under_way + held for each in jammed(ship)), key=lambda each: each.rx_s)
    )
    raised_rules = {each.alert.rule for each in observed.changes if each.event == "raise" and each.t_s > T0 + JAMMED_S}
    assert raised_rules <= {"interference", "zone"}
    assert len(observed.raised("interference")) == 1
    assert all(each.t_s <= T0 + JAMMED_S + 180 for each in observed.raised("zone")), "only before it was clear"


def test_findings_about_disturbed_vessels_or_with_them_are_dropped() -> None:
    found = findings(np.array([0, 1, -1, 2]), np.ones(4), partner=np.array([3, -1, -1, -1]), name=list("abcd"))
    kept = undisturbed(found, np.array([False, True, False, True]))
    assert (kept.row.tolist(), kept.detail["name"]) == ([-1, 2], ["c", "d"])
    assert undisturbed(found, np.zeros(4, dtype=bool)) is found

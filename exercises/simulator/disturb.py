"""Carrying out the `faults` of a scenario, on reception, on reports, and on the fleet.

The keys: faults.py. Random numbers depend on seed, row and moment only, so any stretch of time comes out the same.
"""

from __future__ import annotations

import numpy as np

from exercises.geometry.plane import Plane
from exercises.scenario.faults import Faults
from exercises.simulator.chance import chance, normal
from exercises.simulator.false_reports import shift
from exercises.simulator.identity import identities
from exercises.simulator.traffic import Draft, new_table
from models.base.schema import STATION, Table
from models.base.units import M_PER_NM

Key = tuple[int, np.ndarray, np.ndarray]  # seed, rows, moments: the arguments of chance
HEADING, HEADING_BY, SCATTER, NOISE = 11, 12, 13, 15  # salts; a scatter and a noise take two each
WRONG_BY_DEG = (50.0, 310.0)


def add_ghosts(draft: Draft, faults: Faults) -> None:
    """Add the vessels of each influx."""
    for number, each in enumerate(faults.influx):
        rng = draft.rng(f"influx {number}")
        table = new_table(each.count) | identities("coaster", each.count, None, rng)
        west, south, east, north = each.box
        lonlat = rng.uniform((west, south), (east, north), (each.count, 2))
        table["centre"][:] = draft.routes.plane.places(lonlat)
        table["heading0_deg"][:] = rng.uniform(0, 360, each.count)
        table["begin_s"][:], table["end_s"][:], table["every_s"][:] = each.at_s, each.end_s, 10.0
        table["first_at_s"][:] = each.at_s + rng.uniform(0.02, 0.98, each.count)
        draft.tables.append(table)


def lost_in_outages(faults: Faults, lonlat: np.ndarray, t_s: np.ndarray) -> np.ndarray:
    """Messages lost in outages, sent from these places, (n, 2) degrees. Mask (n,)."""
    mask = np.zeros(len(t_s), bool)
    for each in faults.outages:
        mask |= each.open(t_s) & each.within(*lonlat.T)
    return mask


def disturb(faults: Faults, state: Table, station: np.ndarray, key: Key, background: np.ndarray, plane: Plane) -> None:
    """Apply the faults on board to the state that is about to be reported."""
    seed, rows, t_s = key
    fixes = ~np.isin(station, (STATION["base"], STATION["aton"]))
    if faults.wrong_headings:
        once = np.zeros(len(rows))
        off = (chance(seed, HEADING, rows, once) < faults.wrong_headings) & background
        by = WRONG_BY_DEG[0] + (WRONG_BY_DEG[1] - WRONG_BY_DEG[0]) * chance(seed, HEADING_BY, rows, once)
        state["heading_deg"][off] = (state["heading_deg"][off] + by[off]) % 360
    if faults.noise_m:
        chosen = np.flatnonzero(fixes)
        shift(state, chosen, faults.noise_m * normal(seed, NOISE, rows[chosen], t_s[chosen]), plane)
    for each in faults.jamming:
        chosen = np.flatnonzero(each.open(t_s) & each.within(state["lon_deg"], state["lat_deg"]) & fixes)
        if not len(chosen):
            continue
        if each.scatter_nm is not None:
            offset = each.scatter_nm * normal(seed, SCATTER, rows[chosen], t_s[chosen])
        else:
            offset = np.full(len(chosen), (each.offset_nm or 0.0) * np.exp(1j * np.radians(90 - each.towards_deg)))
        shift(state, chosen, offset * M_PER_NM, plane)


def ahead_s(faults: Faults, t_s: np.ndarray) -> np.ndarray:
    """By how much the receivers' clock is ahead at each moment."""
    ahead = np.zeros(len(t_s))
    for each in faults.clocks:
        ahead += np.where(each.open(t_s), each.ahead_s, 0.0)
    return ahead

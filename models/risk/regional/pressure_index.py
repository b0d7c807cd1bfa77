"""Enforcement pressure: the arithmetic from open work and boats to an index per unit.

Pure functions over the tables of models/messages/evaluation.py, used by the core and by the pages. An M/M/c queue with
boats as servers (Erlang C). It assumes one boat per job, and jobs of several boats are worse, so the index ranks units
and forecasts nothing. What a move would change: what_if.py; open work and positions of boats: pressure.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.base.compiled import compiled
from models.base.schema import LEVEL, Table, empty
from models.base.settings import PressureSettings
from models.messages.evaluation import NO_CRAFT, PRESSURE

BUSIEST = 99.0  # utilisation shown at most, also for a unit without boats
FULL_LOAD, LOAD_PART, WAIT_PART, OVERDUE_PART = 1.25, 0.8, 0.5, 0.5
COLOUR_WEIGHTS = np.array([0.0, 1.0, 2.0, 4.0, 4.0])  # urgency of none, yellow, orange, red, distress
OLDEST = 2.0  # limit of the age over the due time that adds to urgency


@dataclass(frozen=True)
class Load:
    """The input of the index: FORCE and REACH rows, and `minutes` between them (craft, work), infinite if too far.

    The column `craft` of `work` is set only where a craft has been sent; `arrivals_per_h` has one number per unit.
    """

    t_s: float
    arrivals_per_h: np.ndarray
    force: Table
    work: Table
    minutes: np.ndarray


def erlang_c(offered: np.ndarray, servers: np.ndarray) -> np.ndarray:
    """Probability that a job waits, by the recursion of Erlang B; linear between whole numbers of servers."""
    offered, servers = np.broadcast_arrays(np.asarray(offered, "f8"), np.maximum(np.asarray(servers, "f8"), 0.0))
    return _erlang_c(np.ravel(offered), np.ravel(servers)).reshape(offered.shape)


@compiled
def _erlang_c(offered: np.ndarray, servers: np.ndarray) -> np.ndarray:
    waits = np.zeros(len(offered))
    for at in range(len(offered)):
        if offered[at] > 0.0 and offered[at] >= servers[at]:
            waits[at] = 1.0
        elif offered[at] > 0.0:
            low, blocked, at_low, at_high = int(np.floor(servers[at])), 1.0, 1.0, 1.0
            for count in range(1, low + 2):
                blocked = offered[at] * blocked / (count + offered[at] * blocked)
                busy = min(offered[at] / count, 1.0)
                at_low, at_high = at_high, blocked / (1.0 - busy * (1.0 - blocked) + (1.0 if blocked == 0.0 else 0.0))
            waits[at] = at_low + (servers[at] - low) * (at_high - at_low)
    return waits


def late(offered: np.ndarray, servers: np.ndarray, service_h: np.ndarray, after_h: float) -> np.ndarray:
    """Probability that a job waits longer than `after_h`."""
    return still_waits(erlang_c(offered, servers), offered, servers, service_h, after_h)


def still_waits(
    waits: np.ndarray, offered: np.ndarray, servers: np.ndarray, service_h: np.ndarray, after_h: float
) -> np.ndarray:
    """Probability that a job waits longer than `after_h`, where `waits` is the probability that it waits at all."""
    probability: np.ndarray = waits * np.exp(-np.maximum(servers - offered, 0.0) * after_h / service_h)
    return probability


def index(utilisation: np.ndarray, late_: np.ndarray, overdue_share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """EP and its three parts, shape (3, ...): load, waiting, overdue."""
    parts = np.stack(
        [
            LOAD_PART * np.minimum(utilisation, FULL_LOAD) / FULL_LOAD,
            WAIT_PART * late_,
            OVERDUE_PART * overdue_share,
        ]
    )
    return 1.0 - (1.0 - parts).prod(axis=0), parts


def ways_h(load: Load, settings: PressureSettings) -> np.ndarray:
    """Hours to each work if it were each unit's, (units, work): by its nearest ready boat, else the nearest of all."""
    units = len(load.arrivals_per_h)
    ready = np.where(load.force["ready"][:, None], load.minutes, np.inf)
    of_all = ready.min(axis=0, initial=np.inf)
    nearest = np.stack([ready[load.force["unit"] == unit].min(axis=0, initial=np.inf) for unit in range(units)])
    best = np.where(np.isfinite(nearest), nearest, of_all) / 60.0
    return np.where(np.isfinite(best), best, settings.way_h)


def pressure_rows(load: Load, settings: PressureSettings) -> Table:
    """PRESSURE: one row per unit and one for all; colours by thresholds alone; `within_*` stays unknown."""
    units = len(load.arrivals_per_h)
    rows = empty(PRESSURE, units + 1)
    rows["unit"][:units] = np.arange(units)
    _count_work(rows, load, settings)
    _count_boats(rows, load, settings)
    for name in ("work", "overdue", "arrivals_per_h", "backlog_h", "capacity", "urgency"):
        rows[name][units] = rows[name][:units].sum()
    for name in ("boats", "boats_ready", "boats_out", "uncovered_red", "uncovered_orange"):
        rows[name][units] = rows[name][:units].sum()
    rows["offered"][:units] = _offered(rows, settings)[:units]
    rows["offered"][units] = rows["offered"][:units].sum()
    _compute_pressure(rows, settings)
    return rows


def _count_work(rows: Table, load: Load, settings: PressureSettings) -> None:
    units, work = len(load.arrivals_per_h), load.work
    unit, boats = work["unit"].astype(np.int64), work["boats"].astype("f8")
    job_h = work["hours_h"] + 2 * ways_h(load, settings)[unit, np.arange(len(unit))]
    age = np.clip((load.t_s - work["since_s"]) / np.maximum(work["due_s"] - work["since_s"], 1.0), 0.0, OLDEST)

    def per_unit(weights: np.ndarray) -> np.ndarray:
        return np.bincount(unit, weights=weights, minlength=units)[:units]

    jobs, hours_h = per_unit((boats > 0).astype("f8")), per_unit(np.where(boats > 0, job_h, 0.0))
    usual_h = settings.hours_h + 2 * settings.way_h
    rows["work"][:units] = per_unit(np.ones(len(unit)))
    rows["overdue"][:units] = per_unit((work["due_s"] < load.t_s).astype("f8"))
    rows["backlog_h"][:units] = per_unit(boats * job_h)
    rows["urgency"][:units] = per_unit(COLOUR_WEIGHTS[work["level"]] * (1.0 + age))
    rows["arrivals_per_h"][:units] = load.arrivals_per_h
    rows["service_h"][:units] = np.where(jobs > 0, hours_h / np.maximum(jobs, 1.0), usual_h)
    rows["service_h"][units] = hours_h.sum() / jobs.sum() if jobs.sum() else usual_h
    for colour in ("red", "orange"):
        level = work["level"]
        is_colour = level >= LEVEL["red"] if colour == "red" else level == LEVEL["orange"]
        rows[f"uncovered_{colour}"][:units] = per_unit((is_colour & ~work["covered"]).astype("f8"))


def _count_boats(rows: Table, load: Load, settings: PressureSettings) -> None:
    units, force = len(load.arrivals_per_h), load.force
    unit = force["unit"].astype(np.int64)
    for name, counted in (
        ("boats", force["strength"] > 0.0),
        ("boats_ready", force["ready"]),
        ("boats_out", force["out"]),
        ("capacity", force["strength"] * (1.0 - settings.reserve)),
    ):
        rows[name][:units] = np.bincount(unit, weights=counted.astype("f8"), minlength=units)[:units]


def _offered(rows: Table, settings: PressureSettings) -> np.ndarray:
    """A = arrivals x service time + backlog / time in which it should be done."""
    offered: np.ndarray = rows["arrivals_per_h"] * rows["service_h"] + rows["backlog_h"] / settings.horizon_h
    return offered


def _compute_pressure(rows: Table, settings: PressureSettings) -> None:
    offered, capacity = rows["offered"].astype("f8"), rows["capacity"].astype("f8")
    rows["utilisation"][:] = utilisation(offered, capacity)
    rows["wait"][:] = erlang_c(offered, capacity)
    after_h = settings.done_within_min[-1] / 60.0
    rows["late"][:] = still_waits(rows["wait"], offered, capacity, rows["service_h"], after_h)
    rows["overdue_share"][:] = rows["overdue"] / np.maximum(rows["work"], 1)
    rows["pressure"][:], parts = index(rows["utilisation"], rows["late"], rows["overdue_share"])
    for name, part in zip(("part_load", "part_wait", "part_overdue"), parts, strict=True):
        rows[name][:] = part
    rows["level"][:] = np.searchsorted(np.array(settings.up, "f4"), rows["pressure"], side="right")


def utilisation(offered: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """Offered load over capacity, BUSIEST at most."""
    return np.minimum(np.where(offered > 0, offered / np.maximum(capacity, 1e-9), 0.0), BUSIEST)


def cover(load: Load, settings: PressureSettings) -> Load:
    """Assign a free boat to each work, worst first, and note whether it arrives in time.

    No boat is assigned twice; where none is in time, the nearest ready one is named. Calls by radio need no boat.
    """
    force, work = load.force, {name: column.copy() for name, column in load.work.items()}
    free = force["ready"].copy()
    limit_min = np.array([np.inf, *settings.cover_min, settings.cover_min[-1]])
    for row in np.lexsort((work["since_s"], -work["level"].astype(np.int64))).tolist():
        way = load.minutes[:, row]
        if work["craft"][row] != NO_CRAFT:
            work["covered"][row] = True
        else:
            _assign(work, row, way, free, force["ready"], float(limit_min[work["level"][row]]))
        craft = int(work["craft"][row])
        if craft != NO_CRAFT:
            work["track_id"][row], work["minutes"][row] = force["track_id"][craft], way[craft]
    return replace(load, work=work)


def _assign(work: Table, row: int, way: np.ndarray, free: np.ndarray, ready: np.ndarray, limit_min: float) -> None:
    wanted = int(work["boats"][row])
    order = np.argsort(np.where(free, way, np.inf), kind="stable")[:wanted]
    in_time = len(order) == wanted and bool((free[order] & (way[order] <= limit_min)).all())
    work["covered"][row] = in_time
    if wanted and in_time:
        free[order] = False
        work["craft"][row] = order[0]
    elif (ready & np.isfinite(way)).any():
        work["craft"][row] = int(np.argmin(np.where(ready, way, np.inf)))

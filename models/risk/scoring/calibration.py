"""Calibration: what officers' marks say of the weights, of the risk shown, and of the alarms that were false.

What lives here: pure functions over marked alerts, and their table. What does not: taking marks in (book.py), and
changing config.yaml, which a person does.
A weight is the probability that an officer would act on the factor alone, so of alerts with one factor it is a share:
Beta posterior with the present weight as a prior worth ten alerts. No proposal moves a weight by more than 0.05; a
larger step needs a signature.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.base.schema import NAN, Column, Table, empty

PRIOR_ALERTS = 10.0  # a + b
MOST_CHANGE = 0.05  # of a weight without signature
ALONE = 0.8  # share of the risk from which a factor counts as the only one
DECILES = 10
Z_95 = 1.959964  # two-sided 95 % of the normal distribution

RULE = (
    Column("rule", "S32", b"", "", "rule"),
    Column("judged", "u4", 0, "", "alerts called true, known or false"),
    Column("confirmed", "u4", 0, "", "of these true or known"),
    Column("precision", "f4", NAN, "", "confirmed over judged; NaN before any"),
    Column("low", "f4", NAN, "", "lower end of its Wilson interval, 95 %"),
    Column("high", "f4", NAN, "", "upper end"),
    Column("alone", "u4", 0, "", "judged alerts in which it was the only factor"),
    Column("weight", "f4", NAN, "", "present weight"),
    Column("learned", "f4", NAN, "", "weight that the marks speak for"),
    Column("proposed", "f4", NAN, "", "weight that may be set without signature"),
    Column("false_per_1000_h", "f4", NAN, "1/h", "false alarms per 1,000 vessel-hours"),
)
DECILE = (
    Column("low", "f4", NAN, "", "lower end of the risk"),
    Column("judged", "u4", 0, "", "alerts of this risk"),
    Column("risk", "f4", NAN, "", "mean risk shown"),
    Column("confirmed", "f4", NAN, "", "share of them that was confirmed; should be near the risk"),
)


@dataclass(frozen=True)
class Judged:
    """One alert with an officer's verdict: R as shown, the exact share of its strongest factor, true or not."""

    rule: str
    risk: float
    share: float
    confirmed: bool


def learned_weight(weight: float, confirmed: int, judged: int, prior_alerts: float = PRIOR_ALERTS) -> float:
    """Mean of the Beta posterior: (a + confirmed) / (a + b + judged) with a / (a + b) the present weight."""
    return (weight * prior_alerts + confirmed) / (prior_alerts + judged)


def proposed_weight(weight: float, learned: float, signed: bool = False) -> float:
    """The learned weight, no further than MOST_CHANGE away unless somebody signed for it."""
    return learned if signed else float(np.clip(learned, weight - MOST_CHANGE, weight + MOST_CHANGE))


def wilson(confirmed: int, judged: int) -> tuple[float, float]:
    """95 % interval of a share, so that 1 of 1 does not pass for certainty; (NaN, NaN) of nothing."""
    if not judged:
        return NAN, NAN
    share, z2 = confirmed / judged, Z_95**2
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = Z_95 / (1 + z2 / judged) * np.sqrt(share * (1 - share) / judged + z2 / (4 * judged**2))
    return float(max(0.0, middle - half)), float(min(1.0, middle + half))


def by_rule(alerts: Iterable[Judged], weights: Mapping[str, float], vessel_hours: float) -> Table:
    """RULE: one row per rule of `weights`, in name order."""
    alerts, rules = list(alerts), sorted(weights)
    table = empty(RULE, len(rules))
    for row, rule in enumerate(rules):
        mine = [each for each in alerts if each.rule == rule]
        alone = [each for each in mine if each.share >= ALONE]
        confirmed = sum(each.confirmed for each in mine)
        learned = learned_weight(weights[rule], sum(each.confirmed for each in alone), len(alone))
        low, high = wilson(confirmed, len(mine))
        values = {
            "rule": rule.encode(),
            "judged": len(mine),
            "confirmed": confirmed,
            "precision": confirmed / len(mine) if mine else NAN,
            "low": low,
            "high": high,
            "alone": len(alone),
            "weight": weights[rule],
            "learned": learned,
            "proposed": proposed_weight(weights[rule], learned),
            "false_per_1000_h": false_per_1000_h(len(mine) - confirmed, vessel_hours),
        }
        for name, value in values.items():
            table[name][row] = value
    return table


def reliability(alerts: Sequence[Judged]) -> Table:
    """DECILE: the share confirmed among the alerts of each tenth of risk."""
    table = empty(DECILE, DECILES)
    table["low"][:] = np.arange(DECILES) / DECILES
    if not alerts:
        return table
    risk = np.array([each.risk for each in alerts])
    confirmed = np.array([each.confirmed for each in alerts], dtype="f8")
    decile = np.clip(np.floor(risk * DECILES + 1e-9).astype(np.int64), 0, DECILES - 1)
    judged = np.bincount(decile, minlength=DECILES)
    table["judged"][:] = judged
    for name, values in (("risk", risk), ("confirmed", confirmed)):
        sums = np.bincount(decile, weights=values, minlength=DECILES)
        table[name][:] = np.divide(sums, judged, out=np.full(DECILES, NAN), where=judged > 0)
    return table


def brier(alerts: Sequence[Judged]) -> float:
    """Mean square of risk less outcome: 0 is perfect, 0.25 is tossing a coin; NaN of nothing."""
    if not alerts:
        return NAN
    return float(np.mean([(each.risk - each.confirmed) ** 2 for each in alerts]))


def false_per_1000_h(false: int, vessel_hours: float) -> float:
    """False alarms per 1,000 hours of craft on the picture; NaN before any."""
    return 1000.0 * false / vessel_hours if vessel_hours > 0 else NAN

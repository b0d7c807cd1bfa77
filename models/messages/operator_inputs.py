"""Operator inputs: marks of alerts, drawn zones, the watch list, open cases, states of craft, clues sent in.

Their checks are here; the frames are in streams.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.messages.case_work import CaseWork, ReportedCraft, case_work_of, reported_craft_of
from models.messages.clue import SentClue, sent_clues_of
from models.messages.picture import MARKS

MOST_MMSI = 2**30  # a field of 30 bits (ITU-R M.1371)
MOST_WATCHED = 1000
MOST_ZONES = 200
LONGEST_TEXT = 500
UNDO = "undo"


@dataclass(frozen=True)
class AlertAction:
    """A mark of one alert, or the undoing of a mark. `seq` is its number in the ledger, 0 without a ledger.

    `undoes` is the number of the mark that is undone; 0 for a mark.
    """

    alert_id: str
    mark: str  # of models.messages.picture.MARKS, or UNDO
    actor: str
    seq: int = 0
    reason: str = ""
    undoes: int = 0


@dataclass(frozen=True)
class Watched:
    """A vessel on the watch list, with the reason and the officer who added it."""

    mmsi: int
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class OperatorInputs:
    """The drawn zones (GeoJSON features), watch list, open cases, states of craft and clues sent in, after event `seq`
    of the ledger.

    A craft without a state is ready.
    """

    seq: int = 0
    zones: tuple[dict[str, Any], ...] = ()
    watch: tuple[Watched, ...] = ()
    work: tuple[CaseWork, ...] = ()
    craft_state: tuple[ReportedCraft, ...] = ()
    clues: tuple[SentClue, ...] = ()


NO_INPUTS = OperatorInputs()


def alert_action_of(values: Mapping[str, Any]) -> AlertAction:
    """Return a mark or its undoing from plain values. Raises ValueError, KeyError or TypeError."""
    alert_id, mark, actor, reason = values["alert_id"], values["mark"], values["actor"], values.get("reason", "")
    if not all(isinstance(each, str) for each in (alert_id, mark, actor, reason)) or mark not in (*MARKS, UNDO):
        raise ValueError(f"not a mark: {mark!r}")
    undoes = _seq(values.get("undoes", 0))
    if (mark == UNDO) != (undoes > 0):
        raise ValueError(f"expected the number of the mark that is undone, got {undoes}")
    return AlertAction(alert_id, mark, actor, _seq(values.get("seq", 0)), reason, undoes)


def operator_inputs_of(values: Mapping[str, Any]) -> OperatorInputs:
    """Return all standing input from plain values. Raises ValueError, KeyError or TypeError."""
    zones, watch = values["zones"], values["watch"]
    if not isinstance(zones, list) or not all(isinstance(each, dict) for each in zones) or len(zones) > MOST_ZONES:
        raise ValueError(f"expected at most {MOST_ZONES} zones as features")
    if not isinstance(watch, list) or len(watch) > MOST_WATCHED:
        raise ValueError(f"expected at most {MOST_WATCHED} vessels to watch")
    return OperatorInputs(
        _seq(values["seq"]),
        tuple(zones),
        tuple(_watched(each) for each in watch),
        case_work_of(values.get("work", ())),
        reported_craft_of(values.get("craft_state", ())),
        sent_clues_of(values.get("clues", ())),
    )


def _watched(values: Mapping[str, Any]) -> Watched:
    mmsi, texts = values["mmsi"], [values.get("reason", ""), values.get("by", "")]
    if type(mmsi) is not int or not 0 < mmsi < MOST_MMSI:
        raise ValueError(f"not an MMSI: {mmsi!r}")
    if not all(isinstance(each, str) and len(each) <= LONGEST_TEXT for each in texts):
        raise ValueError(f"expected texts of at most {LONGEST_TEXT} characters")
    return Watched(mmsi, *texts)


def _seq(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"not a number in the ledger: {value!r}")
    return value

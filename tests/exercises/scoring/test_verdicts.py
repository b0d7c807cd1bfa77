"""Verdicts hold for every moment: when each piece of truth was found, and whether each alarm is true."""

from __future__ import annotations

from exercises.scoring.score import Alarm, alarms_of, events_of
from exercises.scoring.verdicts import alarm_verdicts, event_verdicts
from models.base.clock import iso

T0 = 1_768_257_000.0


def event(rule: str, mmsi: int, begin_s: float, end_s: float, **more: object) -> dict[str, object]:
    return {"rule": rule, "mmsi": mmsi, "t_from": iso(T0 + begin_s), "t_to": iso(T0 + end_s), **more}


def alarms(*given: tuple[str, str, int, float]) -> list[Alarm]:
    """(id, rule, MMSI, second) of each."""
    return alarms_of(
        {"t": iso(T0 + at_s), "event": "raise", "alert_id": key, "rule": rule, "mmsi": mmsi, "partner_mmsi": None,
         "colour": "yellow"}
        for key, rule, mmsi, at_s in given
    )  # fmt: skip


EVENTS = events_of([event("drift", 1, 0, 900), event("gap", 2, 100, 500), event("loitering", 1, 0, 900, optional=True)])
ALARMS = alarms(("a", "drift", 1, 600), ("b", "loitering", 1, 700), ("c", "drift", 3, 650))


def test_truth_is_found_at_its_first_alarm_and_by_its_own_rule_only() -> None:
    found = [each["found_s"] for each in event_verdicts(EVENTS, ALARMS, {1: "HONG TAI"})]
    assert found == [T0 + 600, None, T0 + 700]


def test_names_are_those_of_the_vessels() -> None:
    assert [each["name"] for each in event_verdicts(EVENTS, ALARMS, {1: "HONG TAI"})] == ["HONG TAI", "", "HONG TAI"]


def test_an_alarm_is_true_optional_or_false() -> None:
    assert alarm_verdicts(EVENTS, ALARMS) == {"a": "true", "b": "optional", "c": "false"}

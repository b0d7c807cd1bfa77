"""Verdicts during an exercise: each piece of truth with when it was found, each alarm with whether it is true.

The verdicts do not depend on the moment that is shown. The figures: score.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exercises.scoring.score import Alarm, Report, TruthEvent, alarms_of_event, belongs, first_s


def event_verdicts(events: Sequence[TruthEvent], alarms: Sequence[Alarm], names: Mapping[int, str]) -> list[Report]:
    """One record for each event; `found_s` is the time of its first alarm, `until_s` the end of its window."""
    made = []
    for number, event in enumerate(events):
        theirs = alarms_of_event(event, [each for each in alarms if each.rule == event.rule])
        made.append(
            {
                "key": number,
                "rule": event.rule,
                "from_s": event.from_s,
                "to_s": event.to_s,
                "until_s": event.window[1],
                "mmsi": event.mmsi,
                "partner_mmsi": event.partner_mmsi,
                "name": names.get(event.mmsi or 0, ""),
                "partner_name": names.get(event.partner_mmsi or 0, ""),
                "optional": event.optional,
                "colour": event.colour,
                "found_s": first_s(event, theirs) if theirs else None,
            }
        )
    return made


def alarm_verdicts(events: Sequence[TruthEvent], alarms: Sequence[Alarm]) -> dict[str, str]:
    """true, optional or false by the id of the alert."""
    verdicts = {}
    for alarm in alarms:
        meant = [event for event in events if belongs(alarm, event)]
        verdicts[alarm.alert_id] = (
            "true" if any(not event.optional for event in meant) else "optional" if meant else "false"
        )
    return verdicts

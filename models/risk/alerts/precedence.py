"""One act, one alert: which rules say less about a vessel than another rule whose alert about it already stands."""

from __future__ import annotations

from collections.abc import Mapping

from models.risk.alerts.lifecycle import AlertState
from models.risk.alerts.situation import Key, Situation

YIELDS_TO: Mapping[str, str] = {"loitering": "rendezvous"}  # two that lie together also stay in place


class TakenOver:
    """The vessels, by rule that yields, about which the other rule has an alert that stands or was dismissed."""

    def __init__(self, situations: Mapping[Key, Situation]) -> None:
        self.track_ids: dict[str, set[int]] = {rule: set() for rule in YIELDS_TO}
        for (rule, track_id, other), situation in situations.items():
            if rule in YIELDS_TO.values() and (situation.stands or situation.state is AlertState.DISMISSED):
                about = (track_id,) if situation.partner < 0 else (track_id, other)
                for yielding in (each for each, to in YIELDS_TO.items() if to == rule):
                    self.track_ids[yielding].update(about)

    def __contains__(self, key: Key) -> bool:
        return key[1] in self.track_ids.get(key[0], ())

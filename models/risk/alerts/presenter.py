"""The alert presenter: title, reason and factors of a situation, in the form used in the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from models.base.schema import KIND
from models.base.settings import AlertSettings
from models.messages.picture import AlertView, Factor
from models.risk.alerts.lifecycle import Stimulus
from models.risk.alerts.situation import Key, Situation, detail_of
from models.risk.detection.detector import Detector, Params
from models.risk.scoring.vessel import VesselRisk, WeighedEvidence
from models.tracking.table import TrackTable

SHOWN_FACTORS = 3
SHARE_TO_COUNT = 0.15  # of the risk: a factor below this does not ask for attention on its own
ENDING_NAMES = {
    Stimulus.FADES: "faded",
    Stimulus.TRACK_GONE: "gone",
    Stimulus.WITHDRAWN: "withdrawn",
    Stimulus.TAKEN_OVER: "taken_over",
}
PRIOR_WORDS = {"zh": "底数", "en": "base rate"}
# What is at stake besides the offence: people aboard, flammable or toxic cargo, a ship that cannot steer.
PASSENGERS, DANGEROUS, HELPLESS = 1.0, 0.7, 0.5
NOT_UNDER_COMMAND = 2  # navigational status
TANKER_TYPES = range(80, 90)
HAZARD_DIGITS = (1, 2, 3, 4)  # second digit of a cargo or tanker type: categories X, Y, Z, OS (ITU-R M.1371-5)


def consequence(tracks: TrackTable, row: int) -> float:
    """What is at stake, in [0, 1]: it raises urgency, never risk."""
    if row < 0:
        return 0.0
    ship_type, nav_status = int(tracks["ship_type"][row]), int(tracks["nav_status"][row])
    hazard = ship_type // 10 in (7, 8) and ship_type % 10 in HAZARD_DIGITS
    return max(
        PASSENGERS * (int(tracks["kind"][row]) == KIND["passenger"]),
        DANGEROUS * (ship_type in TANKER_TYPES or hazard),
        HELPLESS * (nav_status == NOT_UNDER_COMMAND),
    )


class AlertPresenter:
    """Makes the views of situations, with the words of their rules."""

    def __init__(self, detectors: Sequence[Detector], params: Sequence[Params], settings: AlertSettings) -> None:
        self.words = {each.rule: each.words for each in detectors}
        self.weights = {each.rule: one.weight for each, one in zip(detectors, params, strict=True)}
        self.settings = settings

    def views(self, which: Sequence[tuple[Key, Situation]], tracks: TrackTable, risk: VesselRisk) -> list[AlertView]:
        """The view of each situation; if its vessel is gone or silent, the view at its last event."""
        if not which:
            return []
        about = [max(each.row, 0) for _, each in which]
        weighed = risk.weigh(np.array(about, dtype=np.int64)) if tracks.n else None
        made = []
        for at, (key, each) in enumerate(which):
            last = each.last if each.gone or (each.last and each.last.silent_s == each.silent_s is not None) else None
            view = self._renewed(key, each, last) if last else self._view(key, each, tracks, risk, weighed, at)
            made.append(view)
        return made

    def factors(self, tracks: TrackTable, risk: VesselRisk, situation: Situation) -> frozenset[str]:
        """The rules that contribute to the risk of its vessel."""
        if situation.row < 0:
            return frozenset()
        weighed = risk.weigh(np.array([situation.row]))
        counts = weighed.share[:, 0] >= SHARE_TO_COUNT
        return frozenset(rule for rule, one in zip(weighed.rules, counts.tolist(), strict=True) if one)

    def risk_of(self, tracks: TrackTable, key: Key, situation: Situation) -> float:
        """R of its vessel or partner, whichever is higher; without a vessel, the weighted evidence."""
        if situation.row < 0:
            return self.weights[key[0]] * situation.strength
        return max(float(tracks["risk"][each]) for each in (situation.row, situation.partner) if each >= 0)

    def _view(
        self,
        key: Key,
        situation: Situation,
        tracks: TrackTable,
        risk: VesselRisk,
        weighed: WeighedEvidence | None,
        at: int,
    ) -> AlertView:
        row, partner = situation.row, situation.partner
        detail, words = detail_of(situation.source), self.words[key[0]]
        lat, lon = _place(tracks, row, detail)
        return AlertView(
            alert_id=situation.alert_id,
            rule=key[0],
            colour=situation.colour_name,
            score=round(self.risk_of(tracks, key, situation), 4),
            track_id=key[1],
            mmsi=_mmsi(tracks, row) if row >= 0 else detail.get("mmsi"),  # a caller without a position
            partner_track_id=key[2] if partner >= 0 else None,
            partner_mmsi=_mmsi(tracks, partner),
            name=_name(tracks, row) if row >= 0 else str(detail.get("place", words["zh"]["title"])),
            partner_name=_name(tracks, partner) if partner >= 0 else "",
            lat=lat,
            lon=lon,
            since_s=situation.since_s,
            **self._reason(key, situation),
            factors=self._factors(weighed, at, float(risk.prior[row])) if row >= 0 and weighed else (),
            evidence=(*situation.first_refs, *situation.last_refs),
            **_standing(situation),
        )

    def _renewed(self, key: Key, situation: Situation, view: AlertView) -> AlertView:
        return replace(view, colour=situation.colour_name, **self._reason(key, situation), **_standing(situation))

    def _reason(self, key: Key, situation: Situation) -> dict[str, Any]:
        """What holds now; of an ended alert, or a silent call, what was found at its worst moment."""
        over = situation.cleared_s is not None or situation.silent_s is not None
        detail = detail_of(situation.worst if over else situation.source)
        form = "silent" if situation.silent_s is not None else "reason"
        texts = self.words[key[0]].items() if detail else ()
        return {f"text_{language}": words.get(form, words["reason"]).format(**detail) for language, words in texts}

    def _factors(self, weighed: WeighedEvidence, at: int, prior: float) -> tuple[Factor, ...]:
        share = weighed.share[:, at].tolist()
        factors = [
            Factor(rule, round(float(weighed.strength[k, at]), 4), round(share[k], 4), *self._title(rule))
            for k, rule in enumerate(weighed.rules)
            if share[k] > 0
        ]
        base = round(float(weighed.prior[at]), 4)
        factors.append(Factor("prior", round(prior, 4), base, PRIOR_WORDS["zh"], PRIOR_WORDS["en"]))
        return tuple(sorted(factors, key=lambda each: -each.share)[:SHOWN_FACTORS])

    def _title(self, rule: str) -> tuple[str, str]:
        return self.words[rule]["zh"]["title"], self.words[rule]["en"]["title"]


def _standing(situation: Situation) -> dict[str, Any]:
    """The fields that the life-cycle changes."""
    return {
        "state": situation.state.value,
        "sounded_s": situation.sounded_s,
        "urgency": situation.urgency,
        "due_s": situation.due_s if situation.cleared_s is None else None,
        "escalated": situation.escalated,
        "acknowledged_s": situation.acknowledged_s,
        "acknowledged_by": situation.acknowledged_by,
        "folded": situation.folded,
        "silenced_until_s": situation.silenced_until_s,
        "silenced_by": situation.silenced_by,
        "cleared_s": situation.cleared_s,
        "ending": ENDING_NAMES[situation.ended_by] if situation.ended_by else "",
        "silent_s": situation.silent_s,
    }


def _place(tracks: TrackTable, row: int, detail: Mapping[str, Any]) -> tuple[float, float]:
    if row < 0:
        return round(float(detail["lat_deg"]), 6), round(float(detail["lon_deg"]), 6)
    return place_of(tracks, row)


def place_of(tracks: TrackTable, row: int) -> tuple[float, float]:
    """Latitude and longitude of a vessel at the tick."""
    return round(float(tracks["now_lat_deg"][row]), 6), round(float(tracks["now_lon_deg"][row]), 6)


def _mmsi(tracks: TrackTable, row: int) -> int | None:
    return (int(tracks["mmsi"][row]) or None) if row >= 0 else None


def _name(tracks: TrackTable, row: int) -> str:
    return bytes(tracks["name"][row]).decode("ascii", "replace").strip() or f"MMSI {int(tracks['mmsi'][row])}"

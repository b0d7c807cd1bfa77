"""What a call by VHF begins with: the stage of the play-book's warning that is due, and its words for what is near."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any

import numpy as np

from dashboard.cases.second_vessel import SecondVessel, second_vessel
from dashboard.cases.view.case_model import CaseModel
from dashboard.map.tools import degrees_minutes
from models.base.geo import offset_m
from models.base.units import M_PER_NM, MPS_PER_KN
from models.casework.cases.law.case_facts import facts_of
from models.site.playbooks.forms import WarningForm
from models.site.playbooks.orders import fill

VHF = ("vhf",)


@dataclass(frozen=True)
class NearNow:
    """How near the two vessels are now, and will be: NM and minutes, NaN if one of them is not on the map."""

    distance_nm: float = nan
    cpa_nm: float = nan
    tcpa_min: float = nan


def near_now(model: CaseModel, other: SecondVessel) -> NearNow:
    """Return how near the target and the other vessel are in the picture, if both go on as they go."""
    target = model.case.target
    found = [model.desk.row_of(each) for each in ((target.track_id or 0) if target else 0, other.track_id or 0)]
    rows = [each for each in found if each is not None]
    if len(rows) < len(found):
        return NearNow()
    vessels = model.desk.picture.vessels
    lat, lon, sog, cog = (vessels[name][rows].astype("f8") for name in ("lat_deg", "lon_deg", "sog_kn", "cog_deg"))
    x_m, y_m = (float(each) for each in offset_m(lat[0], lon[0], lat[1], lon[1]))
    course, speed = np.radians(np.nan_to_num(cog)), np.nan_to_num(sog) * MPS_PER_KN
    east, north = (float(np.diff(speed * each(course))[0]) for each in (np.sin, np.cos))
    fast = east**2 + north**2
    ahead_s = max(0.0, -(x_m * east + y_m * north)) / fast if fast > 0 else 0.0
    cpa_m = np.hypot(x_m + east * ahead_s, y_m + north * ahead_s)
    return NearNow(float(np.hypot(x_m, y_m)) / M_PER_NM, float(cpa_m) / M_PER_NM, ahead_s / 60.0)


def due_warning(model: CaseModel) -> WarningForm | None:
    """Return the stage to give next: the furthest whose conditions hold now, else the first that was not given."""
    warnings, given = model.playbook.form.warnings, {each.step for each in model.case.calls}
    left = [each for each in warnings if each.id not in given]
    now = near_now(model, second_vessel(model.case))
    facts = {name: value for name, value in vars(now).items() if isfinite(value)}
    due = model.playbook.warning({**facts_of(model.case), **facts})
    return due if due in left else next(iter(left), warnings[-1] if warnings else None)


def call_values(model: CaseModel, warning: WarningForm | None = None) -> Mapping[str, Any]:
    """Return the values of the form of a call: that of a stage, the one that is due if none is named."""
    warning = warning or due_warning(model)
    other = second_vessel(model.case)
    return {
        "step": warning.id if warning else "",
        "words": _words(model, warning, other),
        "means": [each for each in (warning.by if warning else VHF) if each != "watch"],
        **({"other_track": other.track_id} if other.track_id else {}),
        **({"other_mmsi": other.mmsi} if other.mmsi else {}),
    }


def _words(model: CaseModel, warning: WarningForm | None, other: SecondVessel) -> str:
    target = model.case.target
    name = (target.name or (f"MMSI {target.mmsi:09d}" if target.mmsi else "")) if target else ""
    if warning is None:
        return model.say("call_words", target=name or model.say("case_no_target"))
    near, place = near_now(model, other), model.case.place
    values = {
        "target": name,
        "other": other.called,
        "distance_nm": near.distance_nm,
        "minutes": f"{near.tcpa_min:.0f}" if isfinite(near.tcpa_min) else None,
        "place": model.area(),
        "lat": degrees_minutes(place.lat, "N", "S", 2) if place else None,
        "lon": degrees_minutes(place.lon, "E", "W", 3) if place else None,
    }
    return fill(warning, values)[model.lang]

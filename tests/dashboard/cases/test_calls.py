"""A call on the case: which stage it is, and in words what the track shows since."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dashboard.cases.case_desk import CaseDesk
from dashboard.cases.second_vessel import second_vessel
from dashboard.cases.view.call_values import call_values
from dashboard.cases.view.case_calls import effect_words
from dashboard.cases.view.case_model import CaseModel
from dashboard.common.view_state import ViewState
from dashboard.parts.desk_model import DeskModel
from models.casework.case import Book
from models.casework.cases.nouns import Case, ClueRef
from models.casework.cases.papers import VhfCall
from models.site.playbooks.effects import TrackSlice
from tests.dashboard.cases.test_case_parts import DUTY, PLACE, a_case
from tests.dashboard.pictures import T0, context, picture

CALL = VhfCall("陈值班", T0 - 300.0, "请避让", "answered", "ring", ("vhf",))
OTHER = {"partner_track_id": 7, "partner_mmsi": 412_000_007, "partner_name": "HAI YUN 6"}


def track(course_deg: float, speed_kn: float, to_s: float = T0) -> TrackSlice:
    """Reports every 10 s, on 045° at 8 kn until a minute after the call."""
    t_s = np.arange(T0 - 600.0, to_s + 1.0, 10.0)
    later = t_s > CALL.t_s + 60.0
    sog, cog = np.where(later, speed_kn, 8.0), np.where(later, course_deg, 45.0)
    return TrackSlice(t_s, 30.0 + 0 * t_s, 122.0 + 0 * t_s, sog, cog)


def model(seen: TrackSlice | None, case: Case, lang: str = "zh", later_s: float = 0.0) -> CaseModel:
    desk = CaseDesk(DUTY, PLACE, track=lambda *_: seen)
    page = DeskModel(context(lang), replace(picture(), t_s=T0 + later_s), Book(), ViewState(lang), casework=desk)
    return CaseModel(page, case)


@pytest.mark.parametrize(
    ("seen", "lang", "later_s", "text", "state"),
    [
        (track(92.0, 8.0), "zh", 0.0, "5 分钟内航向 045°→092°，航速 8.0→8.0 节；有效：转向或变速，1 分钟后起", "seen"),
        (
            track(45.0, 3.0),
            "en",
            0.0,
            "3.0 kn; effective: it turned or changed speed, from 1 min on",
            "seen",
        ),
        (track(45.0, 8.0), "zh", 0.0, "尚未见转向或变速，再看 5 分钟", "open"),
        (track(45.0, 8.0), "zh", 400.0, "10 分钟内未见转向或变速", "not"),
        (None, "en", 0.0, "no effect can be measured", "open"),
    ],
)
def test_the_effect_of_a_call_is_said_in_words(
    seen: TrackSlice | None, lang: str, later_s: float, text: str, state: str
) -> None:
    found = effect_words(model(seen, a_case(calls=(CALL,)), lang, later_s), CALL)
    assert text in found[0] and found[1] == state


def test_the_stages_of_the_warning_follow_each_other_with_the_words_of_the_playbook() -> None:
    clue = ClueRef("alert:collision-T5", "ais", T0, T0, OTHER)
    case = a_case(kind="collision_watch", clues=(clue,))
    values = call_values(model(None, case))
    assert (values["step"], values["means"], values["other_track"]) == ("ring", ["vhf_text"], 7)
    assert "HAI YUN 6" in values["words"] and "SHIYI YU" in values["words"]
    assert call_values(model(None, replace(case, calls=(CALL,))))["step"] == "inside"
    plain = call_values(model(None, a_case(), "en"))
    assert plain["step"] == "" and "SHIYI YU" in plain["words"]


def test_the_second_vessel_of_a_case_is_called_by_its_name_or_else_its_number() -> None:
    met = ClueRef("alert:collision-T5", "ais", T0, T0, OTHER)
    nameless = replace(met, frozen={"partner_mmsi": 2_410_000})
    assert second_vessel(a_case(clues=(met,))).called == "HAI YUN 6"
    assert second_vessel(a_case(clues=(nameless, met))).called == "MMSI 002410000"
    assert second_vessel(a_case()).called == ""

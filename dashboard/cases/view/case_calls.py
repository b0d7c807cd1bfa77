"""The calls of a case: what was said and answered, and in words what the track shows since."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from math import isfinite

from dashboard.cases.view.call_values import call_values
from dashboard.cases.view.case_model import CaseModel
from dashboard.cases.view.move_buttons import MoveButton, buttons_of
from dashboard.common.markup import Html
from dashboard.common.templates import render
from models.casework.cases.papers import VhfCall
from models.site.playbooks.effects import BEFORE_S, CallEffect, TrackSlice, course_of, effect_of, speed_of
from models.site.playbooks.forms import WarningForm

MEASURED_AGAIN_S = 5.0  # while the time for an effect runs, the track is read again this often


@dataclass(frozen=True)
class CallLine:
    """One call. `effect` says what the track shows, `state` whether that was hoped for: seen, open, not."""

    key: str
    t_s: float
    by: str
    about: list[str]
    words: str
    effect: str
    state: str


def calls(model: CaseModel) -> Html:
    """Return the calls, the newest first; empty if there was none."""
    lines = [_line(model, number, each) for number, each in enumerate(model.case.calls)]
    return render("cases/calls.html", say=model.say, lines=list(reversed(lines))) if lines else Html("")


def call_button(model: CaseModel, warning: WarningForm) -> MoveButton | None:
    """Return the button that gives a stage of the play-book's warning; None if nobody may call now."""
    found = next(iter(buttons_of(model, ("vhf_call",))), None)
    if found is None:
        return None
    values = json.dumps(call_values(model, warning), ensure_ascii=False)
    title = " · ".join((model.say("move_vhf_call"), stage(model, warning.id), model.case.id))
    return replace(found, values=values, title=title)


def stage(model: CaseModel, step: str) -> str:
    """Return the number of a stage in words, such as `2/3`; empty for a call that is none."""
    ids = [each.id for each in model.playbook.form.warnings]
    return model.say("call_stage", number=ids.index(step) + 1, count=len(ids)) if step in ids else ""


def _line(model: CaseModel, number: int, call: VhfCall) -> CallLine:
    text, state = model.desk.context.memo.once(
        ("call", model.case.id, number, model.lang),
        (call.t_s, int(min(model.t_s, _until_s(call)) // MEASURED_AGAIN_S)),
        lambda: effect_words(model, call),
    )
    means = model.say("list_mark").join(model.say(f"means_{each}") for each in call.means)
    about = [stage(model, call.step), means, model.say(f"answer_{call.answer}")]
    return CallLine(
        f"call-{number}", call.t_s, model.officer(call.by), [each for each in about if each], call.words, text, state
    )


def effect_words(model: CaseModel, call: VhfCall) -> tuple[str, str]:
    """Return what the track shows since a call, in words, and its state."""
    target, until_s = model.case.target, _until_s(call)
    track = _track(model, call, target.track_id, target.mmsi) if target else None
    if track is None or not len(track.t_s):
        return model.say("effect_no_track"), "open"
    other = _track(model, call, call.other_track, call.other_mmsi)
    effect = effect_of(call.expect, track, call.t_s, call.within_min, other=other, least=call.least)
    left_min = (until_s - model.t_s) / 60.0
    state = "seen" if effect.seen else "open" if left_min > 0 or not effect.measured else "not"
    parts = [_change(model, call, track), _verdict(model, call, effect, left_min)]
    return model.say("effect_join").join(each for each in parts if each), state


def _until_s(call: VhfCall) -> float:
    return call.t_s + 60.0 * call.within_min


def _track(model: CaseModel, call: VhfCall, track_id: int | None, mmsi: int | None) -> TrackSlice | None:
    if not track_id and not mmsi:
        return None
    to_s = min(model.t_s, _until_s(call))
    return model.casework.track(track_id or 0, mmsi or 0, call.t_s - BEFORE_S, to_s)


def _change(model: CaseModel, call: VhfCall, track: TrackSlice) -> str:
    """Return course and speed before the call and now, in words; empty without reports on both sides."""
    before, after = track.part(call.t_s - BEFORE_S, call.t_s), track.part(call.t_s, _until_s(call))
    if not len(before.t_s) or not len(after.t_s):
        return ""
    last = TrackSlice(*(each[-2:] for each in vars(after).values()))
    courses, speeds = (course_of(before), course_of(last)), (speed_of(before), speed_of(last))
    minutes = max(1, round((float(after.t_s[-1]) - call.t_s) / 60.0))
    shown = {"c0": _degrees(courses[0]), "c1": _degrees(courses[1]), "s0": _knots(speeds[0]), "s1": _knots(speeds[1])}
    return model.say("effect_change", minutes=minutes, **shown)


def _verdict(model: CaseModel, call: VhfCall, effect: CallEffect, left_min: float) -> str:
    if effect.seen:
        after_min = max(0, round((float(effect.at_s or call.t_s) - call.t_s) / 60.0))
        return model.say("effect_seen", what=model.say(f"effect_{effect.expect}"), minutes=after_min)
    if left_min > 0:
        return model.say("effect_open", what=model.say(f"effect_{effect.expect}"), minutes=max(1, round(left_min)))
    if not effect.measured:
        return model.say("effect_no_track")
    return model.say("effect_not", what=model.say(f"effect_{effect.expect}"), minutes=f"{call.within_min:.0f}")


def _degrees(course_deg: float) -> str:
    return f"{course_deg:03.0f}°" if isfinite(course_deg) else "–"


def _knots(speed_kn: float) -> str:
    return f"{speed_kn:.1f}" if isfinite(speed_kn) else "–"

"""Parts of the exercise page beside its map: the time, the truth, every alert, the score so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dashboard.common.alert_words import rule_name
from dashboard.common.markup import Html, el, join
from dashboard.common.theme import SHAPES, Sizes
from dashboard.map.labels import Box
from dashboard.map.measure import width_em
from dashboard.map.view import View, mercator
from dashboard.panels.base import Context
from dashboard.panels.top import BEIJING_OFFSET_H
from dashboard.words import span
from models.messages.picture import Picture

Record = dict[str, Any]
STANDS = ("ahead", "running", "found", "missed", "optional")
SIGNS = {"ahead": "○", "running": "◐", "found": "✓", "missed": "✕", "optional": "·"}
AHEAD_SHOWN = 3
MOST_ALERTS = 400
WORDS_LEFT_REM = 1.95  # distance from a ring's centre
LONG_S = 1e6  # the end of longer events is not shown


@dataclass(frozen=True)
class ExerciseModel:
    """Input of all parts of the page."""

    context: Context
    picture: Picture
    timeline: Record
    truth: Record
    chosen: str = ""

    @property
    def t_s(self) -> float:
        return self.picture.t_s

    def clock(self, t_s: float) -> str:
        """Format the local time of the site."""
        return datetime.fromtimestamp(t_s + self.context.site.utc_offset_h * 3600, UTC).strftime("%H:%M:%S")


def stand(event: Record, t_s: float) -> str:
    """Return the status of an event of the truth at a moment, one of STANDS."""
    if event["optional"]:
        return "optional"
    if t_s < event["from_s"]:
        return "ahead"
    if _was_found(event, t_s):
        return "found"
    return "missed" if t_s > event["until_s"] else "running"


def _was_found(event: Record, t_s: float) -> bool:
    return event["found_s"] is not None and event["found_s"] <= t_s


def top(model: ExerciseModel) -> Html:
    """Return the header: the site, the mode, the pace, and the time."""
    context, picture = model.context, model.picture
    site = context.site
    place = "beijing" if site.utc_offset_h == BEIJING_OFFSET_H else "local"
    about = model.truth.get("about", {})
    name = about.get("name_zh" if context.lang == "zh" else "name_en", "")
    return join(
        el("h1", site.title_zh if context.lang == "zh" else site.title_en),
        el(f"span.badge.{picture.mode}", context.say(f"mode_{picture.mode}", speed="").strip()),
        el("span.scenario", name) if name else None,
        el(
            "span.clock",
            el("i", context.say("utc")),
            el("b", datetime.fromtimestamp(model.t_s, UTC).strftime("%H:%M:%S")),
        ),
        el(
            "span.clock.day",
            el("i", context.say(place)),
            el("b", datetime.fromtimestamp(model.t_s + site.utc_offset_h * 3600, UTC).strftime("%Y-%m-%d")),
        ),
        el("span.clock", el("b", model.clock(model.t_s))),
    )


def score(model: ExerciseModel) -> Html | None:
    """Return the numbers of found and missed events and of false alerts until now; None if the truth is unknown."""
    say = model.context.say
    events = [each for each in model.truth.get("events", ()) if not each["optional"]]
    if not model.truth:
        return el("p.soft", say("ex_no_truth"))
    stands = [stand(each, model.t_s) for each in events]
    raised = {each["alert_id"]: each["raised_s"] for each in model.timeline["alerts"]}
    false = sum(
        verdict == "false" and raised.get(alert_id, model.t_s + 1) <= model.t_s
        for alert_id, verdict in model.truth["alarms"].items()
    )
    figures = [
        ("found", stands.count("found")),
        ("running", stands.count("running")),
        ("missed", stands.count("missed")),
        ("false", false),
        ("ahead", stands.count("ahead")),
    ]
    cells = [el(f"div.figure.{name}", el("b", count), el("i", say(f"ex_stand_{name}"))) for name, count in figures]
    return join(el("div.figures", *cells), _report(model))


def _report(model: ExerciseModel) -> Html | None:
    """Return the whole score once the exercise has ended."""
    total, reached_s = model.truth.get("report"), model.timeline["reached_s"]
    if not total or reached_s is None or model.t_s < min(reached_s, model.truth["about"]["to_s"]) - 1:
        return None
    say = model.context.say
    figures = [
        ("ex_recall", total["recall"], "{:.0%}"),
        ("ex_precision", total["precision"], "{:.0%}"),
        ("ex_delay", total["delay_median_s"], "{:.0f} " + say("unit_s")),
        ("ex_false_rate", total["false_per_1000_vessel_hours"], "{:.2f}"),
    ]
    rows = [el("dt", say(key)) + el("dd", "–" if value is None else form.format(value)) for key, value, form in figures]
    return el("section.report", el("h3", say("ex_report")), el("dl", *map(Html, rows)))


def truth(model: ExerciseModel) -> Html:
    """Return the events of the scenario, latest first; only the next few future ones and optional ones once found."""
    countable = [each for each in model.truth.get("events", ()) if not each["optional"] or _was_found(each, model.t_s)]
    events = sorted(countable, key=lambda each: each["from_s"])
    coming = [each for each in events if stand(each, model.t_s) == "ahead"][AHEAD_SHOWN:]
    shown = [each for each in events if each not in coming]
    rows = [_event(model, each) for each in reversed(shown)]
    return join(el("p.soft", model.context.say("ex_later", count=len(coming))) if coming else None, *rows)


def _event(model: ExerciseModel, event: Record) -> Html:
    say, how = model.context.say, stand(event, model.t_s)
    standing = say(f"ex_stand_{how}")
    if how == "found":
        standing = say("ex_found_after", span=span(model.context.lang, max(0.0, event["found_s"] - event["from_s"])))
    elif how == "ahead":
        standing = say("ex_in", span=span(model.context.lang, event["from_s"] - model.t_s))
    end = "" if event["to_s"] - event["from_s"] > LONG_S else f"–{model.clock(event['to_s'])}"
    who = " × ".join(
        str(each) for each in (event["name"] or event["mmsi"], event["partner_name"] or event["partner_mmsi"]) if each
    )
    return el(
        f"button.event.{how}",
        el("span.sign", SIGNS[how]),
        el("span.rule", rule_name(event["rule"], model.context.lang)),
        el("span.outcome", standing),
        el("strong", who or say("ex_sea")),
        el("time", f"{model.clock(event['from_s'])}{end}"),
        el("em", say("ex_injected")) if event.get("injected") else None,
        type="button",
        data_key=f"event-{event['key']}",
        data_seek=event["from_s"],
        data_mmsi=event["mmsi"],
    )


def alerts(model: ExerciseModel) -> Html:
    """Return every alert of the run, the newest first; future ones are faint, and a click goes to their time."""
    known = sorted([*model.timeline["alerts"], *_ahead_of_the_run_ahead(model)], key=lambda each: -each["raised_s"])
    if not known:
        return el("p.soft", model.context.say("ex_no_alerts"))
    return join(*(_alert(model, each) for each in known[:MOST_ALERTS]))


def _ahead_of_the_run_ahead(model: ExerciseModel) -> list[Record]:
    """Return current alerts that the run ahead has not reached yet: after an inject, or at high speed."""
    known = {each["alert_id"] for each in model.timeline["alerts"]}
    new = [each for each in model.picture.alerts if each.alert_id not in known]
    return [{**vars(each), "raised_s": each.since_s, "cleared_s": None} for each in new]


def _alert(model: ExerciseModel, alert: Record) -> Html:
    zh, t_s = model.context.lang == "zh", model.t_s
    when = "ahead" if alert["raised_s"] > t_s else "past" if alert["cleared_s"] and alert["cleared_s"] <= t_s else "up"
    verdict = model.truth.get("alarms", {}).get(alert["alert_id"], "")
    who = " × ".join(
        str(each) for each in (alert["name"] or alert["mmsi"], alert["partner_name"] or alert["partner_mmsi"]) if each
    )
    return el(
        f"button.alert.{alert['colour']}.{when}" + (".chosen" if alert["alert_id"] == model.chosen else ""),
        el("span.shape", SHAPES[alert["colour"]]),
        el("span.rule", rule_name(alert["rule"], model.context.lang)),
        el("strong", who),
        el("time", model.clock(alert["raised_s"])),
        el(f"em.{verdict}", model.context.say(f"ex_alarm_{verdict}")) if verdict else None,
        el("span.why", alert["text_zh"] if zh else alert["text_en"]),
        type="button",
        data_key=f"alert-{alert['alert_id']}",
        data_alert=alert["alert_id"],
        data_seek=alert["raised_s"],
        data_place=f"{alert['lon']:.5f},{alert['lat']:.5f}",
    )


def rings(model: ExerciseModel) -> list[Record]:
    """Return the events now in force for the map: one ring for each vessel, with the texts of all its events."""
    now = [each for each in model.truth.get("events", ()) if each["from_s"] <= model.t_s <= each["to_s"]]
    vessels = model.picture.vessels
    rows = {int(mmsi): row for row, mmsi in enumerate(vessels["mmsi"].tolist())} if now else {}
    of_row: dict[int, list[Record]] = {}
    for event in now:
        row = rows.get(event["mmsi"] or 0)
        if row is not None and not event["optional"]:
            of_row.setdefault(row, []).append(event)
    return [_ring(model, events, vessels["lon_deg"][row], vessels["lat_deg"][row]) for row, events in of_row.items()]


def _ring(model: ExerciseModel, events: list[Record], lon_deg: float, lat_deg: float) -> Record:
    """Return the ring of a vessel: its status is that of the first event not found yet, else found."""
    stands = {event["key"]: stand(event, model.t_s) for event in events}
    how = next((each for each in stands.values() if each != "found"), "found")
    rules = dict.fromkeys(rule_name(each["rule"], model.context.lang) for each in events)
    place = [float(lon_deg), float(lat_deg)]
    return {"keys": list(stands), "place": place, "stand": how, "word": f"{SIGNS[how]} {' · '.join(rules)}"}


def words_box(ring: Record, view: View, sizes: Sizes) -> Box:
    """Return the box of a ring's text, in pixels of the map, y up: left of it, as in js/exercise/truth_overlay.js."""
    (x,), (y,) = view.pixels(*mercator([ring["place"][0]], [ring["place"][1]]))
    right, half = x - WORDS_LEFT_REM * sizes.rem_px, sizes.name_px * 0.7
    return float(right - width_em(ring["word"]) * sizes.name_px), float(y - half), float(right), float(y + half)

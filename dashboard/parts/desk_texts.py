"""Safety texts received (AIS messages 12 and 14), newest first: time, sender, text, and whether it counts as a call."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.common.markup import Html, el, join
from dashboard.parts.desk_model import DeskModel
from models.messages.picture import TextView

COLOUR = {"call": "distress", "relay": "distress", "test": "yellow", "cancelled": "well"}


def texts(model: DeskModel) -> Html:
    """Return one line for each text, or a sentence that none was received."""
    shown = model.picture.texts
    if not shown:
        return el("p.quiet", model.context.say("desk_texts_none"))
    return join(*(_line(model, each) for each in shown))


def _line(model: DeskModel, text: TextView) -> Html:
    say = model.context.say
    local = datetime.fromtimestamp(text.t_s + model.context.site.utc_offset_h * 3600, UTC).strftime("%H:%M:%S")
    taken = say(f"desk_text_{text.taken}") if text.taken else ""
    notes = [taken, say("desk_text_addressed") if text.addressed else ""]
    notes.append(say("desk_text_times", count=text.count) if text.count > 1 else "")
    sender = f"{text.name} {text.mmsi:09d}".strip()
    mark = f".{COLOUR[text.taken]}" if text.taken else ""
    return el(
        f"div.text{mark}",
        el("i", local),
        el("b", sender),
        el("span.words", text.text),
        el("em", " · ".join(filter(None, notes))),
    )

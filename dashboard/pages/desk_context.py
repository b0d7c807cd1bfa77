"""Data of the desk's page besides its parts: words of its frame, choices, keys.

Both languages are sent, so that the page switches without reloading.
"""

from __future__ import annotations

import json
from typing import Any

from dashboard.cases.view.case_forms import forms_data
from dashboard.common.markup import Html
from dashboard.common.sea_areas import short_name
from dashboard.common.theme import PALETTES, SHAPES, Palette
from dashboard.common.view_state import ViewState
from dashboard.map.rasters.layers import ADDED, ONE_OF, TRAILS_MIN
from dashboard.pages.template_context import template_context as wall_furniture
from dashboard.server.app_state import AppState
from dashboard.words import WORDS
from dashboard.words.between import WORDS as BETWEEN
from dashboard.words.case_forms import WORDS as CASE_FORMS
from dashboard.words.tracks import WORDS as TRACKS
from models.base.schema import KIND
from models.site.zone import CEILINGS, SHIP_KINDS, ZONE_KINDS

_FRAME = """
desk_search_hint desk_search desk_lists desk_hand_over desk_help desk_filters desk_rule desk_area desk_queue desk_texts
desk_map
desk_zoom_in desk_zoom_out desk_home desk_zoom_to desk_measure desk_zone_draw attribution waiting waiting_hint
desk_card desk_zones desk_close desk_note_hint desk_note desk_note_add desk_unwatch desk_watch desk_new
desk_choose_first desk_silence desk_reason desk_all_rules desk_all_areas desk_who
desk_who_title desk_officer_name desk_desk_name desk_not_sent desk_cancel desk_ok desk_needed desk_sound desk_level
desk_mute desk_muted desk_sound_hint desk_sound_blocked short_red short_distress desk_nm desk_hint_measure
desk_hint_zone desk_zone_edit desk_zone_end desk_zone_stored desk_zone_store desk_zone_name_zh desk_zone_name_en
desk_zone_kind desk_zone_ceiling desk_zone_first desk_zone_last desk_zone_from desk_zone_to desk_zone_speed
desk_zone_dwell desk_zone_binds desk_zone_alert desk_wrong_corners desk_wrong_day desk_wrong_pair desk_wrong_hour
desk_wrong_speed desk_wrong_dwell desk_light_night desk_light_dusk desk_light_day desk_did_acknowledge desk_did_true
desk_did_false desk_did_known desk_did_silence desk_did_end desk_end desk_false_sure desk_false_sure_why
desk_kept desk_kept_sent desk_waiting desk_note_for desk_draft_kept ack_within ack_overdue
desk_undo desk_undone desk_undo_none
desk_layers desk_trails desk_minutes desk_hours
span_d span_h span_min nameless
case_tab case_opened case_none lists_days
desk_sentences desk_sentences_none desk_sentences_missing desk_sentences_copy desk_sentences_copied
"""
FRAME = (
    *_FRAME.split(),
    *(word for word in TRACKS if not word.startswith("desk_key_")),
    *(
        word
        for word in (*CASE_FORMS, *BETWEEN, "form_to", "form_outcome")
        if word.startswith(("form_", "order_", "same_", "grey_", "sea_", "list_mark", "join_done"))
    ),
)
SILENCE_REASONS = ("desk_why_calling", "desk_why_boat_sent", "desk_why_permit", "desk_why_weather", "desk_why_sensor")
RESCUE_REASONS = ("desk_why_rescued", "desk_why_verified_false", "desk_why_handed_rescue")
WATCH_REASONS = ("desk_why_record", "desk_why_tip", "desk_why_follow")
UNDO_REASONS = ("desk_why_mispressed", "desk_why_wrong_vessel", "desk_why_new_facts")
END_REASONS = ("desk_why_over", "desk_why_mistaken", "desk_why_replaced")
KEYS = (
    ("J ↓", "desk_key_next"),
    ("K ↑", "desk_key_before"),
    ("Enter", "desk_key_open"),
    ("A", "desk_key_acknowledge"),
    ("S", "desk_key_silence"),
    ("T", "desk_key_true"),
    ("F", "desk_key_false"),
    ("W", "desk_key_known"),
    ("X", "desk_key_end"),
    ("U", "desk_key_undo"),
    ("P", "desk_key_replay"),
    ("E", "desk_key_evidence"),
    ("N", "desk_key_note"),
    ("C", "desk_key_case"),
    ("I", "desk_key_assess"),
    ("O", "desk_key_order"),
    ("Ctrl Enter", "desk_key_send"),
    ("/", "desk_key_search"),
    ("Z", "desk_key_zoom_to"),
    ("H", "desk_key_home"),
    ("V", "desk_key_outside"),
    ("M", "desk_key_measure"),
    ("R", "desk_key_track"),
    ("G", "desk_key_was_here"),
    ("+ −", "desk_key_zoom"),
    ("← ↑ ↓ →", "desk_key_pan"),
    ("Esc", "desk_key_close"),
    ("?", "desk_help"),
)


def template_context(app: AppState, view_state: ViewState, palette: Palette) -> dict[str, str]:
    """Return the variables of the template."""
    return {**wall_furniture(app.site, view_state.lang, palette), "desk_data": script(_data(app, view_state))}


def script(value: Any) -> Html:
    """Return JSON that is safe inside a script element."""
    return Html(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))


def _data(app: AppState, view_state: ViewState) -> dict[str, Any]:
    site = app.site
    reasons = (*SILENCE_REASONS, *RESCUE_REASONS, *UNDO_REASONS, *WATCH_REASONS, *END_REASONS)
    layers = (f"layer_{name}" for name in (*ONE_OF, *ADDED))
    keys = {*FRAME, *reasons, *layers, *(word for _, word in KEYS)}
    units = [(unit.id, unit.name_zh, unit.name_en) for unit in site.units]
    return {
        "lang": view_state.lang,
        "default_lang": app.settings.dashboard.language,
        "words": {key: WORDS[key] for key in sorted(keys)},
        "title": {"zh": site.title_zh, "en": site.title_en},
        "note": {"zh": site.note_zh, "en": site.note_en},
        "home": site.bbox,
        "palettes": list(PALETTES),
        "rules": _named("rule_", [key.removeprefix("rule_") for key in WORDS if key.startswith("rule_")]),
        "areas": units + [(area.id, short_name(area.name_zh), short_name(area.name_en)) for area in site.areas],
        "zone_kinds": _named("zone_kind_", ZONE_KINDS),
        "ceilings": [(each, *(f"{SHAPES[each]} {word}" for word in WORDS[f"short_{each}"])) for each in CEILINGS],
        "ship_kinds": _named("kind_", SHIP_KINDS),
        "kinds": _named("kind_", KIND),
        "keys": KEYS,
        "silence_reasons": SILENCE_REASONS,
        "rescue_reasons": RESCUE_REASONS,
        "undo_reasons": UNDO_REASONS,
        "watch_reasons": WATCH_REASONS,
        "end_reasons": END_REASONS,
        "cases": forms_data(),
        "trails_min": TRAILS_MIN,
        "pre_roll_s": app.settings.exercise.pre_roll_min * 60,
        "layers": view_state.layers.names,
        "one_of": ONE_OF,
        "added": ADDED,
    }


def _named(prefix: str, names: Any) -> list[tuple[str, str, str]]:
    return [(name, *WORDS[f"{prefix}{name}"]) for name in names]

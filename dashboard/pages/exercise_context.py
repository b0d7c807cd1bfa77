"""Data of the exercise page besides its parts: words of its frame in both languages, keys, speeds."""

from __future__ import annotations

from typing import Any

from dashboard.common.theme import Palette
from dashboard.common.view_state import ViewState
from dashboard.pages.desk_context import script
from dashboard.pages.template_context import template_context as wall_furniture
from dashboard.server.app_state import AppState
from dashboard.words import WORDS
from models.messages.injects import KINDS, words_key

SPEEDS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
KEYS = (
    ("Space", "ex_key_play"),
    ("← →", "ex_key_ten"),
    (", .", "ex_key_step"),
    ("[ ]", "ex_key_speed"),
    ("Home", "ex_key_begin"),
    ("H", "ex_key_home"),
    ("T", "ex_key_truth"),
    ("?", "ex_help"),
)
FRAME = (
    *("ex_play", "ex_pause", "ex_step", "ex_back_ten", "ex_on_ten", "ex_begin", "ex_speed", "ex_seek", "ex_seeking"),
    *("ex_timeline", "ex_truth", "ex_alerts", "ex_overlay", "ex_help", "ex_close", "ex_machine_clock", "ex_indexing"),
    *("ex_paused", "ex_indexed", "ex_ended", "ex_zoom_in", "ex_zoom_out", "ex_home", "ex_map"),
    *("ex_choose", "ex_choose_hint", "ex_scenarios", "ex_recordings", "ex_runs", "ex_start", "ex_open", "ex_stop"),
    *("ex_scenarios_access", "ex_recordings_access", "ex_here_only"),
    *("ex_minutes", "ex_none_running", "ex_starting", "ex_up", "ex_over", "ex_from", "ex_to", "ex_seed", "ex_back"),
    *("ex_inject", "ex_inject_hint", "ex_inject_done", *map(words_key, KINDS), "ex_no_recordings"),
    *("ex_steer_it", "ex_scenario_clock", "ex_failed", "ex_no_time", "ex_no_seed"),
    *("ex_not_sent", "ex_goto", "waiting", "waiting_hint", "attribution"),
    *(word for _, word in KEYS),
)


def template_context(app: AppState, view_state: ViewState, palette: Palette) -> dict[str, str]:
    """Return the variables of the template."""
    return {**wall_furniture(app.site, view_state.lang, palette), "page_data": script(_data(app, view_state))}


def _data(app: AppState, view_state: ViewState) -> dict[str, Any]:
    return {
        "lang": view_state.lang,
        "words": {key: WORDS[key] for key in sorted({*FRAME})},
        "home": app.site.bbox,
        "speeds": SPEEDS,
        "keys": KEYS,
        "injects": list(KINDS),
        "layers": view_state.layers.names,
        "note": {"zh": app.site.note_zh, "en": app.site.note_en},
    }

"""Every text exists in both languages, and every text that pages use exists."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from commands.launch.process import ROLES
from commands.score_table import COLUMNS, UNIT_COLUMNS
from dashboard.lists.list_buttons import LIST_FORMS
from dashboard.lists.list_query import TABS
from dashboard.map.edges import COMPASS
from dashboard.map.rasters.layers import ADDED, ONE_OF
from dashboard.pages.desk_context import FRAME
from dashboard.pages.template_context import KEYS
from dashboard.panels.top import COUNTED
from dashboard.parts.exercise_model import STANDS
from dashboard.words import WORDS, say, say_or, span, stopwatch
from dashboard.words.log_in import WORDS as LOG_IN
from models.base.paths import ASSETS, ROOT
from models.base.schema import COLOURS, KIND, LIFE, STATION
from models.casework import person
from models.casework.clues.clue_file import OUTCOMES, STEPS
from models.messages.clue import SOURCES
from models.messages.injects import KINDS as INJECTED
from models.messages.picture import ENDINGS, FEED_STATES, MARKS, TAKEN_AS
from models.risk.detection.detector import detectors
from models.risk.detection.detectors.rendezvous import PERMITS
from models.site.units import LEVELS
from models.site.zone import ZONE_KINDS
from tests.dashboard.cases.families import CASE_FAMILIES
from tests.dashboard.pictures import site

CODE = [*sorted((ROOT / "dashboard").rglob("*.py")), *sorted((ASSETS / "html").rglob("*.html"))]
HANZI = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SHEET = (ASSETS / "html/parts/handover_sheet.html").read_text()
RULES = (*(each.rule for each in detectors()), "dark")  # dark: for radar, not implemented yet
SHEET_HEADS = set(re.findall(r'"(\w+)"', " ".join(re.findall(r"\[(\".+?)\]", SHEET))))
FAMILIES = {
    **CASE_FAMILIES,
    "permit_": ("special_fishing", "group", *PERMITS),
    "kind_": KIND,
    "colour_": COLOURS[1:],
    "short_": COLOURS[1:],
    "rule_": RULES,
    "count_": ("all", *COUNTED),
    "mode_": ("live", "replay", "exercise"),
    "event_": ("raise", "update", "clear"),
    "feed_": ("ok", "late", "silent", "down"),
    "part_": ("load", "wait", "overdue"),
    "source_": SOURCES,
    "lists_": TABS,
    "lists_empty_": TABS,
    **{f"{name}_group_": "012" for name in ("criminal", "season")},
    **{f"season_{name}_": ("date", "holiday", "weather") for name in ("on", "near")},
    "season_act_": ("tick", *(name for name in LIST_FORMS if name.startswith("season_"))),
    "level_": LEVELS,
    "item_": ("code", "name", "holder", "level", "basis", "fine", "valid", "waiver", "test"),
    "clue_step_": STEPS,
    "outcome_": OUTCOMES,
    "layer_": (*ONE_OF, *ADDED, *(f"{name}_{end}" for name in KEYS for end in ("low", "high"))),
    "life_": tuple(LIFE)[1:],
    "station_": STATION,
    "nav_": tuple(map(str, range(15))),
    "zone_kind_": ZONE_KINDS,
    "desk_said_": ("true", "false", "known"),
    "desk_did_": MARKS,
    "desk_text_": TAKEN_AS[1:],
    "sheet_feed_": FEED_STATES,
    "sheet_col_": SHEET_HEADS,
    "http_": ("no_picture", "400", "403", "404", "405", "500", "other"),
    "desk_light_": ("night", "dusk", "day"),
    "ex_stand_": (*STANDS, "false"),
    "ex_alarm_": ("true", "optional", "false"),
    "process_": (*ROLES, "down"),
    "ex_inject_": (*INJECTED, "hint", "done"),
    "sentence_": (*map(str, range(1, 28)), "clue", "other", "unread"),
    "edge_": (*COMPASS, "mark", "distance"),
    "ending_": ENDINGS,
    "role_": person.ROLES,
    "score.": ("people", "units", "who", "unit", "minutes", *COLUMNS, *UNIT_COLUMNS),
    "feed_kind_": ("ais", "radar_nmea", "asterix", "report"),
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_every_text_has_the_same_placeholders_in_both_languages(key: str) -> None:
    chinese, english = WORDS[key]
    assert chinese.strip() and english.strip()
    assert placeholders(chinese) == placeholders(english)
    assert not HANZI.search(english)


@pytest.mark.parametrize("prefix", FAMILIES)
def test_every_named_thing_has_words(prefix: str) -> None:
    assert {f"{prefix}{name}" for name in FAMILIES[prefix]} <= set(WORDS)


def test_every_key_used_by_code_has_words() -> None:
    call = re.compile(r'say\((?:\w+(?:\.\w+)*, )?"(\w+)"\s*[,)]')
    asked = {key for path in CODE for key in call.findall(path.read_text())}
    assert asked and asked <= set(WORDS)


def test_no_words_are_unused() -> None:
    code = "\n".join(path.read_text() for path in CODE if path.parent.name != "words" or path.name == "__init__.py")
    asked = {*re.findall(r"""["'](\w+)["']""", code), *FRAME, *LOG_IN}
    assert not {key for key in WORDS if key not in asked and not key.startswith(tuple(FAMILIES))}


def test_every_word_of_the_frame_of_the_desk_is_used() -> None:
    frame = "\n".join(path.read_text() for path in (ASSETS / "html" / "desk.html", *ASSETS.rglob("*.js")))
    made = (
        "desk_light_",
        "desk_did_",
        "desk_hint_",
        "short_",
        "form_",
        "grey_",
    )  # composed with the name of a palette, a mark …
    assert not [key for key in FRAME if key not in frame and not key.startswith(made)]


def test_every_word_of_the_log_in_is_used() -> None:
    pages = "\n".join(path.read_text() for path in (ASSETS / "html" / "login.html", *ASSETS.rglob("*.js")))
    assert not [key for key in LOG_IN if key not in pages and not key.startswith("role_")]


def test_a_key_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        say("zh", "no_such_key")
    assert say_or("zh", "no_such_key", "radar-7") == "radar-7"


@pytest.mark.parametrize(
    ("seconds", "chinese", "english", "figures"),
    [
        (0, "0 秒", "0 s", "00:00"),
        (12.9, "12 秒", "12 s", "00:12"),
        (600, "10 分", "10 min", "10:00"),
        (11_527, "3 小时 12 分", "3 h 12 min", "3:12:07"),
        (180_000, "2 天 2 小时", "2 d 2 h", "50:00:00"),
        (-5, "0 秒", "0 s", "00:00"),
    ],
)
def test_spans_of_time(seconds: float, chinese: str, english: str, figures: str) -> None:
    assert (span("zh", seconds), span("en", seconds), stopwatch(seconds)) == (chinese, english, figures)


def test_english_names_of_the_site_have_no_hanzi() -> None:
    names = [each.name_en for each in (*site().places, *site().zones, *site().areas, *site().units)]
    assert not [name for name in (*names, site().title_en, site().note_en) if HANZI.search(name)]

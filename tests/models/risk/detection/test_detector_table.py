"""The table of detectors: each is complete, has words in both languages, and a mistake in it stops the start."""

from __future__ import annotations

from string import Formatter
from typing import Any

import numpy as np
import pytest

from models.base.expectations import RENAMED
from models.base.schema import Table
from models.base.settings import UserError
from models.risk.detection.detector import (
    GROUPS,
    LANGUAGES,
    Detector,
    DetectorContext,
    Findings,
    Params,
    check_sections,
    detector,
    detectors,
    findings,
    read_params,
)
from tests.models.sea import Message, Ship, Watch, core, watch, zone

WORDS = {"zh": {"title": "测试", "reason": "{a}"}, "en": {"title": "Test", "reason": "{a}"}}
SHARED = {"enabled", "weight", "release_s", "raise_at", "clear_at", "ceiling"}
SAMPLE = {"_zh": "某", "_en": "some"}
EXPLAINED = ("collision", "drift", "zone")  # the others in tests/exercises/scenarios/test_scenarios.py
UNITS = (
    "_s",
    "_m",
    "_kn",
    "_deg",
    "_reports",
    "_mps2",
    "_nm",
    "_vessels",
    "_visits",
    "_bft",
    "_share",
    "_p",
    "_times",
    "_variance",
)
ALL = pytest.mark.parametrize("each", detectors(), ids=lambda each: each.rule)


class TestParams(Params):
    __test__ = False
    weight: float = 0.5
    release_s: float = 60.0


def nothing(_context: DetectorContext, _memory: Table, _params: Params) -> Findings:
    return findings(np.empty(0, np.int64), np.empty(0))


def enter(rule: str = "test_rule", **changes: Any) -> None:
    """Try to register a detector in the table."""
    detector(rule, **{"group": "behaviour", "params": TestParams, "words": WORDS} | changes)(nothing)


@ALL
def test_every_detector_is_whole(each: Detector) -> None:
    assert each.group in GROUPS
    columns = [column.name for column in (*each.memory, *each.per_zone)]
    assert len(set(columns)) == len(columns)
    for language in LANGUAGES:
        assert each.words[language].keys() - {"silent"} == {"title", "reason"}
    assert ("silent" in each.words["zh"]) == ("silent" in each.words["en"]) == (each.rule == "distress")


@ALL
def test_every_parameter_is_sound_by_default_and_names_its_unit(each: Detector) -> None:
    params = read_params(each, {})
    assert 0 < params.clear_at < params.raise_at <= 1
    for name, value in params.model_dump().items():
        if name not in SHARED and not isinstance(value, bool | str):
            assert name.endswith(UNITS), name


@ALL
@pytest.mark.parametrize(
    "wrong",
    [{"weight": 1.5}, {"weight": -0.1}, {"release_s": 0}, {"raise_at": 1.5}, {"clear_at": 0}, {"clear_at": 1.0}],
)
def test_no_detector_takes_impossible_shared_parameters(each: Detector, wrong: dict[str, float]) -> None:
    with pytest.raises(UserError, match=f"detectors.{each.rule}"):
        read_params(each, wrong)


def test_the_table_is_in_the_order_of_names() -> None:
    rules = [each.rule for each in detectors()]
    assert rules == sorted(rules) and {"collision", "drift", "zone"} <= set(rules)


def drifting(mmsi: int, seconds: int) -> list[Message]:
    return Ship(mmsi=mmsi, sog_kn=3.0, cog_deg=45, heading_deg=315, north_m=-9000).messages(seconds)


SCENES: dict[str, list[Message]] = {
    "collision": Ship(sog_kn=10, cog_deg=0, north_m=-900).messages(60)
    + Ship(mmsi=412_000_002, sog_kn=10, cog_deg=180, north_m=900).messages(60),
    "drift": drifting(412_000_003, 700),
    "zone": Ship(mmsi=412_000_004, north_m=9000).messages(120),
}


def example(rule: str) -> Watch:
    """A run in which the rule raises an alert."""
    return watch(core(zone(-500, 8500, 1000, 1000)), SCENES[rule])


@ALL
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_every_detector_can_be_filled_in_and_are_short(each: Detector, language: str) -> None:
    for text in each.words[language].values():
        fields = [(name, spec) for _, name, spec, _ in Formatter().parse(text) if name]
        message = text.format(**{name: 12 if spec else SAMPLE.get(name[-3:], "x") for name, spec in fields})
        assert message.strip() and len(message) <= 120
        assert any("一" <= letter <= "鿿" for letter in message) == (language == "zh")


@pytest.mark.parametrize("each", [each for each in detectors() if each.rule in EXPLAINED], ids=lambda each: each.rule)
def test_the_words_fit_what_is_found(each: Detector) -> None:
    (raised,) = example(each.rule).raised(each.rule)
    for text in (raised.alert.text_zh, raised.alert.text_en):
        assert text.strip() and "{" not in text and "nan" not in text
    assert any("一" <= letter <= "鿿" for letter in raised.alert.text_zh)
    assert raised.alert.text_en.isascii() or "°" in raised.alert.text_en
    first = raised.alert.factors[0]
    assert (first.text_zh, first.text_en) == (each.words["zh"]["title"], each.words["en"]["title"])


def test_a_name_taken_by_another_file_is_refused() -> None:
    with pytest.raises(RuntimeError, match="two detectors are called drift"):
        enter("drift")


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(RuntimeError, match=r"test_rule: group weather is not one of navigation"):
        enter(group="weather")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["title", "reason"])
def test_missing_words_are_refused(language: str, part: str) -> None:
    silent = {**WORDS, language: {**WORDS[language], part: ""}}
    for words in (silent, {key: value for key, value in WORDS.items() if key != language}):
        with pytest.raises(RuntimeError, match=r"test_rule: `\w+` lacks words in zh or en"):
            enter(words=words)


def test_words_with_different_placeholders_are_refused() -> None:
    with pytest.raises(RuntimeError, match="`reason` says different things"):
        enter(words={**WORDS, "en": {"title": "Test", "reason": "{b}"}})
    own = {language: {"title": "T", "reason": f"{{name_{language}}} {{a:.1f}}"} for language in LANGUAGES}
    assert detector("x", group="list", params=TestParams, words=own), "a value may have a form in each language"


def test_what_was_refused_is_not_in_the_table() -> None:
    assert "test_rule" not in {each.rule for each in detectors()}


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"min_lenght_m": 50}, r"detectors\.drift\.min_lenght_m: unknown key; known are .*min_length_m"),
        ({"min_length_m": "long"}, r"detectors\.drift\.min_length_m: expected a number; found 'long'"),
        ({"min_length_m": -1}, r"detectors\.drift\.min_length_m: expected a number above 0; found -1"),
        ({"weight": 1.5}, r"detectors\.drift\.weight: expected a number of at most 1; found 1\.5"),
        ({"ceiling": "purple"}, r"detectors\.drift\.ceiling: .*'red'"),
        ({"raise_at": 0.1}, r"detectors\.drift.*expected `clear_at` below `raise_at`"),
    ],
)
def test_a_mistake_in_the_parameters_names_the_key(section: dict[str, Any], message: str) -> None:
    drift = next(each for each in detectors() if each.rule == "drift")
    with pytest.raises(UserError, match=message):
        read_params(drift, section)


def test_a_section_of_no_detector_is_refused() -> None:
    with pytest.raises(UserError, match=r"detectors\.drfit: no such detector; there are anchor_drag, asset, .*zone"):
        check_sections({"drfit": {}})
    check_sections({"drift": {}, "zone": {}})


def test_a_disabled_detector_takes_no_part() -> None:
    state = core(detectors={"drift": {"enabled": False}})
    assert "drift" not in {each.rule for each in state.detectors}
    assert len(state.detectors) == len(state.params) == len(state.memories) == len(detectors()) - 1


def test_columns_left_out_of_findings_get_defaults() -> None:
    found = findings(np.array([3, 5]), np.array([0.5, 1.0]), sog_kn=[1.0, 2.0])
    assert found.partner.tolist() == [-1, -1] and found.key.tolist() == [0, 0]
    assert found.score.dtype == np.dtype("f4") and found.detail == {"sog_kn": [1.0, 2.0]}


@pytest.mark.parametrize("old", [key for key in RENAMED if key.startswith("detectors.")])
def test_a_key_with_a_new_name_is_answered_by_that_name(old: str) -> None:
    rule, key = old.split(".")[1:]
    of_rule = next(each for each in detectors() if each.rule == rule)
    with pytest.raises(UserError, match=f"{old}: this key is now called {RENAMED[old]}$"):
        read_params(of_rule, {key: 1.0})
    assert RENAMED[old].split(".")[-1] in of_rule.params.model_fields

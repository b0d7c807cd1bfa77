"""Refusals speak to officers: no name of a field, a role or a command stands in them that a page shows in words."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from dashboard.words import WORDS
from models.casework.access.rights import DESK_KINDS
from models.casework.bodies import CommandBody, Reason, read_body
from models.casework.cases.checks.refusal_words import EVIDENCE_WORDS, ROLE_NAMES, command_word
from models.casework.kinds import kinds
from models.casework.person import ROLES
from models.casework.refusals import REFUSALS, Refused
from models.site.playbooks.vocabulary import EVIDENCE

IDENTIFIER = re.compile(r"\b[a-z]+_[a-z_]+\b")


class Amounts(CommandBody):
    """A body with a text, a number and a list."""

    why: Reason
    people: int
    amounts: Mapping[str, float] | None = None


def test_no_sentence_names_a_field_as_programs_send_it() -> None:
    for key, sentences in REFUSALS.items():
        for sentence in sentences:
            assert not IDENTIFIER.search(re.sub(r"{\w+}", "", sentence)), f"{key}: {sentence}"


@pytest.mark.parametrize(
    ("refused", "zh", "en"),
    [
        (Refused("missing", name="release_why"), "请填写：撤单原因", "why it is released is missing"),
        (Refused("text", name="why", most=500), "理由：请填写，且不超过 500 字", "reason: expected text"),
        (Refused("musts", kinds="audio, photo"), "尚缺证据：录音、照片", "missing evidence: audio, photo"),
        (Refused("role", command="case_assess", roles="grid, legal"), "网格执法员、法制审核", "(assess)"),
        (Refused("unknown", name="colour_2", known="a"), "没有 colour_2", "no field colour_2"),
    ],
)
def test_names_are_given_in_words(refused: Refused, zh: str, en: str) -> None:
    assert zh in refused.why["zh"] and en in refused.why["en"]


@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        ({"why": "x", "people": "five"}, "人数：须为整数", "people: expected a whole number"),
        (
            {"why": "x", "people": 5, "amounts": {"fine": "x"}},
            "数量或金额：须为数字",
            "amounts: expected a number",
        ),
        ({"why": "", "people": 5}, "理由：请填写", "reason: expected text"),
        ({"people": 5}, "请填写：理由", "reason is missing"),
    ],
)
def test_a_wrong_value_is_refused_in_the_language_of_the_reader(body: dict[str, object], zh: str, en: str) -> None:
    with pytest.raises(Refused) as refused:
        read_body(Amounts, body)
    assert zh in refused.value.why["zh"] and en in refused.value.why["en"]


def test_the_words_are_those_of_the_pages() -> None:
    assert set(ROLE_NAMES) == set(ROLES) and set(EVIDENCE_WORDS) == set(EVIDENCE)
    assert all(WORDS[f"role_{role}"][0] == words[0] for role, words in ROLE_NAMES.items())
    assert all(WORDS[f"evidence_{kind}"] == words for kind, words in EVIDENCE_WORDS.items())


def test_every_command_has_words() -> None:
    wordless = {kind for kind in kinds() if kind not in DESK_KINDS and command_word(kind, 0) == kind}
    assert wordless == set()

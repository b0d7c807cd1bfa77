"""A mistake in a play-book stops the start with one sentence that names file and line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from models.base.settings import UserError
from models.site.law.agencies import Agencies, Agency
from models.site.law.items import Items, read_items
from models.site.playbooks.playbook import Playbook, Playbooks
from models.site.playbooks.reader import read_playbooks
from models.site.playbooks.vocabulary import RULES

TEXT = """\
id: drill
version: 1
name: {zh: 演习, en: Drill}
from_rules: [fishing]
from_clues: [drill]
colour: {start: yellow, red: ["catch_kg >= 100"]}
items: [YY-38]
needs: {task: board, powers: [board], officers: 2, boats: 1, hours_h: 1}
colours:
  red: {needs: {boats: 2}}
steps:
  - {id: call, who: duty, min: 3, gives: vhf, zh: 呼叫, en: Call}
  - {id: send, who: duty, when: red, does: order_issue, zh: 派艇, en: Send}
  - {id: file, who: legal, when: closed, zh: 立案, en: File}
tell: [{to: guard, how: early, when: criminal}, {to: parent, when: red}]
order: {zh: "{craft}赴{place}", en: "{craft} to {place}"}
evidence: {must: [track]}
waiver: {may: first_minor, never: ["gear == banned"]}
criminal: {any: ["gear == banned"], to: guard, source: 刑法第三百四十条}
"""
GUARD = Agency("guard", "海警", "Guard", frozenset({"board", "investigate"}), True, False, "治安", "order", "海警法")
PORT = Agency("port", "港航", "Port", frozenset(), False, False, "港口", "ports", "港口法")
AGENCIES = Agencies(all=(GUARD, PORT))


def items(folder: Path) -> Items:
    head = "code,name_zh,name_en,from,holder,level,basis_zh,basis_en,valid_from,valid_to,fine_yuan,tiers,waiver,test"
    path = folder / "items.csv"
    path.write_text(f"{head}\nYY-38,捕捞,Fishing,,guard,county,渔业法,Law,2013-01-01,,,,yes,no\n", encoding="utf-8")
    return read_items(path, ["guard"])


def read(folder: Path, **texts: str) -> Playbooks:
    (folder / "playbooks").mkdir()
    for name, text in texts.items():
        (folder / "playbooks" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_playbooks(folder / "playbooks", AGENCIES, items(folder))


@pytest.fixture
def drill(tmp_path: Path) -> Playbook:
    return read(tmp_path, drill=TEXT).of("drill")


def test_a_play_book_is_frozen_by_the_hash_of_its_file(drill: Playbook) -> None:
    assert drill.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert drill.ref == {"id": "drill", "version": 1, "sha256": drill.sha256}


def test_a_colour_overrides_what_it_names_and_keeps_the_rest(drill: Playbook) -> None:
    assert (drill.at("yellow").needs.boats, drill.at("red").needs.boats) == (1, 2)
    assert drill.at("red").needs.powers == ("board",)


def test_the_colour_is_that_of_the_worst_condition_met(drill: Playbook) -> None:
    assert drill.colour_of({}) == "yellow"
    assert drill.colour_of({"catch_kg": 100}) == "red"


def test_steps_and_people_to_tell_follow_the_facts(drill: Playbook) -> None:
    assert [each.id for each in drill.steps_for({})] == ["call"]
    assert [each.id for each in drill.steps_for({"colour": "red"})] == ["call", "send"]
    assert [each.id for each in drill.steps_for({}, closed=True)] == ["call", "file"]
    assert [each.to for each in drill.tell({"gear": "banned", "colour": "red"})] == ["guard", "parent"]


def test_a_crime_is_hinted_at_by_the_condition_that_is_met(drill: Playbook) -> None:
    assert [str(each) for each in drill.criminal_hint({"gear": "banned"})] == ["gear == banned"]
    assert drill.criminal_hint({"gear": "allowed"}) == ()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"record": {"same_item_24m": 0}}, ""),
        ({"record": {"same_item_24m": 1}}, "record"),
        ({}, "record"),
        ({"record": {"same_item_24m": 0}, "gear": "banned"}, "gear == banned"),
    ],
)
def test_a_first_breach_may_be_waived_unless_something_bars_it(
    facts: dict[str, object], why: str, drill: Playbook
) -> None:
    assert drill.waiver_barred_by(facts) == why


def test_a_play_book_without_a_waiver_has_none(tmp_path: Path) -> None:
    found = read(tmp_path, drill=TEXT.replace("may: first_minor", "may: none")).of("drill")
    assert found.waiver_barred_by({"record": {"same_item_24m": 0}}) == "none"


def test_rules_and_clues_that_nobody_names_go_to_the_general_one(tmp_path: Path) -> None:
    books = read(tmp_path, drill=TEXT)
    assert {rule: books.for_rule(rule).id for rule in ("fishing", "gap")} == {"fishing": "drill", "gap": "general"}
    assert (books.for_clue("drill").id, books.for_clue("rumour").id) == ("drill", "general")


def test_the_earlier_in_its_list_a_rule_stands_the_better_it_fits(tmp_path: Path) -> None:
    other = TEXT.replace("id: drill", "id: other").replace("[fishing]", "[gap, fishing]").replace("[drill]", "[]")
    books = read(tmp_path, drill=TEXT, other=other)
    assert [each.id for each in books.candidates("fishing")] == ["drill", "other"]


def test_two_play_books_that_fit_equally_well_are_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"drill.yaml and other.yaml both name fishing in place 1; move it down"):
        read(tmp_path, drill=TEXT, other=TEXT.replace("id: drill", "id: other"))


def test_a_site_without_play_books_has_the_general_one(tmp_path: Path) -> None:
    books = read_playbooks(tmp_path / "none")
    assert list(books.by_id) == ["general"]
    assert {books.for_rule(rule).id for rule in RULES} == {"general"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[fishing]", "[fishing, angling]", "line 4: from_rule 2: expected one of dark, anchor_drag"),
        ("[YY-38]", "[YY-83]", "line 7: item 1: expected one of YY-38, found 'YY-83'"),
        ("powers: [board]", "powers: [shoot]", "line 8: needs: key powers: expected a list of board, stop"),
        ("powers: [board]", "power: [board]", "line 8: needs: key power: not known here; known are boats"),
        ("task: board", "task: sink", "line 8: needs: key task: expected one of board, verify"),
        ("task: board, ", "", "line 8: needs: key task: expected one of board, verify"),
        ("catch_kg >= 100", "cath_kg >= 100", "line 6: colour: red 1: expected a condition on one of the fields"),
        ("start: yellow", "start: pink", "line 6: colour: key start: expected one of yellow, orange, red, distress"),
        (
            "when: red, does",
            "when: late, does",
            "line 13: step 2: key when: expected one of always, red, criminal, closed",
        ),
        ("gives: vhf", "gives: up", "line 12: step 1: key gives: expected one of verified_by"),
        ("does: order_issue", "does: magic", "line 13: step 2: key does: expected one of case_assess"),
        ("who: duty, min", "who: nobody, min", "line 12: step 1: key who: expected one of duty"),
        ("min: 3", "min: soon", "line 12: step 1: key min: expected a number from 0 to 43200, found 'soon'"),
        ("id: send", "id: call", "step id call: used twice; give each its own"),
        ("zh: 派艇, en: Send", "zh: 派艇", "line 13: step 2: key en: expected a text, it is missing"),
        (
            "to: guard, how",
            "to: gard, how",
            "line 15: tell 1: key to: expected one of parent, guard, port, found 'gard'",
        ),
        ("how: early", "how: shout", "line 15: tell 1: key how: expected one of copy"),
        (
            "{craft} to {place}",
            "{craft} to {plase}",
            "line 16: order: key en: expected a text with no other {…} than craft",
        ),
        ("{craft} to {place}", "{craft} to {place", "line 16: order: key en: expected a text with no other"),
        ("{craft} to {place}", "to {place}", "line 16: order: key en: expected the placeholders of zh: craft, place"),
        ("must: [track]", "must: [trail]", "line 17: evidence: key must: expected a list of photo"),
        ("may: first_minor", "may: ever", "line 18: waiver: key may: expected one of none, first_minor"),
        ("to: guard, source", "to: port, source", "line 19: criminal: key to: expected one of guard, found 'port'"),
        ("any: [", "all: [", "line 19: criminal: key any: expected a list with something in it, it is missing"),
        ("red: {needs: {boats: 2}}", "pink: {}", "line 9: key colours: expected keys by colour: yellow"),
        ("needs: {boats: 2}", "needs: {boats: many}", "line 10: colours: red: needs: key boats: expected a number"),
        ("version: 1", "version: one", "line 2: key version: expected a number"),
        ("id: drill", "id: exercise", "line 1: key id: expected drill, as the file is named, found 'exercise'"),
        (
            "id: drill\n",
            "id: drill\nlimits_min: {assess: {red: 0}}\n",
            "line 2: key limits_min: expected minutes by clock",
        ),
        ("id: drill\n", "id: drill\nlimits_min: {asess: 3}\n", "line 2: key limits_min: expected minutes by clock"),
        (
            "id: drill\n",
            "id: drill\nend: {who: duty, needs: [luck]}\n",
            "line 2: end: key needs: expected a list of all",
        ),
        (
            "id: drill\n",
            "id: drill\neffect: {expect: sinks, within_min: 5}\n",
            "line 2: effect: key expect: expected one of course_or_speed",
        ),
        (
            "id: drill\n",
            'id: drill\nwarnings: [{id: far, if: ["moon < 2"], by: [vhf], zh: 注意, en: Look out}]\n',
            "line 2: warning 1: if 1: expected a condition on one of the fields",
        ),
        ("name: {zh", "nam: {zh", "line 1: key name: expected keys with values, it is missing"),
    ],
)
def test_a_mistake_is_one_sentence(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert TEXT.count(old) >= 1, old
    with pytest.raises(UserError) as problem:
        read(tmp_path, drill=TEXT.replace(old, new, 1))
    said = str(problem.value)
    assert words in said
    assert "drill.yaml" in said and "\n" not in said

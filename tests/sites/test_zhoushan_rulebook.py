"""The rulebook of the reference site is whole: every play-book can be walked from the first clue to the last step."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from models.base.clock import parse_iso
from models.base.paths import SITES
from models.messages.clue import clue_from
from models.risk.detection.detector import detectors
from models.site.force import POWERS
from models.site.law.agencies import AGENCY_POWERS
from models.site.playbooks.playbook import Playbook
from models.site.playbooks.vocabulary import COLOURS, PLACEHOLDERS, RULES
from models.site.site import load_site

SITE = load_site(SITES / "zhoushan")
BOOK = SITE.rulebook
SHIPPED = (
    *("cable_bridge", "collision_watch", "dark", "distress", "dumping", "general", "identity", "left_group"),
    *("moratorium", "restricted", "sand_transfer", "traffic", "typhoon"),
)
TODAY = date(2026, 11, 30)
CHINESE = re.compile(r"[\u4e00-\u9fff]")

walked = pytest.mark.parametrize("playbook", BOOK.playbooks.all, ids=lambda each: each.id)


def test_thirteen_play_books_are_shipped() -> None:
    assert tuple(BOOK.playbooks.by_id) == SHIPPED


def test_the_known_rules_are_those_of_the_detectors_and_dark() -> None:
    assert set(RULES) - {"dark"} == {each.rule for each in detectors()}
    assert len(RULES) == len(set(RULES))


def test_every_rule_has_a_play_book_and_none_falls_to_the_general_one_by_mistake() -> None:
    general = {rule for rule in RULES if BOOK.playbooks.for_rule(rule).id == "general"}
    assert general == set(BOOK.playbooks.general.form.from_rules)


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("fishing", "moratorium"),
        ("gap", "dark"),
        ("rendezvous", "sand_transfer"),
        ("collision", "collision_watch"),
        ("zone", "restricted"),
        ("asset", "cable_bridge"),
        ("left_group", "left_group"),
        ("weather", "typhoon"),
        ("distress", "distress"),
        ("duplicate_mmsi", "identity"),
        ("grounding", "traffic"),
        ("watch", "general"),
    ],
)
def test_an_alert_opens_the_case_an_officer_expects(rule: str, kind: str) -> None:
    assert BOOK.playbooks.for_rule(rule).id == kind


@walked
def test_every_kind_of_clue_fits_the_schema_of_clues(playbook: Playbook) -> None:
    for kind in playbook.form.from_clues:
        assert clue_from({"source": "hotline", "id": "1", "t": "2026-05-03T00:00:00Z", "kind": kind}).kind == kind
        assert BOOK.playbooks.for_clue(kind) is playbook


@walked
def test_every_item_is_in_force_today_and_held_by_an_agency_of_the_site(playbook: Playbook) -> None:
    for code in playbook.form.items:
        item = BOOK.items.of(code, TODAY)
        assert item is not None, code
        assert not BOOK.agencies.by_id[item.holder].external


@walked
@pytest.mark.parametrize("colour", COLOURS)
def test_every_placeholder_of_an_order_is_filled(playbook: Playbook, colour: str) -> None:
    values = {name: {"zh": f"甲{at}", "en": f"X{at}"} for at, name in enumerate(PLACEHOLDERS)}
    for texts in (playbook.fill_order(values, colour), playbook.fill_order({}, colour)):
        assert not re.search(r"[{}]", texts["zh"] + texts["en"])
        assert CHINESE.search(texts["zh"]) and not CHINESE.search(texts["en"])


@walked
def test_every_text_stands_in_both_languages(playbook: Playbook) -> None:
    form = playbook.form
    for each in (form.name, form.order, *form.steps, *form.warnings):
        assert CHINESE.search(each.zh) and not CHINESE.search(each.en), each


@walked
def test_steps_fall_due_in_their_order(playbook: Playbook) -> None:
    due = [step.min for step in playbook.form.steps if step.min is not None and step.when == "always"]
    assert all(before <= after for before, after in pairwise(due))


@walked
def test_somebody_is_sent_and_reports(playbook: Playbook) -> None:
    does = {step.does for step in playbook.form.steps}
    assert "order_issue" in does or playbook.form.needs.task == "call"
    assert any(step.gives == "report" for step in playbook.form.steps)


@walked
def test_a_boat_that_is_asked_for_exists(playbook: Playbook) -> None:
    for colour in COLOURS:
        needs = playbook.at(colour).needs
        able = [
            craft
            for craft in SITE.force.craft
            if set(needs.powers) <= craft.powers and craft.officers >= needs.officers
        ]
        assert len(able) >= needs.boats


@walked
def test_a_crime_goes_to_an_agency_that_investigates_and_names_its_law(playbook: Playbook) -> None:
    crime = playbook.form.criminal
    if crime:
        assert "investigate" in BOOK.agencies.by_id[crime.to].powers
        assert "刑法" in crime.source
        assert any(each.when == "criminal" for each in playbook.form.tell)


@walked
def test_a_listed_or_fleeing_vessel_never_lowers_the_colour(playbook: Playbook) -> None:
    facts = {"register.list": "wanted", "fled": "yes", "wind_force": 12, "vhf": "refused"}
    start = COLOURS.index(playbook.form.colour.start)
    assert COLOURS.index(playbook.colour_of({})) == start
    assert COLOURS.index(playbook.colour_of(facts)) >= start


def test_distress_comes_first_and_ends_only_with_everybody_accounted_for() -> None:
    distress = BOOK.playbooks.of("distress")
    assert distress.form.colour.start == "distress"
    assert set(distress.form.needs.preempts) == {"yellow", "orange", "red"}
    assert distress.form.end is not None
    assert (distress.form.end.who, distress.form.end.needs) == ("rescue", ("all_accounted_or_why", "review"))
    assert distress.waiver_barred_by({}) == "none"


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ({"distance_nm": 2.5}, None),
        ({"distance_nm": 1.8}, "ring"),
        ({"distance_nm": 0.9, "cpa_nm": 0.6, "tcpa_min": 8}, "inside"),
        ({"distance_nm": 1.5, "cpa_nm": 0.1, "tcpa_min": 8}, "risk"),
        ({"distance_nm": 0.5, "cpa_nm": 0.1}, "inside"),
    ],
)
def test_merchant_and_fishing_vessels_are_warned_in_three_steps(facts: dict[str, float], stage: str | None) -> None:
    found = BOOK.playbooks.of("collision_watch").warning(facts)
    assert (found.id if found else None) == stage


def test_ten_tonnes_of_catch_hint_at_a_crime_and_nine_do_not() -> None:
    moratorium = BOOK.playbooks.of("moratorium")
    assert [str(each) for each in moratorium.criminal_hint({"catch_kg": 10_000})] == ["catch_kg >= 10000"]
    assert moratorium.criminal_hint({"catch_kg": 9_999, "value_yuan": 99_999}) == ()


def test_at_least_thirty_items_are_listed_and_the_old_law_ends_where_the_new_begins() -> None:
    assert len(BOOK.items.codes) >= 30
    before, after = BOOK.items.of("YY-38", date(2026, 4, 30)), BOOK.items.of("YY-38", date(2026, 5, 1))
    assert before and after and "2013" in before.basis_zh and "2025" in after.basis_zh


def test_powers_of_agencies_cover_those_of_their_craft() -> None:
    assert set(POWERS) <= set(AGENCY_POWERS)
    for craft in SITE.force.craft:
        assert craft.powers <= BOOK.agencies.by_id[craft.agency].powers, craft.id


def test_only_vertical_agencies_belong_to_a_ministry() -> None:
    assert BOOK.agencies.ids(vertical=True) == {"coast_guard", "msa", "customs"}
    assert "stop" not in BOOK.agencies.by_id["msa"].powers  # Maritime Traffic Safety Law 2021, article 90


def test_the_state_councils_days_of_2026_are_in_the_calendar() -> None:
    free = {date(2026, 2, 15), date(2026, 2, 23), date(2026, 5, 5), date(2026, 10, 7)}
    assert free <= BOOK.calendar.holidays
    assert {date(2026, 2, 14), date(2026, 5, 9), date(2026, 10, 10)} <= BOOK.calendar.make_up
    assert BOOK.calendar.known(TODAY) and not BOOK.calendar.known(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("t", "seasons"),
    [
        ("2026-01-10T00:00:00Z", {"winter"}),
        ("2026-04-20T00:00:00Z", {"fog"}),
        ("2026-05-01T03:59:59Z", {"fog", "holidays"}),
        ("2026-05-01T04:00:00Z", {"fog", "holidays", "moratorium"}),
        ("2026-08-01T00:00:00Z", {"typhoon", "moratorium"}),
        ("2026-11-01T00:00:00Z", set()),
    ],
)
def test_the_seasons_of_a_day(t: str, seasons: set[str]) -> None:
    assert {each.season.id for each in BOOK.seasons_at(parse_iso(t))} == seasons


def test_fog_is_a_season_whenever_it_is_there() -> None:
    (now,) = BOOK.seasons_at(parse_iso("2026-11-01T00:00:00Z"), {"visibility_m": 600})
    assert (now.season.id, now.why) == ("fog", "weather")


def test_every_unit_has_something_to_tick_in_every_season() -> None:
    for season in BOOK.seasons.all:
        assert all(season.measures_of(unit.id) for unit in SITE.units), season.id


def test_what_is_illustrative_says_so_in_both_languages() -> None:
    assert "示意" in BOOK.agencies.note_zh and "Illustrative" in BOOK.agencies.note_en

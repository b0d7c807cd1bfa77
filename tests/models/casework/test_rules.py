"""What officers may do, and the sentence that refuses the rest."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import Any

import pytest

from models.base.clock import iso
from models.casework import rules
from models.casework.case import Book, Command, LedgerEvent, standing_marks
from models.casework.facts import Facts
from models.casework.fold import fold
from models.casework.person import DESK, ROLES, Person
from models.casework.refusals import REFUSALS, STATUS, Refused
from models.messages.picture import MARKS
from tests.dashboard.pictures import T0, alert

ALERT = alert(1)
FACTS = Facts(t_s=T0, alerts={ALERT.alert_id: ALERT}, site_zones=("moratorium",), head="ab")
RING = [[122.0, 30.0], [122.1, 30.0], [122.1, 30.1], [122.0, 30.0]]


def feature(**properties: Any) -> dict[str, Any]:
    rule = {"class_mask": ["all"], "windows": "always", "ceiling": "red", "alert": True}
    given = {
        **{"id": "drawn-1", "kind": "no_entry", "name_zh": "临时禁航区", "name_en": "Closed for now"},
        **{"rule": rule, "source": "somebody", "date": "2020-01-01", "illustrative": False},
    }
    geometry = {"type": "Polygon", "coordinates": [RING]}
    return {"type": "Feature", "properties": {**given, **properties}, "geometry": geometry}


def checked(given: Command, book: Book, facts: Facts) -> dict[str, Any]:
    """The body that is kept, without who gave it."""
    return {key: value for key, value in rules.checked(given, book, facts).items() if key != "_by"}


def command(kind: str, subject: str, **body: Any) -> Command:
    return Command("c1", kind, subject, "李", "一号席", body)


def drawn(seq: int = 7) -> Book:
    return fold([LedgerEvent(seq, T0, "zone", "drawn-1", "王", "", {"feature": feature()})])


def why(wrong: Command, book: Book = Book()) -> str:  # noqa: B008 - a book is frozen
    with pytest.raises(Refused) as refused:
        checked(wrong, book, FACTS)
    assert all(refused.value.why.values())
    return refused.value.why["en"]


def test_refusals_have_both_languages_with_the_same_placeholders() -> None:
    for zh, en in REFUSALS.values():
        gaps = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (zh, en)]
        # Words of one language fill a place whose name ends with it.
        assert {name.removesuffix("_zh") for name in gaps[0]} == {name.removesuffix("_en") for name in gaps[1]}


def test_what_is_kept_says_who_gave_it() -> None:
    note = command("note", "mmsi:412000001", text="x")
    by = Person("王", "wang", "putuo", ("grid", "duty"), "field")
    kept = rules.checked(note, Book(), replace(FACTS, by=by))
    assert kept["_by"] == {"account": "wang", "role": "duty", "unit": "putuo", "via": "field", "made": T0}
    assert rules.checked(note, Book(), FACTS)["_by"]["via"] == "local"
    with pytest.raises(Refused, match="no field _by"):
        rules.checked(command("note", "mmsi:412000001", text="x", _by={"role": "admin"}), Book(), FACTS)


def test_a_refusal_has_a_class() -> None:
    assert set(STATUS) <= set(REFUSALS)
    assert (Refused("stale", actor="王", at="08:00Z").status, Refused("mmsi").status) == ("stale", "invalid")


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_keeps_the_alert_as_it_was(mark: str) -> None:
    facts = replace(FACTS, alerts={ALERT.alert_id: replace(ALERT, colour="distress")})
    body = checked(command("mark", ALERT.alert_id, mark=mark, reason=" 已联系 "), Book(), facts)
    assert (body["mark"], body["reason"]) == (mark, "已联系")
    assert body["alert"]["text_zh"] == ALERT.text_zh and body["alert"]["factors"][0]["share"] > 0


def test_what_is_not_a_mark_or_not_an_alert_is_refused() -> None:
    assert "expected one of" in why(command("mark", ALERT.alert_id, mark="maybe"))
    assert "no alert" in why(command("mark", "drift-9", mark="true"))
    for mark in ("silence", "end"):
        assert "reason" in why(command("mark", ALERT.alert_id, mark=mark, reason=" "))


@pytest.mark.parametrize("state", ["acknowledged", "rectified", "ended", "dismissed"])
def test_only_an_alert_that_waits_for_an_officer_can_be_silenced(state: str) -> None:
    facts = replace(FACTS, alerts={ALERT.alert_id: replace(ALERT, state=state)})
    with pytest.raises(Refused, match="nothing to silence"):
        checked(command("mark", ALERT.alert_id, mark="silence", reason="已联系"), Book(), facts)


@pytest.mark.parametrize(("colour", "state"), [("red", "acknowledged"), ("distress", "dismissed")])
def test_only_a_distress_that_stands_is_ended_by_an_officer(colour: str, state: str) -> None:
    facts = replace(FACTS, alerts={ALERT.alert_id: replace(ALERT, colour=colour, state=state)})
    with pytest.raises(Refused, match="only a distress alert that stands"):
        checked(command("mark", ALERT.alert_id, mark="end", reason="已获救"), Book(), facts)


def marked(*undone: LedgerEvent, actor: str = "李") -> Book:
    body = {"mark": "false", "reason": "", "alert": {"rule": "drift"}}
    return fold([LedgerEvent(5, T0, "mark", ALERT.alert_id, actor, "", body), *undone])


def test_an_officer_undoes_an_own_mark_without_a_reason_and_that_of_another_with_one() -> None:
    gone = Facts()  # the alert ended long ago
    kept = checked(command("undo_mark", ALERT.alert_id, undoes=5), marked(), gone)
    assert kept == {"mark": "undo", "undoes": 5, "undone": "false", "reason": "", "alert": {"rule": "drift"}}
    assert "give a reason" in why(command("undo_mark", ALERT.alert_id, undoes=5, reason=" "), marked(actor="王"))
    other = checked(command("undo_mark", ALERT.alert_id, undoes=5, reason="看错船"), marked(actor="王"), gone)
    assert other["reason"] == "看错船"


@pytest.mark.parametrize(("subject", "undoes"), [(ALERT.alert_id, 4), (ALERT.alert_id, 6), ("drift-T9", 5)])
def test_where_there_is_no_such_mark_there_is_nothing_to_undo(subject: str, undoes: int) -> None:
    undone = LedgerEvent(6, T0, "undo_mark", ALERT.alert_id, "李", "", {"mark": "undo", "undoes": 5})
    assert "nothing to undo" in why(command("undo_mark", subject, undoes=undoes), marked(undone))


def test_a_mark_is_undone_once_and_the_refusal_names_the_officer() -> None:
    undone = LedgerEvent(6, T0, "undo_mark", ALERT.alert_id, "赵", "", {"mark": "undo", "undoes": 5})
    assert "赵 undid it" in why(command("undo_mark", ALERT.alert_id, undoes=5), marked(undone))


def test_standing_marks_are_those_not_undone() -> None:
    events = [
        LedgerEvent(5, T0, "mark", "a", "李", "", {"mark": "acknowledge"}),
        LedgerEvent(6, T0, "mark", "a", "李", "", {"mark": "false"}),
        LedgerEvent(7, T0, "undo_mark", "a", "李", "", {"mark": "undo", "undoes": 6}),
    ]
    assert [each.seq for each in standing_marks(fold(events).marks["a"])] == [5]


def test_a_zone_is_signed_by_the_officer_that_draws_it() -> None:
    kept = checked(command("zone", "drawn-1", feature=feature()), Book(), FACTS)["feature"]["properties"]
    assert (kept["source"], kept["date"]) == ("李", iso(T0)[:10])


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        (feature(kind="castle"), "kind"),
        (feature(name_zh=""), "name_zh"),
        ({**feature(), "geometry": None}, "geometry"),
        (None, "zone"),
        (feature(id="other"), "other"),
    ],
)
def test_an_invalid_zone_is_refused_with_the_reason(wrong: Any, part: str) -> None:
    assert part in why(command("zone", "drawn-1", feature=wrong))


def test_a_zone_of_the_site_is_not_drawn_over() -> None:
    assert "zone of the site" in why(command("zone", "moratorium", feature=feature(id="moratorium")))


def test_a_change_of_an_older_zone_is_refused_and_names_the_officer() -> None:
    assert "王" in why(command("zone", "drawn-1", feature=feature(), version=3), drawn())
    assert "王" in why(command("zone", "drawn-1", feature=feature()), drawn())
    assert "王" in why(command("zone_end", "drawn-1", reason="结束", version=3), drawn())
    assert checked(command("zone", "drawn-1", feature=feature(), version=7), drawn(), FACTS)
    assert checked(command("zone_end", "drawn-1", reason="结束", version=7), drawn(), FACTS) == {"reason": "结束"}


def test_only_what_is_there_can_be_ended() -> None:
    assert "no zone" in why(command("zone_end", "drawn-2", reason="x"))
    assert "not on the watch list" in why(command("unwatch", "412345678", reason="x"))


@pytest.mark.parametrize("mmsi", ["", "41234567", "41234567a", "4123456789"])
def test_only_an_mmsi_is_watched(mmsi: str) -> None:
    refusal = why(command("watch", mmsi, reason="x"))
    assert "nine digits" in refusal or "subject" in refusal


def test_a_hand_over_freezes_the_state_of_the_watch() -> None:
    body = checked(command("hand_over", "2026-11-23T08:00Z", to="王", text="无事"), drawn(), FACTS)
    assert [each["alert_id"] for each in body["open"]] == [ALERT.alert_id]
    assert (body["zones"], body["audit"]) == (["drawn-1"], {"seq": 7, "hash": "ab"})


@pytest.mark.parametrize("name", ["command_id", "subject", "actor"])
def test_a_command_needs_an_officer_with_a_name_of_limited_length(name: str) -> None:
    good = command("note", "alert:drift-T1", text="x")
    for value in ("", " ", "x" * 200):
        assert name in why(replace(good, **{name: value}))


@pytest.mark.parametrize("text", ["", None, 7, "x" * 5000])
def test_a_note_is_a_text(text: Any) -> None:
    assert "text" in why(command("note", "alert:drift-T1", text=text))


def test_a_text_holds_no_character_that_a_database_refuses() -> None:
    assert checked(command("note", "alert:drift-T1", text="\0一\0二 "), Book(), FACTS)["text"] == "一二"


@pytest.mark.parametrize("subject", ["mmsi:412000001", "alert:drift-T1-0-20261123T000000Z", "alert:collision-T1-T2"])
def test_a_note_is_about_a_vessel_or_an_alert(subject: str) -> None:
    assert checked(command("note", subject, text="x"), Book(), FACTS) == {"text": "x"}


@pytest.mark.parametrize(
    "subject", ["nope", "mmsi:", "mmsi:41200000", "mmsi:4120000012", "mmsi:٤١٢٠٠٠٠٠١", "alert:", "alert:no such", "T12"]
)
def test_a_note_about_nothing_is_refused(subject: str) -> None:
    assert subject in why(command("note", subject, text="x"))


@pytest.mark.parametrize("number", ["clock:ZS-20260503-0001:assess:100", "resume:ZS-20260503-0001:1", "mark:x"])
def test_nobody_uses_up_the_number_of_a_clock(number: str) -> None:
    note = replace(command("note", "alert:drift-T1", text="x"), command_id=number)
    assert "was used for another" in why(note)
    by_desk = replace(FACTS, by=replace(DESK, roles=ROLES))
    assert rules.checked(note, Book(), by_desk)["text"] == "x"


def test_a_number_stands_for_one_command_of_one_person() -> None:
    li, wang = Person("李"), Person("王")
    event = LedgerEvent(1, T0, "note", "alert:drift-T1", "李", "", {"text": "x"})
    note = command("note", "alert:drift-T1", text="x")
    rules.assert_same(event, note, li)
    for other, by in ((note, wang), (command("watch", "412000001", reason="x"), li)):
        with pytest.raises(Refused, match="was used for another"):
            rules.assert_same(event, other, by)


def test_a_clue_has_one_number_whoever_sends_it() -> None:
    event = LedgerEvent(1, T0, "clue", "hotline/7", "李", "", {})
    rules.assert_same(event, command("clue", "hotline/7"), Person("王"))
    for other in (command("clue", "hotline/8"), command("note", "hotline/7", text="x")):
        with pytest.raises(Refused):
            rules.assert_same(event, other, Person("李"))

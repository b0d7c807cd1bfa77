"""The catalogue: full scenarios first, every scenario once, recordings named so that people recognise them."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.launch.choices import RECORDINGS_SHOWN, write_catalogue
from commands.launch.exercise_plan import played_plan, steered_plan
from commands.launch.plan import adapted
from exercises.scenario.scenario import known_scenarios, load_scenario
from models.base.settings import Settings
from models.messages.plan import Plan
from models.messages.runs import OWN, RunChoice, choices, scenario_id


def offered(plan: Plan, tmp_path: Path, kind: str) -> list[RunChoice]:
    """What is written for the pages."""
    write_catalogue(plan.model_copy(update={"run_dir": tmp_path}))
    return [each for each in choices(tmp_path) if each.kind == kind]


def live(tmp_path: Path, **exercise: object) -> Plan:
    settings = Settings(recording={"folder": tmp_path / "var" / "recordings"}, exercise=exercise)
    return Plan(mode="live", settings=settings, var=tmp_path / "var")


def test_every_scenario_is_offered_once_and_full_scenarios_come_first(tmp_path: Path) -> None:
    found = offered(live(tmp_path), tmp_path, "scenario")
    assert sorted(each.what for each in found) == sorted(known_scenarios())
    whole = [bool(load_scenario(each.what).traffic) for each in found]
    assert whole == sorted(whole, reverse=True) and whole[0] and not whole[-1]
    assert {each.id for each in found} == {scenario_id(each.what) for each in found}
    assert all(each.name_zh and each.name_en and each.to_s for each in found)


def test_the_scenario_being_played_is_offered_even_from_another_folder(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name_zh: 我的\nname_en: Mine\nduration_s: 60\n", encoding="utf-8")
    found = offered(steered_plan(Settings(), str(path), 1, None, tmp_path), tmp_path, "scenario")
    assert [(each.id, each.what) for each in found if each.name_en == "Mine"] == [("scenario-mine", str(path))]


def test_an_unreadable_scenario_is_reported_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("name_zh: 坏\nname_en: Broken\nduration_s: 60\n", encoding="utf-8")
    plan = steered_plan(Settings(), str(path), 1, None, tmp_path)
    path.write_text("duration_s: [", encoding="utf-8")
    assert len(offered(plan, tmp_path, "scenario")) == len(known_scenarios())
    assert "broken.yaml" in "".join(capsys.readouterr())


def test_a_live_run_offers_its_own_record_and_past_exercises_the_newest_first(tmp_path: Path) -> None:
    for name in ("2026-01-13T223000", "2026-01-14T010203", "2026-01-14T010203-ab12cd34"):
        (tmp_path / "var" / "exercise" / name).mkdir(parents=True)
    found = offered(live(tmp_path), tmp_path, "recording")
    assert [each.name_en for each in found] == [
        "Record of the live watch",
        "Exercise of 2026-01-14 01:02 UTC",
        "Exercise of 2026-01-13 22:30 UTC",
    ]
    assert (found[0].id, found[0].what) == (OWN, str(tmp_path / "var" / "recordings"))


def test_an_exercise_offers_what_it_records_itself_first_and_once(tmp_path: Path) -> None:
    settings = Settings(recording={"folder": tmp_path / "var" / "recordings"})
    before = tmp_path / "var" / "exercise" / "2026-01-13T223000"
    before.mkdir(parents=True)
    plan = played_plan(settings, "collision", 1, None)
    plan = plan.model_copy(update={"var": tmp_path / "var"})
    written = plan.settings.recording.folder
    (tmp_path / "var" / "exercise" / written.name).mkdir()
    own = plan.model_copy(
        update={"settings": adapted(settings, recordings=tmp_path / "var" / "exercise" / written.name)}
    )
    found = offered(own, tmp_path, "recording")
    assert [each.name_en for each in found] == ["Record of this exercise", "Exercise of 2026-01-13 22:30 UTC"]
    assert (found[0].id, Path(found[0].what).name) == (OWN, written.name)


def test_a_steered_run_offers_no_recording_of_its_own(tmp_path: Path) -> None:
    plan = steered_plan(Settings(), "collision", 1, None, tmp_path)
    assert OWN not in [each.id for each in offered(plan, tmp_path, "recording")]


def test_files_and_folders_of_the_settings_are_offered_if_they_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "seas"
    folder.mkdir()
    for name in ("b.nmea", "a.nmea"):
        (folder / name).write_text("")
    plan = live(tmp_path, recordings=[folder, folder / "b.nmea", tmp_path / "gone.nmea"])
    assert [each.name_zh for each in offered(plan, tmp_path, "recording")][1:] == ["a.nmea", "b.nmea"]


def test_the_number_of_recordings_is_limited(tmp_path: Path) -> None:
    folder = tmp_path / "seas"
    folder.mkdir()
    for number in range(RECORDINGS_SHOWN + 5):
        (folder / f"{number:02}.nmea").write_text("")
    assert len(offered(live(tmp_path, recordings=[folder]), tmp_path, "recording")) == RECORDINGS_SHOWN

"""Requests, batches and operator inputs survive their frames unchanged; other frames are refused."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.messages.case_work import CaseWork, ReportedCraft
from models.messages.operator_inputs import AlertAction, OperatorInputs, Watched, operator_inputs_of
from models.messages.streams import (
    TABLES,
    alert_action_frame,
    batch_frame,
    batch_from,
    feed_address,
    operator_input_from,
    operator_inputs_frame,
    picture_address,
    request_frame,
    request_from,
)
from models.messages.wire import WireError, pack
from tests.models.sea import T0, Message, Ship, batch


@given(st.integers(-1, 2**53), st.integers(0, 1000))
def test_a_request_survives_its_frame(next_seq: int, credit: int) -> None:
    assert request_from(request_frame(next_seq, credit)) == (next_seq, credit)


def test_a_batch_survives_its_frame() -> None:
    ship = Ship(sog_kn=12, cog_deg=45)
    sent = batch(
        T0 + 1,
        [ship.says(T0), ship.at(T0 + 0.5), Message(T0 + 0.7, ship.mmsi, text="MAYDAY")],
        first_seq=9,
        rejects={"checksum": 2},
        note="连接中",
    )
    got = batch_from(batch_frame(sent))
    for each in fields(sent):
        if each.name not in TABLES:
            assert getattr(got, each.name) == getattr(sent, each.name)
    for name in TABLES:
        assert all(getattr(got, name)[key].tobytes() == cells.tobytes() for key, cells in getattr(sent, name).items())
    with pytest.raises(ValueError):
        got.heard["mmsi"][0] = 1


def test_an_empty_batch_survives_its_frame() -> None:
    got = batch_from(batch_frame(batch(T0 + 1, [], first_seq=3)))
    assert len(got) == 0 and (got.first_seq, got.last_seq, got.until_s) == (3, 2, T0 + 1)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"rubbish",
        pack({}, {}),
        pack({"next_seq": 1}, {}),
        pack({"next_seq": "x", "credit": 1}, {}),
        pack({"next_seq": None, "credit": 1}, {}),
    ],
)
def test_a_frame_that_is_not_a_request_is_refused(frame: bytes) -> None:
    with pytest.raises(WireError):
        request_from(frame)


def test_a_frame_that_is_not_a_batch_is_refused() -> None:
    for frame in (b"", request_frame(1, 1), pack({"feed": "a"}, {"heard": {"a": np.zeros(1)}})):
        with pytest.raises(WireError):
            batch_from(frame)


def test_every_feed_and_the_picture_have_an_address_of_their_own() -> None:
    run = Path("var/run")
    assert len({feed_address(run, "a"), feed_address(run, "b"), picture_address(run)}) == 3


def test_operator_inputs_survive_their_frames() -> None:
    for action in (
        AlertAction("drift-T1-0-x", "silence", "李"),
        AlertAction("drift-T1-0-x", "false", "李", 7, "浮标"),
        AlertAction("drift-T1-0-x", "undo", "王", 8, "误判", 7),
    ):
        assert operator_input_from(alert_action_frame(action)) == action
    zone = {"type": "Feature", "properties": {"id": "d1"}, "geometry": None}
    watch = [{"mmsi": 412_000_001, "reason": "夜间无灯", "by": "李"}, {"mmsi": 1}]
    listed = (Watched(412_000_001, "夜间无灯", "李"), Watched(1))
    assert operator_input_from(operator_inputs_frame(9, [zone], watch)) == OperatorInputs(9, (zone,), listed)
    assert operator_input_from(operator_inputs_frame(10, [], [])) == OperatorInputs(10)
    case = CaseWork("ZS-1", "red", 122.1, 30.0, 5.0, 9.0, "city", 7, ("alert:drift-T1",), 2, 1.5, ("hj-1",), "红星")
    craft = ReportedCraft("hj-2", "short", 7)
    given = operator_input_from(operator_inputs_frame(11, [], [], [case], [craft, ReportedCraft("hj-3", "down")]))
    assert given == OperatorInputs(11, work=(case,), craft_state=(craft, ReportedCraft("hj-3", "down")))


def test_an_input_of_an_older_log_has_no_cases() -> None:
    assert operator_inputs_of({"seq": 3, "zones": [], "watch": []}) == OperatorInputs(3)


CASE = {"id": "ZS-1", "colour": "red", "lon_deg": 122.1, "lat_deg": 30.0, "since_s": 5.0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"work": [CASE | {"colour": "green"}]},
        {"work": [CASE | {"lat_deg": 91}]},
        {"work": [CASE | {"lat_deg": None}]},
        {"work": [CASE | {"boats": -1}]},
        {"work": [CASE | {"hours_h": 0}]},
        {"work": [CASE | {"id": ""}]},
        {"work": [CASE | {"boat": 1}]},
        {"work": [{"id": "ZS-1"}]},
        {"work": [CASE] * 501},
        {"work": 1},
        {"craft_state": [{"craft": "a", "state": "broken"}]},
        {"craft_state": [{"craft": "a", "state": "short", "crew": -1}]},
        {"craft_state": [{"state": "down"}]},
    ],
)
def test_cases_and_craft_that_are_not_right_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(WireError):
        operator_input_from(pack({"standing": {"seq": 1, "zones": [], "watch": [], **wrong}}, {}))


@pytest.mark.parametrize(
    "frame",
    [
        b"rubbish",
        pack({}, {}),
        pack({"mark": []}, {}),
        pack({"mark": {"alert_id": "a", "mark": "true"}}, {}),
        alert_action_frame(AlertAction("a", "perhaps", "李")),
        alert_action_frame(AlertAction("a", "true", "李", -1)),
        alert_action_frame(AlertAction("a", "undo", "李", 8)),
        alert_action_frame(AlertAction("a", "true", "李", 8, undoes=7)),
        alert_action_frame(AlertAction("a", "true", None)),  # type: ignore[arg-type]
        operator_inputs_frame(-1, [], []),
        operator_inputs_frame(1, ["d1"], []),  # type: ignore[list-item]
        operator_inputs_frame(1, [{}] * 201, []),
        operator_inputs_frame(1, [], [{"mmsi": "412000001"}]),
        operator_inputs_frame(1, [], [{"mmsi": True}]),
        operator_inputs_frame(1, [], [{"mmsi": 2**30}]),
        operator_inputs_frame(1, [], [{"mmsi": 1, "reason": "x" * 501}]),
        operator_inputs_frame(1, [], [{"reason": "no number"}]),
        pack({"standing": {"seq": 1, "zones": {}, "watch": []}}, {}),
        pack({"standing": 1}, {}),
    ],
)
def test_a_frame_that_is_not_an_operator_input_is_refused(frame: bytes) -> None:
    with pytest.raises(WireError):
        operator_input_from(frame)

"""View states from browsers are parsed, and invalid values are ignored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.common.view_state import ViewState, view_state_from
from dashboard.map.rasters.layers import LayerChoice

USUAL = ViewState("zh", LayerChoice(("risk",), 30))
VIEW = "13500000,3460000,13700000,3660000,1000,1000"


def read(**values: Any) -> ViewState:
    return view_state_from(json.dumps(values), USUAL)


def test_a_complete_view_state_is_parsed() -> None:
    view_state = read(
        lang="en", view=VIEW, craft="T12", alert="drift-T12", kinds=["fishing"], colours=["red"], rule="drift",
        mine=True, actor="李明", query="zhe", held=True, pick=[1.5, 2.5, 3], layers=["unusual", "density"], trail="60",
    )  # fmt: skip
    assert (view_state.lang, view_state.craft, view_state.alert, view_state.rule, view_state.actor) == (
        "en",
        12,
        "drift-T12",
        "drift",
        "李明",
    )
    assert view_state.kinds == {"fishing"} and view_state.colours == {"red"} and view_state.filtered and view_state.held
    assert view_state.view is not None and view_state.view.width_px == 1000 and view_state.view.m_per_px == 200.0
    assert view_state.pick == (1.5, 2.5, 3) and view_state.layers == LayerChoice(("unusual", "density"), 60)


@pytest.mark.parametrize(
    "values",
    [
        {"lang": "fr"},
        {"view": "1,2,3"},
        {"view": "0,0,1,1,999999,10"},
        {"craft": "T-1"},
        {"craft": "T²"},
        {"craft": 12},
        {"kinds": "fishing"},
        {"kinds": ["submarine"]},
        {"colours": [1]},
        {"rule": ["drift"]},
        {"held": "yes"},
        {"pick": [1, 2]},
        {"pick": [1, "2", 3]},
        {"layers": []},
        {"layers": {"risk": 1}},
        {"trail": 60},
    ],
)
def test_invalid_values_are_ignored(values: dict[str, Any]) -> None:
    assert read(**values) == USUAL


def test_no_layer_can_be_chosen() -> None:
    assert read(layers=["-"]).layers.names == ()


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_nothing_a_browser_sends_breaks_the_page(text: str) -> None:
    assert view_state_from(text, USUAL).lang == "zh"


def test_long_texts_are_cut() -> None:
    assert len(read(query="x" * 10_000).query) == 64

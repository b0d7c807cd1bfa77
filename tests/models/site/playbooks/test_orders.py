"""The text of an order is filled in both languages, and an unknown value never stops it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.site.playbooks.forms import TemplateForm
from models.site.playbooks.orders import fill
from models.site.playbooks.vocabulary import PLACEHOLDERS

ORDER = TemplateForm(zh="{craft}：赴{place}，约{minutes}分钟。", en="{craft}: proceed to {place}, about {minutes} min.")


def test_values_may_differ_by_language() -> None:
    place = {"zh": "东极以东", "en": "the waters east of Dongji"}
    assert fill(ORDER, {"craft": "HJ 33554", "place": place, "minutes": 18.0}) == {
        "zh": "HJ 33554：赴东极以东，约18分钟。",
        "en": "HJ 33554: proceed to the waters east of Dongji, about 18 min.",
    }


def test_a_value_that_is_not_known_is_said_to_be_unknown() -> None:
    assert fill(ORDER, {"craft": None, "minutes": float("nan")}) == {
        "zh": "各艇：赴目标海域，约（未知）分钟。",
        "en": "All craft: proceed to the scene, about (unknown) min.",
    }


@given(st.dictionaries(st.sampled_from(sorted(PLACEHOLDERS)), st.none() | st.text() | st.floats() | st.integers()))
def test_no_value_stops_an_order(values: dict[str, object]) -> None:
    assert set(fill(ORDER, values)) == {"zh", "en"}


def test_braces_in_a_name_from_the_sea_are_only_text() -> None:
    assert fill(ORDER, {"craft": "{place}"})["en"].startswith("{place}: proceed to the scene")

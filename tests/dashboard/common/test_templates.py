"""All templates compile, escape their values, and refuse missing ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from dashboard.common.markup import el
from dashboard.common.templates import TEMPLATES, environment
from models.base.paths import ASSETS

BOKEH_PAGES = {"choose.html", "desk.html", "exercise.html", "wall.html"}  # extend Bokeh's own template, not ours
OURS = sorted(name for name in TEMPLATES.list_templates() if name not in BOKEH_PAGES)


def text(source: str, **values: object) -> str:
    return environment().from_string(source).render(**values)


@pytest.mark.parametrize("name", OURS)
def test_every_template_compiles(name: str) -> None:
    assert TEMPLATES.get_template(name).name == name


@pytest.mark.parametrize("name", OURS)
def test_no_template_lets_markup_through(name: str) -> None:
    source = (ASSETS / "html" / name).read_text(encoding="utf-8")
    for hole in ("|safe", "| safe", "autoescape", "Markup"):
        assert hole not in source


@given(st.text())
def test_any_value_stays_text_in_an_element_and_in_an_attribute(value: str) -> None:
    shown = text('<p title="{{ it }}">{{ it }}</p>', it=value)
    assert shown.count("<") == shown.count(">") == 2 and shown.count('"') == 2


def test_an_element_that_is_markup_already_is_not_escaped_twice() -> None:
    assert text("<p>{{ it }}</p>", it=el("b", "a < b")) == "<p><b>a &lt; b</b></p>"


@pytest.mark.parametrize("source", ["{{ missing }}", "{% if missing %}x{% endif %}", "{{ it.missing }}"])
def test_a_value_that_is_not_given_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        text(source, it=object())


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>\n  <b>x</b>\n</p>\n", "<p><b>x</b></p>"),
        ('<p class="a"\n    id="b">x</p>', '<p class="a" id="b">x</p>'),
        ("{# why #}\n\n<p>{{ 1 }}\n  {{ 2 }}</p>", "<p>12</p>"),
        ("<p>one\n  two</p>", "<p>one two</p>"),
        ("<p>one {{ 2 }} three</p>", "<p>one 2 three</p>"),
    ],
)
def test_lines_of_a_template_are_joined(source: str, shown: str) -> None:
    assert text(source) == shown


@pytest.mark.parametrize(("source", "shown"), [("{{ 12.6|whole }}", "13"), ("{{ 0.973|percent }}", "97%")])
def test_numbers_are_written_without_decimals(source: str, shown: str) -> None:
    assert text(source) == shown

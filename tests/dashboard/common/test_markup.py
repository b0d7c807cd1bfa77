"""Received text never becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from dashboard.common.markup import Html, el, join


class Read(HTMLParser):
    """Elements and text as a browser parses them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=("Cs",))))
def test_any_text_comes_out_as_the_same_text(name: str) -> None:
    parsed = Read(el("b.name", name))
    assert (parsed.tags, parsed.text) == (["b"], name)


def test_markup_within_markup_stays() -> None:
    assert el("p", "a < b", el("b", "&")) == "<p>a &lt; b<b>&amp;</b></p>"
    assert join("<", None, Html("<i></i>")) == "&lt;<i></i>"


def test_classes_and_style() -> None:
    assert el("div.card.red", style="width:3%") == '<div class="card red" style="width:3%"></div>'


def test_attributes_cannot_become_markup() -> None:
    made = el("li.row", "x", data_alert='a"><script>', aria_label="a & b", type_="button", title=None)
    assert made == (
        '<li class="row" data-alert="a&quot;&gt;&lt;script&gt;" aria-label="a &amp; b" type="button">x</li>'
    )

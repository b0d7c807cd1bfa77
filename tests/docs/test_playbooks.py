"""The page on play-books names every word that they may use, and every play-book that is shipped."""

from __future__ import annotations

import pytest

from models.base.paths import ROOT, SITES
from models.site.force import POWERS
from models.site.playbooks import vocabulary as words
from models.site.playbooks.conditions import FIELDS, NUMBER
from models.site.site import load_site

PAGE = (ROOT / "docs" / "playbooks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_in_the_table(field: str) -> None:
    what = FIELDS[field]
    values = "a number" if what == NUMBER else ", ".join(what)
    assert f"| `{field}` | {values} |" in PAGE


@pytest.mark.parametrize(
    "known",
    [
        *(words.WHO, words.WHEN, words.TASKS, words.GIVES, words.HOW, words.EVIDENCE, words.MEANS, words.EXPECTATIONS),
        *(words.PLACEHOLDERS, POWERS),
    ],
)
def test_each_word_is_on_the_page(known: tuple[str, ...]) -> None:
    assert [word for word in known if word not in PAGE] == []


def test_each_shipped_play_book_is_listed_with_its_rules() -> None:
    for each in load_site(SITES / "zhoushan").rulebook.playbooks.all:
        rules = ", ".join(each.form.from_rules)
        assert f"| `{each.id}` |" in PAGE
        assert each.id == "general" or f"| `{each.id}` | {rules or '(clues only)'} |" in PAGE

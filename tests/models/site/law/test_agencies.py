"""Agencies are read with their powers; a mistake is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.settings import UserError
from models.site.law.agencies import NO_AGENCIES, read_agencies

TEXT = """\
note_zh: 示意
note_en: Illustrative
agencies:
  - {id: guard, name_zh: 警, name_en: CG, powers: [board, stop], vertical: true, holds_zh: 治, holds_en: o, basis: 法}
  - {id: next, name_zh: 邻市, name_en: Neighbour, external: true, holds_zh: 渔业, holds_en: fisheries, basis: 渔业法}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "agencies.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_agencies_are_read(tmp_path: Path) -> None:
    agencies = read_agencies(write(tmp_path, TEXT))
    assert agencies.by_id["guard"].powers == {"board", "stop"}
    assert agencies.ids() == {"guard", "next"}
    assert agencies.ids(vertical=True) == {"guard"}
    assert agencies.ids(external=True) == {"next"}
    assert agencies.note_en == "Illustrative"


def test_a_site_may_have_none(tmp_path: Path) -> None:
    assert read_agencies(tmp_path / "agencies.yaml") is NO_AGENCIES


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[board, stop]", "[board, shoot]", "line 4: agency 1: key powers: expected a list of board, stop, detain"),
        ("vertical: true", "vertical: maybe", "line 4: agency 1: key vertical: expected true or false, found 'maybe'"),
        ("id: next", "id: guard", "agency 2: key id: guard used twice; give each its own"),
        ("id: next", "id: parent", "agency 2: key id: parent means the unit above; use another word"),
        ("holds_zh: 渔业, ", "", "line 5: agency 2: key holds_zh: expected a text, it is missing"),
        ("basis: 渔业法", "basis: 渔业法, cost: 3", "line 5: agency 2: key cost: not known here"),
    ],
)
def test_a_mistake_is_one_sentence(old: str, new: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as problem:
        read_agencies(write(tmp_path, TEXT.replace(old, new)))
    assert words in str(problem.value) and "\n" not in str(problem.value)

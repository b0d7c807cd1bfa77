"""Every key of a YAML file has its line number."""

from __future__ import annotations

import pytest
import yaml

from models.base.yaml_lines import line_of, load_with_lines

TEXT = """\
# a comment
site: zhoushan

feeds:
  - id: a
    source: stdin
  - {id: b, source: stdin}
risk:
  up:
    - 0.3
    - 0.5
"""


def test_the_values_are_those_of_the_file() -> None:
    values, _ = load_with_lines(TEXT)
    assert values == yaml.safe_load(TEXT)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("site",), 2),
        (("feeds",), 4),
        (("feeds", 0), 5),
        (("feeds", 0, "source"), 6),
        (("feeds", 1, "source"), 7),
        (("risk", "up"), 9),
        (("risk", "up", 1), 11),
    ],
)
def test_every_key_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(load_with_lines(TEXT)[1], path) == line


def test_a_missing_key_has_the_line_of_the_nearest_key_above() -> None:
    _, lines = load_with_lines(TEXT)
    assert line_of(lines, ("feeds", 0, "kind")) == 5
    assert line_of(lines, ("risk", "up", 7)) == 9
    assert line_of({}, ("risk", "up")) == 1


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_an_empty_file_has_no_values_and_no_lines(text: str) -> None:
    assert load_with_lines(text) == (None, {})


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "? [a]\n: b\n", "? {a: b}\n: c\n"])
def test_a_text_that_is_not_yaml_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        load_with_lines(text)

"""The text of an order or of a call by radio, in both languages, from a template and what is known."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Protocol

from models.site.playbooks.vocabulary import PLACEHOLDERS

Texts = dict[str, str]  # by language


class Template(Protocol):
    """A text in both languages with placeholders."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


def fill(template: Template, values: Mapping[str, object]) -> Texts:
    """The text in both languages. A value may differ by language: `{"place": {"zh": …, "en": …}}`.

    A value that is not known never stops an order: there stands in words that it is not known.
    """
    return {"zh": template.zh.format(**_values(values, "zh", 0)), "en": template.en.format(**_values(values, "en", 1))}


def _values(values: Mapping[str, object], language: str, column: int) -> dict[str, str]:
    return {name: _text(values.get(name), language) or unknown[column] for name, unknown in PLACEHOLDERS.items()}


def _text(value: object, language: str) -> str:
    found = value.get(language) if isinstance(value, Mapping) else value
    if isinstance(found, float):
        return "" if isnan(found) else f"{found:.1f}".removesuffix(".0")
    return "" if found is None else str(found)

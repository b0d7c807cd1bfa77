"""HTML from the templates in assets/html, rendered by Jinja2.

All values are escaped, and a name that is not given is an error. A template is compiled at its first use.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension

from dashboard.common.markup import Html
from models.base.paths import ASSETS


class JoinedLines(Extension):
    """Line breaks and indentation are layout of the template, not output.

    A line that begins with a tag or an expression follows the previous line directly; any other line (an attribute,
    text) is separated by one blank.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with its lines joined."""
        return re.sub(r"\s*\n\s*", " ", re.sub(r"\s*\n\s*(?=[<{]|$)", "", source))


def whole(value: float) -> str:
    """Format a number without decimals, as attributes of the page carry seconds."""
    return f"{value:.0f}"


def percent(value: float) -> str:
    """Format a share of one as a percentage."""
    return f"{value:.0%}"


def environment() -> Environment:
    """Return the Jinja2 environment of the templates, with its filters."""
    made = Environment(
        loader=FileSystemLoader(ASSETS / "html"),
        extensions=[JoinedLines],
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.filters.update(whole=whole, percent=percent)
    return made


TEMPLATES = environment()


def render(name: str, **values: Any) -> Html:
    """Render the template `name` with these values. Raises jinja2.UndefinedError for a name that is not given."""
    return Html(TEMPLATES.get_template(name).render(values))

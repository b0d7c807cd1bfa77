"""HTML written so that text from the sea cannot become markup: everything is escaped unless it is markup already.

What lives here: elements. What does not: what they say.
"""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def el(kind: str, *children: object, style: str = "") -> Html:
    """An element: `el("div.card.red", "a < b")`. Children that are not Html are escaped; None is left out."""
    name, *classes = kind.split(".")
    attributes = f' class="{" ".join(classes)}"' if classes else ""
    attributes += f' style="{escape(style)}"' if style else ""
    return Html(f"<{name}{attributes}>{join(*children)}</{name}>")


def join(*children: object) -> Html:
    """Children one after the other."""
    return Html("".join(each if isinstance(each, Html) else escape(str(each)) for each in children if each is not None))

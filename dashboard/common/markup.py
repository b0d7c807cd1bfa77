"""HTML written so that text from the sea cannot become markup: everything is escaped unless it is markup already.

What lives here: elements. What does not: what they say.
"""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def el(kind: str, *children: object, style: str = "", **attributes: object) -> Html:
    """An element: `el("div.card.red", "a < b")`. Children that are not Html are escaped; None is left out.

    Attributes are escaped as well; `data_do="open"` is written `data-do`, and one that is None is left out.
    """
    name, *classes = kind.split(".")
    given = {"class": " ".join(classes) or None, "style": style or None, **attributes}
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(each))}"' for key, each in given.items() if each is not None
    )
    return Html(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: object) -> Html:
    """Children one after the other."""
    return Html("".join(each if isinstance(each, Html) else escape(str(each)) for each in children if each is not None))

"""HTML elements built in Python: everything is escaped unless it is markup already."""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is markup already, for `el` and for templates."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text that Jinja2 inserts without escaping it."""
        return self


def el(kind: str, *children: object, style: str = "", **attributes: object) -> Html:
    """Return an element: `el("div.card.red", "a < b")`. Children that are not Html are escaped; None is left out.

    Attributes are escaped as well; `data_do="open"` is written `data-do`, and one that is None is left out.
    """
    name, *classes = kind.split(".")
    given = {"class": " ".join(classes) or None, "style": style or None, **attributes}
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(each))}"' for key, each in given.items() if each is not None
    )
    return Html(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: object) -> Html:
    """Concatenate children."""
    return Html("".join(each if isinstance(each, Html) else escape(str(each)) for each in children if each is not None))

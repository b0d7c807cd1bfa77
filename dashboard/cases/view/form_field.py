"""A field of a form, as data; js/cases/fields.js makes each kind an element."""

from __future__ import annotations

from dataclasses import dataclass

# Kinds of fields: text is one line, long several; choice one of its values, several some of them; objects are several
# whose values are JSON; officers are names with numbers of certificates; when is a moment in the site's time; fixed is
# not shown and sent as it is; a file is stored first, and its hash, size and kind are the value; items are those of the
# case, each with what was found and what became of it; shown are lines to read.
KINDS = (
    "text",
    "long",
    "choice",
    "several",
    "objects",
    "check",
    "count",
    "amount",
    "officers",
    "when",
    "fixed",
    "file",
    "items",
    "shown",
)


@dataclass(frozen=True)
class FormField:
    """One field. `name` may have a dot: `amounts.catch_kg` is kept in the object `amounts`, `things[].what` in a list
    of one object; one that begins with `_` is not sent. `only` shows the field only if another field has this value:
    `result=unable`, or has another: `kind!=owner`.
    """

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    words: str = ""
    needed: bool = False
    only: str = ""


def choice_field(name: str, values: str, words: str, needed: bool = True, only: str = "") -> FormField:
    """One of these values, whose words begin with `words`."""
    return FormField(name, "choice", tuple(values.split()), words, needed, only)


def plain_name(field: FormField) -> str:
    """Return the name of a field without dots, as its word has it."""
    return field.name.replace("[]", "").replace(".", "_")

"""Conditions of play-books and seasons: `field op value` over a fixed table of fields.

A condition on a field that is not known is not met, whatever its operator: what nobody found out decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Annotated, Any

from pydantic import BeforeValidator

Facts = Mapping[str, Any]

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne, ">=": ge, "<=": le, ">": gt, "<": lt}
YES_NO = ("yes", "no")
NUMBER = "number"
# What may be asked for: a number, in the unit at the end of its name, or one of these words. Explained in
# docs/playbooks.md, which a test compares with this table.
FIELDS: dict[str, str | tuple[str, ...]] = {
    "colour": ("yellow", "orange", "red", "distress"),
    # the target and its record in this ledger
    "kind": ("fishing", "merchant", "passenger", "service", "law", "pleasure", "other", "unknown"),
    "flag": ("own", "foreign", "unknown"),
    "length_m": NUMBER,
    "register.list": ("wanted", "interest", "none"),
    "record.cases_24m": NUMBER,
    "record.same_item_24m": NUMBER,
    "record.waived": NUMBER,
    # what the officer found out from the desk
    "verified_by": ("radar", "video", "vhf", "patrol", "none"),
    "vhf": ("answered", "refused", "none"),
    "permit": ("valid", "expired", "none"),
    # how it moves and what is near
    "speed_kn": NUMBER,
    "distance_nm": NUMBER,
    "cpa_nm": NUMBER,
    "tcpa_min": NUMBER,
    "silent_min": NUMBER,
    "alone_h": NUMBER,
    "night": YES_NO,
    "in_zone": YES_NO,
    # weather
    "wind_force": NUMBER,
    "wave_m": NUMBER,
    "visibility_m": NUMBER,
    "typhoon_km": NUMBER,
    # what was found on board
    "papers": ("valid", "expired", "missing", "forged"),
    "device": ("working", "faulty", "switched_off", "changed"),
    "gear": ("allowed", "banned"),
    "protected_species": YES_NO,
    "catch_kg": NUMBER,
    "value_yuan": NUMBER,
    "sand_m3": NUMBER,
    "tax_yuan": NUMBER,
    "waste_t": NUMBER,
    "hazardous_t": NUMBER,
    "damage_yuan": NUMBER,
    "cable_cut": YES_NO,
    "resisted": YES_NO,
    # people
    "people": NUMBER,
    "deaths": NUMBER,
    "injured": NUMBER,
    "missing": NUMBER,
    "passengers": NUMBER,
    "fled": YES_NO,
}
_FORM = re.compile(r"\s*([a-z_][a-z0-9_.]*)\s*(==|!=|>=|<=|>|<)\s*(\S+)\s*")


@dataclass(frozen=True)
class Condition:
    """One condition; `value` is a number or a word, as FIELDS has it."""

    field: str
    op: str
    value: float | str

    def __str__(self) -> str:
        value = f"{self.value:g}" if isinstance(self.value, float) else self.value
        return f"{self.field} {self.op} {value}"

    def met(self, facts: Facts) -> bool:
        """Return whether the facts meet it. `register.list` is found flat or as `{"register": {"list": …}}`."""
        found = fact(facts, self.field)
        if found is None or isinstance(found, str) != isinstance(self.value, str):
            return False
        return OPERATORS[self.op](found, self.value)


def fact(facts: Facts, field: str) -> Any:
    """The value of a field; None if it is not known. True and False are yes and no."""
    if field in facts:
        found = facts[field]
    else:
        head, _, rest = field.partition(".")
        inner = facts.get(head) if rest else None
        found = inner.get(rest) if isinstance(inner, Mapping) else None
    return YES_NO[not found] if isinstance(found, bool) else found


def met(conditions: Iterable[Condition], facts: Facts) -> tuple[Condition, ...]:
    """The conditions that the facts meet."""
    return tuple(each for each in conditions if each.met(facts))


def condition_of(text: Any) -> Condition:
    """Read one condition. Raises ValueError saying what was expected."""
    parts = _FORM.fullmatch(text) if isinstance(text, str) else None
    if parts is None:
        raise ValueError(f"a condition such as catch_kg >= 10000, with one of {' '.join(OPERATORS)}")
    field, op, value = parts.groups()
    if field not in FIELDS:
        raise ValueError(f"a condition on one of the fields {', '.join(FIELDS)}")
    words = FIELDS[field]
    if words != NUMBER and (op not in ("==", "!=") or value not in words):
        raise ValueError(f"{field} == or != one of {', '.join(words)}")
    return Condition(field, op, value if words != NUMBER else _number(field, value))


def _number(field: str, text: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise ValueError(f"{field} compared with a number")
    return float(text)


def _read(value: Any) -> Any:
    return value if isinstance(value, Condition) else condition_of(value)


ConditionText = Annotated[Condition, BeforeValidator(_read)]

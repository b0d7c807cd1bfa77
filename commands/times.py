"""Times and speeds as given on the command line."""

from __future__ import annotations

from math import isfinite

from models.base.clock import parse_iso
from models.base.settings import UserError


def moment_s(option: str, text: str) -> float:
    """UTC seconds of `2014-09-28T16:47:54Z`, `2014-09-28 16:47` or a number. Raises UserError."""
    try:
        return _number(text)
    except ValueError:
        pass
    try:
        return parse_iso(text)
    except ValueError:
        raise UserError(f"{option} {text}: expected a time as 2014-09-28T16:47:54Z or UTC seconds since 1970") from None


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def speed_x(text: str) -> float:
    """`10`, `0.5`, `10x` or `max`. Raises UserError."""
    try:
        speed = float("inf") if text == "max" else float(text.removesuffix("x"))
    except ValueError:
        speed = 0.0
    if not speed > 0:
        raise UserError(f"--speed {text}: expected a number above 0, or max")
    return speed


def span_s(from_: str | None, to: str | None) -> tuple[float | None, float | None]:
    """UTC seconds of `--from` and `--to`, None where not given. Raises UserError."""
    from_s, to_s = (moment_s(name, text) if text else None for name, text in (("--from", from_), ("--to", to)))
    if from_s is not None and to_s is not None and from_s > to_s:
        raise UserError(f"--from {from_} is later than --to {to}; exchange them")
    return from_s, to_s

"""AIS payloads into values with pyais, message by message: the reference, and `decoder: pyais`.

pyais gets one sentence per message, made from the joined payload, because it joins parts of different ships, refuses
two tag blocks, and accepts sentences with a wrong checksum. ais_columns.py interprets the values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from pyais.messages import AISSentence, NMEASentenceFactory

from ingest.feeds.ais_columns import Values
from ingest.feeds.ais_kernel import Payloads
from ingest.feeds.ais_layout import NAME_EXTENSION, NUMBER_FIELDS, OTHER_NAMES, POSITION_FIELDS, TEXT_FIELDS, fields_of

Parsed = tuple[int, AISSentence, Any]  # kind, sentence, message
AID = 21  # message of an aid to navigation


produce: Callable[[bytes], Any] = NMEASentenceFactory.produce  # the cheapest official way from a line to a sentence


class PyaisError(Exception):
    """pyais could not decode a message."""


def parse(payload: bytes, fill: int) -> tuple[AISSentence, Any]:
    """Return pyais's sentence and message for a whole payload. Raises PyaisError."""
    try:
        sentence = produce(b"!AIVDM,1,1,,,%b,%d*00" % (payload, fill))
        return sentence, sentence.decode()
    except Exception as problem:  # besides its own errors pyais raises ValueError, KeyError and others
        raise PyaisError(f"{type(problem).__name__}: {problem}") from problem


def position_values(batch: Payloads, rows: np.ndarray) -> tuple[Values, list[int]]:
    """Return the values of POSITION_FIELDS for the rows, and the rows that pyais could not read."""
    parsed, failed = _parse_all(batch.take(rows))
    values = {name: _numbers(parsed, name, unknown) for name, unknown in POSITION_FIELDS.items()}
    # pyais rounds the rate of turn to whole degrees per minute; the raw number distinguishes slow turns.
    values["turn"] = np.array([_raw(each, "turn", POSITION_FIELDS["turn"]) for each in parsed], "f8")
    return values, failed


def static_values(batch: Payloads, rows: np.ndarray) -> tuple[Values, list[int]]:
    """Return the values of NUMBER_FIELDS and TEXT_FIELDS for the rows, and the rows that pyais could not read."""
    parsed, failed = _parse_all(batch.take(rows))
    values = {name: _numbers(parsed, name, unknown) for name, unknown in NUMBER_FIELDS.items()}
    # pyais folds reserved ship types into known ones; the raw number stays as sent.
    values["ship_type"] = np.array([_raw(each, "ship_type", 0) for each in parsed], "f8")
    for name, length in TEXT_FIELDS.items():
        if name != NAME_EXTENSION:
            values[name] = np.array([text_before_at(_value(each[2], name, "")) for each in parsed], f"S{length}")
    names = [
        full_name(sentence) if kind == AID else text_before_at(_value(message, "shipname", ""))
        for kind, sentence, message in parsed
    ]
    values["shipname"] = np.array(names, f"S{TEXT_FIELDS['shipname'] + TEXT_FIELDS[NAME_EXTENSION]}")
    return values, failed


def text_before_at(text: str) -> str:
    """Return a six-bit text up to its end, which is the first @ (ITU-R M.1371, table 47)."""
    return text.split("@", 1)[0].rstrip()


def full_name(sentence: AISSentence) -> str:
    """Return the name of an aid to navigation: its extension continues a name without an @, spaces included."""
    name, extension = (fields_of(AID)[field] for field in ("name", NAME_EXTENSION))
    starts = [*range(name[0], name[0] + 6 * TEXT_FIELDS["shipname"], 6)]
    starts += range(extension[0], min(extension[0] + 6 * TEXT_FIELDS[NAME_EXTENSION], len(sentence.bv) - 5), 6)
    codes = [sentence.bv.get_num(start, 6, False) for start in starts]
    return text_before_at("".join(chr(code + 64 if code < 32 else code) for code in codes)).strip()


def safety_texts(batch: Payloads, rows: np.ndarray) -> tuple[list[bytes], list[int]]:
    """Return the ASCII texts of messages 12 and 14, and the rows that pyais could not read."""
    parsed, failed = _parse_all(batch.take(rows))
    texts = [text_before_at(str(_value(message, "text", "")).lstrip("@")) for _, _, message in parsed]
    return [text.encode("ascii", "replace") for text in texts], failed


def _parse_all(batch: Payloads) -> tuple[list[Parsed], list[int]]:
    parsed: list[Parsed] = []
    failed: list[int] = []
    for row, kind in enumerate(batch.kind.tolist()):
        try:
            parsed.append((kind, *parse(*batch.payload(row))))
        except PyaisError:
            failed.append(row)
    return parsed, failed


def _value(message: Any, name: str, unknown: Any) -> Any:
    value = getattr(message, name, None)
    if value is None:
        value = getattr(message, OTHER_NAMES.get(name, ""), None)
    return unknown if value is None else value


def _numbers(parsed: list[Parsed], name: str, unknown: int) -> np.ndarray:
    return np.array([_value(message, name, unknown) for _, _, message in parsed], "f8")


def _raw(parsed: Parsed, name: str, unknown: int) -> int:
    """Return the raw number of a field whose value pyais simplifies."""
    kind, sentence, _ = parsed
    fields = fields_of(kind)
    place = fields.get(name) or fields.get(OTHER_NAMES.get(name, ""))
    return unknown if place is None else sentence.bv.get_num(*place)

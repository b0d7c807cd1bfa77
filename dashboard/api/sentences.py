"""The raw sentences behind an alert: `/api/sentences?refs=FEED:NUMBER,…&mmsi=`, as JSON, or as a receiver's file.

The ingestor of each feed finds them. Their words: parts/sentences.py.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from http import HTTPStatus
from operator import xor
from typing import Any

from dashboard.api.handler import Handler, RefusedError
from dashboard.parts.sentences import in_words
from dashboard.server.sentence_client import SilentError, ask_feed
from dashboard.words import LANGUAGES, say
from models.base.clock import iso
from models.messages.sentence import Sentence
from models.messages.streams import MOST_SENTENCES
from models.messages.wire import WireError

Found = list[tuple[str, Sentence]]  # each with its feed, in order of receipt
FORMATS = ("json", "nmea")


class SentencesHandler(Handler):
    """`refs` are written as in an alert's `evidence`; `format=nmea` gives tag blocks (NMEA 4).

    A recorded piece may contain sentences of several vessels: `mmsi` selects those named, and keeps sentences without
    an MMSI. The tag blocks have station and time.

    `missing` are those that are in no recording. While an ingestor does not answer, nobody knows: the status is 503,
    the error names the feeds (`silent`), and JSON has what the others found; half a file is not given.
    """

    right = "cases"

    async def get(self) -> None:
        wanted = self.get_query_argument("refs", "").split(",")
        form, about = self.get_query_argument("format", "json"), self.get_query_argument("mmsi", "")
        wanted_numbers = _numbers_by_feed(wanted, {feed.id for feed in self.picture().feeds})
        if wanted_numbers is None or form not in FORMATS or (not about.replace(",", "").isdecimal() and about):
            raise RefusedError(422, "query_sentences", most=MOST_SENTENCES)
        received, silent = await self._found(wanted_numbers)
        received.sort(key=lambda each: (each[1].rx_s, each[0], each[1].seq))
        found = [(feed, each) for feed, each in received if _is_about(each, about.split(","))]
        if form == "nmea" and not silent:
            self.set_header("Content-Disposition", 'attachment; filename="sentences.nmea"')
            return self.answer(_as_text(found), "text/plain")
        known = {f"{feed}:{each.seq}" for feed, each in received}
        missing = [ref for ref in dict.fromkeys(wanted) if ref not in known and ref.rpartition(":")[0] not in silent]
        shown = found if form == "json" else []
        answer: dict[str, Any] = {"sentences": [_as_json(feed, each) for feed, each in shown], "missing": missing}
        if silent:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
            self.set_header("Retry-After", "1")
            answer |= {"silent": silent, **_incomplete(silent)}
        return self.answer(answer)

    async def _found(self, wanted_numbers: dict[str, list[int]]) -> tuple[Found, list[str]]:
        """What the feeds have of them, and the feeds that do not answer."""
        answers = await asyncio.gather(
            *(asyncio.to_thread(ask_feed, self.app.run_dir, feed, seqs) for feed, seqs in wanted_numbers.items()),
            return_exceptions=True,
        )
        found: Found = []
        silent: list[str] = []
        for feed, answer in zip(wanted_numbers, answers, strict=True):
            if isinstance(answer, BaseException):
                if not isinstance(answer, SilentError | WireError):
                    raise answer
                silent.append(feed)
                continue
            found += [(feed, each) for each in answer]
        return found, silent


def _incomplete(silent: Sequence[str]) -> dict[str, str]:
    """The error in the form of every refusal."""
    words = {lang: say(lang, "sentences_silent", feeds=", ".join(silent)) for lang in LANGUAGES}
    return {"error_zh": words["zh"], "error_en": words["en"], "error": words["en"]}


def _numbers_by_feed(refs: list[str], feeds: set[str]) -> dict[str, list[int]] | None:
    """The numbers requested from each feed; None when a reference is invalid or names no feed of this run."""
    wanted_numbers: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        feed, _, number = ref.rpartition(":")
        if feed not in feeds or not number.isdecimal():
            return None
        wanted_numbers[feed].append(int(number))
    return wanted_numbers if len(refs) <= MOST_SENTENCES else None


def _is_about(each: Sentence, mmsi: list[str]) -> bool:
    value = each.fields.get("mmsi")
    return value is None or mmsi == [""] or str(value) in mmsi


def _as_json(feed: str, each: Sentence) -> dict[str, Any]:
    words = {f"text_{lang}": in_words(each.fields, lang) for lang in LANGUAGES}
    return {
        "ref": f"{feed}:{each.seq}",
        "feed": feed,
        "t": iso(each.rx_s),
        **words,
        "raw": each.raw,
        "fields": each.fields,
    }


def _as_text(found: Found) -> str:
    """Every line with its station and time (`s:`, `c:` in milliseconds); a line with a tag block keeps its own."""
    return "".join(
        f"{line if line.startswith(chr(92)) else _tag(feed, each.rx_s) + line}\r\n"
        for feed, each in found
        for line in each.raw.splitlines()
    )


def _tag(feed: str, rx_s: float) -> str:
    fields = f"s:{feed},c:{round(rx_s * 1000)}"
    return f"\\{fields}*{reduce(xor, fields.encode()):02X}\\"

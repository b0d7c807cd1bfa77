"""The raw sentences behind an alert: `/api/sentences?refs=FEED:NUMBER,…&mmsi=`, as JSON, or as a receiver's file.

What lives here: that address and what it refuses. What does not: finding them (the ingestor of each feed does), words
(panels/sentences.py).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from functools import reduce
from operator import xor
from typing import Any

from dashboard.api.handler import Handler
from dashboard.parts.sentences import in_words
from dashboard.server.feed_client import SilentError, ask_feed
from dashboard.words import LANGUAGES
from models.base.clock import iso
from models.messages.sentence import Sentence
from models.messages.streams import MOST_SENTENCES
from models.messages.wire import WireError

Found = list[tuple[str, Sentence]]  # each with its feed, in order of receipt
FORMATS = ("json", "nmea")
WANTED = (
    f"Expected refs=FEED:NUMBER,… of feeds there are, {MOST_SENTENCES} at most, mmsi=NUMBER,… and format=json or nmea."
)


class SentencesHandler(Handler):
    """`refs` as an alert's `evidence` has them. A recorded piece may hold what many said: `mmsi` leaves out who is not
    named, not those without a number. `format=nmea` gives tag blocks (NMEA 4): station and time.
    """

    async def get(self) -> None:
        wanted = self.get_query_argument("refs", "").split(",")
        form, about = self.get_query_argument("format", "json"), self.get_query_argument("mmsi", "")
        asked = _asked(wanted, {feed.id for feed in self.picture().feeds})
        if asked is None or form not in FORMATS or (not about.replace(",", "").isdecimal() and about):
            self.set_status(422)
            return self.answer({"error": WANTED})
        heard = sorted(await self._found(asked), key=lambda each: (each[1].rx_s, each[0], each[1].seq))
        found = [(feed, each) for feed, each in heard if _is_about(each, about.split(","))]
        if form == "nmea":
            self.set_header("Content-Disposition", 'attachment; filename="sentences.nmea"')
            return self.answer(_as_text(found), "text/plain")
        known = {f"{feed}:{each.seq}" for feed, each in heard}
        missing = [ref for ref in dict.fromkeys(wanted) if ref not in known]
        return self.answer({"sentences": [_told(feed, each) for feed, each in found], "missing": missing})

    async def _found(self, asked: dict[str, list[int]]) -> Found:
        """What each feed has of them; one that does not answer has none."""
        answers = await asyncio.gather(
            *(asyncio.to_thread(ask_feed, self.app.run_dir, feed, seqs) for feed, seqs in asked.items()),
            return_exceptions=True,
        )
        found: Found = []
        for feed, answer in zip(asked, answers, strict=True):
            if isinstance(answer, BaseException):
                if not isinstance(answer, SilentError | WireError):
                    raise answer
                continue
            found += [(feed, each) for each in answer]
        return found


def _asked(refs: list[str], feeds: set[str]) -> dict[str, list[int]] | None:
    """The numbers wanted of each feed; None when something is no reference to a feed of ours."""
    asked: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        feed, _, number = ref.rpartition(":")
        if feed not in feeds or not number.isdecimal():
            return None
        asked[feed].append(int(number))
    return asked if len(refs) <= MOST_SENTENCES else None


def _is_about(each: Sentence, mmsi: list[str]) -> bool:
    said = each.fields.get("mmsi")
    return said is None or mmsi == [""] or str(said) in mmsi


def _told(feed: str, each: Sentence) -> dict[str, Any]:
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
    """Every line with who received it and when (`s:`, `c:` in milliseconds); one with a tag block keeps its own."""
    return "".join(
        f"{line if line.startswith(chr(92)) else _tag(feed, each.rx_s) + line}\r\n"
        for feed, each in found
        for line in each.raw.splitlines()
    )


def _tag(feed: str, rx_s: float) -> str:
    said = f"s:{feed},c:{round(rx_s * 1000)}"
    return f"\\{said}*{reduce(xor, said.encode()):02X}\\"

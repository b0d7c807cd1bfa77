"""Checks that every kind of inject has all it needs, before a run starts whose director can inject."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from models.base.settings import UserError
from models.messages.injects import KINDS, BaseInject, words_key

NEEDED = "see models/messages/injects.py for what a kind needs"


def check_inject_kinds() -> None:
    """Raises UserError with one sentence that names what a kind lacks."""
    from dashboard.words import WORDS
    from exercises.director.injects import REPORTS, VOYAGES
    from ingest.tampering import CHANGES

    problem = next(problems(KINDS, WORDS, (VOYAGES, REPORTS, CHANGES)), None)
    if problem:
        raise UserError(f"{problem}; {NEEDED}")


def problems(
    kinds: Mapping[str, type[BaseInject]],
    words: Mapping[str, tuple[str, str]],
    effects: Collection[Collection[str]],
) -> Iterator[str]:
    """A sentence for each problem; `effects` are the registries of the code that carries out each kind."""
    for kind, made in kinds.items():
        if not all(words.get(words_key(kind), ("", ""))):
            yield f"inject kind {kind}: no words in zh and en under {words_key(kind)}"
        if not hasattr(made, "expected"):
            yield f"inject kind {kind}: no truth; set `expected` to the rule that should find it, or to None"
        if sum(kind in each for each in effects) != 1:
            yield f"inject kind {kind}: expected one voyage, report or change that makes it happen"
    for kind in {kind for each in effects for kind in each} - set(kinds):
        yield f"inject kind {kind}: registered, but not one of the union `Inject`"

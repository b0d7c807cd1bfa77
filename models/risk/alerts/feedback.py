"""Feedback: how precise the officers' marks show each rule to be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MOST_REMEMBERED = 20_000  # marks that can be taken back: the newest


@dataclass
class RuleFeedback:
    """How often each rule was marked. `made` are the marks counted, by their number in the ledger."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    made: dict[int, tuple[str, str]] = field(default_factory=dict)

    def add(self, rule: str, mark: str, seq: int = 0) -> None:
        """Count one more mark of a rule."""
        self.counts.setdefault(rule, Counter())[mark] += 1
        if seq:
            self.made[seq] = rule, mark
        if len(self.made) > MOST_REMEMBERED:
            del self.made[next(iter(self.made))]

    def take_back(self, seq: int) -> None:
        """A mark was undone: it no longer counts."""
        rule, mark = self.made.pop(seq, ("", ""))
        if rule:
            self.counts[rule][mark] -= 1

    def judged(self, rule: str) -> int:
        """How many alerts of the rule were called true (known ones are) or false."""
        counts = self.counts.get(rule, Counter())
        return counts["true"] + counts["known"] + counts["false"]

    def precision(self, rule: str) -> float | None:
        """Share of the judged alerts of the rule that were true; None before any was judged."""
        n = self.judged(rule)
        return None if not n else 1 - self.counts[rule]["false"] / n

    def doubtful(self, rule: str, least_precision: float, least_marks: int) -> bool:
        """Has the rule been wrong so often that it loses a colour?"""
        precision = self.precision(rule)
        return precision is not None and self.judged(rule) >= least_marks and precision < least_precision

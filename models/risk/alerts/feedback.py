"""Feedback: the precision of each rule by the officers' marks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MOST_REMEMBERED = 20_000  # newest marks, which can be undone


@dataclass
class RuleFeedback:
    """Counts of marks by rule. `made` holds the counted marks by their ledger number."""

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
        """Remove a mark that was undone from the counts."""
        rule, mark = self.made.pop(seq, ("", ""))
        if rule:
            self.counts[rule][mark] -= 1

    def judged(self, rule: str) -> int:
        """The number of alerts of the rule marked as true (known ones included) or false."""
        counts = self.counts.get(rule, Counter())
        return counts["true"] + counts["known"] + counts["false"]

    def precision(self, rule: str) -> float | None:
        """Share of the judged alerts of the rule that were true; None if none was judged."""
        n = self.judged(rule)
        return None if not n else 1 - self.counts[rule]["false"] / n

    def doubtful(self, rule: str, least_precision: float, least_marks: int) -> bool:
        """Whether the rule was wrong often enough to lose a colour."""
        precision = self.precision(rule)
        return precision is not None and self.judged(rule) >= least_marks and precision < least_precision

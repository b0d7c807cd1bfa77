"""Marks: what follows for a rule from what officers said of its alerts.

What lives here: the count per rule. What does not: the marks themselves (models/messages/operator_inputs.py), and case
work.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class RuleFeedback:
    """How often each rule was marked, and how precise that shows it to be."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, rule: str, mark: str) -> None:
        """One more mark of a rule."""
        self.counts.setdefault(rule, Counter())[mark] += 1

    def judged(self, rule: str) -> int:
        """How many alerts of the rule were called true (known ones are) or false."""
        said = self.counts.get(rule, Counter())
        return said["true"] + said["known"] + said["false"]

    def precision(self, rule: str) -> float | None:
        """Share of the judged alerts of the rule that were true; None before any was judged."""
        n = self.judged(rule)
        return None if not n else 1 - self.counts[rule]["false"] / n

    def doubtful(self, rule: str, least_precision: float, least_marks: int) -> bool:
        """Has the rule been wrong so often that it loses a colour?"""
        precision = self.precision(rule)
        return precision is not None and self.judged(rule) >= least_marks and precision < least_precision

"""The words of the exercise page: choice, timeline, injects, truth, score.

What lives here: a table. What does not: how a line of it is said (dashboard/words).
"""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {}

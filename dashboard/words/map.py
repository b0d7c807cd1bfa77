"""The words of the tools of the map: measuring, cursor, layers, palettes.

What lives here: a table. What does not: how a line of it is said (dashboard/words).
"""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {}

"""No test here is timed: the first call of compiled code takes seconds, every other one microseconds."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

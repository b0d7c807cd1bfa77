"""Times as the pages write them: in the time of the site, with the day only where it is another."""

from __future__ import annotations

from datetime import UTC, datetime


def local_minute(t_s: float, now_s: float, utc_offset_h: float) -> str:
    """Return a time as `14:30`, or as `05-04 14:30` if that is not today."""
    then, now = (datetime.fromtimestamp(each + 3600.0 * utc_offset_h, UTC) for each in (t_s, now_s))
    return then.strftime("%H:%M" if then.date() == now.date() else "%m-%d %H:%M")

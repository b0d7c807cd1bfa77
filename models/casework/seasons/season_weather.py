"""What the forecasts among the clues say of the fields that seasons go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.messages.clue import Clue
from models.site.law.season_runs import WeatherSpell

WEATHER = "weather"
FIELDS = {"wind": "wind_force", "wave": "wave_m", "visibility": "visibility_m", "typhoon": "typhoon_km"}


def spells_of(clues: Iterable[Clue]) -> Iterator[WeatherSpell]:
    """The forecasts with a number: kinds such as `wind_9`, `wave_4`, `visibility_800`, `typhoon_600`."""
    for clue in clues:
        name, _, number = clue.kind.partition("_")
        if clue.source == WEATHER and name in FIELDS and number.replace(".", "", 1).isdecimal():
            from_s = clue.t_s if clue.valid_from_s is None else clue.valid_from_s
            to_s = float("inf") if clue.valid_to_s is None else clue.valid_to_s
            yield WeatherSpell(FIELDS[name], float(number), from_s, to_s)

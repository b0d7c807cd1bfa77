"""What a detector is: the decorator, what goes in (DetectorContext) and comes out (Findings), and the table of all.

Each rule is one file in `detectors/`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, ValidationError, model_validator

from models.base.clock import Tick
from models.base.expectations import RENAMED, expectation
from models.base.schema import KIND, LIFE, NOT_SHIPS, SCORED_LIVES, SHIP_STATIONS, STATION, Column, Table, among
from models.base.settings import Positive, Section, Share, UserError, renamed
from models.messages.clue import Clue
from models.messages.operator_inputs import Watched
from models.risk.detection.signals.coverage import Coverage
from models.risk.detection.signals.safety_texts import PlacelessCall, SafetyText
from models.risk.detection.signals.timekeeping import Timekeeping
from models.risk.detection.wake import ALWAYS, Wake
from models.risk.detection.waters.traffic import Traffic
from models.risk.detection.waters.waters import Waters
from models.site.site import Site
from models.site.zone import Zone
from models.tracking.table import TrackTable

GROUPS = ("navigation", "compliance", "behaviour", "signal", "surroundings", "distress", "list")
LANGUAGES = ("zh", "en")
NO_ROWS, NO_SCORES = np.empty(0, dtype=np.int64), np.empty(0, dtype="f4")
IS_SHIP = among(STATION[each] for each in SHIP_STATIONS)
IS_NO_SHIP = among(KIND[each] for each in NOT_SHIPS)
IS_SCORED = among(LIFE[each] for each in SCORED_LIVES)
Evidence = Annotated[float, Field(gt=0, le=1)]
Ceiling = Literal["none", "yellow", "orange", "red", "distress"]  # none: a factor of risk, never an alert of its own


class Params(Section):
    """What every detector lets a site tune; a detector's own parameters extend this."""

    enabled: bool = True
    weight: Share
    release_s: Positive
    raise_at: Evidence = 0.5
    clear_at: Evidence = 0.2
    ceiling: Ceiling = "orange"
    quiet_s: Positive = (
        600.0  # an alert that returns within this time after clearing is the same alert, without a sound
    )

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.clear_at >= self.raise_at:
            raise ValueError("expected `clear_at` below `raise_at`, otherwise alerts would flicker")
        return self


@dataclass(eq=False)
class DetectorContext:
    """What a detector may read: the tracks (read only), the zones and which rows are inside them.

    `reported` are the rows with an accepted position since this detector last ran, `dt_s` the seconds since then.
    `inside` is a mask (n, zones), `narrow` a mask (n,). `waters` knows land and depth. `own_state` is what
    `make_own_state` of this detector made. `clues` are the valid reports of other sources, in order of arrival.
    `texts` are the safety texts and `placeless` the calls without a position of this tick only; a detector that needs
    all of them runs at every tick. `coverage` knows reception at each place, `watch` the vessels on the officers' list,
    `timekeeping` how vessels keep time, `traffic` where vessels go and come to rest.
    """

    tracks: TrackTable
    tick: Tick
    reported: np.ndarray
    zones: tuple[Zone, ...]
    inside: np.ndarray
    narrow: np.ndarray
    utc_offset_h: float
    dt_s: float
    waters: Waters
    own_state: Any = None
    clues: tuple[Clue, ...] = ()
    texts: tuple[SafetyText, ...] = ()
    placeless: tuple[PlacelessCall, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    watch: tuple[Watched, ...] = ()
    timekeeping: Timekeeping = field(default_factory=Timekeeping)
    traffic: Traffic = field(default_factory=Traffic)

    def of(self, reported: np.ndarray, dt_s: float, own_state: Any) -> Self:
        """The context of one detector. Not by `copy`, which takes longer than many a detector."""
        mine = type(self).__new__(type(self))
        mine.__dict__ = self.__dict__ | {"reported": reported, "dt_s": dt_s, "own_state": own_state}
        return mine


@dataclass(frozen=True)
class Findings:
    """Situations found at this tick, arrays of shape (m,): evidence `score` in [0, 1] about a row.

    A partner (-1 for none) shares the evidence. `key` distinguishes several situations of one row (a zone's number).
    Row -1 means no vessel (a receiver that fell silent): `key` is then its place, and `detail` must give `lat_deg` and
    `lon_deg`, and may give `mmsi`. `detail` fills the placeholders of the words: lists of length m.
    """

    row: np.ndarray
    score: np.ndarray
    partner: np.ndarray
    key: np.ndarray
    detail: Mapping[str, Sequence[Any] | np.ndarray] = field(default_factory=dict)


def findings(
    row: np.ndarray,
    score: np.ndarray,
    *,
    partner: np.ndarray | None = None,
    key: np.ndarray | None = None,
    **detail: Any,
) -> Findings:
    """Make findings, with defaults for partner and key."""
    if not len(row):
        return Findings(NO_ROWS, NO_SCORES, NO_ROWS, NO_ROWS, detail)
    partner = np.full(len(row), -1) if partner is None else partner
    key = np.zeros(len(row), dtype=np.int64) if key is None else key
    return Findings(row, np.asarray(score, dtype="f4"), partner, key, detail)


def is_ship(tracks: TrackTable, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
    """Mask of the rows that rules about ships apply to: no beacon, aid, aircraft or device, none from an MMSI flood."""
    ship = IS_SHIP[tracks["station"][rows]] & ~IS_NO_SHIP[tracks["kind"][rows]]
    return np.asarray(ship & ~tracks["suspect"][rows])


Detect = Callable[[DetectorContext, Table, Any], Findings]
Keeps = Callable[[Site], Any]


@dataclass(frozen=True)
class Detector:
    """One rule, evaluated every `every` ticks. `memory` columns follow the track rows; `per_zone` ones are (n, zones).

    `uses_position`: it skips vessels whose positions are disturbed. `covers_lost`: findings on lost tracks count.
    `make_own_state` makes, from the site, whatever else it remembers, as part of the checkpoint. Rules that are not
    `essential` run less often when ticks take too long. `wake` says what it sleeps through; by default, nothing.
    """

    rule: str
    group: str
    params: type[Params]
    words: Mapping[str, Mapping[str, str]]
    detect: Detect
    memory: tuple[Column, ...] = ()
    per_zone: tuple[Column, ...] = ()
    make_own_state: Keeps | None = None
    every: int = 1
    essential: bool = False
    covers_lost: bool = False
    uses_position: bool = True
    wake: Wake = ALWAYS


_TABLE: dict[str, Detector] = {}


def detector(
    rule: str,
    *,
    group: str,
    params: type[Params],
    words: Mapping[str, Mapping[str, str]],
    memory: tuple[Column, ...] = (),
    per_zone: tuple[Column, ...] = (),
    make_own_state: Keeps | None = None,
    every: int = 1,
    essential: bool = False,
    covers_lost: bool = False,
    uses_position: bool = True,
    wake: Wake = ALWAYS,
) -> Callable[[Detect], Detect]:
    """Enter a function into the table of detectors. `words` gives, per language, `title` and `reason`."""

    def enter(detect: Detect) -> Detect:
        new = Detector(
            rule,
            group,
            params,
            words,
            detect,
            memory,
            per_zone,
            make_own_state,
            every,
            essential,
            covers_lost,
            uses_position,
            wake,
        )
        _check(new)
        _TABLE[rule] = new
        return detect

    return enter


def detectors() -> tuple[Detector, ...]:
    """Every detector of the folder, in name order. Raises RuntimeError for an incomplete one."""
    package = importlib.import_module("models.risk.detection.detectors")
    for module in sorted(each.name for each in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"{package.__name__}.{module}")
    return tuple(_TABLE[rule] for rule in sorted(_TABLE))


def read_params(each: Detector, section: Mapping[str, Any]) -> Params:
    """The parameters of one detector from its part of config.yaml. Raises UserError."""
    try:
        return each.params.model_validate(dict(section))
    except ValidationError as problem:
        first = problem.errors()[0]
        key = ".".join(["detectors", each.rule, *map(str, first["loc"])])
        known = ", ".join(each.params.model_fields)
        wrong = f"unknown key; known are {known}" if first["type"] == "extra_forbidden" else expectation(first)
        answer = renamed(key) if key in RENAMED else wrong
        raise UserError(f"config.yaml: {key}: {answer}") from problem


def check_sections(sections: Mapping[str, Any]) -> None:
    """Raises UserError for a section of config.yaml that belongs to no detector."""
    known = {each.rule for each in detectors()}
    strange = sorted(set(sections) - known)
    if strange:
        raise UserError(f"config.yaml: detectors.{strange[0]}: no such detector; there are {', '.join(sorted(known))}")


def _check(new: Detector) -> None:
    if new.rule in _TABLE and _TABLE[new.rule].detect.__module__ != new.detect.__module__:
        raise RuntimeError(f"two detectors are called {new.rule}")
    if new.group not in GROUPS:
        raise RuntimeError(f"detector {new.rule}: group {new.group} is not one of {', '.join(GROUPS)}")
    strange = set(new.wake.timers) - {column.name for column in (*new.memory, *new.per_zone)}
    if strange:
        raise RuntimeError(f"detector {new.rule}: timers {', '.join(sorted(strange))} are no columns of its memory")
    for part in ("title", "reason"):
        fields = [_fields(new.words.get(language, {}).get(part, "")) for language in LANGUAGES]
        if not all(new.words.get(language, {}).get(part) for language in LANGUAGES):
            raise RuntimeError(f"detector {new.rule}: `{part}` lacks words in zh or en")
        if fields[0] != fields[1]:
            raise RuntimeError(f"detector {new.rule}: `{part}` says different things in zh and en")


def _fields(text: str) -> set[str]:
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    return {name.removesuffix("_zh").removesuffix("_en") for name in names}

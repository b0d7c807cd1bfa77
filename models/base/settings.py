"""config.yaml as checked values: every key with its unit (in its name), bounds and default; and UserError.

Each detector's file declares and checks its own parameters, the section `detectors`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from models.base.expectations import RENAMED, expectation
from models.base.sections.security import SecuritySettings
from models.base.yaml_lines import line_of, load_with_lines

Positive = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Port = Annotated[int, Field(ge=1, le=65535)]
SOURCE_FORMS = {
    **{"udp": "udp://0.0.0.0:10110", "tcp": "tcp://host:port", "tcp-listen": "tcp-listen://0.0.0.0:10110"},
    **{"serial": "serial:///dev/ttyUSB0?baud=38400", "file": "file:path/to/log.txt"},
    **{"stdin": "stdin:", "zmq": "zmq://host:port"},
}


def _feed_id(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", name):
        raise ValueError("expected 1 to 32 small letters, digits, - or _, with a letter or digit first")
    return name


FeedId = Annotated[str, AfterValidator(_feed_id)]


class UserError(Exception):
    """A mistake by a person: one clear sentence that says what to do. Shown without a traceback; exit code 2."""


class Section(BaseModel):
    """A section of config.yaml: unknown keys are refused, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Feed(Section):
    id: FeedId
    kind: Literal["ais", "report"] = "ais"
    source: str
    decoder: Literal["kernel", "pyais"] = "kernel"
    silent_after_s: Positive = 10.0

    @field_validator("source")
    @classmethod
    def _known_form(cls, source: str) -> str:
        parts = urlsplit(source)
        if parts.scheme not in SOURCE_FORMS:
            raise ValueError(f"expected one of the forms {', '.join(SOURCE_FORMS.values())}")
        if parts.scheme in {"udp", "tcp", "tcp-listen", "zmq"} and (not parts.hostname or not _port(parts)):
            raise ValueError(f"expected host and port as in {SOURCE_FORMS[parts.scheme]}")
        if parts.scheme in {"serial", "file"} and not parts.path:
            raise ValueError(f"expected a path as in {SOURCE_FORMS[parts.scheme]}")
        return source


class RecordingSettings(Section):
    folder: Path = Path("var/recordings")
    rotate_s: Positive = 3600.0
    rotate_mb: Positive = 64.0
    sync_every_s: Positive = 0.2
    min_free_mb: Positive = 500.0


class TrackingSettings(Section):
    copies_remembered_s: Positive = 3600.0
    confirm_reports: Annotated[int, Field(ge=1)] = 3
    confirm_within_s: Positive = 60.0
    tentative_for_s: Positive = 120.0
    coast_after_s: Positive = 30.0
    coast_after_intervals: Positive = 3.0
    lost_after_s: Positive = 600.0
    lost_after_intervals: Positive = 6.0
    forget_after_s: Positive = 1800.0
    statics_remembered_s: Positive = 43_200.0
    reckon_for_s: Positive = 180.0
    max_speed_kn: Positive = 60.0
    max_carrier_speed_kn: Positive = 25.0
    doubt_slack_m: Positive = 500.0
    jump_reports: Annotated[int, Field(ge=2)] = 3
    split_within_s: Positive = 600.0
    influx_after_s: Positive = 600.0
    influx_least_per_min: Positive = 100.0
    influx_share: Positive = 0.5
    influx_new_per_s: Annotated[int, Field(ge=1)] = 200
    max_tracks: Annotated[int, Field(ge=100)] = 400_000


class RiskSettings(Section):
    prior: Annotated[float, Field(ge=0, le=0.15)] = 0.03
    up: tuple[Share, Share, Share] = (0.30, 0.55, 0.80)
    down: tuple[Share, Share, Share] = (0.20, 0.45, 0.70)
    up_held: Annotated[int, Field(ge=1, le=8)] = 3
    up_of: Annotated[int, Field(ge=1, le=8)] = 5
    hold_s: tuple[Positive, Positive, Positive] = (60.0, 60.0, 120.0)
    clue_for_s: Positive = 43_200.0
    most_clues: Annotated[int, Field(ge=10)] = 500

    @model_validator(mode="after")
    def _ordered(self) -> RiskSettings:
        if not all(down < up for down, up in zip(self.down, self.up, strict=True)) or list(self.up) != sorted(self.up):
            raise ValueError("expected rising `up` thresholds, each `down` below its `up`")
        if self.up_held > self.up_of:
            raise ValueError("expected `up_held` no larger than `up_of`, or no colour would ever rise")
        return self


def _rising(up: tuple[float, ...], down: tuple[float, ...]) -> None:
    if not all(low < high for low, high in zip(down, up, strict=True)) or list(up) != sorted(up):
        raise ValueError("expected rising `up` thresholds, each `down` below its `up`")


class RegionSettings(Section):
    baseline: Path | None = None
    half_life_min: Positive = 15.0
    slow_half_life_h: Positive = 24.0
    near_miss_h: Positive = 24.0
    near_miss_adds: Annotated[float, Field(ge=0)] = 0.2
    red_adds: Annotated[float, Field(ge=0)] = 2.0
    half_load: Positive = 0.35
    up: tuple[Share, Share, Share] = (0.4, 0.6, 0.8)
    down: tuple[Share, Share, Share] = (0.3, 0.5, 0.7)
    hold_s: Positive = 600.0
    shown_from: Share = 0.1
    most_shown: Annotated[int, Field(ge=1)] = 1000

    @model_validator(mode="after")
    def _ordered(self) -> RegionSettings:
        _rising(self.up, self.down)
        return self


class PressureSettings(Section):
    hours_h: Positive = 1.5
    hours_by_rule_h: dict[str, Positive] = {}
    radio_rules: tuple[str, ...] = ("collision", "grounding", "speeding", "crowding", "lane")
    way_h: Positive = 0.5
    horizon_h: Positive = 4.0
    arrivals_half_life_h: Positive = 2.0
    reserve: Annotated[float, Field(ge=0, lt=1)] = 0.15
    speed_share: Annotated[float, Field(gt=0, le=1)] = 0.7
    cover_min: tuple[Positive, Positive, Positive] = (60.0, 60.0, 30.0)
    done_within_min: tuple[Positive, Positive, Positive] = (240.0, 60.0, 15.0)
    up: tuple[Share, Share, Share] = (0.5, 0.7, 0.85)
    down: tuple[Share, Share, Share] = (0.45, 0.65, 0.8)
    hold_s: Positive = 600.0
    most_work: Annotated[int, Field(ge=1, le=200)] = 60
    least_relief: Share = 0.05

    @model_validator(mode="after")
    def _ordered(self) -> PressureSettings:
        _rising(self.up, self.down)
        return self


class AlertSettings(Section):
    keep_changes: Annotated[int, Field(ge=10)] = 200
    most_shown: Annotated[int, Field(ge=10)] = 200
    acknowledge_s: tuple[Positive, Positive, Positive] = (1800.0, 300.0, 60.0)
    most_escalations: Annotated[int, Field(ge=0)] = 3
    distress_again_s: Positive = 600.0
    again_at_risk: Share = 0.15
    silence_most_s: Positive = 600.0
    rectified_for_s: Positive = 1800.0
    most_unseen: Annotated[int, Field(ge=10)] = 2000
    per_hour: tuple[Positive, Positive, Positive] = (30.0, 12.0, 6.0)
    least_precision: Share = 0.3
    least_marks: Annotated[int, Field(ge=1)] = 10

    def acknowledge_within_s(self, colour: int) -> float:
        """Return the time within which an alert of a colour (1 yellow to 4 distress) must be acknowledged, s."""
        return self.acknowledge_s[min(colour, len(self.acknowledge_s)) - 1]


class DashboardSettings(Section):
    address: str = "127.0.0.1"
    port: Port = 5006
    allow_origins: tuple[str, ...] = ()
    language: Literal["zh", "en"] = "zh"
    palette: Literal["night", "dusk", "day", "auto"] = "night"
    trail_min: Positive = 30.0
    trail_memory_h: Annotated[float, Field(gt=0, le=24)] = 6.0
    layers: tuple[Literal["risk", "unusual", "pressure", "density", "coverage"], ...] = ("risk", "coverage")
    tour_s: Annotated[float, Field(ge=0, le=3600)] = 0.0
    max_symbols: Annotated[int, Field(ge=100, le=3000)] = 3000
    max_labels: Annotated[int, Field(ge=0, le=100)] = 30
    mbtiles: Path | None = None


class HistorySettings(Section):
    folder: Path | None = None
    keep_days: Annotated[float, Field(ge=1)] = 90.0


Colour = Literal["yellow", "orange", "red", "distress"]


class CaseworkSettings(Section):
    ledger_url: str = ""
    case_prefix: Annotated[str, Field(pattern="^[A-Z]{0,8}$")] = "ZS"
    rescue_unit: str = ""
    limits_min: dict[
        Literal["assess", "order", "ack", "move", "report", "close", "sensitive"],
        dict[Colour, Positive | None],
    ] = {}
    clue_limits_min: dict[Literal["classified", "taken", "cased", "answered"], dict[Colour, Positive | None]] = {}
    join_h: Annotated[float, Field(gt=0, le=720)] = 48.0
    join_nm: Annotated[float, Field(ge=0, le=20)] = 0.5


class ExerciseSettings(Section):
    scenario: str = "zhoushan_morning"
    seed: Annotated[int, Field(ge=0)] = 20260101
    recordings: tuple[Path, ...] = ()
    most_runs: Annotated[int, Field(ge=0)] = 3
    pre_roll_min: Annotated[float, Field(gt=0, le=240)] = 15.0


class Settings(Section):
    site: str = "zhoushan"
    feeds: tuple[Feed, ...] = ()
    recording: RecordingSettings = RecordingSettings()
    tracking: TrackingSettings = TrackingSettings()
    risk: RiskSettings = RiskSettings()
    region: RegionSettings = RegionSettings()
    pressure: PressureSettings = PressureSettings()
    detectors: dict[str, dict[str, Any]] = {}
    alerts: AlertSettings = AlertSettings()
    casework: CaseworkSettings = CaseworkSettings()
    history: HistorySettings = HistorySettings()
    dashboard: DashboardSettings = DashboardSettings()
    security: SecuritySettings = SecuritySettings()
    exercise: ExerciseSettings = ExerciseSettings()

    @field_validator("feeds")
    @classmethod
    def _differ(cls, feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
        ids = [feed.id for feed in feeds]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise ValueError(f"expected a different id for every feed, `{twice[0]}` is used twice")
        return feeds


def load_settings(path: Path) -> Settings:
    """Read settings from a YAML file. Raises UserError naming file, line, key and what was expected."""
    try:
        values, lines = load_with_lines(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise UserError(f"{path}: cannot be read ({problem.strerror}); give another file with --config") from problem
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise UserError(f"{path}{where}: not valid YAML ({getattr(problem, 'problem', problem)})") from problem
    try:
        return Settings.model_validate(values or {})
    except ValidationError as problem:
        first = problem.errors()[0]
        key = ".".join(map(str, first["loc"])) or "the whole file"
        raise UserError(f"{path} line {line_of(lines, first['loc'])}: {key}: {_expected(key, first)}") from problem


def renamed(key: str) -> str:
    """Return the message for a key of RENAMED."""
    return f"this key is now called {RENAMED[key]}"


def _expected(key: str, error: Any) -> str:
    return renamed(key) if key in RENAMED else expectation(error)


def _port(parts: Any) -> int | None:
    try:
        port: int | None = parts.port
    except ValueError:
        return None
    return port

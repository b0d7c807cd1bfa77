"""TrackTable: every track as one row of columns; the only writer of these columns.

It holds the slots and the index by MMSI, applies batches and ages tracks to a tick. The memory of detectors follows the
rows: it grows and is cleared together with the columns.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from models.base.schema import LIFE, STATION, TRACK, Table, among, empty, take
from models.base.settings import TrackingSettings
from models.messages.observation import ObservationBatch
from models.tracking import gear, life, motion, positions
from models.tracking.ageing import age
from models.tracking.gate import doubt, forget_doubt
from models.tracking.influx import Influx
from models.tracking.intervals import FeedIntervals
from models.tracking.mmsi_conflicts import MOST_CONFLICTING, MmsiConflicts, by_name, by_position, rows_of
from models.tracking.rows import RowFollower, rounds
from models.tracking.statics import StaticMemory

FIRST_CAPACITY = 1024
NO_FEEDS = np.zeros(0, dtype=bool)
NO_ROWS = np.empty(0, dtype=np.int64)
STATIC_COLUMNS = ("name", "callsign", "imo", "ship_type")


@dataclass
class TrackTable:
    """Columns of TRACK with `capacity` slots, of which the first `n` have ever been used."""

    settings: TrackingSettings
    columns: Table = field(default_factory=lambda: empty(TRACK, FIRST_CAPACITY))
    n: int = 0
    created: int = 0
    free: list[int] = field(default_factory=list)
    row_of: dict[int, int] = field(default_factory=dict)  # by MMSI; the oldest of several tracks
    mmsi_conflicts: MmsiConflicts = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    late_of_feed: Counter[int] = field(default_factory=Counter)  # late reports by feed, until timekeeping takes them
    stored_feeds: frozenset[int] = frozenset()  # feeds that deliver stored reports, as timekeeping found
    followers: list[RowFollower] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.influx = Influx(self.settings)
        self.feed_intervals = FeedIntervals()
        self.statics = StaticMemory()

    def __getitem__(self, name: str) -> np.ndarray:
        """Return the used part of one column, shape (n,)."""
        return self.columns[name][: self.n]

    def apply(self, batch: ObservationBatch, feed: int) -> np.ndarray:
        """Apply one batch without copies; return the rows that got an accepted position, each once."""
        accepted = [NO_ROWS]
        if len(batch):
            self.influx.note_reports(feed, float(batch.heard["rx_s"].max()))
        if len(batch.position["row"]):
            accepted += self._apply_in_rounds(batch, feed)
        if len(batch.static["row"]):
            self._apply_statics_in_rounds(batch, feed)
        return np.sort(accepted[1]) if len(accepted) == 2 else np.unique(np.concatenate(accepted))

    def _apply_in_rounds(self, batch: ObservationBatch, feed: int) -> list[np.ndarray]:
        position = batch.position
        mmsi, t_s, seq = (batch.heard[name][position["row"]] for name in ("mmsi", "rx_s", "seq"))
        rows = self._rows_for(mmsi, t_s, feed)
        at = self._shared(rows)
        if len(at):
            candidates = rows_of(self.mmsi_conflicts, mmsi[at])
            rows[at] = by_position(self.columns, candidates, take(position, at), t_s[at], self.settings)
        return [self._apply_positions(rows[at], take(position, at), t_s[at], seq[at], feed) for at in rounds(rows)]

    def _apply_statics_in_rounds(self, batch: ObservationBatch, feed: int) -> None:
        static = batch.static
        mmsi, t_s = (batch.heard[name][static["row"]] for name in ("mmsi", "rx_s"))
        rows = self._rows_for(mmsi, t_s, feed)
        at = self._shared(rows)
        if len(at):
            rows[at] = by_name(self.columns, rows_of(self.mmsi_conflicts, mmsi[at]), take(static, at))
        for at in rounds(rows):
            self._apply_statics(rows[at], take(static, at), t_s[at])

    def age(self, t_s: float, kept: np.ndarray | None = None) -> np.ndarray:
        """Age every track to the tick; return the rows freed. `kept` is a mask (n,) of lost ones not to free yet."""
        over = age(self.columns, self.n, t_s, self.feed_intervals.least_s, self.settings)
        if kept is not None and len(over):
            over = over[~(kept[over] & (self["life"][over] == LIFE["lost"]))]
        self.influx.turn(self.columns, self.n, t_s)
        self._release(over)
        return over

    def reckoned(self, t_s: float) -> Table:
        """The columns of every track that change with time, reckoned to `t_s` without changing the tracks."""
        age_s = (t_s - self["position_t_s"]).astype("f4")
        motion_of = (self["lat_deg"], self["lon_deg"], self["east_mps"], self["north_mps"])
        lat_deg, lon_deg = motion.reckon(*motion_of, age_s, self.settings.reckon_for_s)
        return {"age_s": age_s, "now_lat_deg": lat_deg, "now_lon_deg": lon_deg}

    def stored(self, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Which rows were last received by a feed of stored reports: their positions are old; mask (m,)."""
        feed = self["feed"][rows]
        return np.isin(feed, [*self.stored_feeds]) if self.stored_feeds else np.zeros(len(feed), dtype=bool)

    def follow(self, follower: RowFollower) -> None:
        """Let `follower` grow and be cleared with the rows."""
        follower.grow(len(self.columns["track_id"]))
        self.followers.append(follower)

    def _apply_positions(
        self, rows: np.ndarray, reports: Table, t_s: np.ndarray, seq: np.ndarray, feed: int
    ) -> np.ndarray:
        stored = among(self.stored_feeds) if feed in self.stored_feeds else NO_FEEDS
        foreign = gear.foreign(self.columns, rows, reports["station"])
        verdict = positions.judge(self.columns, rows, reports, t_s, foreign, stored, self.settings)
        self._count(verdict, feed)
        at = np.flatnonzero(verdict >= positions.FAR)
        if len(at) < len(rows):
            rows, reports, t_s, seq, verdict = rows[at], take(reports, at), t_s[at], seq[at], verdict[at]
        far = np.flatnonzero(verdict == positions.FAR)
        if not len(far):
            self._write(rows, reports, t_s, seq, feed)
            life.count_reports(self.columns, rows, t_s, self.settings)
            return rows
        rows, trusted = self._doubt(rows, far, take(reports, far), t_s)
        self._write(rows[trusted], take(reports, trusted), t_s[trusted], seq[trusted], feed)
        life.count_reports(self.columns, rows, t_s, self.settings)
        return rows[trusted]

    def _count(self, verdict: np.ndarray, feed: int) -> None:
        number = np.bincount(verdict, minlength=positions.NEAR)
        self.late_of_feed[feed] += int(number[positions.LATE])
        self.counts["late"] += int(number[[positions.OLD, positions.LATE, positions.LIVE_IS_BETTER]].sum())

    def _doubt(
        self, rows: np.ndarray, far: np.ndarray, reports: Table, t_s: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows, -1 for a second vessel that gets no track, and which of the reports are accepted."""
        trusted, conflict = np.ones(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
        trusted[far], conflict[far] = doubt(self.columns, rows[far], reports, t_s[far], self.settings)
        if conflict.any():
            rows = self._split(rows, conflict)
            trusted |= conflict & (rows >= 0)
        self.counts["doubted"] += len(trusted) - int(np.count_nonzero(trusted))
        return rows, trusted

    def _write(self, rows: np.ndarray, reports: Table, t_s: np.ndarray, seq: np.ndarray, feed: int) -> None:
        columns = self.columns
        written = positions.write(columns, rows, reports, t_s, seq, feed, self.settings)
        self.feed_intervals.learn(written.took_s, written.prescribed_s, feed)
        columns["east_mps"][rows], columns["north_mps"][rows] = motion.velocity_mps(
            columns["sog_kn"][rows], columns["cog_deg"][rows]
        )
        renewed = rows[written.renew]
        if len(renewed):
            columns["kind"][renewed] = gear.kinds(columns, renewed)

    def _apply_statics(self, rows: np.ndarray, statics: Table, t_s: np.ndarray) -> None:
        at = np.flatnonzero(rows >= 0)
        rows, statics, t_s = rows[at], take(statics, at), t_s[at]
        columns = self.columns
        for name in STATIC_COLUMNS:
            given = statics[name] != (b"" if statics[name].dtype.kind == "S" else 0)
            columns[name][rows[given]] = statics[name][given]
        self._write_size(rows, statics)
        self._write_voyage(rows, statics, t_s)
        unknown = columns["station"][rows] == STATION["unknown"]
        columns["station"][rows[unknown]] = statics["station"][unknown]
        columns["kind"][rows] = gear.kinds(columns, rows)
        columns["static_t_s"][rows] = t_s
        life.count_reports(columns, rows, t_s, self.settings)

    def _write_size(self, rows: np.ndarray, statics: Table) -> None:
        length_m = statics["to_bow_m"] + statics["to_stern_m"]
        beam_m = statics["to_port_m"] + statics["to_starboard_m"]
        given = length_m > 0
        self.columns["length_m"][rows[given]] = length_m[given]
        self.columns["beam_m"][rows[given]] = beam_m[given]
        self.columns["to_bow_m"][rows[given]] = statics["to_bow_m"][given]
        self.columns["to_port_m"][rows[given]] = statics["to_port_m"][given]

    def _write_voyage(self, rows: np.ndarray, statics: Table, t_s: np.ndarray) -> None:
        voyage = statics["voyage"]
        self.columns["draught_m"][rows[voyage]] = statics["draught_m"][voyage]
        self.columns["destination"][rows[voyage]] = statics["destination"][voyage]
        self.columns["voyage_t_s"][rows[voyage]] = t_s[voyage]

    def _rows_for(self, mmsi: np.ndarray, t_s: np.ndarray, feed: int) -> np.ndarray:
        """Return the row of each report, a new track for a new MMSI; -1 if the table is full."""
        rows = np.fromiter(map(self.row_of.get, mmsi.tolist(), repeat(-1)), dtype=np.int64, count=len(mmsi))
        new = np.flatnonzero(rows < 0)
        if len(new):
            rows[new] = self._allocate(mmsi[new], t_s[new], feed)
        return rows

    def _allocate(self, mmsi: np.ndarray, t_s: np.ndarray, feed: int) -> np.ndarray:
        """Create tracks for new MMSI in the order received; return the row of each report, -1 if the table is full."""
        _, first, which = np.unique(mmsi, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        room = self.settings.max_tracks - (self.n - len(self.free))
        most = min(self.influx.count(feed, len(first), float(t_s.max())), room)
        at = first[order[:most]]
        rows = self._begin(mmsi[at], t_s[at])
        self.statics.recall(self.columns, rows, t_s[at], self.settings.statics_remembered_s)
        self.row_of.update(zip(mmsi[at].tolist(), rows.tolist(), strict=True))
        row_of_number = np.full(len(first), -1, dtype=np.int64)
        row_of_number[order[:most]] = rows
        found: np.ndarray = row_of_number[which]
        self.counts["full"] += int((found < 0).sum())
        return found

    def _begin(self, mmsi: np.ndarray, t_s: np.ndarray) -> np.ndarray:
        """Return rows for new tentative tracks with this MMSI and time of the first report."""
        rows = np.array([self.free.pop() if self.free else self._next_slot() for _ in mmsi], dtype=np.int64)
        numbers = self.created + 1 + np.arange(len(rows))
        first = {"track_id": numbers, "life": LIFE["tentative"], "first_t_s": t_s, "life_t_s": t_s, "mmsi": mmsi}
        for name, value in first.items():
            self.columns[name][rows] = value
        self.columns["generation"][rows] += np.uint16(1)
        self.created += len(rows)
        return rows

    def _shared(self, rows: np.ndarray) -> np.ndarray:
        """Return which of the reports have an MMSI that several tracks share."""
        if not self.mmsi_conflicts:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero((rows >= 0) & self.columns["shared"][rows])

    def _split(self, rows: np.ndarray, conflict: np.ndarray) -> np.ndarray:
        """Return the rows, with a new track where a second vessel uses the MMSI; -1 if there are too many already."""
        rows, at = rows.copy(), np.flatnonzero(conflict)
        full = self.n - len(self.free) + len(at) > self.settings.max_tracks
        mmsi = self.columns["mmsi"][rows[at]]
        many = np.array([len(self.mmsi_conflicts.get(each, ())) >= MOST_CONFLICTING for each in mmsi.tolist()]) | full
        old, rows[at] = rows[at][~many], -1
        new = self._begin(mmsi[~many], self.columns["jump_from_s"][old])
        columns = self.columns
        columns["burst_t_s"][new], columns["burst_hits"][new] = (
            columns["jump_from_s"][old],
            columns["jump_hits"][old] - 1,
        )
        columns["hits"][new] = columns["jump_hits"][old] - 1
        columns["shared"][old] = columns["shared"][new] = True
        for one, other in zip(old.tolist(), new.tolist(), strict=True):
            self.mmsi_conflicts.setdefault(int(columns["mmsi"][one]), [one]).append(other)
        mixed = old[columns["static_t_s"][old] >= columns["jump_from_s"][old]]
        columns["name"][mixed] = columns["callsign"][mixed] = b""  # they may belong to either vessel
        forget_doubt(columns, old)
        rows[at[~many]] = new
        return rows

    def _next_slot(self) -> int:
        if self.n == len(self.columns["track_id"]):
            more = empty(TRACK, self.n)
            self.columns = {name: np.concatenate([column, more[name]]) for name, column in self.columns.items()}
            for follower in self.followers:
                follower.grow(2 * self.n)
        self.n += 1
        return self.n - 1

    def _release(self, rows: np.ndarray) -> None:
        if not len(rows):
            return
        self.statics.keep(self.columns, rows)
        for row, mmsi in zip(rows.tolist(), self.columns["mmsi"][rows].tolist(), strict=True):
            if mmsi in self.mmsi_conflicts:
                self._drop_conflict(mmsi, row)
            else:
                del self.row_of[mmsi]
        for column in TRACK:
            if column.name != "generation":
                self.columns[column.name][rows] = column.unknown
        for follower in self.followers:
            follower.clear(rows)
        self.free += rows[::-1].tolist()

    def _drop_conflict(self, mmsi: int, row: int) -> None:
        """Remove one of several tracks with the same MMSI."""
        left = self.mmsi_conflicts[mmsi] = [each for each in self.mmsi_conflicts[mmsi] if each != row]
        self.row_of[mmsi] = left[0]
        if len(left) == 1:
            del self.mmsi_conflicts[mmsi]
            self.columns["shared"][left] = False

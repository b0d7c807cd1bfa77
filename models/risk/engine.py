"""The tick: received batches become tracks, evidence, colours, alerts and one frozen picture. The main path.

The steps are in their own modules and share state.py. Nothing here reads a clock or a socket.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from models.base.clock import Tick
from models.base.schema import LIFE
from models.messages.clue import Clue
from models.messages.observation import END_S, ObservationBatch, join
from models.messages.operator_inputs import AlertAction, OperatorInputs
from models.messages.picture import AlertChange, Picture
from models.risk.detection.detector import DetectorContext, Findings, is_ship
from models.risk.detection.encounters.near_misses import near_misses
from models.risk.detection.signals.disturbance import undisturbed
from models.risk.detection.signals.safety_texts import PlacelessCall, SafetyText, placeless_calls_of, texts_of
from models.risk.freeze import freeze
from models.risk.regional.open_work import OpenWork
from models.risk.state import State

DIGESTED = ("track_id", "life", "kind", "lat_deg", "lon_deg", "sog_kn", "cog_deg", "heading_deg", "level", "risk")
CallsOfTick = tuple[tuple[SafetyText, ...], tuple[PlacelessCall, ...]]
MOST_MMSI = 1_000_000  # distinct numbers counted; bounds the memory during a flood of invented ones
NO_ROWS = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class TickOutcome:
    """What a tick changed. The picture is frozen from the state only where somebody looks at it (freeze.py)."""

    tick: Tick
    changes: tuple[AlertChange, ...]
    digest: str


def step(
    state: State,
    batches: Sequence[ObservationBatch],
    tick: Tick,
    marks: Sequence[AlertAction] = (),
    work: Sequence[OpenWork] = (),
    standing: OperatorInputs | None = None,
) -> Picture:
    """One tick and its frozen picture; the arguments are those of `advance`."""
    outcome = advance(state, batches, tick, marks, work, standing)
    return freeze(state, tick, outcome.changes)


def advance(
    state: State,
    batches: Sequence[ObservationBatch],
    tick: Tick,
    marks: Sequence[AlertAction] = (),
    work: Sequence[OpenWork] = (),
    standing: OperatorInputs | None = None,
) -> TickOutcome:
    """One tick: take in new reports, run the detectors that are awake, update risk and alerts.

    `marks` are officers' actions on alerts, `work` open work from elsewhere, `standing` the drawn zones, watch list,
    open cases, states of craft and clues sent in when they have changed. Changes `state`; the result depends on the
    arguments only.
    A tick with nothing in it, before anything is due (`State.due_s`), changes nothing, so a replay may leave it out.
    """
    if standing == state.operator_state.standing:
        standing = None  # repeated after a start or a seek
    if standing is None and not marks and not any(map(_has_input, batches)) and not state.due(tick):
        _count_signs_of_life(state, batches)
        return TickOutcome(tick, (), state.digest)
    if standing is not None:
        state.stand(standing)
    was_idle, reported = state.idle(), _take_in(state, batches, tick)
    new_clues = _take_in_clues(state, batches, tick)
    if was_idle:
        tick = replace(tick, step_s=1.0)  # ticks skipped while no vessel was present do not count
    freed = state.tracks.age(tick.t_s, state.coverage.awaited(state.tracks))
    reported = reported[state.tracks["life"][reported] != LIFE["free"]]
    state.risk.load_priors(state.tracks, reported, state.site.register)
    state.zone_membership.renew(state.tracks, reported)
    ended = np.array([state.counts[feed.id].until_s >= END_S for feed in state.feeds], dtype=bool)
    state.coverage.add_reports(state.tracks, _heard(state, reported, batches, tick), tick.t_s, ended)
    said = texts_of(batches, state.feeds, state.tracks), placeless_calls_of(batches, state.feeds)
    state.text_log.take_in(said[0], state.tracks, tick.t_s)
    found, dt_s = _detect(state, reported, freed, tick, was_idle, said)
    state.risk.hold_evidence(found, dt_s)
    state.risk.colour(state.tracks, tick.t_s)
    changes = state.alerts.update(
        found, state.tracks, state.risk, tick.t_s, dt_s, state.operator_state.not_yet_applied(marks)
    )
    kept = max(
        state.settings.alerts.keep_changes, len(changes)
    )  # at least all of this tick, since they are logged from here
    state.changes = (state.changes + changes)[-kept:]
    evaluated = _evaluate(state, tick, work)
    state.digest = _digest(state, changes, new_clues, evaluated)
    state.plan(tick, found)
    return TickOutcome(tick, tuple(changes), state.digest)


def _has_input(batch: ObservationBatch) -> bool:
    return len(batch) > 0 or bool(batch.clues)


def _count_signs_of_life(state: State, batches: Sequence[ObservationBatch]) -> None:
    for batch in batches:
        state.counts[batch.feed].take_in(batch, 0)


def _take_in(state: State, batches: Sequence[ObservationBatch], tick: Tick) -> np.ndarray:
    """Drop copies, update tracks and counts; returns the rows with a newly accepted position, ascending."""
    received = dict.fromkeys(state.counts, 0)
    since_s = tick.t_s - state.ticked_s if -np.inf < state.ticked_s < tick.t_s else tick.step_s
    rows: list[np.ndarray] = []
    for number, feed in enumerate(state.feeds):
        parts = [each for each in batches if each.feed == feed.id]
        if parts:
            batch = join(parts)  # one batch, so the result does not depend on how the feed split them
            fresh, copies = state.copies.without_copies(batch, tick.t_s)
            state.counts[feed.id].take_in(batch, copies)
            received[feed.id] = len(batch)
            if feed.kind != "report" and len(state.mmsi) < MOST_MMSI:
                state.mmsi.update(fresh.heard["mmsi"].tolist())
            rows.append(state.tracks.apply(fresh, number))
    for feed_id, counts in state.counts.items():
        counts.end_tick(received[feed_id], since_s)
    return rows[0] if len(rows) == 1 else np.unique(np.concatenate(rows)) if len(rows) > 1 else NO_ROWS


def _heard(state: State, reported: np.ndarray, batches: Sequence[ObservationBatch], tick: Tick) -> np.ndarray:
    """The rows that reported, and those whose position is doubted: it ends a silence as well."""
    if not batches:
        return reported
    doubted = np.flatnonzero(state.tracks["jump_t_s"] > tick.t_s - 1.0)
    return np.union1d(reported, doubted) if len(doubted) else reported


def _take_in_clues(state: State, batches: Sequence[ObservationBatch], tick: Tick) -> list[Clue]:
    """Take in clues, feed by feed, then those that were sent in; returns the new ones."""
    of_feed = {feed.id: number for number, feed in enumerate(state.feeds)}
    ordered = sorted((each for each in batches if each.clues), key=lambda each: of_feed.get(each.feed, -1))
    sent = state.operator_state.arrived(tick.t_s)
    fresh = state.clue_book.take_in([clue for each in ordered for _, clue in each.clues], tick.t_s, sent)
    state.clues = state.clue_book.live()
    return fresh


def _detect(
    state: State,
    reported: np.ndarray,
    freed: np.ndarray,
    tick: Tick,
    was_idle: bool,
    said: CallsOfTick,
) -> tuple[list[Findings | None], list[float]]:
    """Findings of each detector that is due (None: not due), and the seconds by which its evidence has faded."""
    context = _context(state, tick, said)
    since_s = tick.t_s - state.ticked_s if -np.inf < state.ticked_s < tick.t_s and not was_idle else tick.step_s
    disturbed = state.disturbance.follow(state.tracks, tick.number, tick.t_s)
    ships = reported[is_ship(state.tracks, reported) & ~disturbed[reported]] if len(reported) else reported
    disturbed |= state.timekeeping.follow(state.tracks, ships, tick.t_s, since_s)
    any_disturbed, any_said = bool(disturbed.any()), any(said)
    state.traffic.learn(state.tracks, ships[~disturbed[ships]], tick.t_s, state.zone_membership.waters)
    if len(freed):
        state.reports.forget(freed)
    state.reports.add(reported, state.tracks["kind"][reported])
    found: list[Findings | None] = []
    dt_s = []
    for schedule, memory, params, own_state in zip(
        state.schedules, state.memories, state.params, state.own_state, strict=True
    ):
        schedule.called |= any_said and schedule.detector.wake.texts
        if was_idle:
            schedule.pause()
        if not schedule.due(tick):
            schedule.wait(tick)
            found.append(None)
            dt_s.append(0.0)
            continue
        rows, since_s, faded_s = schedule.take(tick)
        uses_position = schedule.detector.uses_position and any_disturbed
        mine = context.of(rows[~disturbed[rows]] if uses_position else rows, since_s, own_state)
        findings = schedule.detector.detect(mine, memory.used(state.tracks.n), params)
        found.append(undisturbed(findings, disturbed) if uses_position else findings)
        dt_s.append(faded_s)
    state.reports.drop(min((each.read for each in state.schedules), default=state.reports.end))
    return found, dt_s


def _context(state: State, tick: Tick, said: CallsOfTick) -> DetectorContext:
    """The part of the context that all detectors share; `reported`, `dt_s` and `own_state` are set for each."""
    zone_membership = state.zone_membership.memory.used(state.tracks.n)
    return DetectorContext(
        tracks=state.tracks,
        tick=tick,
        reported=NO_ROWS,
        zones=state.operator_state.zones,
        inside=zone_membership["inside"],
        narrow=zone_membership["narrow"],
        utc_offset_h=state.site.utc_offset_h,
        dt_s=0.0,
        waters=state.zone_membership.waters,
        clues=state.clues,
        texts=said[0],
        placeless=said[1],
        coverage=state.coverage,
        watch=state.operator_state.standing.watch,
        timekeeping=state.timekeeping,
        traffic=state.traffic,
    )


def _evaluate(state: State, tick: Tick, work: Sequence[OpenWork]) -> bytes:
    """Regional risk and pressure; returns bytes for the digest, empty while no vessel is present."""
    if state.idle():
        state.evaluation.pause()
        return b""
    missed = near_misses(state.own_state)
    given = state.alerts, state.clues, work, missed, state.operator_state.standing
    return state.evaluation.follow(tick, state.tracks, state.risk.prior, *given)


def _digest(state: State, changes: Sequence[AlertChange], new_clues: list[Clue], evaluated: bytes) -> str:
    """A hash over all ticks so far: tracks, risk and alert changes. Equal digests mean equal pictures.

    Idle ticks leave it unchanged, since a replay skips them.
    """
    if state.idle() and not changes and not new_clues:
        return state.digest
    whole = blake2b(state.digest.encode(), digest_size=16)
    whole.update(state.operator_state.digest)
    for name in DIGESTED:
        whole.update(state.tracks[name].data)
    for change in changes:
        whole.update(f"{change.event} {change.alert.alert_id} {change.alert.colour}".encode())
    for clue in new_clues:
        whole.update(repr(clue).encode())
    whole.update(evaluated)
    return whole.hexdigest()

"""Crowds of ships for tests of the whole core: their messages as batches cut in any way. Ships and messages: sea.py."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from models.messages.observation import ObservationBatch
from tests.models.sea import T0, Message, Ship, batch


def by_second(messages: Iterable[Message], first_seq: int = 0) -> list[ObservationBatch]:
    """One batch for each second in which something came, numbered without a gap."""
    seconds: dict[int, list[Message]] = {}
    for each in sorted(messages, key=lambda each: each.rx_s):
        seconds.setdefault(int(np.ceil(each.rx_s)), []).append(each)
    batches: list[ObservationBatch] = []
    for second, reports in seconds.items():
        seq = batches[-1].last_seq + 1 if batches else first_seq
        batches.append(batch(float(second), reports, first_seq=seq))
    return batches


def crowd(seed: int, ships: int = 12, seconds: int = 60, every_s: int = 5) -> list[Message]:
    """Dense traffic: ships of all kinds cross, some drift, one jumps, and copies come late."""
    rng = np.random.default_rng(seed)
    fleet = [
        Ship(
            mmsi=412_000_001 + n,
            east_m=float(rng.uniform(-2500, 2500)),
            north_m=float(rng.uniform(-2500, 2500)),
            sog_kn=float(rng.choice([0.0, 2.5, 9.0, 14.0])),
            cog_deg=float(rng.integers(0, 360)),
            heading_deg=float(rng.integers(0, 360)),
            station=str(rng.choice(["class_a", "class_a", "class_b_cs"])),
            ship_type=int(rng.choice([30, 52, 70, 80])),
            length_m=float(rng.choice([25, 90, 240])),
            every_s=every_s,
        )
        for n in range(ships)
    ]
    reports = [each for ship in fleet for each in ship.messages(seconds)]
    jumps = [replace(fleet[0], north_m=60_000).at(T0 + second) for second in range(10, seconds, 7)]
    late = [replace(each, rx_s=each.rx_s + 11, payload=each.heard(0)["payload_hash"]) for each in reports[::9]]
    return sorted(reports + jumps + late, key=lambda each: each.rx_s)


def story(seed: int = 5, seconds: int = 40) -> list[Message]:
    """A crowd, and one ship that reports far too often in a second, its name before its first position."""
    chatter = Ship(mmsi=412_000_777, sog_kn=4, cog_deg=10)
    many = [chatter.at(T0 + 5 + n / 40, sog_kn=float(n % 7)) for n in range(40)]
    quiet = Ship(mmsi=412_000_778)
    return sorted(
        [*crowd(seed, ships=8, seconds=seconds), *many, quiet.says(T0 + 0.1), quiet.at(T0 + 3.5)],
        key=lambda each: each.rx_s,
    )


def cut_at(messages: list[Message], at: list[int], beats: bool = False) -> Iterator[ObservationBatch]:
    """The messages, one piece each, as batches that end before these pieces, with heartbeats between them."""
    bounds = [0, *sorted({each for each in at if 0 < each < len(messages)}), len(messages)]
    for start, stop in itertools.pairwise(bounds):
        if beats:
            yield batch(messages[start].rx_s - 0.01, [], first_seq=start)
        until_s = min([messages[stop - 1].rx_s, *(each.rx_s - 0.001 for each in messages[stop : stop + 1])])
        yield batch(until_s, messages[start:stop], first_seq=start)

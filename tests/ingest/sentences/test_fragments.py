"""Parts become a message only together with the other parts of the same message."""

from __future__ import annotations

import itertools

from ingest.sentences.fragments import DEADLINE_S, MAX_WAITING, Fragment, FragmentTable


def part(number: int, total: int = 2, rx_s: float = 0.0, around: bytes = b"", **other: object) -> Fragment:
    values = {"talker": b"AIVDM", "sequence": b"3", "channel": b"A", "payload": b"p%d" % number} | other
    return Fragment(rx_s=rx_s, seq=number, total=total, number=number, fill=0, around=around, raw=b"raw", **values)  # type: ignore[arg-type]


def station(name: bytes) -> bytes:
    return b"\\s:" + name + b"*00\\"


def joined(*parts: Fragment) -> tuple[list[bytes], int]:
    """Return (payloads of whole messages, number of refused parts)."""
    table = FragmentTable()
    whole = [table.add(each) for each in parts]
    table.finish()
    return [b"".join(p.payload for p in ps) for ps in whole if ps], len(table.refused)


def test_parts_in_order_become_a_message() -> None:
    assert joined(part(1), part(2)) == ([b"p1p2"], 0)
    assert joined(part(1, 3), part(2, 3), part(3, 3)) == ([b"p1p2p3"], 0)


def test_parts_of_two_ships_with_the_same_number_stay_apart_by_station() -> None:
    a, b = station(b"A"), station(b"B")
    parts = (
        part(1, around=a, payload=b"a1"),
        part(1, around=b, payload=b"b1"),
        part(2, around=a, payload=b"a2"),
        part(2, around=b, payload=b"b2"),
    )
    assert joined(*parts) == ([b"a1a2", b"b1b2"], 0)


def test_parts_of_another_talker_channel_or_number_do_not_fit() -> None:
    for other in ({"talker": b"BSVDM"}, {"channel": b"B"}, {"sequence": b"4"}):
        assert joined(part(1), part(2, **other)) == ([], 2)


def test_a_group_joins_parts_whatever_the_station() -> None:
    first = part(1, around=b"\\g:1-2-77,s:north*00\\")
    assert joined(first, part(2, around=b"\\g:2-2-77*00\\")) == ([b"p1p2"], 0)
    assert joined(first, part(2, around=b"\\g:2-2-78*00\\")) == ([], 2)


def group(number: int, of: int = 2, name: bytes = b"77") -> bytes:
    return b"\\g:%d-%d-%b*00\\" % (number, of, name)


def test_parts_of_a_group_are_joined_in_any_order() -> None:
    for order in itertools.permutations((1, 2, 3)):
        assert joined(*(part(n, 3, around=group(n, 3)) for n in order)) == ([b"p1p2p3"], 0)
    two = [part(2, around=group(2, name=b"a")), part(1, around=group(1, name=b"b"))]
    assert joined(*two) == ([], 2), "two groups"


def test_a_copy_in_a_group_begins_a_new_message() -> None:
    first, second = part(1, around=group(1)), part(2, around=group(2))
    assert joined(first, first, second) == ([b"p1p2"], 1)
    assert joined(second, second, first) == ([b"p1p2"], 1)
    assert joined(second, first, second) == ([b"p1p2"], 1)


def test_a_part_beyond_the_last_is_refused() -> None:
    assert joined(part(3, around=group(3)), part(1, around=group(1))) == ([], 2)
    assert joined(part(0, around=group(0)), part(1, total=0, around=group(1))) == ([], 2)


def test_a_part_with_a_station_may_follow_a_first_one_without() -> None:
    assert joined(part(1), part(2, around=station(b"A"))) == ([b"p1p2"], 0)
    assert joined(part(1, around=station(b"B")), part(2, around=station(b"A"))) == ([], 2)


def test_orphans_copies_and_parts_out_of_order_are_given_up() -> None:
    assert joined(part(2)) == ([], 1)
    assert joined(part(1), part(2), part(2)) == ([b"p1p2"], 1)
    assert joined(part(1), part(1), part(2)) == ([b"p1p2"], 1)
    assert joined(part(1, 3), part(3, 3)) == ([], 2)
    assert joined(part(1, 2), part(2, 3)) == ([], 2)


def test_parts_wait_no_longer_than_the_deadline() -> None:
    assert joined(part(1), part(2, rx_s=DEADLINE_S)) == ([b"p1p2"], 0)
    assert joined(part(1), part(2, rx_s=DEADLINE_S + 0.1)) == ([], 2)


def test_at_most_max_waiting_wait_and_the_oldest_is_refused() -> None:
    table = FragmentTable()
    for number in range(5 * MAX_WAITING):
        table.add(part(1, rx_s=number * 1e-6, around=station(b"%d" % number)))
        assert len(table) <= MAX_WAITING
    assert len(table.take_refused()) == 4 * MAX_WAITING
    assert table.add(part(2, around=station(b"0"))) is None
    assert table.add(part(2, around=station(b"%d" % (5 * MAX_WAITING - 1)))) is not None

"""Situations that people of the trade reported, as far as reading decides about them; each with the right result.

The files are not part of the product; without them their tests are skipped. The kinds behind them are tested beside
the code in tests/ingest with sentences of our own, and below as properties of whole files.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.notes import in_english
from ingest.sources.files import read_batches
from models.base.clock import iso
from models.messages.observation import ObservationBatch, join
from tests.commands.test_cli import run
from tests.ingest.recordings import FOLDER, sentence, tag_block

CASES = FOLDER.parent / "cases"
DECODERS = ("kernel", "pyais")
by_both = pytest.mark.parametrize("decoder", DECODERS)


def case(start: str) -> Path:
    """Return the file whose name starts so; skip the test if it is absent."""
    found = sorted(CASES.glob(f"{start}*"))
    if not found:
        pytest.skip("the cases are not here")
    return found[0]


def read(path: Path, decoder: str) -> ObservationBatch:
    return join(list(read_batches(path, "case", decoder=decoder)))


@by_both
def test_19_a_message_1_of_204_bits_gives_its_position(decoder: str) -> None:
    found = read(case("19-"), decoder)
    assert (len(found), len(found.position["row"]), found.rejects, found.refused) == (8, 8, {}, {})
    assert np.allclose(found.position["lat_deg"][0], 30.1) and (found.position["sog_kn"] == 7).all()
    assert len([line for line in run("decode", str(case("19-"))).stdout.splitlines() if '"lat"' in line]) == 8


@by_both
def test_20_aids_have_their_whole_names(decoder: str) -> None:
    assert read(case("20-"), decoder).static["name"].tolist() == [
        b"VIRTUAL WRECK MARK DONGFU 7",
        b"VIRTUAL WRECK MARK DONGFU 8",
        b"MIAMI MAIN CHANNEL LB 4",
    ]


@by_both
def test_21_both_sentences_of_a_line_are_read_and_the_loss_is_counted(decoder: str) -> None:
    found = read(case("21-"), decoder)
    assert (len(found), found.rejects) == (3, {"checksum": 1})
    assert len(np.unique(found.heard["mmsi"])) == 3


@by_both
def test_23_times_in_front_are_the_times(decoder: str) -> None:
    found = read(case("23-"), decoder)
    assert [iso(t_s) for t_s in found.heard["rx_s"]] == [f"2025-06-15T15:06:{s:02}.000Z" for s in range(0, 60, 10)]
    assert found.note == ""


@by_both
def test_25_of_a_cut_file_the_whole_lines_are_read_and_the_damage_is_said(decoder: str) -> None:
    path = case("25-")
    found = read(path, decoder)
    # The table of the cases says 68; gzip itself unpacks 69 whole lines and a part of one.
    assert (len(found), found.lines, found.rejects) == (69, 69, {})
    assert in_english(found.note) == [
        "damaged file, read up to the damage: 25-cut-off.txt.gz (it is cut off), 69 whole lines"
    ]
    done = run("decode", str(path))
    assert (done.returncode, len(done.stdout.splitlines()), done.stderr.count("\n")) == (1, 69, 1)


@by_both
def test_29_a_wrong_tag_block_is_not_believed_and_its_sentence_read(decoder: str) -> None:
    found = read(case("29-"), decoder)
    assert (len(found), found.rejects) == (1, {"tag_block": 1})
    assert found.heard["rx_s"][0] != 1747818025


@by_both
def test_30_parts_of_a_group_are_joined_in_any_order(decoder: str) -> None:
    found = read(case("30-"), decoder)
    assert (len(found), found.rejects, len(found.static["row"])) == (1, {}, 1)


@by_both
def test_31_a_name_ends_at_the_first_at_sign(decoder: str) -> None:
    names = read(case("31-"), decoder).static["name"].tolist()
    assert names and not any(b"@" in name or b"OLD" in name for name in names)
    assert b"FISH" in names


@by_both
def test_17_an_impossible_size_is_unknown_and_counted(decoder: str) -> None:
    found, control = read(case("17-"), decoder), read(case("17b-"), decoder)
    sizes = found.static["to_bow_m"] + found.static["to_stern_m"]
    assert not (sizes > 500).any() and np.isnan(sizes).any()
    assert found.refused["length"] == found.refused["beam"] > 0 == len(control.refused)


def test_17_there_is_no_alert_about_the_yacht(tmp_path: Path) -> None:
    summary = tmp_path / "summary.json"
    assert run("replay", str(case("17-")), "--headless", "--summary", str(summary)).returncode == 0
    counts = json.loads(summary.read_text(encoding="utf-8"))
    assert counts["alerts_by_colour"] == {} and counts["refused_values"]["length"] > 0


A1 = sentence(b"169uWp@00j8i=v0A>C70I0D20001")
FRONTS = st.sampled_from(
    [b"", b"2025-06-15T15:06:40Z ", b"1750000000,", b'{"nmea":["', tag_block(b"c:1750000000"), b"\\s:x*00\\"]
)
LINES = st.one_of(
    st.binary(max_size=120).map(lambda noise: noise.replace(b"!", b"").replace(b"\n", b"").replace(b"\r", b"")),
    st.tuples(FRONTS, st.sampled_from([A1, A1 + A1, A1[:25] + A1, A1[:-3], A1[:-1] + b"?", A1[:20]])).map(b"".join),
    st.sampled_from([b"$GPRMC,1*00", b'{"class":"AIS","mmsi":244660723}', b"", b"# " + A1, tag_block(b"s:x")]),
)


def accounted(found: ObservationBatch, text: bytes) -> None:
    """Assert that each sentence that begins in the text is a message or a refusal, and each line without is counted."""
    lines = [line for line in text.replace(b"\0", b"").splitlines() if not line.startswith(b"#")]
    begun = sum(line.count(b"!AIVDM,") for line in lines)
    tags = found.rejects.get("tag_block", 0)
    others = {name: n for name, n in found.rejects.items() if name not in ("checksum", "tag_block", "decoded")}
    assert (len(found) + found.rejects.get("checksum", 0), others) == (begun, {})
    assert tags <= text.count(b"\\")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=12), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_nothing_in_a_file_is_lost_silently(tmp_path: Path, lines: list[bytes], end: bytes, packed: bool) -> None:
    text = b"".join(line + end for line in [A1, *lines])
    path = tmp_path / "some.log"
    path.write_bytes(gzip.compress(text) if packed else text)
    both = [read(path, decoder) for decoder in DECODERS]
    for found in both:
        accounted(found, text)
    assert both[0].rejects == both[1].rejects
    assert both[0].heard["rx_s"].tolist() == both[1].heard["rx_s"].tolist()
    assert (both[0].lines, both[0].sentences, both[0].skipped) == (both[1].lines, both[1].sentences, both[1].skipped)

"""`run.py register`: what a file would change, by line; then the writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.base.settings import UserError
from models.casework.store import Ledger
from models.site.register import read_register
from models.site.register_import import change_of, read_import, write_register
from tests.commands.test_cli import config, run

HEAD = "mmsi,name,callsign,imo,list,reason_zh,reason_en,violations_24m,inspections_24m,length_m,class,permits\n"
OLD = f"""# 示意数据
{HEAD}412990101,SHIYI HAO 01,,,wanted,夜间过驳,by night,4,6,62,sand_carrier,
412990102,SHIYI YU 02,,,,,,1,9,48,fishing,
412990103,SHIYI YU 03,,,,,,0,1,,fishing,group:1
"""
NEW = f"""{HEAD}412990101,SHIYI HAO 01,,,wanted,夜间过驳,by night,5,7,62,sand_carrier,
412990103,SHIYI YU 03,,,,,,0,1,,fishing,group:1
41299010,SHIYI YU 09,,,,,,0,1,,fishing,
412990104,浙岱渔 04,,9074729,interest,举报,a tip,0,0,31.5,fishing,
412990103,SHIYI YU 03,,,,,,0,2,,fishing,
412990105,X,,,wanted,,,0,0,,fishing,
412990106,Y,,9074729,,,,0,0,,fishing,
412990107,Z,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_compared_line_by_line(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "old.csv").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.csv").write_text(NEW, encoding=encoding)
    imported, refused = read_import(tmp_path / "new.csv")
    change = change_of(read_register(tmp_path / "old.csv"), imported)
    assert [(each.line, each.entry.name) for each in change.added] == [(5, "浙岱渔 04")]
    assert [(each.line, columns) for each, columns in change.changed] == [(2, ("violations_24m", "inspections_24m"))]
    assert [each.mmsi for each in change.removed] == [412990102] and change.same == 1
    assert [each.line for each in refused] == [4, 6, 7, 8, 9]
    whys = (
        "nine digits",
        "also in line 3",
        "reason_zh",
        "IMO 9074729 is also in line 5",
        "expected 12 values, found 4",
    )
    assert all(why in each.why for why, each in zip(whys, refused, strict=True))


def test_what_is_written_reads_back_and_keeps_the_comments(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(OLD, encoding="utf-8")
    before = read_register(path)
    write_register(path, before.entries)
    assert path.read_text(encoding="utf-8").startswith("# 示意数据\nmmsi,")
    assert change_of(before, read_import(path)[0]).same == len(before.entries) == 3


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("mmsi,ship\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="the first line names the columns"):
        read_import(tmp_path / "x.csv")
    (tmp_path / "y.csv").write_bytes(b"mmsi\xff\xff\x00\x81\n")
    with pytest.raises(UserError, match="neither UTF-8 nor GB18030"):
        read_import(tmp_path / "y.csv")


def test_the_watch_list_is_written_to_the_ledger_with_one_reason(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    settings = config(tmp_path, f"feeds: []\ncasework: {{ledger_url: '{url}'}}\n")
    path = tmp_path / "tips.csv"
    path.write_text("mmsi,name\n412990101,浙岱渔 01\n412990102,\n412990101,again\n12,short\n", encoding="gb18030")
    words = ("--config", settings, "register", "watch", str(path), "--reason", "举报 17 号")
    dry = run(*words, "--dry-run")
    assert dry.returncode == 0 and "+ 412990101 浙岱渔 01" in dry.stdout and "nothing was changed" in dry.stdout
    assert (
        "! line 4: 412990101 is also in line 2" in dry.stdout and "! line 5: column mmsi: expected nine" in dry.stdout
    )
    assert run(*words).returncode == 1, "refused lines stop it unless they are left out"
    assert run(*words, "--skip").returncode == 0
    path.write_text("mmsi,name\n412990102,\n", encoding="utf-8")
    assert "- 412990101" in run(*words, "--replace").stdout
    ledger = Ledger(url)
    events = [(each.kind, each.subject, each.body["reason"]) for each in ledger.since(0)]
    assert events == [
        ("watch", "412990101", "举报 17 号"),
        ("watch", "412990102", "举报 17 号"),
        ("unwatch", "412990101", "举报 17 号"),
    ]
    ledger.close()

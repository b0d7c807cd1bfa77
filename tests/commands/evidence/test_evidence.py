"""`run.py evidence`: a pack of a case proves itself; one that is altered in any byte is refused, naming the file."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pyais.encode import encode_dict

from commands.cli import WorkError
from commands.evidence.packs import make_pack
from commands.evidence.verifying import verify_pack
from ingest.recording.format import HOT, list_files
from ingest.recording.recorder import Recorder, seal
from ingest.recording.seals import add_missing
from models.base.paths import ROOT
from models.base.settings import RecordingSettings, Settings, UserError, load_settings
from models.casework.blobs import Blobs
from models.casework.case import Command
from models.casework.evidence_pack.signing import SigningKey, make_key, signature_problem
from models.casework.evidence_pack.verify import FAILS, MANIFEST, PackLine, unzipped, verified, zip_bytes
from models.casework.store import Ledger, sqlite_url
from tests.dashboard.pictures import T0
from tests.models.casework.cases.office import ALERTS, DUTY, FACTS, GRID, Office

ALTERATIONS = 1000
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256))
MMSI = ALERTS["drift-T1"].mmsi


@dataclass(frozen=True)
class Station:
    """A ledger with a case between the rows of others, a recording of its vessel, and a pack of the case."""

    folder: Path
    settings: Settings
    key: SigningKey
    case_id: str
    pack: bytes

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger" / "ledger.sqlite"

    @property
    def public(self) -> Path:
        (self.folder / "public.pem").write_text(self.key.public)
        return self.folder / "public.pem"

    def packed(self, name: str) -> bytes:
        make_pack(self.settings, self.case_id, None, self.folder / name, self.key)
        return (self.folder / name).read_bytes()


def made_ledger(folder: Path) -> str:
    """A ledger in which another case, which nobody may see, lies between the rows of the one that is packed."""
    blobs = Blobs(folder / "blobs")
    sha256 = blobs.store(PHOTO)
    office = Office(replace(FACTS, blobs=blobs.size_of))
    case_id = office.assessed()
    office.do(DUTY, "case_open", clues=["alert:drift-T2"])
    office.do(DUTY, "case_assess", office.case().id, kind="moratorium", colour="red", why="SECRET")
    order = office.issued(case_id)
    photo = {"sha256": sha256, "bytes": len(PHOTO), "mime": "image/jpeg", "kind": "photo", "taken_s": T0}
    office.do(GRID, "evidence_add", order, **photo)
    office.do(DUTY, "hand_over", "2026-11-23T08:00Z", to="王")
    with closing(Ledger(sqlite_url(folder / "ledger.sqlite"))) as ledger:
        office.written(ledger)
    return case_id


def recorded(folder: Path) -> None:
    """Positions of the vessel and of another, in sealed files of the feed `north`."""
    recorder = Recorder(folder, RecordingSettings(rotate_s=30.0))
    for second in range(-100, 0, 10):
        for mmsi in (MMSI, 413999999):
            fields = {"type": 1, "mmsi": mmsi, "lat": 30.0 + second / 1e4, "lon": 122.5, "speed": 3.1, "course": 90.0}
            recorder.append(T0 + second, b"".join(f"{line}\r\n".encode() for line in encode_dict(fields)))
    recorder.close()
    for hot in list_files(folder):
        if hot.suffix == HOT:
            seal(hot)
    add_missing(folder)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    folder = tmp_path_factory.mktemp("station")
    case_id = made_ledger(folder / "ledger")
    recorded(folder / "recordings" / "north")
    config = folder / "config.yaml"
    feeds = "[{id: north, kind: ais, source: 'udp://0.0.0.0:10110'}]"
    config.write_text(f"recording: {{folder: {folder}/recordings}}\nfeeds: {feeds}\n", encoding="utf-8")
    settings, key = load_settings(config), make_key(folder / "ledger")
    make_pack(settings, case_id, None, folder / "pack.zip", key)
    return Station(folder, settings, key, case_id, (folder / "pack.zip").read_bytes())


def failures(lines: list[PackLine]) -> list[str]:
    return [str(each) for each in lines if each.mark == FAILS]


def test_a_pack_holds_the_case_and_no_row_of_another(station: Station) -> None:
    files, _ = unzipped(station.pack)
    (photo,) = (name for name in files if name.startswith("evidence/"))
    assert photo.endswith(".jpg") and files[photo] == PHOTO
    assert set(files) == {
        *("case.json", "alerts.json", "orders.json", "threads.json", "weather.json", "devices.json", "rules.json"),
        *("audit.jsonl", "sentences.nmea", "seals.jsonl", "track.csv", "track.geojson", "verify.py", photo),
        *("manifest.json", "manifest.sig"),
    }
    assert json.loads(files["case.json"])["id"] == station.case_id
    assert not any(b"SECRET" in content or b"drift-T2" in content for content in files.values())
    rows = [json.loads(line)["row"] for line in files["audit.jsonl"].splitlines()]
    assert [row["kind"] for row in rows] == ["case_open", "case_assess", "order_issue", "evidence_add", "root"]
    assert list(json.loads(files["rules.json"])) == ["drift"]


def test_the_track_is_that_of_the_vessel(station: Station) -> None:
    files, _ = unzipped(station.pack)
    table = files["track.csv"].decode().splitlines()
    assert len(table) == 11 and all(f",{MMSI}," in line for line in table[1:])
    assert files["sentences.nmea"].count(b"!AIVDO") == 10
    (line,) = json.loads(files["track.geojson"])["features"]
    assert len(line["geometry"]["coordinates"]) == 10
    sealed = {json.loads(each)["file"] for each in files["seals.jsonl"].splitlines()}
    assert sealed and all(name.encode() in files["sentences.nmea"] for name in sealed)


def test_the_same_data_give_the_same_bytes_and_each_making_is_an_event(station: Station) -> None:
    assert station.packed("again.zip") == station.pack
    with closing(Ledger(sqlite_url(station.ledger), writes=False)) as ledger:
        kinds = [(each.kind, each.subject) for each in ledger.events() if each.kind in {"root", "pack"}]
    assert kinds[:2] == [("root", "rows:1-7"), ("pack", station.case_id)]
    assert kinds[2:] == [("pack", station.case_id)]


def test_every_step_holds_with_key_ledger_and_recordings(station: Station) -> None:
    lines = verify_pack(station.pack, station.key.public, station.ledger, station.folder / "recordings")
    assert [f"{each.mark}{each.step}" for each in lines] == ["✓1", "✓2", "✓3", "✓4", "✓4", "✓5", "✓6", "✓6", "–7", "–8"]
    assert "needs the sea around it" in str(lines[-2])


def test_another_key_another_ledger_and_other_recordings_are_named(station: Station, tmp_path: Path) -> None:
    other = make_key(tmp_path)
    assert "not with the key that was given" in failures(verify_pack(station.pack, other.public))[0]
    with closing(Ledger(sqlite_url(tmp_path / "other.sqlite"))) as ledger:
        ledger.append(Command("c", "note", "alert:a", "李"), {"text": "t"}, T0)
    assert "row 1 is another in the ledger" in failures(verify_pack(station.pack, "", tmp_path / "other.sqlite"))[0]
    shutil.copytree(station.folder / "recordings", tmp_path / "recordings")
    sealed = min((tmp_path / "recordings" / "north").glob("*.zst"))
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"x")
    lines = verify_pack(station.pack, "", None, tmp_path / "recordings")
    assert "was changed after it was sealed" in failures(lines)[0]


def test_any_altered_byte_is_found_and_its_file_named(station: Station) -> None:
    places, dice = _places(station.pack), random.Random(14)
    for _ in range(ALTERATIONS):
        at = dice.randrange(len(station.pack))
        altered = bytearray(station.pack)
        altered[at] ^= 1 << dice.randrange(8)
        found = failures(verified(bytes(altered), station.key.public, signature_problem)[0])
        assert found and any(places[at] in each for each in found), (at, places[at], found)


def test_an_altered_file_in_a_zip_made_anew_is_named(station: Station) -> None:
    files, _ = unzipped(station.pack)
    dice = random.Random(15)
    for name in sorted(files) * 10:
        content = bytearray(files[name])
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        again = zip_bytes({**files, name: bytes(content)})
        found = failures(verified(again, station.key.public, signature_problem)[0])
        assert any(name in each for each in found), (name, found)
    for name in set(files) - {MANIFEST}:
        found = failures(verified(zip_bytes({each: files[each] for each in files if each != name}))[0])
        assert any(name in each for each in found)


def test_one_who_signs_a_changed_pack_anew_is_found_by_the_rows(station: Station, tmp_path: Path) -> None:
    """With a key of his own, nobody can change the case without the rows, or the rows without the root."""
    from models.casework.evidence_pack.packing import packed

    files, _ = unzipped(station.pack)
    manifest, other = json.loads(files[MANIFEST]), make_key(tmp_path)
    facts = {name: manifest[name] for name in ("case", "program", "track")}
    kept = {name: content for name, content in files.items() if not name.startswith(("manifest", "verify"))}

    def forged(name: str, old: bytes, new: bytes) -> list[str]:
        assert old in kept[name]
        changed = {**kept, name: kept[name].replace(old, new)}
        return failures(verify_pack(packed(changed, facts, {**manifest["head"], "t_s": T0}, other), ""))

    assert "case.json: not what the rows give" in forged("case.json", "雷达可见".encode(), "雷达不见".encode())[0]
    assert "is not as it was written" in forged("audit.jsonl", "雷达可见".encode(), "雷达不见".encode())[0]
    assert "track.csv: not what the sentences give" in forged("track.csv", b"122.5", b"122.6")[0]


def test_verify_py_alone_verifies_on_a_bare_python(station: Station, tmp_path: Path) -> None:
    files, _ = unzipped(station.pack)
    (tmp_path / "verify.py").write_bytes(files["verify.py"])
    (tmp_path / "pack.zip").write_bytes(station.pack)
    (tmp_path / "bad.zip").write_bytes(station.pack.replace(b"moratorium", b"moratoriun", 1))

    def alone(pack: str) -> tuple[int, str]:
        words = [sys.executable, "-I", "-S", "verify.py", pack, "--key", str(station.public)]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, timeout=60)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    code, printed = alone("pack.zip")
    assert code == 0, printed
    assert [line[:3] for line in printed.splitlines()] == ["✓ 1", "✓ 2", "✓ 3", "✓ 4", "– 5", "– 6", "– 7", "– 8"]
    code, printed = alone("bad.zip")
    assert code == 1 and "✗ 1" in printed and ".json" in printed


def test_a_case_that_is_not_there_and_a_file_that_is_gone_are_named(station: Station, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="has no such case"):
        make_pack(station.settings, "ZS-20000101-0001", None, tmp_path / "none.zip", station.key)
    shutil.copytree(station.ledger.parent, tmp_path / "ledger")
    (photo,) = (path for path in (tmp_path / "ledger" / "blobs").rglob("*") if path.is_file())
    photo.write_bytes(b"another")
    with pytest.raises(WorkError, match="is gone or altered"):
        make_pack(station.settings, station.case_id, tmp_path / "ledger" / "ledger.sqlite", tmp_path / "x", station.key)


def test_the_command_line(station: Station, tmp_path: Path) -> None:
    def run(*words: str | Path) -> tuple[int, str]:
        argv = [sys.executable, ROOT / "run.py", "--config", station.folder / "config.yaml", "evidence", *words]
        done = subprocess.run(list(map(str, argv)), capture_output=True, text=True, check=False, timeout=60)
        return done.returncode, done.stdout + done.stderr

    (tmp_path / "pack.zip").write_bytes(station.pack)
    code, printed = run("key", "--out", tmp_path / "station.pem")
    assert code == 0 and station.key.id in printed
    code, printed = run("verify", tmp_path / "pack.zip", "--key", tmp_path / "station.pem")
    assert (code, printed.count("✓"), printed.count("–")) == (0, 6, 2), printed
    (tmp_path / "pack.zip").write_bytes(station.pack[:-1] + b"x")
    code, printed = run("verify", tmp_path / "pack.zip")
    assert code == 1 and "do not rely on this pack" in printed


def _places(pack: bytes) -> list[str]:
    """What each byte of a pack belongs to, found by the zip reader of the standard library."""
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(pack)) as archive:
        entries = archive.infolist()
        start = archive.start_dir
    ends = [each.header_offset for each in entries[1:]] + [start]
    found: list[str] = []
    for entry, end in zip(entries, ends, strict=True):
        found += [entry.filename] * (end - len(found))
    for entry in entries:
        found += [entry.filename] * (46 + len(entry.filename))
    return found + ["the end record"] * (len(pack) - len(found))

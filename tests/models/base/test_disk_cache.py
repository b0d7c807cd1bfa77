"""Cached arrays are computed once for a content and a recipe, and never returned for another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base.disk_cache import MOST_ENTRIES, cached

VALUES = np.arange(12, dtype="i2").reshape(3, 4)


class Work:
    """Return an array, and count the calls."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> np.ndarray:
        self.times += 1
        return VALUES * self.times


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(tmp_path / "site" / "coast.npz", b"a coast")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "var" / "cache"


def written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_an_array_is_computed_once_and_then_read_from_disk(source: Path, folder: Path) -> None:
    work = Work()
    first, again = (cached(source, "land", work, folder) for _ in range(2))
    assert work.times == 1 and (first == VALUES).all() and (again == VALUES).all()
    assert (again.dtype, again.flags.writeable) == (VALUES.dtype, False)


def test_nothing_is_written_beside_the_source(source: Path, folder: Path) -> None:
    cached(source, "land", Work(), folder)
    assert list(source.parent.iterdir()) == [source]
    assert [path.suffix for path in folder.iterdir()] == [".npy"]


def test_another_content_or_recipe_is_computed_and_the_old_content_is_removed(source: Path, folder: Path) -> None:
    work = Work()
    cached(source, "land", work, folder)
    assert (cached(source, "sea", work, folder) == VALUES * 2).all()
    source.write_bytes(b"another coast")
    assert (cached(source, "land", work, folder) == VALUES * 3).all()
    assert sorted(path.name.split("-")[3] for path in folder.iterdir()) == ["land", "sea"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["a/zhoushan", "b/zhoushan", "b/hake"]), st.binary(max_size=2)), max_size=12))
def test_two_sites_never_get_the_array_of_the_other(tmp_path: Path, visits: list[tuple[str, bytes]]) -> None:
    for site, content in visits:
        source = written(tmp_path / site / "coast.npz", content)
        whose = np.frombuffer(site.encode() + content, dtype="u1")
        found = cached(source, "land", lambda whose=whose: whose, tmp_path / "cache")
        assert found.tobytes() == site.encode() + content


def test_sites_of_the_same_name_keep_their_entries_apart(tmp_path: Path, folder: Path) -> None:
    work = Work()
    sites = [written(tmp_path / name / "zhoushan" / "coast.npz", name.encode()) for name in ("a", "b")]
    for _ in range(3):
        for source in sites:
            cached(source, "land", work, folder)
    assert work.times == 2 == len(list(folder.iterdir()))


@pytest.mark.parametrize("content", [b"", b"torn", b"\x93NUMPY\x01\x00"])
def test_an_unreadable_entry_is_computed_again(source: Path, folder: Path, content: bytes) -> None:
    work = Work()
    cached(source, "land", work, folder)
    (path,) = folder.iterdir()
    path.write_bytes(content)
    assert (cached(source, "land", work, folder) == VALUES * 2).all()
    assert (cached(source, "land", work, folder) == VALUES * 2).all() and work.times == 2


def test_without_a_writable_folder_the_array_is_computed_each_time(source: Path, folder: Path) -> None:
    work = Work()
    written(folder, b"in the way")
    assert [int(cached(source, "land", work, folder)[0, 1]) for _ in range(2)] == [1, 2]


def test_the_cache_does_not_grow_without_end(tmp_path: Path, folder: Path) -> None:
    for number in range(MOST_ENTRIES + 3):
        cached(written(tmp_path / f"site{number}" / "coast.npz", b"a coast"), "land", Work(), folder)
    kept = {path.name.split("-")[0] for path in folder.iterdir()}
    assert kept == {f"site{number}" for number in range(3, MOST_ENTRIES + 3)}

"""Arrays kept on disk: worked out once for a content and a recipe, and never believed beyond that."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.base.disk_cache import FOLDER, cached

VALUES = np.arange(12, dtype="i2").reshape(3, 4)


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> np.ndarray:
        self.times += 1
        return VALUES * self.times


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "coast.npz"
    path.write_bytes(b"a coast")
    return path


def test_it_is_worked_out_once_and_read_only_after_that(source: Path) -> None:
    work = Work()
    first, again = cached(source, "land", work), cached(source, "land", work)
    assert work.times == 1 and (first == VALUES).all() and (again == VALUES).all()
    assert (again.dtype, again.flags.writeable) == (VALUES.dtype, False)


def test_another_content_or_recipe_is_worked_out_anew_and_the_old_content_goes(source: Path) -> None:
    work = Work()
    cached(source, "land", work)
    assert (cached(source, "sea", work) == VALUES * 2).all()
    source.write_bytes(b"another coast")
    assert (cached(source, "land", work) == VALUES * 3).all()
    assert sorted(path.name.rpartition("-")[0] for path in (source.parent / FOLDER).iterdir()) == [
        *("coast-land", "coast-sea")
    ]


def test_what_cannot_be_read_is_worked_out_and_kept_again(source: Path) -> None:
    work = Work()
    cached(source, "land", work)
    (path,) = (source.parent / FOLDER).iterdir()
    path.write_bytes(b"torn")
    assert (cached(source, "land", work) == VALUES * 2).all()
    assert (cached(source, "land", work) == VALUES * 2).all() and work.times == 2


def test_where_nothing_may_be_written_it_is_worked_out_each_time(source: Path) -> None:
    work = Work()
    (source.parent / FOLDER).write_text("in the way")
    assert [int(cached(source, "land", work)[0, 1]) for _ in range(2)] == [1, 2]

"""A folder is looked at as far as that makes sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from conductor_desktop.storage import listing
from conductor_desktop.storage.listing import files_like


def test_what_is_called_so_comes_in_order(tmp_path: Path) -> None:
    for name in ("b-2.txt", "b-1.txt", "a-1.txt", "b-1.log"):
        (tmp_path / name).touch()
    assert [path.name for path in files_like(tmp_path, "b-*.txt")] == ["b-1.txt", "b-2.txt"]


def test_of_very_many_only_so_many_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        (tmp_path / f"{number}.txt").touch()
    monkeypatch.setattr(listing, "MOST_LOOKED_AT", 4)
    assert len(files_like(tmp_path, "*.txt")) == 4


def test_where_there_is_no_folder_there_is_nothing(tmp_path: Path) -> None:
    assert files_like(tmp_path / "none", "*") == []

"""A connection file that a browser saves is seen once it is whole, and no other file is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conductor_desktop.services.downloads_watch import DownloadsWatch

QWC = b"<QBWCXML/>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Zoë’s Downloads"
    folder.mkdir()
    return folder


def watching(folder: Path) -> DownloadsWatch:
    watch = DownloadsWatch(folder)
    assert watch.look() is None
    return watch


def put(path: Path, data: bytes = QWC, *, at: float | None = None) -> Path:
    path.write_bytes(data)
    if at is not None:
        os.utime(path, (at, at))
    return path


def looks(watch: DownloadsWatch, times: int = 3) -> list[Path]:
    return [found for _ in range(times) if (found := watch.look()) is not None]


def test_a_new_file_is_told_once(folder: Path) -> None:
    watch = watching(folder)
    path = put(folder / "conductor.qwc")
    assert looks(watch, 5) == [path]


def test_what_was_there_before_is_not_new(folder: Path) -> None:
    put(folder / "old.qwc")
    put(folder / "Old.QWC.bak")
    assert looks(watching(folder)) == []


def test_the_ending_may_be_in_capitals(folder: Path) -> None:
    watch = watching(folder)
    path = put(folder / "CONDUCTOR.QWC")
    assert looks(watch) == [path]


@pytest.mark.parametrize(
    "name",
    [
        "conductor.qwc.crdownload",
        "Unconfirmed 12345.crdownload",
        "x7Hq.qwc.part",
        "conductor.qwc.tmp",
        "conductor.qwc.exe",
        "conductor.txt",
        "conductor",
        ".qwc",
    ],
)
def test_nothing_else_is_told(folder: Path, name: str) -> None:
    watch = watching(folder)
    put(folder / name)
    assert looks(watch) == []


def test_a_folder_of_this_name_is_no_file(folder: Path) -> None:
    watch = watching(folder)
    (folder / "conductor.qwc").mkdir()
    assert looks(watch) == []


def test_a_file_is_waited_for_until_it_does_not_grow(folder: Path) -> None:
    watch = watching(folder)
    for size in (1, 2, 3):
        path = put(folder / "conductor.qwc", QWC[:size])
        assert watch.look() is None
    assert watch.look() == path


def test_the_way_of_chrome_and_edge(folder: Path) -> None:
    watch = watching(folder)
    part = put(folder / "Unconfirmed 4711.crdownload")
    assert looks(watch) == []
    part.rename(folder / "conductor.qwc")
    assert looks(watch) == [folder / "conductor.qwc"]


def test_the_way_of_firefox(folder: Path) -> None:
    """An empty file of the name holds the place while the content comes beside it."""
    watch = watching(folder)
    path = put(folder / "conductor.qwc", b"")
    part = put(folder / "x7Hq2w.qwc.part")
    assert looks(watch) == []
    part.replace(path)
    assert looks(watch) == [path]


def test_a_part_beside_it_means_that_more_comes(folder: Path) -> None:
    watch = watching(folder)
    path = put(folder / "conductor.qwc")
    part = put(folder / "Conductor.QWC.part")
    assert looks(watch) == []
    part.unlink()
    assert looks(watch) == [path]


def test_saved_over_an_old_one_it_is_new(folder: Path) -> None:
    path = put(folder / "conductor.qwc", at=1_000_000_000)
    watch = watching(folder)
    put(path, QWC, at=1_700_000_000)
    assert looks(watch) == [path]
    put(path, QWC, at=1_700_000_100)
    assert looks(watch) == [path]


def test_of_two_the_later_one_counts(folder: Path) -> None:
    watch = watching(folder)
    put(folder / "b.qwc", at=1_700_000_000)
    later = put(folder / "a.qwc", at=1_700_000_100)
    assert looks(watch) == [later]


def test_a_file_that_goes_again_was_nothing(folder: Path) -> None:
    watch = watching(folder)
    path = put(folder / "conductor.qwc")
    assert watch.look() is None
    path.unlink()
    assert looks(watch) == []


def test_a_folder_that_is_not_there_shows_nothing_and_what_it_held_is_old(tmp_path: Path) -> None:
    folder = tmp_path / "unplugged"
    watch = DownloadsWatch(folder)
    assert looks(watch) == []
    folder.mkdir()
    put(folder / "old.qwc")
    assert looks(watch) == []
    path = put(folder / "new.qwc")
    assert looks(watch) == [path]
    folder.rename(tmp_path / "away")
    assert looks(watch) == []
    (tmp_path / "away").rename(folder)
    assert looks(watch) == []


def test_a_part_that_was_left_over_long_ago_says_nothing(folder: Path) -> None:
    stale = put(folder / "conductor.qwc.crdownload")
    watch = watching(folder)
    path = put(folder / "conductor.qwc")
    assert looks(watch) == [path]
    stale.unlink()
    assert looks(watch) == []
    part = put(folder / "conductor.qwc.crdownload")
    put(path, QWC + b" ")
    assert looks(watch) == []
    part.unlink()
    assert looks(watch) == [path]


def test_a_file_that_another_program_holds_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an antivirus does right after the download."""
    watch = watching(folder)
    path = put(folder / "conductor.qwc")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    with monkeypatch.context() as held:
        held.setattr(Path, "open", refuse)
        assert looks(watch) == []
    assert looks(watch) == [path]


@pytest.mark.skipif(os.name != "posix", reason="Windows lets only some people make links")
@pytest.mark.parametrize("target", ["loop.qwc", "nowhere", "/dev/null"])
def test_a_link_that_leads_nowhere_hides_no_other_file(folder: Path, target: str) -> None:
    watch = watching(folder)
    (folder / "loop.qwc").symlink_to(target)
    path = put(folder / "conductor.qwc")
    assert looks(watch) == [path]


def test_one_file_that_may_not_be_looked_at_hides_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in a cloud that is away, for example: Windows has its name, and nothing more."""

    class Listing:
        def __init__(self, path: Path) -> None:
            self._listing = real(path)

        def __enter__(self) -> list[object]:
            return [Away(), *self._listing]

        def __exit__(self, *_: object) -> None:
            self._listing.close()

    class Away:
        name = "away.qwc"

        def is_file(self) -> bool:
            raise OSError(22, "The cloud file provider is not running")

    real = os.scandir
    monkeypatch.setattr(os, "scandir", Listing)
    watch = watching(folder)
    path = put(folder / "conductor.qwc")
    assert looks(watch) == [path]

"""What was checked is what is handed over: our own name, our own folder, the same bytes."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from conductor_desktop.errors import HomeNotWritable
from conductor_desktop.workstation.qwc.keeping import FileChanged, KeptFiles, opens_anywhere
from tests.unit.workstation.qwc_file import qwc

DAY = 24 * 3600.0


def test_the_file_is_kept_whole_under_a_name_of_our_own(tmp_path: Path) -> None:
    data = qwc().replace(b"\n", b"\r\n")
    files = KeptFiles(tmp_path / "new" / "connection files")
    first, second = files.keep(data), files.keep(data + b"\n")
    assert first.path != second.path
    assert first.path.read_bytes() == data
    assert first.path.match("conductor-????????.qwc")
    assert sorted(files.folder.iterdir()) == sorted((first.path, second.path))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such mode")
def test_only_we_may_read_the_file(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path / "files").keep(qwc())
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such mode")
def test_a_folder_that_others_may_write_to_is_closed_to_them(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    folder.chmod(0o777)
    kept = KeptFiles(folder).keep(qwc())
    assert kept.path.parent == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such mode")
def test_nothing_is_kept_in_a_folder_that_stays_open_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that knows no rights, or in somebody else's folder."""
    temporary, folder = tmp_path / "t", tmp_path / "files"
    temporary.mkdir()
    folder.mkdir()
    folder.chmod(0o777)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(Path, "chmod", lambda _path, _mode: None)
    assert KeptFiles(folder).keep(qwc()).path.is_relative_to(temporary)


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)
    first = files.keep(qwc())
    assert files.keep(qwc()) == first
    first.path.write_bytes(qwc(AppName="Conduct0r"))
    assert files.keep(qwc()).path.read_bytes() == qwc()
    files.forget()
    assert files.keep(qwc()).path.read_bytes() == qwc()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeNotWritable):
        KeptFiles(tmp_path / "file").keep(qwc())


def test_nothing_is_left_behind_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HomeNotWritable, match="No space left"):
        KeptFiles(tmp_path).keep(qwc())
    assert list(tmp_path.iterdir()) == []


def test_the_same_bytes_pass_again_and_again(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)
    kept = files.keep(qwc())
    files.verify(kept)
    files.verify(kept)


@pytest.mark.parametrize(
    "other", [qwc(AppName="Conduct0r"), b"", qwc() + b" ", qwc() + b"x" * 200_000]
)
def test_other_bytes_in_its_place_are_refused_and_gone(tmp_path: Path, other: bytes) -> None:
    files = KeptFiles(tmp_path)
    kept = files.keep(qwc())
    kept.path.write_bytes(other)
    with pytest.raises(FileChanged):
        files.verify(kept)
    assert not kept.path.exists()


def test_a_file_that_is_gone_is_not_what_was_checked(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)
    kept = files.keep(qwc())
    kept.path.unlink()
    with pytest.raises(FileChanged):
        files.verify(kept)


@pytest.mark.skipif(os.name != "posix", reason="Windows lets only some people make links")
def test_a_link_in_its_place_is_followed_to_what_would_be_opened(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path / "files")
    kept = files.keep(qwc())
    other = tmp_path / "other.qwc"
    other.write_bytes(qwc(AppName="Conduct0r"))
    kept.path.unlink()
    kept.path.symlink_to(other)
    with pytest.raises(FileChanged):
        files.verify(kept)
    assert other.exists()


def test_all_is_forgotten_but_what_is_not_ours(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)
    files.keep(qwc())
    (tmp_path / "conductor-00112233.qwc.download").write_bytes(b"half")
    (tmp_path / "mine.qwc").write_bytes(qwc())
    files.forget()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.qwc"]


def test_only_what_is_old_is_forgotten_when_asked_so(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)
    old, new = files.keep(qwc()), files.keep(qwc(AppID="2"))
    day_before = new.path.stat().st_mtime - DAY - 60
    os.utime(old.path, (day_before, day_before))
    files.forget(older_than_seconds=DAY)
    assert list(tmp_path.iterdir()) == [new.path]


def test_a_clock_that_was_put_back_keeps_nothing_alive(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)
    kept = files.keep(qwc())
    tomorrow = kept.path.stat().st_mtime + DAY + 3600
    os.utime(kept.path, (tomorrow, tomorrow))
    files.forget(older_than_seconds=DAY)
    assert list(tmp_path.iterdir()) == []
    kept = files.keep(qwc())
    soon = kept.path.stat().st_mtime + 3600
    os.utime(kept.path, (soon, soon))
    files.forget(older_than_seconds=DAY)
    assert kept.path.exists()
    files.forget()
    assert list(tmp_path.iterdir()) == []


def test_some_can_be_kept_while_the_others_are_forgotten(tmp_path: Path) -> None:
    files = KeptFiles(tmp_path)
    one, _other = files.keep(qwc()), files.keep(qwc(AppID="2"))
    files.forget(but={one.path})
    assert list(tmp_path.iterdir()) == [one.path]


def test_forgetting_without_a_folder_is_nothing_special(tmp_path: Path) -> None:
    KeptFiles(tmp_path / "never made").forget()


@pytest.mark.parametrize(
    ("folder", "works"),
    [
        (r"C:\Users\Zoë Müller\AppData\Local\Conductor Desktop\connection-files", True),
        (r"C:\Users\会計\AppData\Local\Conductor Desktop\connection-files", True),
        ("C:\\" + "long\\" * 40 + "connection-files", False),
        (r"\\server\profiles\zoe\Conductor Desktop\connection-files", False),
        (r"\\?\C:\Users\zoe\connection-files", False),
    ],
)
def test_where_every_program_can_open_a_file(folder: str, works: bool) -> None:
    assert opens_anywhere(folder, ()) is works


def test_a_folder_in_a_cloud_is_not_private() -> None:
    cloud = f"{os.sep}home{os.sep}zoe{os.sep}OneDrive - Acme"
    assert not opens_anywhere(f"{cloud}{os.sep}app", [cloud])
    assert not opens_anywhere(cloud.upper(), [f"{cloud}{os.sep}"])
    assert opens_anywhere(f"{cloud} no more{os.sep}app", [cloud])


@pytest.mark.parametrize("why", ["long", "cloud"])
def test_where_it_cannot_be_opened_a_short_private_folder_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    temporary = tmp_path / "t"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    home = tmp_path.joinpath(*["folder " * 6] * 6) if why == "long" else tmp_path / "OneDrive"
    files = KeptFiles(home, [str(tmp_path / "OneDrive")])
    first, second = files.keep(qwc()), files.keep(qwc(AppID="2"))
    assert first.path.is_relative_to(temporary)
    assert first.path.parent == second.path.parent
    files.verify(first)
    if os.name == "posix":
        assert stat.S_IMODE(first.path.parent.stat().st_mode) == 0o700
    files.forget()
    assert list(temporary.iterdir()) == []
    files.verify(files.keep(qwc()))


def test_what_an_earlier_run_left_in_such_a_folder_goes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, home = tmp_path / "t", tmp_path / "OneDrive"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    old = KeptFiles(home, [str(home)]).keep(qwc())
    new = KeptFiles(home, [str(home)]).keep(qwc())
    two_days_ago = time.time() - 2 * DAY
    for path in (old.path, old.path.parent):
        os.utime(path, (two_days_ago, two_days_ago))
    KeptFiles(home, [str(home)]).forget(older_than_seconds=DAY)
    assert list(temporary.iterdir()) == [new.path.parent]
    KeptFiles(home, [str(home)]).forget()  # it may be another app's of the same person
    assert new.path.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows lets only some people make links")
def test_a_link_among_the_temporary_folders_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary, theirs = tmp_path / "t", tmp_path / "theirs"
    temporary.mkdir()
    theirs.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    precious = theirs / "conductor-00112233.qwc"
    precious.write_bytes(qwc())
    os.utime(precious, (0, 0))
    (temporary / "conductor-files-x").symlink_to(theirs)
    KeptFiles(tmp_path / "home").forget(older_than_seconds=DAY)
    assert precious.exists()


def test_a_home_outside_the_persons_own_folders_is_not_private(tmp_path: Path) -> None:
    """Whoever uses the PC may write to most places on its other disks."""
    profile = str(tmp_path / "Users" / "Zoë")
    inside = KeptFiles(Path(profile) / "AppData" / "app", profile=profile)
    assert inside.keep(qwc()).path.is_relative_to(profile)
    outside = KeptFiles(tmp_path / "D" / "app", profile=profile)
    kept = outside.keep(qwc())
    assert not kept.path.is_relative_to(tmp_path / "D")
    outside.forget()
    assert not kept.path.parent.exists()

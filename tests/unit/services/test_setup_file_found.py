"""Files that lie beside the installer, beside the app or among the downloads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conductor_desktop.services.setup_file.found import (
    INSTALLED_FROM,
    FoundFile,
    Place,
    find_setup_files,
    installed_from,
    usual_places,
)
from tests.helpers.setup_files import FULL, LINK_ONLY, changed, write


def of(vendor: str) -> dict[str, object]:
    return changed(FULL, "vendor.name", vendor)


def put(folder: Path, content: object, name: str, minute: int) -> Path:
    """A file that was saved in that minute."""
    folder.mkdir(exist_ok=True)
    path = write(folder, content, name)
    os.utime(path, (60.0 * minute, 60.0 * minute))
    return path


def names(found: tuple[FoundFile, ...]) -> list[str]:
    return [one.file.vendor.name for one in found]


def test_what_can_be_used_is_found_the_newest_first(tmp_path: Path) -> None:
    downloads, program = tmp_path / "Downloads", tmp_path / "app"
    put(downloads, of("Old"), "old.conductor-setup", 1)
    newest = put(program, of("Newest"), "NEWEST.Conductor-Setup", 3)
    put(downloads, of("Newer"), "newer.conductor-setup", 2)
    put(downloads, of("Other"), "other.json", 4)
    put(downloads, b"{", "broken.conductor-setup", 5)
    (downloads / "folder.conductor-setup").mkdir()

    found = find_setup_files(usual_places(program, downloads))

    assert names(found) == ["Newest", "Newer", "Old"]
    assert (found[0].path, found[0].place) == (newest, "the app's own folder")
    assert found[1].place == "your Downloads folder"
    assert found[0].saved_at.timestamp() == 180


def test_of_the_same_file_saved_twice_the_newest_is_offered(tmp_path: Path) -> None:
    put(tmp_path, of("Acme"), "acme.conductor-setup", 1)
    again = put(tmp_path, of("Acme"), "acme (1).conductor-setup", 2)
    [one] = find_setup_files([Place(tmp_path, "here"), Place(tmp_path, "there")])
    assert (one.path, one.place) == (again, "here")


def test_a_link_that_has_run_out_is_known(tmp_path: Path) -> None:
    put(tmp_path, LINK_ONLY, "old.conductor-setup", 1)
    write(tmp_path, LINK_ONLY | {"expectedCompany": "Big"}, "new.conductor-setup")
    assert [one.link_has_run_out for one in find_setup_files([Place(tmp_path, "")])] == [
        False,
        True,
    ]


def test_links_to_elsewhere_are_not_followed(tmp_path: Path) -> None:
    elsewhere = put(tmp_path / "elsewhere", of("Elsewhere"), "x.conductor-setup", 1)
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    (downloads / "link.conductor-setup").symlink_to(elsewhere)
    loop = downloads / "loop.conductor-setup"
    loop.symlink_to(loop)
    assert find_setup_files(usual_places(None, downloads)) == ()


def test_folders_that_are_not_there_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "absent", tmp_path / "file", Path("a\0b")):
        assert find_setup_files([Place(folder, "")]) == ()
    assert usual_places(None, None) == ()


def test_of_very_many_files_the_newest_few_are_offered(tmp_path: Path) -> None:
    for number in range(40):
        put(tmp_path, of(f"V{number}"), f"{number}.conductor-setup", number)
    assert names(find_setup_files([Place(tmp_path, "")])) == ["V39", "V38", "V37", "V36", "V35"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_installer_says_where_it_was(tmp_path: Path, encoding: str) -> None:
    program, share = tmp_path / "app", tmp_path / "Übergabe"
    program.mkdir()
    put(share, of("Acme"), "acme.conductor-setup", 1)
    (program / INSTALLED_FROM).write_bytes(f"{share}\r\n".encode(encoding))
    [one] = find_setup_files(usual_places(program, None))
    assert (one.file.vendor.name, one.place) == ("Acme", "the installer's folder")


@pytest.mark.parametrize(
    "note", [b"", b"\xff\xfe\x00", b"relative/folder", b"\xff\x00\xff", b"." * 9000]
)
def test_a_note_that_says_no_folder_is_none(tmp_path: Path, note: bytes) -> None:
    (tmp_path / INSTALLED_FROM).write_bytes(note)
    assert installed_from(tmp_path) is None
    assert [place.folder for place in usual_places(tmp_path, None)] == [tmp_path]
    assert installed_from(tmp_path / "absent") is None

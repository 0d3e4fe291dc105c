from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conductor_desktop.errors import AppError, InvalidInput
from conductor_desktop.services.connection_file import hand_over, take_connection_file
from conductor_desktop.workstation.qwc import InvalidQwc

TEMPLATE = """<?xml version="1.0"?>
<QBWCXML>
  <AppName>Conductor</AppName><AppID></AppID>
  <AppURL>{url}</AppURL><AppDescription>Conductor</AppDescription>
  <AppSupport>{url}</AppSupport><UserName>user-1</UserName>
  <OwnerID>{{57F3B9B6-86F1-4FCC-B1FF-966DE1813D20}}</OwnerID>
  <FileID>{{57F3B9B6-86F1-4FCC-B1FF-966DE1813D21}}</FileID>
  <QBType>QBFS</QBType>
</QBWCXML>
"""
LIVE = "https://api.conductor.is/v1"
LOCAL = "http://127.0.0.1:4711/v1"


def downloaded(folder: Path, url: str, name: str = "download.qwc") -> Path:
    path = folder / name
    path.write_text(TEMPLATE.format(url=url), encoding="utf-8")
    return path


def test_a_file_from_elsewhere_is_kept_under_our_own_name(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    kept = take_connection_file(downloaded(tmp_path, "https://api.conductor.is/qbwc"), ours, LIVE)
    assert kept.parent == ours
    assert kept.name.startswith("conductor-")
    assert kept.suffix == ".qwc"


def test_a_file_we_caught_ourselves_stays_where_it_is(tmp_path: Path) -> None:
    path = downloaded(tmp_path, "https://api.conductor.is/qbwc", "conductor-0123abcd.qwc")
    assert take_connection_file(path, tmp_path, LIVE) == path
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "url", ["https://evil.example/qbwc", "http://localhost:4711/qbwc", "https://conductor.is.evil/"]
)
def test_a_live_connection_takes_no_file_for_another_host(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidQwc):
        take_connection_file(downloaded(tmp_path, url), tmp_path / "ours", LIVE)
    assert not (tmp_path / "ours").exists()


def test_a_refused_download_is_deleted_and_a_picked_file_is_left_alone(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    caught = downloaded(ours, "https://evil.example/qbwc")
    picked = downloaded(tmp_path, "https://evil.example/qbwc")
    for path in (caught, picked):
        with pytest.raises(InvalidQwc):
            take_connection_file(path, ours, LIVE)
    assert not caught.exists()
    assert picked.exists()


def test_the_sandbox_on_this_pc_may_name_this_pc(tmp_path: Path) -> None:
    path = downloaded(tmp_path, "http://localhost:4711/qbwc")
    assert take_connection_file(path, tmp_path / "ours", LOCAL).exists()


def test_a_file_that_is_gone_is_one_plain_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="Cannot open"):
        take_connection_file(tmp_path / "gone.qwc", tmp_path, LIVE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows would really open the file")
def test_elsewhere_than_on_windows_nothing_is_handed_over(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Windows only"):
        hand_over(downloaded(tmp_path, "https://api.conductor.is/qbwc"))

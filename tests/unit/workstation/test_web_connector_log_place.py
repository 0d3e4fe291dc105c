"""Where the Web Connector's log is looked for, and what is known of its place."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from conductor_desktop.workstation.described_pc import DescribedPc
from conductor_desktop.workstation.description import Description
from conductor_desktop.workstation.facts import Access
from conductor_desktop.workstation.pc import CouldNotTell
from conductor_desktop.workstation.web_connector_log.follower import WebConnectorLog
from conductor_desktop.workstation.web_connector_log.place import find_log
from tests.unit.workstation.web_connector_logs import HEADER, OURS, read, update

FOLDER = r"C:\ProgramData\Intuit\QBWebConnector\log"
USUAL = rf"{FOLDER}\QWCLog.txt"
OLD = r"C:\ProgramData\Intuit\QuickBooks Web Connector\2.0\QWCLog.txt"
LOCAL = r"C:\Users\user\AppData\Local\Intuit\QBWebConnector\log\QWCLog.txt"
DESCRIPTION: dict[str, object] = {
    "schema": 1,
    "id": "x",
    "title": "x",
    "windows": {"caption": "x"},
}


def described(*paths: str, folders: tuple[str, ...] = (), **environment: str) -> DescribedPc:
    text = {
        **DESCRIPTION,
        "files": [{"path": path} for path in paths],
        "folders": [{"path": path, "writable": True} for path in folders],
    }
    if environment:
        text["environment"] = environment
    return DescribedPc(msgspec.convert(text, type=Description))


def path_of_log(pc: DescribedPc) -> str | None:
    file = find_log(pc).file
    return file.path if file else None


@pytest.mark.parametrize(
    "path",
    [
        USUAL,
        r"c:\programdata\INTUIT\qbwebconnector\LOG\qwclog.TXT",
        OLD,
        r"C:\ProgramData\Intuit\Web Connector\QWCLog1.txt",
        LOCAL,
    ],
)
def test_the_log_is_found_in_each_of_its_places(path: str) -> None:
    assert path_of_log(described(r"C:\ProgramData\Intuit\QBWebConnector\x.txt", path)) == path


def test_the_usual_place_comes_first() -> None:
    assert path_of_log(described(LOCAL, OLD, USUAL)) == USUAL
    assert path_of_log(described(LOCAL, OLD)) == OLD


def test_of_several_old_logs_the_last_one_is_taken() -> None:
    older = OLD.replace("2.0", "1.5")
    assert path_of_log(described(older, OLD)) == OLD


def test_an_old_log_is_none_where_todays_web_connector_has_its_folder() -> None:
    """It makes its log there when it is next opened, and the old one never grows again."""
    place = find_log(described(LOCAL, OLD, folders=(FOLDER,)))
    assert place.file is None
    assert (place.folder, place.access) == (FOLDER, Access(None, True))


def test_without_a_log_its_folder_is_told_and_whether_there_is_one() -> None:
    place = find_log(described(r"C:\Other\QWCLog.txt"))
    assert (place.folder, place.file, place.access) == (FOLDER, None, None)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (USUAL, r"%ProgramData%\Intuit\QBWebConnector\log\QWCLog.txt"),
        (OLD, r"%ProgramData%\Intuit\QuickBooks Web Connector\2.0\QWCLog.txt"),
        (LOCAL, r"%LOCALAPPDATA%\Intuit\QBWebConnector\log\QWCLog.txt"),
        (r"C:\Other.txt", r"%ProgramData%\Intuit\QBWebConnector\log\QWCLog.txt"),
    ],
)
def test_the_place_is_shown_without_anybodys_name(path: str, shown: str) -> None:
    assert find_log(described(path)).shown == shown


def test_a_place_whose_rights_are_not_described_is_there_all_the_same() -> None:
    assert find_log(described(OLD)).access == Access()


def test_where_nothing_says_where_to_look_it_could_not_be_told() -> None:
    with pytest.raises(CouldNotTell):
        find_log(described(TEMP=r"C:\Temp"))
    local = r"D:\Local\Intuit\QBWebConnector\log\QWCLog.txt"
    with pytest.raises(CouldNotTell):
        find_log(described(LOCALAPPDATA=r"D:\Local"))
    assert path_of_log(described(local, LOCALAPPDATA=r"D:\Local")) == local


def test_the_log_of_a_described_pc_is_read_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_bytes((HEADER + update(0)).encode())
    for contents in ({"text": HEADER + update(0)}, {"beside": "log.txt"}):
        path = tmp_path / "pc.json"
        file = {"path": USUAL, **contents}
        path.write_bytes(msgspec.json.encode({**DESCRIPTION, "files": [file]}))
        pc = DescribedPc.load(path)
        log = WebConnectorLog(pc, path_of_log(pc) or "", OURS)
        assert [*log.look().events, *log.look().events] == read(HEADER + update(0))

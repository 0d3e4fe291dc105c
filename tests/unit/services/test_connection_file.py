"""A connection file on its way: taken, kept, handed over, and gone afterwards."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.errors import InvalidInput
from conductor_desktop.services.connection_file import ConnectionFiles, open_with_windows
from conductor_desktop.services.hand_over import HandOverProblem
from conductor_desktop.workstation.facts import ProcessFacts
from conductor_desktop.workstation.pc import CouldNotTell, Workstation
from conductor_desktop.workstation.qwc import InvalidQwc
from conductor_desktop.workstation.qwc.keeping import FileChanged
from tests.helpers.web_connector_pc import web_connector, web_connector_pc
from tests.unit.workstation.qwc_file import ALLOWED, qwc


class Opened:
    """Stands in for Windows opening a file, and reads it as the Web Connector would."""

    def __init__(self, problem: OSError | None = None) -> None:
        self.contents: list[bytes] = []
        self.problem = problem

    def __call__(self, path: Path) -> None:
        if self.problem is not None:
            raise self.problem
        self.contents.append(path.read_bytes())


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return tmp_path / "Zoë’s home" / "connection-files"


@pytest.fixture
def opened() -> Opened:
    return Opened()


def files_on(ours: Path, opened: Callable[[Path], None], **pc: Any) -> ConnectionFiles:
    return ConnectionFiles(ours, lambda: web_connector_pc(**pc), opened)


@pytest.fixture
def files(ours: Path, opened: Opened) -> ConnectionFiles:
    return files_on(ours, opened)


def downloaded(folder: Path, data: bytes = qwc(), name: str = "download.qwc") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_file_is_checked_kept_handed_over_and_deleted_later(
    files: ConnectionFiles, ours: Path, opened: Opened, tmp_path: Path
) -> None:
    source = downloaded(tmp_path)
    file = files.take(source, ALLOWED)
    assert file.content.host == "qbwc.conductor.is"
    assert file.path.parent == ours
    assert file.path.match("conductor-????????.qwc")
    assert files.hand_over(file) is False
    assert opened.contents == [qwc()]
    files.forget()
    assert list(ours.iterdir()) == []
    assert source.exists()  # it is the person's


def test_what_the_page_gave_us_is_kept_once(files: ConnectionFiles, ours: Path) -> None:
    caught = downloaded(ours, name="conductor-0123abcd.qwc")
    file = files.take(caught, ALLOWED)
    assert file.path != caught
    assert list(ours.iterdir()) == [file.path]


@pytest.mark.parametrize(
    "name",
    ["with a space.qwc", "Konto für Zoë.qwc", "会計.qwc", "a.qwc.exe", "." * 9 + ".qwc", "x" * 200],
)
def test_the_name_it_came_under_does_not_matter(
    files: ConnectionFiles, opened: Opened, tmp_path: Path, name: str
) -> None:
    file = files.take(downloaded(tmp_path / "OneDrive – Acme" / "Downloads", name=name), ALLOWED)
    files.hand_over(file)
    assert opened.contents == [qwc()]
    assert file.path.match("conductor-????????.qwc")


def test_a_path_of_more_than_260_characters_is_taken_and_opened_by_a_short_one(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    far = tmp_path.joinpath(*["a folder with a long name"] * 12)
    files = files_on(far / "home", opened)
    file = files.take(downloaded(far), ALLOWED)
    files.hand_over(file)
    assert opened.contents == [qwc()]
    assert len(str(file.path)) < len(str(tmp_path)) + 60
    files.forget()
    assert not file.path.parent.exists()


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_nothing_is_kept_where_it_would_go_to_a_cloud(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    cloud = tmp_path / "OneDrive"
    files = files_on(cloud / "home", opened, environment={variable: str(cloud)})
    file = files.take(downloaded(tmp_path), ALLOWED)
    assert file.path.is_relative_to(temporary)


def test_a_refused_download_is_deleted_and_a_picked_file_is_left_alone(
    files: ConnectionFiles, ours: Path, tmp_path: Path
) -> None:
    bad = qwc(AppURL="https://evil.example/")
    caught = downloaded(ours, bad, "conductor-0123abcd.qwc")
    picked = downloaded(tmp_path, bad)
    for path in (caught, picked):
        with pytest.raises(InvalidQwc):
            files.take(path, ALLOWED)
    assert list(ours.iterdir()) == []
    assert picked.exists()


def test_a_file_of_the_persons_own_in_our_folder_is_left_alone(
    files: ConnectionFiles, ours: Path
) -> None:
    mine = downloaded(ours, name="mine.qwc")
    files.take(mine, ALLOWED)
    assert mine.exists()


def test_the_file_we_keep_can_be_picked_again(
    files: ConnectionFiles, opened: Opened, ours: Path, tmp_path: Path
) -> None:
    """Its path was copied to add it by hand, and pasted into our own dialog."""
    first = files.take(downloaded(tmp_path), ALLOWED)
    again = files.take(first.path, ALLOWED)
    files.hand_over(first)
    files.hand_over(again)
    assert opened.contents == [qwc(), qwc()]
    assert list(ours.iterdir()) == [first.path]


def test_the_same_file_from_two_places_is_kept_once(
    files: ConnectionFiles, ours: Path, tmp_path: Path
) -> None:
    first = files.take(downloaded(ours, name="conductor-0123abcd.qwc"), ALLOWED)
    second = files.take(downloaded(tmp_path), ALLOWED)
    assert list(ours.iterdir()) == [first.path] == [second.path]


@pytest.mark.parametrize(
    ("kind", "why"), [("gone", "it is not there"), ("a folder", "it is not a file")]
)
def test_what_cannot_be_read_is_one_plain_error(
    files: ConnectionFiles, tmp_path: Path, kind: str, why: str
) -> None:
    path = tmp_path / "x.qwc"
    if kind == "a folder":
        path.mkdir()
    with pytest.raises(InvalidInput, match="Cannot open the connection file") as raised:
        files.take(path, ALLOWED)
    assert raised.value.explanation == f"“x.qwc” cannot be read: {why}."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files here")
def test_a_pipe_is_not_waited_for(files: ConnectionFiles, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.qwc")
    with pytest.raises(InvalidInput):
        files.take(tmp_path / "pipe.qwc", ALLOWED)


def test_of_a_huge_file_only_so_much_is_read_as_to_refuse_it(
    files: ConnectionFiles, tmp_path: Path
) -> None:
    path = tmp_path / "huge.qwc"
    with path.open("wb") as file:
        file.truncate(20_000_000_000)
    with pytest.raises(InvalidQwc, match="larger"):
        files.take(path, ALLOWED)


def test_an_old_file_is_told_to_be_old(files: ConnectionFiles, tmp_path: Path) -> None:
    path = downloaded(tmp_path)
    assert [note for note in files.take(path, ALLOWED).notes if note.wants_a_look] == []
    long_ago = time.time() - 30 * 24 * 3600
    os.utime(path, (long_ago, long_ago))
    (note,) = [note for note in files.take(path, ALLOWED).notes if note.wants_a_look]
    assert "30 days old" in note.text


def test_an_application_that_is_there_already_is_told_and_still_handed_over(
    ours: Path, opened: Opened, tmp_path: Path
) -> None:
    files = files_on(ours, opened, applications=["Other", "Conductor"], running=[web_connector()])
    file = files.take(downloaded(tmp_path), ALLOWED)
    assert file.was_added
    assert "in the Web Connector already" in file.notes[0].text
    assert files.hand_over(file) is True
    assert len(opened.contents) == 1


def test_a_list_that_may_not_be_read_is_no_reason_to_refuse(
    ours: Path, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc = web_connector_pc()

    def refuse(*_: object) -> tuple[str, ...]:
        raise CouldNotTell("Windows does not allow it.")

    monkeypatch.setattr(pc, "registry_subkeys", refuse)
    file = ConnectionFiles(ours, lambda: pc, opened).take(downloaded(tmp_path), ALLOWED)
    assert not file.was_added


def test_a_file_that_was_swapped_is_not_opened(
    files: ConnectionFiles, opened: Opened, tmp_path: Path
) -> None:
    file = files.take(downloaded(tmp_path), ALLOWED)
    file.path.write_bytes(qwc(AppName="Conduct0r"))
    with pytest.raises(FileChanged):
        files.hand_over(file)
    assert opened.contents == []
    assert not file.path.exists()


def test_a_file_that_is_swapped_while_the_pc_is_asked_is_not_opened(
    ours: Path, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing comes between the last look at its bytes and its opening."""
    pc = web_connector_pc()
    files = ConnectionFiles(ours, lambda: pc, opened)
    file = files.take(downloaded(tmp_path), ALLOWED)
    ask = pc.processes

    def swap(names: Collection[str]) -> tuple[ProcessFacts, ...]:
        file.path.unlink()
        file.path.write_bytes(qwc(AppName="Conduct0r"))
        return ask(names)

    monkeypatch.setattr(pc, "processes", swap)
    with pytest.raises(FileChanged):
        files.hand_over(file)
    assert opened.contents == []


def test_a_swapped_file_is_not_for_adding_by_hand_neither(
    ours: Path, opened: Opened, tmp_path: Path
) -> None:
    files = files_on(ours, opened, opens_qwc=None)
    file = files.take(downloaded(tmp_path), ALLOWED)
    with pytest.raises(HandOverProblem):
        files.hand_over(file)
    file.path.write_bytes(qwc(AppName="Conduct0r"))
    with pytest.raises(FileChanged):
        files.hand_over(file)
    assert not file.path.exists()


@pytest.mark.parametrize(
    "pc",
    [
        {"opens_qwc": None},
        {"opens_qwc": r"C:\Program Files\Notepad++\notepad++.exe"},
        {"can_tell_association": False},
        {"signer": "Evil Ltd"},
        {"elevated": True},
        {"installed": False, "opens_qwc": None},
    ],
)
def test_no_other_program_is_ever_opened(
    ours: Path, opened: Opened, tmp_path: Path, pc: dict[str, Any]
) -> None:
    files = files_on(ours, opened, **pc)
    file = files.take(downloaded(tmp_path), ALLOWED)
    with pytest.raises(HandOverProblem):
        files.hand_over(file)
    assert opened.contents == []
    assert file.path.read_bytes() == qwc()  # there to be added by hand


def test_what_windows_could_not_start_can_be_added_by_hand(ours: Path, tmp_path: Path) -> None:
    files = files_on(ours, Opened(OSError(1223, "The operation was canceled")))
    file = files.take(downloaded(tmp_path), ALLOWED)
    with pytest.raises(HandOverProblem, match="did not open") as raised:
        files.hand_over(file)
    assert raised.value.by_hand
    assert raised.value.details == {"reason": "The operation was canceled"}


def test_where_there_is_no_web_connector_nothing_is_opened(
    ours: Path, opened: Opened, tmp_path: Path
) -> None:
    files = ConnectionFiles(ours, lambda: None, opened)
    file = files.take(downloaded(tmp_path), ALLOWED)
    with pytest.raises(HandOverProblem, match="sandbox"):
        files.hand_over(file)
    assert opened.contents == []


def test_what_an_earlier_run_left_goes_and_what_is_of_today_stays(
    files: ConnectionFiles, ours: Path, tmp_path: Path
) -> None:
    old = downloaded(ours, name="conductor-0123abcd.qwc")
    file = files.take(downloaded(tmp_path), ALLOWED)
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))
    files.forget_old()
    assert list(ours.iterdir()) == [file.path]


def test_given_up_only_what_was_given_out_stays(
    files: ConnectionFiles, ours: Path, tmp_path: Path
) -> None:
    """Whoever adds it by hand, or answers the Web Connector's question, may still need it."""
    given = files.take(downloaded(tmp_path), ALLOWED)
    files.take(downloaded(tmp_path, qwc(AppID="2")), ALLOWED)
    files.hand_over(given)
    files.forget_unused()
    assert list(ours.iterdir()) == [given.path]
    files.forget()
    assert list(ours.iterdir()) == []


def test_what_is_to_be_added_by_hand_was_given_out_too(ours: Path, tmp_path: Path) -> None:
    files = files_on(ours, Opened(), opens_qwc=None)
    given = files.take(downloaded(tmp_path), ALLOWED)
    with pytest.raises(HandOverProblem):
        files.hand_over(given)
    files.forget_unused()
    assert list(ours.iterdir()) == [given.path]


def test_nothing_is_kept_outside_the_persons_own_folders(
    ours: Path, opened: Opened, tmp_path: Path
) -> None:
    """Not even when the sandbox was tried before, which asks no PC."""
    pc: Workstation | None = None
    files = ConnectionFiles(ours, lambda: pc, opened)
    assert files.take(downloaded(tmp_path), ALLOWED).path.is_relative_to(ours)
    pc = web_connector_pc(environment={"USERPROFILE": str(tmp_path / "Users" / "zoe")})
    file = files.take(downloaded(tmp_path), ALLOWED)
    assert not file.path.is_relative_to(ours)
    files.forget()
    assert not file.path.parent.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows would really open the file")
def test_elsewhere_than_on_windows_nothing_opens_it(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="only Windows"):
        open_with_windows(downloaded(tmp_path))

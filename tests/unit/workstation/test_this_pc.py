"""This computer itself, whatever it is: real answers, "could not tell", and never a crash."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from conductor_desktop.services.checks import Answer, PcChecks, Purpose
from conductor_desktop.services.checks.catalogue import CATALOGUE
from conductor_desktop.work import CancelToken
from conductor_desktop.workstation.pc import CouldNotTell, Hive, View
from conductor_desktop.workstation.reach import Outcome
from conductor_desktop.workstation.this_pc import ThisPc, read_proxy
from tests.helpers.pcs import EXAMPLE_SYNC
from tests.unit.workstation.raw_server import NO_KEY, answering

not_on_windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows answers these")
PROXY_VARIABLES = ("https_proxy", "http_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxy_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_all_checks_run_here() -> None:
    with answering(NO_KEY) as server:
        checks = PcChecks(ThisPc(), Purpose(f"http://127.0.0.1:{server.port}/v1"))
        report = checks.run(lambda _result: None, CancelToken())
    answers = {result.id: result.answer for result in report.results}
    assert answers["service_answers"] is Answer.OK
    assert set(answers) | set(report.hidden) == {check.id for check in CATALOGUE}


@not_on_windows
def test_what_only_windows_knows_could_not_be_told_here() -> None:
    catalogue = tuple(
        replace(check, needs=())
        for check in CATALOGUE
        if not check.on_the_network and check.id != "operating_system"
    )
    purpose = Purpose(application=EXAMPLE_SYNC)
    report = PcChecks(ThisPc(), purpose, catalogue=catalogue).run(
        lambda _result: None, CancelToken()
    )
    assert [r.id for r in report.results if r.answer is not Answer.COULD_NOT_TELL] == []
    assert len(report.results) == len(catalogue)


@not_on_windows
def test_another_system_is_said_once() -> None:
    report = PcChecks(ThisPc(), Purpose()).run(lambda _result: None, CancelToken())
    assert [(r.id, r.answer) for r in report.results] == [("operating_system", Answer.LOOK)]


@not_on_windows
@pytest.mark.parametrize(
    "question",
    [
        lambda pc: pc.registry_values(Hive.USER, "Software", View.BITS_64),
        lambda pc: pc.registry_subkeys(Hive.MACHINE, "SOFTWARE", View.BITS_32),
        lambda pc: pc.registry_values(Hive.CLASSES, ".qwc", View.BITS_32),
        lambda pc: pc.power(),
        lambda pc: pc.services("QuickBooks*"),
        lambda pc: pc.signature(sys.executable),
        lambda pc: pc.program_for(".qwc"),
    ],
)
def test_windows_questions_are_refused_elsewhere(question: Callable[[ThisPc], object]) -> None:
    with pytest.raises(CouldNotTell):
        question(ThisPc())


def test_our_own_process_is_found_by_its_name() -> None:
    windows = sys.platform == "win32"
    name = Path(sys.executable).name if windows else psutil.Process().name()
    found = ThisPc().processes([name.upper()])
    assert os.getpid() in [process.pid for process in found]
    assert {process.name.casefold() for process in found} == {name.casefold()}


def test_files_are_found_ignoring_case_and_folders_are_not_files(tmp_path: Path) -> None:
    for name in ("QuickBooks 2024/QBW.exe", "quickbooks 2023/qbw32.EXE", "Other/QBW.exe"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "QuickBooks 2024" / "QBWdata.exe").mkdir()
    (tmp_path / "QuickBooks note.txt").touch()
    found = ThisPc().files(str(tmp_path), "QuickBooks*/QBW*.exe")
    assert [Path(file.path).name for file in found] == ["QBW.exe", "qbw32.EXE"]


@pytest.mark.parametrize("folder", ["", ".", "tests", "/no/such/folder", r"C:\no\such\folder"])
def test_a_folder_that_is_not_there_holds_no_files(folder: str) -> None:
    assert ThisPc().files(folder, "*") == ()


def test_a_folder_that_may_not_be_read_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(CouldNotTell):
        ThisPc().files(str(tmp_path), "*")


def test_a_folder_name_that_cannot_be_one_could_not_be_told(tmp_path: Path) -> None:
    with pytest.raises(CouldNotTell):
        ThisPc().files(f"{tmp_path}\0", "*")


def test_a_file_that_is_open_here_can_be_written_renamed_and_deleted(tmp_path: Path) -> None:
    path, renamed = tmp_path / "log.txt", tmp_path / "old.txt"
    path.write_bytes(b"one")
    file = ThisPc().open_shared(str(path))
    assert file is not None
    with file:
        with path.open("ab") as writer:
            writer.write(b" two")
        path.rename(renamed)
        renamed.unlink()
        path.write_bytes(b"another")
        assert file.read() == b"one two"


@pytest.mark.parametrize("path", ["none.txt", "none/none.txt"])
def test_a_file_that_is_not_there_is_none(path: str, tmp_path: Path) -> None:
    assert ThisPc().open_shared(str(tmp_path / path)) is None


@pytest.mark.parametrize("path", [".", "a\0b"])
def test_what_cannot_be_opened_could_not_be_told(path: str, tmp_path: Path) -> None:
    with pytest.raises(CouldNotTell):
        ThisPc().open_shared(str(tmp_path / path))


def test_folders_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ProgramW6432", "/apps")
    monkeypatch.setenv("ProgramData", "")
    assert ThisPc().folder("ProgramW6432") == "/apps"
    assert ThisPc().folder("ProgramData") is None


@pytest.mark.parametrize(
    ("setting", "host", "port", "has_password"),
    [
        ("proxy.example:3128", "proxy.example", 3128, False),
        ("http://proxy.example:3128/", "proxy.example", 3128, False),
        ("http://proxy.example", "proxy.example", 80, False),
        ("http://office:open%20sesame@proxy.example:8080", "proxy.example", 8080, True),
    ],
)
def test_a_proxy_setting_is_read_in_its_usual_forms(
    setting: str, host: str, port: int, has_password: bool
) -> None:
    proxy = read_proxy(setting)
    assert (proxy.host, proxy.port) == (host, port)
    assert proxy.address == f"{host}:{port}"
    assert (proxy.authorization is not None) is has_password
    if proxy.authorization is not None:
        assert proxy.authorization.reveal() == "office:open sesame"
    assert "sesame" not in repr(proxy)


@pytest.mark.parametrize("setting", ["http://", ":3128", "http://proxy.example:port", "http://[x"])
def test_a_proxy_setting_that_names_nothing_could_not_be_told(setting: str) -> None:
    with pytest.raises(CouldNotTell):
        read_proxy(setting)


def test_the_environments_proxy_is_used_for_the_service_and_not_for_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "direct.example")
    proxy = ThisPc().proxy("https://api.conductor.example/v1")
    assert proxy is not None
    assert proxy.address == "proxy.example:3128"
    assert ThisPc().proxy("https://direct.example/v1") is None
    assert ThisPc().proxy("http://127.0.0.1:5000/v1") is None


def test_this_computer_reaches_a_server_on_it() -> None:
    with answering(NO_KEY) as server:
        reach = ThisPc().reach(f"http://127.0.0.1:{server.port}/v1", 10)
    assert reach.outcome is Outcome.ANSWERS

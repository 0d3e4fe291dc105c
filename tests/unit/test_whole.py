"""What is said of a program that a virus scanner has taken a file from."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from conductor_desktop.app import App
from conductor_desktop.cli.boundary import guarded
from conductor_desktop.cli.options import CommonOptions
from conductor_desktop.errors import ExitCode
from conductor_desktop.opening.box import told_in_a_box
from conductor_desktop.opening.window import told
from conductor_desktop.storage.secrets import SessionStore
from conductor_desktop.whole import (
    LIST,
    NotWhole,
    missing_files,
    why_not_whole,
    words_for_the_box,
)
from conductor_desktop.workstation.windows.own_name import APP_ID

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a built program, which is what runs."""
    inside = tmp_path / "_internal"
    (inside / "PySide6").mkdir(parents=True)
    for name in ("Qt6Core.dll", "Qt6 Gui.dll"):
        (inside / "PySide6" / name).write_bytes(b"1234")
    (inside / LIST).write_text("4 _internal/PySide6/Qt6Core.dll\n4 _internal/PySide6/Qt6 Gui.dll\n")
    monkeypatch.setattr(sys, "_MEIPASS", str(inside), raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ConductorDesktop.exe"))
    return tmp_path


def missing(folder: Path) -> list[str]:
    return missing_files(folder, folder / "_internal" / LIST)


def test_a_whole_program_lacks_nothing(built: Path) -> None:
    assert missing(built) == []
    assert why_not_whole() is None


def test_a_file_that_was_signed_later_is_whole(built: Path) -> None:
    (built / "_internal" / "PySide6" / "Qt6Core.dll").write_bytes(b"1234 and a signature")
    assert missing(built) == []


def test_what_is_gone_and_what_is_cut_off_is_named(built: Path) -> None:
    (built / "_internal" / "PySide6" / "Qt6Core.dll").unlink()
    (built / "_internal" / "PySide6" / "Qt6 Gui.dll").write_bytes(b"12")
    assert missing(built) == ["_internal/PySide6/Qt6Core.dll", "_internal/PySide6/Qt6 Gui.dll"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"4 a.dll\n12", b"x a.dll"])
def test_without_a_list_it_is_the_list_that_is_missing(built: Path, content: bytes | None) -> None:
    listed = built / "_internal" / LIST
    listed.unlink()
    if content is not None:
        listed.write_bytes(content)
    assert missing(built) == [LIST]


def test_run_from_source_there_is_nothing_to_compare_with() -> None:
    assert why_not_whole() is None


def test_three_are_named_and_the_rest_is_counted() -> None:
    told = str(NotWhole(["a.dll", "b.dll", "c.dll", "d.dll", "e.dll"]))
    assert "a.dll, b.dll, c.dll and 2 more." in told
    assert "d.dll" not in told


def test_a_failure_of_a_program_that_is_not_whole_says_what_is_missing_and_how_to_repair(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (built / "_internal" / "PySide6" / "Qt6Core.dll").unlink()

    def fail() -> int:
        raise ImportError("DLL load failed while importing QtCore")

    assert guarded(fail) == ExitCode.INTERNAL
    said = capsys.readouterr().err
    assert "_internal/PySide6/Qt6Core.dll" in said
    assert "Run the setup program again" in said


def test_the_shortcut_is_called_as_the_windows_are() -> None:
    script = (ROOT / "build" / "windows" / "installer.nsi").read_text("utf-8")
    assert re.findall('^!define APP_ID "(.+)"$', script, re.MULTILINE) == [APP_ID]


def test_a_window_that_is_gone_for_what_is_missing_says_so(built: Path) -> None:
    assert told(ExitCode.INTERNAL) == ExitCode.INTERNAL
    (built / "_internal" / "PySide6" / "Qt6Core.dll").unlink()
    assert told(ExitCode.OK) == ExitCode.OK
    with pytest.raises(NotWhole, match=r"Files of Conductor Desktop are missing"):
        told(ExitCode.INTERNAL)


def fail_to_load() -> None:
    raise ImportError("DLL load failed while importing QtCore")


def close_its_window() -> None:
    told(ExitCode.INTERNAL)


@pytest.mark.parametrize("end", [fail_to_load, close_its_window])
def test_its_box_says_how_a_bundle_is_made_without_a_window(
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    end: Callable[[], None],
) -> None:
    (built / "_internal" / "PySide6" / "Qt6Core.dll").unlink()
    home = tmp_path / "home"
    monkeypatch.setattr(sys, "stderr", None)

    def run() -> None:
        with (
            closing(App(CommonOptions(home=str(home)), secrets=SessionStore)) as app,
            told_in_a_box(app.run),
        ):
            end()

    with pytest.raises(NotWhole) as raised:
        run()
    caplog.clear()
    words = words_for_the_box(raised.value)
    assert words.startswith("Files of Conductor Desktop are missing.\n\nNot there")
    assert f"--home {home} diagnostics" in words
    assert str(home / "exports") in words

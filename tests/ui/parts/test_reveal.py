"""On Windows the Explorer is started, with the file selected."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from conductor_desktop.ui.parts.reveal import show_in_folder
from conductor_desktop.work import CancelToken


@pytest.mark.skipif(sys.platform == "win32", reason="starts a stand-in for the Explorer")
def test_windows_shows_the_file_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    explorer = tmp_path / "explorer.exe"
    explorer.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{told}.new"\nmv "{told}.new" "{told}"\n')
    explorer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "win32")
    file = tmp_path / "a bundle.zip"
    assert show_in_folder(file)
    while not told.exists():
        CancelToken().wait(0.01)
    assert told.read_text() == f"/select,|{file}|"


def test_without_an_explorer_it_says_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "win32")
    assert not show_in_folder(tmp_path / "a bundle.zip")

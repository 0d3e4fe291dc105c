"""What the tour changes for itself alone: where its home is, and how its windows are drawn."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from conductor_desktop.errors import AppError
from conductor_desktop.opening.tour import tours_home


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "windows")
    monkeypatch.setenv("SYSTEMROOT", r"D:\Win")
    monkeypatch.setenv("QT_QPA_FONTDIR", "")
    monkeypatch.delenv("QT_QPA_FONTDIR")


def test_its_home_is_inside_the_one_that_was_named_and_gone_afterwards(tmp_path: Path) -> None:
    with tours_home(str(tmp_path)) as home:
        assert Path(home).parent == tmp_path
        assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert not Path(home).exists()


def test_on_the_screen_nothing_is_changed() -> None:
    with tours_home("", on_screen=True):
        assert os.environ["QT_QPA_PLATFORM"] == "windows"
        assert "QT_QPA_FONTDIR" not in os.environ


@pytest.mark.skipif(sys.platform != "linux", reason="others always have one")
def test_where_there_is_no_screen_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(AppError, match="display"), tours_home("", on_screen=True):
        pass


def test_on_windows_it_is_told_where_the_letters_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as only_here:
        only_here.setattr("sys.platform", "win32")
        with tours_home(""):
            assert Path(os.environ["QT_QPA_FONTDIR"]) == Path(r"D:\Win", "Fonts")
        monkeypatch.setenv("QT_QPA_FONTDIR", "mine")
        with tours_home(""):
            assert os.environ["QT_QPA_FONTDIR"] == "mine"


def test_elsewhere_they_are_found_without_that() -> None:
    with tours_home(""):
        assert ("QT_QPA_FONTDIR" in os.environ) == (os.name == "nt")

"""Without a desktop the window says so, before Qt would end the process."""

from __future__ import annotations

import sys

import pytest

from conductor_desktop.errors import ExitCode
from conductor_desktop.ui.display import NoDisplay, require_display


def test_a_linux_session_without_a_desktop_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(NoDisplay) as caught:
        require_display({"DISPLAY": ""})
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_display_will_do(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    require_display({name: "0"})


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_there_always_is_one(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    require_display({})

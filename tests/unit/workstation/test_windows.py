"""What only Windows can say, asked of a real one (or of Wine)."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.workstation.pc import CouldNotTell, Hive, View
from conductor_desktop.workstation.this_pc import ThisPc

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import winreg


@pytest.fixture
def key() -> Iterator[str]:
    """A registry key of this test alone, with a value of each kind."""
    path = rf"Software\ConductorDesktopTest-{uuid.uuid4().hex}"
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path + r"\Below") as below:
        winreg.SetValueEx(below, "", 0, winreg.REG_SZ, "default")
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as handle:
        winreg.SetValueEx(handle, "text", 0, winreg.REG_SZ, "C:\\x")
        winreg.SetValueEx(handle, "number", 0, winreg.REG_DWORD, 7)
        winreg.SetValueEx(handle, "bytes", 0, winreg.REG_BINARY, b"\x03\x00")
        winreg.SetValueEx(handle, "texts", 0, winreg.REG_MULTI_SZ, ["a", "b"])
    yield path
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path + r"\Below")
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)


def test_values_and_subkeys_are_read_in_both_views(key: str) -> None:
    for view in View:
        assert ThisPc().registry_subkeys(Hive.USER, key, view) == ("Below",)
        assert ThisPc().registry_values(Hive.USER, key, view) == {
            "text": "C:\\x",
            "number": 7,
            "bytes": b"\x03\x00",
            "texts": ("a", "b"),
        }
        assert ThisPc().registry_values(Hive.USER, key + r"\Below", view) == {"": "default"}


def test_a_key_that_is_not_there_holds_nothing() -> None:
    path = rf"Software\{uuid.uuid4().hex}"
    assert ThisPc().registry_values(Hive.MACHINE, path, View.BITS_64) == {}
    assert ThisPc().registry_subkeys(Hive.MACHINE, path, View.BITS_32) == ()


def test_a_refusal_is_not_taken_for_an_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(winreg, "OpenKey", refuse)
    with pytest.raises(CouldNotTell):
        ThisPc().registry_values(Hive.MACHINE, "SOFTWARE", View.BITS_64)


def test_our_own_process_is_in_our_session_with_known_rights() -> None:
    found = ThisPc().processes([Path(sys.executable).name])
    ours = next(process for process in found if process.pid == os.getpid())
    assert ours.session == ThisPc().session()
    assert ours.elevated is not None
    assert ours.windows is not None


def test_a_programs_version_is_four_numbers() -> None:
    program = Path(sys.executable)
    found = ThisPc().files(str(program.parent), program.name)
    version = found[0].version or ""
    assert version.startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")
    assert len(version.split(".")) == 4


def test_the_system_says_its_build_and_kind() -> None:
    system = ThisPc().system()
    assert system.is_windows
    assert system.build == sys.getwindowsversion().build
    assert system.is_server is not None
    assert "Windows" in system.caption

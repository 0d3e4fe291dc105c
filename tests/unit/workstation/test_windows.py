"""What only Windows can say, asked of a real one (or of Wine)."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from conductor_desktop.workstation.facts import Seal
from conductor_desktop.workstation.pc import CouldNotTell, Hive, View
from conductor_desktop.workstation.run_entries import ThisUsersRunEntries
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
    me = ThisPc().me()
    assert (me.pid, me.session, me.owner) == (ours.pid, ours.session, ours.owner)
    assert me.session is not None
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
    assert system.remote_session is not None
    assert system.terminal_server is not None


def test_classes_are_read_too() -> None:
    assert ThisPc().registry_subkeys(Hive.CLASSES, "CLSID", View.BITS_64)
    assert ThisPc().registry_values(Hive.CLASSES, uuid.uuid4().hex, View.BITS_32) == {}


# ---- files


def test_a_file_of_ours_may_be_read_and_written_and_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "QWCLog.txt"
    path.write_bytes(b"a line\r\n")
    before = path.stat().st_mtime_ns
    access = ThisPc().access(str(path))
    assert access is not None
    assert (access.can_read, access.can_write, access.reason) == (True, True, "")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (b"a line\r\n", before)
    assert ThisPc().files(str(tmp_path), "qwclog.txt")[0].size == 8


def test_a_read_only_file_says_why_it_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "QWCLog.txt"
    path.touch()
    path.chmod(0o444)
    access = ThisPc().access(str(path))
    path.chmod(0o666)
    assert access is not None
    assert (access.can_read, access.can_write) == (True, False)
    assert access.reason == "it is marked read-only"


def test_a_file_that_another_keeps_to_itself_says_so(tmp_path: Path) -> None:
    path = tmp_path / "QWCLog.txt"
    path.touch()
    kernel = ctypes.WinDLL("kernel32")
    kernel.CreateFileW.restype = ctypes.c_void_p
    handle = kernel.CreateFileW(str(path), 0x80000000, 0, None, 3, 0, None)
    access = ThisPc().access(str(path))
    kernel.CloseHandle(ctypes.c_void_p(handle))
    assert access is not None
    assert (access.can_read, access.can_write) == (False, False)
    assert access.reason == "another program keeps it to itself"


def test_a_folder_says_whether_files_can_be_made_in_it(tmp_path: Path) -> None:
    access = ThisPc().access(str(tmp_path))
    assert access is not None
    assert (access.can_read, access.can_write) == (True, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["nothing", "no folder\\nothing", "no?name"])
def test_what_is_not_there_has_no_rights(name: str, tmp_path: Path) -> None:
    assert ThisPc().access(f"{tmp_path}\\{name}") is None


# ---- signatures


@pytest.fixture
def python_itself() -> Path:
    """A program that its makers have signed."""
    return Path(getattr(sys, "_base_executable", sys.executable))


def test_a_signed_program_names_its_signer(python_itself: Path) -> None:
    signature = ThisPc().signature(str(python_itself))
    assert signature.seal is Seal.VALID
    assert signature.signer == "Python Software Foundation"


def test_a_changed_program_is_found_out(python_itself: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.exe"
    shutil.copyfile(python_itself, changed)
    with changed.open("r+b") as file:
        file.seek(0x400)
        byte = file.read(1)[0]
        file.seek(0x400)
        file.write(bytes([byte ^ 0xFF]))
    assert ThisPc().signature(str(changed)).seal is Seal.BROKEN


def test_an_unsigned_program_is_unsigned(tmp_path: Path) -> None:
    path = tmp_path / "unsigned.exe"
    path.write_bytes(b"MZ" + bytes(1024))
    assert ThisPc().signature(str(path)).seal is Seal.UNSIGNED


def test_a_program_that_is_not_there_could_not_be_judged(tmp_path: Path) -> None:
    with pytest.raises(CouldNotTell):
        ThisPc().signature(str(tmp_path / "none.exe"))


# ---- what opens what, services, power


@pytest.fixture
def classes() -> tuple[int, str]:
    """Where a user may enter what opens a file. Wine does not look into the user's own part."""
    if hasattr(ctypes.WinDLL("ntdll"), "wine_get_version"):
        return winreg.HKEY_LOCAL_MACHINE, r"Software\Classes"
    return winreg.HKEY_CURRENT_USER, r"Software\Classes"


def test_the_program_for_an_ending_is_the_one_in_the_registry(classes: tuple[int, str]) -> None:
    ending, name = f".{uuid.uuid4().hex}", f"conductor-{uuid.uuid4().hex}"
    root, below = classes
    assert ThisPc().program_for(ending) is None
    with winreg.CreateKey(root, rf"{below}\{ending}") as entry:
        winreg.SetValueEx(entry, "", 0, winreg.REG_SZ, name)
    with winreg.CreateKey(root, rf"{below}\{name}\shell\open\command") as entry:
        winreg.SetValueEx(entry, "", 0, winreg.REG_SZ, f'"{sys.executable}" "%1"')
    try:
        found = ThisPc().program_for(ending)
    finally:
        for part in (r"\shell\open\command", r"\shell\open", r"\shell", ""):
            winreg.DeleteKey(root, rf"{below}\{name}{part}")
        winreg.DeleteKey(root, rf"{below}\{ending}")
    assert found is not None
    assert Path(found) == Path(sys.executable)


def test_services_are_found_by_pattern_with_their_state() -> None:
    name = next(psutil.win_service_iter()).name()
    found = ThisPc().services(name.upper())
    assert [service.name for service in found] == [name]
    assert found[0].state
    assert ThisPc().services(f"no-such-service-{uuid.uuid4().hex}*") == ()


def test_the_power_plan_is_read_or_refused_and_never_guessed() -> None:
    try:
        power = ThisPc().power()
    except CouldNotTell:
        return
    assert power.sleeps_after is None or power.sleeps_after >= 0
    assert power.has_lid is not None


# ---- windows


@pytest.fixture
def shown_window() -> Iterator[int]:
    """A window of this process, with a title."""
    user = ctypes.WinDLL("user32")
    user.CreateWindowExW.restype = ctypes.c_void_p
    handle = user.CreateWindowExW(
        0, "STATIC", "株式会社 - QuickBooks Pro 2024", 0x10CF0000, 0, 0, 200, 100, *[None] * 4
    )
    assert handle
    yield handle
    user.DestroyWindow(ctypes.c_void_p(handle))


def test_a_window_is_seen_with_its_title_and_whether_it_can_be_used(shown_window: int) -> None:
    seen = ThisPc().me().windows
    assert seen is not None
    assert [(w.title, w.is_usable) for w in seen] == [("株式会社 - QuickBooks Pro 2024", True)]
    ctypes.WinDLL("user32").EnableWindow(ctypes.c_void_p(shown_window), False)
    blocked = ThisPc().me().windows
    assert blocked is not None
    assert [w.is_usable for w in blocked] == [False]


def test_a_window_that_is_brought_to_the_front_is_not_left_minimised(shown_window: int) -> None:
    user, handle = ctypes.WinDLL("user32"), ctypes.c_void_p(shown_window)
    user.ShowWindow(handle, 6)
    assert user.IsIconic(handle)
    ThisPc().bring_to_front(os.getpid())  # in front it comes only if Windows lets this program
    assert not user.IsIconic(handle)


def test_a_program_without_a_window_cannot_be_brought_to_the_front() -> None:
    assert not ThisPc().bring_to_front(os.getpid())


# ---- what starts with it


def test_an_entry_is_made_seen_and_removed_and_no_other_is_touched() -> None:
    entries, name = ThisUsersRunEntries(), f"ConductorDesktopTest-{uuid.uuid4().hex}"
    before = dict(entries.commands())
    entries.remove(name)  # which is not there
    entries.enter(name, '"C:\\x y.exe" --in-tray')
    try:
        assert dict(entries.commands()) == {**before, name: '"C:\\x y.exe" --in-tray'}
        assert name not in entries.switches()
    finally:
        entries.remove(name)
    assert dict(entries.commands()) == before


def test_a_refusal_to_change_what_starts_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(winreg, "CreateKeyEx", refuse)
    with pytest.raises(CouldNotTell):
        ThisUsersRunEntries().enter("x", "y")

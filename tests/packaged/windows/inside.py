"""What only a program of the Windows PC itself can see and do: a line asked, a line answered.

It is run by the Python that builds the bundle, which is no part of the product. Each line is JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Collection
from typing import Any

from tests.packaged.windows import others

if sys.platform == "win32":
    import ctypes
    import winreg
    from ctypes import wintypes

    _USER = ctypes.WinDLL("user32")
    _KERNEL = ctypes.WinDLL("kernel32")
    _USER.FindWindowW.restype = wintypes.HWND
    _USER.GetForegroundWindow.restype = wintypes.HWND
    _USER.SendMessageTimeoutW.argtypes = [
        wintypes.HWND,
        wintypes.UINT,
        wintypes.WPARAM,
        wintypes.LPWSTR,
        wintypes.UINT,
        wintypes.UINT,
        ctypes.c_void_p,
    ]
    _GET_TEXT, _CLOSE, _MINIMIZE = 0x000D, 0x0010, 6
    _KERNEL.OpenProcess.restype = wintypes.HANDLE
    _ROOTS = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
    _VIEWS = {"64": winreg.KEY_WOW64_64KEY, "32": winreg.KEY_WOW64_32KEY}

    def windows() -> list[dict[str, Any]]:
        """Every visible window: its title, whose it is, and the texts that are in it."""
        found: list[dict[str, Any]] = []
        kind = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)

        @kind
        def note(window: int, _unused: int) -> bool:
            if _USER.IsWindowVisible(window):
                title, process = ctypes.create_unicode_buffer(512), wintypes.DWORD()
                _USER.GetWindowTextW(window, title, 512)
                _USER.GetWindowThreadProcessId(window, ctypes.byref(process))
                program = _program_of(process.value)
                found.append(
                    {
                        "title": title.value,
                        "pid": process.value,
                        "program": program,
                        "texts": _texts_in(window),
                        "isSmall": bool(_USER.IsIconic(window)),
                        "isInFront": window == _USER.GetForegroundWindow(),
                    }
                )
            return True

        _USER.EnumWindows(note, 0)
        return found

    def _texts_in(window: int) -> list[str]:
        """Of the controls that Windows itself draws, as in a message box."""
        found: list[str] = []
        kind = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)

        @kind
        def note(control: int, _unused: int) -> bool:
            text = ctypes.create_unicode_buffer(2048)
            _USER.SendMessageTimeoutW(control, _GET_TEXT, 2048, text, 2, 500, None)
            found.append(text.value)
            return True

        _USER.EnumChildWindows(window, note, 0)
        return [text for text in found if text]

    def make_small(title: str) -> None:
        """Put the window of this title into the taskbar."""
        _USER.ShowWindow(wintypes.HWND(_USER.FindWindowW(None, title)), _MINIMIZE)

    def close(title: str) -> None:
        """Ask the window of this title to close."""
        _USER.PostMessageW(wintypes.HWND(_USER.FindWindowW(None, title)), _CLOSE, 0, 0)

    def open_file(path: str, words: str = "") -> None:
        """As a double-click does, or a shortcut with ``words``."""
        os.startfile(path, "open", words)

    def _program_of(process: int) -> str:
        handle = wintypes.HANDLE(_KERNEL.OpenProcess(0x1000, False, process))
        path, size = ctypes.create_unicode_buffer(1024), wintypes.DWORD(1024)
        _KERNEL.QueryFullProcessImageNameW(handle, 0, path, ctypes.byref(size))
        _KERNEL.CloseHandle(handle)
        return path.value

    def registry(path: str, view: str = "64") -> dict[str, Any] | None:
        """The values and the keys below a key; None when there is no such key."""
        root, _, name = path.partition("\\")
        try:
            key = winreg.OpenKey(_ROOTS[root], name, 0, winreg.KEY_READ | _VIEWS[view])
        except FileNotFoundError:
            return None
        with key:
            keys, values, _ = winreg.QueryInfoKey(key)
            named = [winreg.EnumValue(key, i) for i in range(values)]
            return {
                "values": {name: value for name, value, _ in named},
                "keys": [winreg.EnumKey(key, i) for i in range(keys)],
            }

    def write(path: str, view: str, values: str) -> None:
        """Make a key with these values, a JSON object of texts."""
        root, _, name = path.partition("\\")
        access = winreg.KEY_WRITE | _VIEWS[view]
        with winreg.CreateKeyEx(_ROOTS[root], name, 0, access) as key:
            for value_name, value in json.loads(values).items():
                winreg.SetValueEx(key, value_name, 0, winreg.REG_SZ, value)

    def forget(path: str, view: str) -> None:
        """Remove a key that has none below it."""
        root, _, name = path.partition("\\")
        winreg.DeleteKeyEx(_ROOTS[root], name, winreg.KEY_WRITE | _VIEWS[view])

    def credentials() -> list[str]:
        """What the entries of the Credential Manager are called."""
        from win32ctypes.pywin32 import pywintypes, win32cred

        try:
            return [one["TargetName"] for one in win32cred.CredEnumerate(None, 0)]
        except pywintypes.error as error:
            if error.winerror == 1168:  # there is none
                return []
            raise

    def add_credential(target: str) -> None:
        """Keep an entry of somebody else's."""
        from win32ctypes.pywin32 import win32cred

        entry = {"Type": 1, "TargetName": target, "UserName": "somebody", "Persist": 2}
        win32cred.CredWrite(entry | {"CredentialBlob": "theirs", "Comment": ""}, 0)

    def rotate_key() -> list[object]:
        """What the app's own store gives back after each step of a key's life."""
        from conductor_desktop.secret import Secret
        from conductor_desktop.storage.secrets import open_secret_store

        store, name = open_secret_store(), "live-7/token"
        seen: list[object] = [store.persistent]
        for value in ("first", "second"):
            store.set(name, Secret(value))
            kept = open_secret_store().get(name)
            seen.append(kept and kept.reveal())
        store.delete(name)
        return [*seen, open_secret_store().get(name)]

    def take_setup_file(path: str) -> str:
        """Take in a setup file as the app does, to the end; the name of its vendor."""
        from pathlib import Path

        from conductor_desktop.app import compose
        from conductor_desktop.cli.options import CommonOptions
        from conductor_desktop.storage.names import SetupStep
        from conductor_desktop.storage.profiles import EndUserRef

        with compose(CommonOptions()) as app:
            setup = app.windows().setup()  # type: ignore[attr-defined]
            file = setup.take_setup_file(Path(path))
            whom = EndUserRef(file.end_user_id, file.source_id, file.email, file.company_name)
            setup._in_use.session.update(end_user=whom, setup_step=SetupStep.DONE)
            return str(file.vendor.name)

    def hand_over(path: str) -> list[object]:
        """Give a connection file to what opens such files, as a click on the page does.

        Returns what the file was called then and whether the Web Connector was open before, or
        why it was not given to anybody.
        """
        from dataclasses import replace
        from pathlib import Path

        from conductor_desktop.services.connection_file import ConnectionFiles
        from conductor_desktop.services.hand_over import HandOverProblem
        from conductor_desktop.storage.paths import AppHome
        from conductor_desktop.workstation.facts import ProcessFacts
        from conductor_desktop.workstation.this_pc import ThisPc

        class WithoutRights(ThisPc):
            """Wine signs everybody in as administrator, who may not hand anything over."""

            def me(self) -> ProcessFacts:
                return replace(super().me(), elevated=False)

            def processes(self, names: Collection[str]) -> tuple[ProcessFacts, ...]:
                found = super().processes(names)
                return tuple(replace(process, elevated=False) for process in found)

        home = AppHome.locate(None)
        home.prepare()
        files = ConnectionFiles(home.connection_files, WithoutRights)
        file = files.take(Path(path), (".conductor.is",))
        try:
            return [str(file.path), files.hand_over(file)]
        except HandOverProblem as problem:
            return [problem.title]

    def start_with_windows(program: str, wanted: bool) -> str:
        """Enter or remove the app, as the box in its settings does; what Windows does then."""
        from conductor_desktop.services.own_start import OwnStart, command_for
        from conductor_desktop.workstation.run_entries import ThisUsersRunEntries

        start = OwnStart(ThisUsersRunEntries(), command_for(program), lambda _page: False)
        return str(start.turn_on() if wanted else start.turn_off())

    def run(line: str) -> int:
        """Run a command line as it stands, which no list of words can say; its exit code."""
        nowhere = subprocess.DEVNULL
        return subprocess.run(
            line, stdin=nowhere, stdout=nowhere, stderr=nowhere, check=False
        ).returncode

    def hold(name: str) -> int:
        """Have a lock of this name until ``let_go`` gets what is returned."""
        return int(_KERNEL.CreateMutexW(None, False, name))

    def let_go(handle: int) -> None:
        _KERNEL.CloseHandle(wintypes.HANDLE(handle))

    _WHAT: dict[str, Callable[..., Any]] = {
        "windows": windows,
        "registry": registry,
        "write": write,
        "forget": forget,
        "credentials": credentials,
        "add-credential": add_credential,
        "rotate-key": rotate_key,
        "take-setup-file": take_setup_file,
        "hand-over": hand_over,
        "start-with-windows": start_with_windows,
        "make-small": make_small,
        "press": others.press,
        "make-fail": others.make_fail,
        "add-service": others.add_service,
        "remove-service": others.remove_service,
        "open": open_file,
        "close": close,
        "run": run,
        "hold": hold,
        "let-go": let_go,
    }

    def main() -> None:
        for line in sys.stdin:
            what, *words = json.loads(line)
            try:
                answer = {"answer": _WHAT[what](*words)}
            except Exception:
                answer = {"error": traceback.format_exc()}
            print(json.dumps(answer), flush=True)

    if __name__ == "__main__":
        main()

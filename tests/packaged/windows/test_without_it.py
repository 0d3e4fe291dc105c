"""The last thing that happens on the PC: the product is taken away while it is open."""

from __future__ import annotations

import subprocess

from tests.packaged.windows.pc import CLASSES, ENTRY, NAME, Pc, until


def test_the_open_app_ends_when_it_is_removed_and_nothing_of_it_is_left(
    installed: Pc, window: subprocess.Popen[bytes]
) -> None:
    until(lambda: any(installed.settings.glob("window-*.address")), window)
    installed.ask("add-credential", NAME)

    assert installed.uninstall("/FORGET") == 0

    out, err = window.communicate()
    assert (window.returncode, out, err) == (0, b"", b"")
    users = installed.drive / "users"
    assert [file for file in users.rglob("*onductor*") if "Temp" not in file.parts] == []
    assert installed.registry(ENTRY) is None
    assert installed.registry(rf"{CLASSES}\.conductor-setup") is None
    assert installed.ask("credentials") == []

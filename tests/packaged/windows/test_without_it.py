"""The last thing that happens on the PC: the product is taken away while it is open."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.packaged.windows.pc import CLASSES, ENTRY, NAME, Pc

pytestmark = pytest.mark.core
# Qt says what Wine 8 lacks, and no Windows does.
OF_WINE = ("PerMonitorVersion2 is not supported", "EnableNonClientDpiScaling() failed")


def test_nothing_was_written_outside_its_own_folders(
    fresh: tuple[Pc, set[Path]], installed: Pc
) -> None:
    _, before = fresh
    ours = (installed.folder, installed.settings, installed.shortcut)
    others = ("Intuit", "Temp")  # what the tests have planted, and what Windows throws away
    outside = [
        file
        for file in set(installed.files()) - before
        if not any(file.is_relative_to(place) for place in ours)
        and not any(name in file.parts for name in others)
    ]
    assert outside == []


def test_the_open_app_ends_when_it_is_removed_and_nothing_of_it_is_left(
    installed: Pc, window: subprocess.Popen[bytes]
) -> None:
    installed.until(lambda: any(installed.settings.glob("window-*.address")), window)
    installed.ask("add-credential", NAME)

    assert installed.uninstall("/FORGET") == 0

    ended = installed.wine.wait_for(window)
    said = [line for line in ended.err.splitlines() if not any(of in line for of in OF_WINE)]
    assert (ended.code, ended.out, said) == (0, "", [])
    users = installed.drive / "users"
    assert [file for file in users.rglob("*onductor*") if "Temp" not in file.parts] == []
    assert installed.registry(ENTRY) is None
    assert installed.registry(rf"{CLASSES}\.conductor-setup") is None
    assert installed.ask("credentials") == []

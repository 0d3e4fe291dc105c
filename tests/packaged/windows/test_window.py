"""The installed program's window on the screen of a PC."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from tests.packaged.windows.conftest import PICTURES
from tests.packaged.windows.pc import NAME, PROGRAM, Pc, until

_DRAWN_COLOURS = 200  # an empty window has a handful


@pytest.fixture
def window(installed: Pc) -> Iterator[subprocess.Popen[bytes]]:
    """The app as its shortcut starts it, once its window is there."""
    process = installed.wine.start(installed.folder / PROGRAM)
    until(lambda: any(NAME in title for title in installed.titles()), process)
    yield process
    process.kill()
    process.communicate()


def test_the_first_window_is_drawn(installed: Pc, window: subprocess.Popen[bytes]) -> None:
    target = PICTURES / "first-window.png"
    until(lambda: installed.picture(target) > _DRAWN_COLOURS, window)


def test_it_says_nothing_on_its_way_and_leaves_no_crash(
    installed: Pc, window: subprocess.Popen[bytes]
) -> None:
    logs = installed.settings / "logs"
    until(lambda: any(installed.settings.glob("window-*.address")), window)
    said = "".join(file.read_text("utf-8") for file in logs.glob("app.log*"))
    assert " ERROR " not in said
    assert [file.name for file in logs.iterdir() if not file.name.startswith("app.log")] == []

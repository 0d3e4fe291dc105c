"""The installed program's window on the screen of a PC."""

from __future__ import annotations

import subprocess

from tests.packaged.windows.conftest import PICTURES
from tests.packaged.windows.pc import Pc, until

_DRAWN_COLOURS = 200  # an empty window has a handful


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
    # While it runs there is a file for what is written of a crash, and nothing in it.
    others = [file for file in logs.iterdir() if not file.name.startswith("app.log")]
    assert [file.name for file in others if file.stat().st_size] == []

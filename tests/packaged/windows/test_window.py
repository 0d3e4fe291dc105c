"""The installed program's window on the screen of a PC."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from build.windows.wine import Listener, windows_path
from tests.packaged.windows.conftest import PICTURES
from tests.packaged.windows.pc import CLASSES, PROGRAM, Pc
from tests.packaged.windows.test_quickbooks_pc import SETUP_FILE


@pytest.mark.core
def test_the_first_window_is_drawn(installed: Pc, window: subprocess.Popen[bytes]) -> None:
    installed.drawn_picture(PICTURES / "first-window.png", window)


@pytest.mark.core
def test_it_says_nothing_on_its_way_and_leaves_no_crash(
    installed: Pc, window: subprocess.Popen[bytes]
) -> None:
    logs = installed.settings / "logs"
    installed.until(lambda: any(installed.settings.glob("window-*.address")), window)
    said = "".join(file.read_text("utf-8") for file in logs.glob("app.log*"))
    assert " ERROR " not in said
    # While it runs there is a file for what is written of a crash, and nothing in it.
    others = [file for file in logs.iterdir() if not file.name.startswith("app.log")]
    assert [file.name for file in others if file.stat().st_size] == []


def shown(pc: Pc) -> list[dict[str, Any]]:
    """The windows of the app that a person sees."""
    return [one for one in pc.ask("windows") if one["program"].endswith(PROGRAM) and one["title"]]


def is_setup(one: dict[str, Any]) -> bool:
    return "guided setup" in str(one["title"])


def test_a_second_start_brings_the_window_back(
    installed: Pc, window: subprocess.Popen[bytes]
) -> None:
    installed.until(lambda: any(installed.settings.glob("window-*.address")), window)
    [before] = shown(installed)
    installed.ask("make-small", before["title"])
    installed.until(lambda: shown(installed)[0]["isSmall"], window)

    ended = installed.run(installed.folder / PROGRAM)

    assert (ended.code, ended.out, ended.err) == (0, "", "")
    installed.until(lambda: not shown(installed)[0]["isSmall"], window)
    installed.until(lambda: shown(installed)[0]["isInFront"], window)
    [after] = shown(installed)
    assert after["pid"] == before["pid"]


def test_a_double_click_on_a_setup_file_gives_it_to_the_window_that_is_open(
    installed: Pc, window: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    file = tmp_path / "Büro.conductor-setup"
    file.write_text(json.dumps(SETUP_FILE))

    # Wine 8 does not look into what a person's own account opens, so its command is run as it is.
    opens = installed.registry(rf"{CLASSES}\ConductorDesktop.SetupFile\shell\open\command")
    line = opens["values"][""].replace("%1", windows_path(file))
    assert installed.ask("run", line) == 0

    installed.until(lambda: "started again with a file" in installed.log(), window)
    installed.until(lambda: "a setup file was given and can be used" in installed.log(), window)
    installed.until(lambda: [is_setup(each) for each in shown(installed)] == [True], window)
    installed.drawn_picture(PICTURES / "setup-file-by-double-click.png", window)


def test_windows_is_told_the_name_that_the_shortcut_has(installed: Pc) -> None:
    # Wine keeps no such name, but says that it was given one.
    words = ["--home", r"C:\another home"]
    told = {"WINEDEBUG": "-all,fixme+shcore"}
    before = len(shown(installed))
    process = installed.wine.start(installed.folder / PROGRAM, *words, variables=told)
    assert process.stderr is not None
    notes = Listener(process.stderr)
    installed.until(lambda: 'ModelID L"Conductor.ConductorDesktop"' in notes.text(), process)
    installed.until(lambda: len(shown(installed)) > before, process)
    installed.drawn_picture(PICTURES / "welcome.png", process)
    installed.kill(process)
    shutil.rmtree(installed.drive / "another home", ignore_errors=True)

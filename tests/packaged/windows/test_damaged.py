"""An installation that a virus scanner has taken files from says which, and how to repair it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaged.windows.conftest import PICTURES
from tests.packaged.windows.pc import CONSOLE, NAME, PROGRAM, Pc

QT, PYTHON, DECODER = "Qt6Widgets.dll", "python311.dll", "_core.cp311-win_amd64.pyd"
REPAIR = "Run the setup program again"


@pytest.fixture
def damaged(installed: Pc) -> Iterator[Path]:
    """A copy of the installed folder, to take files from; what it notes is noted there."""
    copy = installed.drive / "Damaged"
    subprocess.run(["cp", "-al", str(installed.folder), str(copy)], check=True)
    yield copy
    shutil.rmtree(copy)


def take_away(folder: Path, name: str) -> str:
    """Returns what the app calls the file."""
    [file] = folder.rglob(name)
    file.unlink()
    return file.relative_to(folder).as_posix()


def home(pc: Pc, folder: Path) -> tuple[str, str]:
    return "--home", pc.as_windows_says(folder / "home")


@pytest.mark.parametrize("name", [QT, DECODER])
def test_the_console_program_names_what_is_missing(installed: Pc, damaged: Path, name: str) -> None:
    missing = take_away(damaged, name)
    ended = installed.run(damaged / CONSOLE, *home(installed, damaged), "--sandbox")
    assert (ended.code, ended.out) == (10, "")
    assert missing in ended.err
    assert REPAIR in ended.err
    assert "Traceback" not in ended.err


def test_the_windowed_program_says_it_in_a_box(installed: Pc, damaged: Path) -> None:
    missing = take_away(damaged, QT)
    program = installed.as_windows_says(damaged / PROGRAM)
    # Started by Windows itself, it has nowhere else to say it.
    installed.ask("open", program, " ".join(home(installed, damaged)))

    def texts() -> str:
        shown = [one for one in installed.ask("windows") if "Damaged" in one["program"]]
        return " ".join(text for one in shown for text in one["texts"])

    installed.until(lambda: REPAIR in texts())
    assert missing in texts()
    installed.picture(PICTURES / "damaged.png")
    installed.ask("close", NAME)
    installed.until(lambda: not texts())


def test_without_python_itself_its_name_is_told(installed: Pc, damaged: Path) -> None:
    take_away(damaged, PYTHON)
    ended = installed.run(damaged / CONSOLE, "--version")
    assert ended.code != 0
    assert PYTHON in ended.err

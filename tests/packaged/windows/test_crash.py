"""The installed program dies of a fault: what is left of that, and how the next starts go."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.ui.theme import LIGHT
from tests.packaged.windows.conftest import PICTURES
from tests.packaged.windows.pc import PROGRAM, Pc

FAULT = "Windows fatal exception: access violation"
OURS = r"conductor_desktop\services\last_time\watchdog.py"  # one of its threads always waits there
TOLD = "message: Something went wrong last time"
SAFE = "safe mode: starts_fail"
# Windows asks whether to look into it with a debugger only where one is installed, and Wine always.
DEBUGGER = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\AeDebug"


@pytest.fixture
def pc(second: Pc) -> Iterator[Pc]:
    second.ask("write", DEBUGGER, "64", json.dumps({"Debugger": "cmd /c exit"}))
    yield second
    shutil.rmtree(second.settings)


def logs(pc: Pc) -> Path:
    return pc.settings / "logs"


def opened(pc: Pc) -> subprocess.Popen[bytes]:
    """The app, once it knows how it ended before."""
    begun = pc.log().count("last time: ")
    process = pc.wine.start(pc.folder / PROGRAM)
    pc.until(lambda: pc.log().count("last time: ") > begun, process)
    return process


def crash(pc: Pc) -> Path:
    """Open the app and let it die; the one note that it has left with something in it."""
    process = opened(pc)
    [running] = {one["pid"] for one in pc.ask("windows") if one["program"].endswith(PROGRAM)}
    pc.ask("make-fail", running)
    assert pc.wine.wait_for(process).code != 0
    [note] = [file for file in logs(pc).glob("crash-*.txt") if file.stat().st_size]
    assert note.name == f"crash-window-{running}.txt"
    return note


@pytest.mark.core
def test_a_fault_is_written_down_and_the_next_start_says_that_something_went_wrong(pc: Pc) -> None:
    note = crash(pc)
    said = note.read_text("utf-8")
    assert said.startswith(FAULT)
    assert OURS in said
    assert pc.wine.user not in said

    after = opened(pc)

    assert "last time: an error that nobody caught, or a fault in the program" in pc.log()
    pc.until(lambda: TOLD in pc.log(), after)
    assert FAULT in pc.log()
    assert FAULT in (logs(pc) / "last-crash.txt").read_text("utf-8")
    assert not note.exists()
    pc.drawn_picture(PICTURES / "after-a-crash.png", after, with_band=LIGHT.look_soft)
    pc.kill(after)


def test_after_two_faults_soon_after_the_start_the_next_one_is_in_safe_mode(pc: Pc) -> None:
    crash(pc)
    crash(pc)
    assert SAFE not in pc.log()

    after = opened(pc)

    pc.until(lambda: SAFE in pc.log(), after)
    pc.drawn_picture(PICTURES / "safe-mode.png", after, with_band=LIGHT.banner)
    pc.kill(after)

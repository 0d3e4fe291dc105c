"""Started beside the clock, as Windows does it. Real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.profiles import EndUserRef, InBackground, Profile, Settings
from conductor_desktop.storage.settings import SettingsStore

ROOT = Path(__file__).parents[2]
TRAY = "tests.helpers.real_tray"

pytestmark = pytest.mark.slow

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def connect(home: Path) -> None:
    """As an earlier run has left it that explained itself, with a service that nobody reaches."""
    profile = Profile(
        mode=Mode.API_KEYS,
        base_url="http://127.0.0.1:9/v1",
        end_user=EndUserRef("end_usr_big", "cust-1", "office@big.example", "Big Co."),
        setup_step=SetupStep.DONE,
    )
    home.mkdir()
    settings = Settings(
        profiles={ProfileName.LIVE: profile}, in_background=InBackground(is_explained=True)
    )
    SettingsStore(home / "settings.json").save(settings)


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts an app that tells what it does; whatever is left of them at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, module: str = "tests.helpers.tray_driver") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", module, "--home", str(home), *words],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def in_a_desktop_with_a_tray(*words: str) -> dict[str, Any]:
    """What the app does in one, by the account of whoever sits there."""
    done = subprocess.run(
        ["xvfb-run", "-a", "dbus-run-session", "--", sys.executable, "-m", TRAY, *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr.read() if process.stderr else "it ended"
    facts: dict[str, Any] = json.loads(line)
    return facts


def test_it_watches_without_a_window_until_another_start_wants_one(
    start: Start, home: Path
) -> None:
    connect(home)
    first = start("--in-tray")
    assert told(first) == {"did": "watching", "visible": False}
    second = start(module="conductor_desktop")
    assert (second.wait(), *second.communicate()) == (0, "", "")
    assert told(first) == {"did": "front", "visible": True}


def test_a_second_start_in_the_tray_disturbs_nobody(start: Start, home: Path) -> None:
    connect(home)
    first = start("--in-tray")
    told(first)
    second = start("--in-tray", module="conductor_desktop")
    assert (second.wait(), *second.communicate()) == (0, "", "")
    third = start(module="conductor_desktop")
    assert third.wait() == 0
    assert told(first)["did"] == "front"  # which the second one had not brought about


def test_where_nothing_is_set_up_there_is_nothing_to_watch(start: Start, home: Path) -> None:
    process = start("--in-tray", module="conductor_desktop")
    assert (process.wait(), *process.communicate()) == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send it to another process")
def test_out_of_sight_it_ends_when_the_system_asks(start: Start, home: Path) -> None:
    connect(home)
    process = start("--in-tray")
    told(process)
    process.send_signal(signal.SIGTERM)
    out, error = process.communicate()
    assert (process.returncode, out, "Traceback" in error) == (143, "", False)


@pytest.mark.skipif(
    not (shutil.which("xvfb-run") and shutil.which("dbus-run-session")),
    reason="needs a display and a bus of its own",
)
def test_in_a_real_tray_a_click_brings_the_window_and_closing_it_ends_nothing(home: Path) -> None:
    connect(home)
    assert in_a_desktop_with_a_tray("--home", str(home), "--in-tray") == {
        "said": [
            {"did": "watching", "visible": False},
            {"did": "front", "visible": True},
            {"did": "closed", "visible": False},
            {"did": "front", "visible": True},
        ],
        "had_icon": True,
        "code": 143,
    }

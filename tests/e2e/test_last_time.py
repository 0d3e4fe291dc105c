"""However the app ends, the next start knows how, says so once, and nothing private is written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from conductor_desktop.errors import ExitCode
from conductor_desktop.storage.last_crash import FILE_NAME as LAST_CRASH
from conductor_desktop.storage.names import Mode, ProfileName, SetupStep
from conductor_desktop.storage.open_window import OpenWindow
from conductor_desktop.storage.profiles import EndUserRef, Profile, Settings
from conductor_desktop.storage.run_file import Ended, RunFile, RunRecord
from conductor_desktop.storage.settings import SettingsStore
from conductor_desktop.work import CancelToken
from tests.helpers.dying_app import CANARY, EMAIL
from tests.helpers.leaks import leaks

T = TypeVar("T")
Start = Callable[..., "subprocess.Popen[str]"]

ROOT = Path(__file__).parents[2]
SEGMENTATION = "Fatal Python error: Segmentation fault"
WRONG = "Something went wrong last time"

pytestmark = pytest.mark.slow

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends it in another way")


class Run(NamedTuple):
    """How one run of the app went."""

    code: int
    said: str
    safe: str
    is_visible: bool
    error: str


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def environment() -> dict[str, str]:
    """Without what the app would only say that it ignores."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("QTWEBENGINE_")}
    return kept | {"PYTHONPATH": str(ROOT)}


def run(home: Path, how: str, *words: str) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.dying_app", how, "--home", str(home), *words],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 1, done.stderr
    facts = json.loads(lines[0])
    return Run(done.returncode, facts["said"], facts["safe"], facts["visible"], done.stderr)


def command(home: Path, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "conductor_desktop", *words, "--home", str(home)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        check=False,
    )


def settle(home: Path) -> None:
    """As if the run that is noted there had lasted for a minute."""
    path = OpenWindow.of(home, sandbox=False).runs_file
    path.write_text(json.dumps({**json.loads(path.read_text()), "settled": True}))


def connect(home: Path) -> None:
    """As an earlier run has left it, with a service that nobody reaches."""
    profile = Profile(
        mode=Mode.API_KEYS,
        base_url="http://127.0.0.1:9/v1",
        end_user=EndUserRef("end_usr_big", "cust-1", "office@big.example", "Big Co."),
        setup_step=SetupStep.DONE,
    )
    home.mkdir()
    SettingsStore(home / "settings.json").save(Settings(profiles={ProfileName.LIVE: profile}))


def wait_for(look: Callable[[], T | None]) -> T:
    """What is to be seen sooner or later."""
    while (seen := look()) is None:
        CancelToken().wait(0.02)
    return seen


def log(home: Path) -> str:
    return (home / "logs" / "app.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("how", ["start", "slot"])
def test_without_a_console_a_start_that_failed_says_so_in_a_box(home: Path, how: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.boxed_app", how, "--home", str(home)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == ExitCode.INTERNAL
    facts = json.loads(done.stdout.splitlines()[-1])
    assert facts["title"] == "Something went wrong inside the app"
    assert str(home / "logs" / "app.log") in facts["text"]
    assert f"--home {home} diagnostics" in facts["text"]
    assert facts["free"] is True
    assert "Error" in log(home)
    assert "poppins" not in log(home) + facts["text"]


@pytest.mark.parametrize(
    ("how", "words", "on_page"),
    [
        ("slot", "uncaught error\\nKeyError", "uncaught error\nKeyError"),
        ("qt", "Qt gives up for ‹email›", "A qFatal() call was made"),
        pytest.param("library", SEGMENTATION, f"run has died:\n{SEGMENTATION}", marks=on_posix),
    ],
)
def test_a_crash_is_in_the_log_without_values_and_said_once(
    home: Path, how: str, words: str, on_page: str
) -> None:
    died = run(home, how)
    assert died.code != 0
    assert died.said == ""
    settle(home)
    after = run(home, "quit")
    assert (after.code, after.said.startswith(WRONG)) == (0, True)
    assert words in log(home)
    assert run(home, "quit").said == ""
    page = (home / "logs" / LAST_CRASH).read_text(encoding="utf-8")
    assert on_page in page
    assert leaks([home], {"key": CANARY, "e-mail": EMAIL}) == []
    left = sorted(path.name for path in (home / "logs").iterdir())
    assert left == ["app.log", LAST_CRASH]


def test_how_it_died_is_on_a_page_of_its_own_before_the_next_start(home: Path) -> None:
    run(home, "slot")
    page = (home / "logs" / LAST_CRASH).read_text(encoding="utf-8")
    assert "uncaught error\nKeyError" in page
    assert page.endswith("\nValueError: slot for ‹email›\n")


def test_an_error_in_a_slot_has_the_exit_code_of_a_bug(home: Path) -> None:
    assert run(home, "slot").code == ExitCode.INTERNAL


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("thread", "uncaught error in a thread\\nKeyError"),
        ("unraisable", "error that could not be raised, of a function"),
    ],
)
def test_what_fails_aside_is_in_the_log_and_ends_nothing(home: Path, how: str, words: str) -> None:
    assert run(home, how).code == 0
    assert words in log(home)
    assert run(home, "quit").said == ""
    assert leaks([home], {"key": CANARY, "e-mail": EMAIL}) == []


@pytest.mark.parametrize("how", ["quit", pytest.param("asked", marks=on_posix), "killed"])
def test_nobody_is_alarmed_by_an_end_that_somebody_wanted(home: Path, how: str) -> None:
    run(home, how)
    settle(home)
    assert run(home, "quit").said == ""
    assert run(home, "quit").said == ""


@on_posix
def test_a_command_that_comes_by_takes_the_crash_into_the_log_and_not_from_the_window(
    home: Path,
) -> None:
    run(home, "library")
    settle(home)
    command(home, "diagnostics", "--output", str(home / "bundle.zip"))
    assert "an earlier run has died" in log(home)
    assert run(home, "quit").said.startswith(WRONG)
    assert log(home).count("an earlier run has died") == 1
    assert run(home, "quit").said == ""


def test_the_sandbox_has_a_history_of_its_own(home: Path) -> None:
    run(home, "slot")
    settle(home)
    assert run(home, "quit", "--sandbox").said == ""
    assert run(home, "quit").said.startswith(WRONG)


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts one that lives on; whatever is left at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", *words, "--home", str(home)],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_window_that_was_ended_because_it_did_not_answer_is_told_of(
    home: Path, start: Start
) -> None:
    process = start("tests.helpers.dying_app", "hangs")
    note = home / "logs" / f"hang-window-{process.pid}.txt"

    def written() -> str | None:
        assert process.poll() is None
        text = note.read_text(encoding="utf-8")
        return text if " in hang" in text else None

    assert CANARY not in wait_for(written)
    process.kill()
    process.wait()
    settle(home)
    after = run(home, "quit")
    assert after.said.startswith(WRONG)
    assert "did not answer any more" in after.said
    assert "the window of an earlier run did not answer any more" in log(home)
    assert run(home, "quit").said == ""


def test_a_window_that_is_open_is_no_run_that_failed(home: Path, start: Start) -> None:
    first = start("tests.helpers.window_driver")
    file = RunFile(OpenWindow.of(home, sandbox=False).runs_file)
    before = file.read()
    assert before is not None
    assert (before.process, before.ended) == (first.pid, None)
    command(home)  # which only brings the first one to the front
    assert file.read() == before


FAILING_COMMAND = """
import sys, threading
from unittest import mock
from conductor_desktop.__main__ import main
from conductor_desktop.app import App
checks = App.checks
def fail():
    raise ValueError("nobody waits for mary.poppins@big.example")
def failing(self, *arguments):
    self.run.home()
    aside = threading.Thread(target=fail)
    aside.start()
    aside.join()
    return checks(self, *arguments)
with mock.patch.object(App, "checks", failing):
    sys.exit(main())
"""


def test_what_fails_aside_in_a_command_is_in_the_log_clean(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING_COMMAND, "check", "--home", str(home)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "uncaught error in a thread" in log(home)
    assert "Traceback" not in done.stderr
    assert leaks([home], {"e-mail": EMAIL}) == []


# ---- safe mode


@pytest.mark.parametrize("how", ["slot", pytest.param("library", marks=on_posix), "killed"])
def test_after_two_starts_that_failed_the_next_one_is_safe_until_it_ends_well(
    home: Path, how: str
) -> None:
    assert [run(home, how).safe, run(home, how).safe] == ["", ""]
    safe = run(home, "quit")
    assert safe.safe.startswith("Safe mode, because Conductor Desktop ended twice")
    assert safe.said == ""  # once is enough
    after = run(home, "quit")
    assert (after.safe, after.said) == ("", "")


def test_a_safe_start_that_fails_as_well_is_followed_by_another(home: Path) -> None:
    for _ in range(3):
        run(home, "slot")
    assert run(home, "quit").safe != ""


def test_it_can_be_started_by_hand(home: Path) -> None:
    assert run(home, "quit", "--safe-mode").safe.startswith(
        "Safe mode, because Conductor Desktop was"
    )
    assert "this run is in safe mode: wanted" in log(home)
    assert run(home, "quit").safe == ""


def test_out_of_sight_nobody_would_read_of_it(home: Path) -> None:
    connect(home)
    for _ in range(2):
        run(home, "slot", "--in-tray")
    shown = run(home, "quit", "--in-tray")
    assert shown.safe != ""
    assert shown.is_visible


@on_posix
def test_start_normally_ends_this_one_and_starts_another(home: Path) -> None:
    safe = run(home, "normally", "--safe-mode")
    assert (safe.code, safe.error) == (0, "")
    place = OpenWindow.of(home, sandbox=False)
    again = wait_for(place.read)
    os.kill(again.process, signal.SIGTERM)

    def ended() -> RunRecord | None:
        record = RunFile(place.runs_file).read()
        return record if record is not None and record.ended is not None else None

    record = wait_for(ended)
    assert (record.process, record.ended, record.failures) == (again.process, Ended.QUIT, 0)

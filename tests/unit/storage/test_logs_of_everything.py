"""Whatever says something, it reaches the log through redaction: warnings, libraries, crashes."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from conductor_desktop.secret import Secret
from conductor_desktop.storage.logs import start_logging
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.redaction import Redactor
from tests.helpers.leaks import leaks

CANARY = "Planted-Canary-0123456789"
EMAIL = "mary.poppins@big.example"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AppHome]:
    redactor = Redactor(user_name="m.poppins")
    redactor.register(Secret(CANARY))
    home = AppHome(tmp_path / "home")
    session = start_logging(home, redactor)
    yield home
    session.stop()


def written(home: AppHome) -> str:
    return (home.logs / "app.log").read_text(encoding="utf-8")


@pytest.mark.filterwarnings("default")
def test_a_warning_of_python_is_logged_clean(home: AppHome) -> None:
    warnings.warn(f"old way of {CANARY} for {EMAIL}", DeprecationWarning, stacklevel=1)
    assert "old way of ‹key› for ‹email›" in written(home)


def test_warnings_are_nobodys_business_any_more_once_the_log_is_off(tmp_path: Path) -> None:
    before = warnings.showwarning
    session = start_logging(AppHome(tmp_path / "home"), Redactor())
    assert warnings.showwarning is not before
    session.stop()
    assert warnings.showwarning is before


@pytest.mark.parametrize(
    "name", ["urllib3.connectionpool", "httpcore.http11", "qt", "asyncio", "a.b.c", "root"]
)
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.CRITICAL])
def test_a_library_at_any_level_is_redacted(
    home: AppHome, name: str, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        logger.log(level, "send %r %s", {"Authorization": f"Bearer {CANARY}"}, EMAIL)
    finally:
        logger.setLevel(before)
        caplog.clear()
    assert "send" in written(home)
    assert leaks([home.root], {"key": CANARY, "e-mail": EMAIL}) == []


def test_an_exception_in_a_thread_and_its_whole_chain_are_redacted(
    home: AppHome, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> None:
        try:
            try:
                raise KeyError(CANARY)
            except KeyError as inner:
                raise ExceptionGroup(EMAIL, [ValueError(json.dumps({"k": CANARY}))]) from inner
        except ExceptionGroup:
            logging.getLogger("thread").exception("failed for %s", EMAIL, stack_info=True)

    thread = threading.Thread(target=work, name=f"work for {EMAIL}")
    thread.start()
    thread.join()
    caplog.clear()
    assert "ExceptionGroup" in written(home)
    assert leaks([home.root], {"key": CANARY, "e-mail": EMAIL}) == []


DIES = """
import logging, os, sys
from conductor_desktop.storage.logs import start_logging
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.redaction import Redactor
from pathlib import Path
session = start_logging(AppHome(Path(sys.argv[1])), Redactor(user_name="m.poppins"))
logging.getLogger("a").info("alive")
source = "import ctypes\\ndef look_at_nothing():\\n    ctypes.string_at(0)\\nlook_at_nothing()\\n"
if sys.argv[2] == "loop":
    import asyncio, gc
    async def fail():
        local = "Planted-Canary-0123456789"
        raise ValueError("nobody waits for mary.poppins@big.example")
    async def work():
        asyncio.ensure_future(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gc.collect()
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    asyncio.run(work())
if sys.argv[2] == "die":
    exec(compile(source.replace("\\\\n", chr(10)), "/home/m.poppins/app.py", "exec"))
session.stop()
"""


def run(home: Path, what: str) -> int:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run(
        [sys.executable, "-c", DIES, str(home), what], env=env, capture_output=True, check=False
    ).returncode


def test_a_run_that_dies_is_told_of_by_the_next_one_clean(tmp_path: Path) -> None:
    home = AppHome(tmp_path / "home")
    assert run(home.root, "die") != 0
    [note] = home.logs.glob("crash-*.txt")
    assert "look_at_nothing" in note.read_text()

    assert run(home.root, "live") == 0

    assert list(home.logs.glob("crash-*.txt")) == []
    text = written(home)
    assert "an earlier run has died" in text
    assert "look_at_nothing" in text
    assert "m.poppins" not in text
    assert "/home/‹user›/app.py" in text
    assert run(home.root, "live") == 0
    assert written(home).count("an earlier run has died") == 1


def test_what_nobody_caught_in_an_event_loop_is_logged_clean(tmp_path: Path) -> None:
    home = AppHome(tmp_path / "home")
    assert run(home.root, "loop") == 0
    text = written(home)
    assert "ERROR asyncio" in text
    assert "Task exception was never retrieved" in text
    assert "nobody waits for ‹email›" in text
    assert "ZeroDivisionError" in text
    assert leaks([home.root], {"key": CANARY, "e-mail": EMAIL}) == []


def test_a_run_that_lives_leaves_no_note(tmp_path: Path) -> None:
    home = AppHome(tmp_path / "home")
    assert run(home.root, "live") == 0
    assert [path.name for path in home.logs.iterdir()] == ["app.log"]


def test_the_note_of_a_run_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    home = AppHome(tmp_path / "home")
    home.logs.mkdir(parents=True)
    note, old = home.logs / "crash-1.txt", home.logs / "crash-2.txt"
    note.touch()
    old.touch()
    os.utime(old, (0, 0))
    assert run(home.root, "live") == 0
    assert note.exists()
    assert not old.exists()

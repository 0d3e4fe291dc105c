"""The log holds one clean line per record, and its troubles stay its own."""

from __future__ import annotations

import logging
import os
import re
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

import pytest

from conductor_desktop.secret import Secret
from conductor_desktop.storage.logs import LogFile, log_files, start_logging
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.storage.redaction import Redactor

CANARY = "Planted-Canary-0123456789"
LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (DEBUG|INFO|WARNING|ERROR|CRITICAL) \S+ \[\d+ .+?\] .*"
)


@pytest.fixture
def redactor() -> Redactor:
    redactor = Redactor()
    redactor.register(Secret(CANARY))
    return redactor


@pytest.fixture
def home(tmp_path: Path) -> AppHome:
    return AppHome(tmp_path / "home")


@pytest.fixture
def log(home: AppHome, redactor: Redactor) -> Iterator[logging.Logger]:
    session = start_logging(home, redactor)
    yield logging.getLogger("tests.of.the.log")
    session.stop()


def written(home: AppHome) -> str:
    return (home.logs / "app.log").read_text(encoding="utf-8")


def test_a_record_is_one_line_with_time_level_and_origin(
    home: AppHome, log: logging.Logger
) -> None:
    log.info("settings saved in %d ms", 12)

    [line] = written(home).splitlines()
    assert LINE.fullmatch(line)
    assert "INFO tests.of.the.log [" in line
    assert line.endswith("settings saved in 12 ms")


def test_a_secret_is_not_written_however_it_is_logged(
    home: AppHome, log: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        try:
            raise ValueError(f"inner {CANARY}")
        except ValueError as inner:
            inner.add_note(f"a note of {CANARY}")
            raise RuntimeError(f"outer {CANARY}") from inner
    except RuntimeError:
        log.exception("failed with %s", CANARY)
    log.warning("%(key)s", {"key": CANARY}, stack_info=True)
    log.info({"nested": [CANARY]})
    log.info("secret %r", Secret(CANARY))
    logging.getLogger("some.library").warning("x-key: %s", CANARY.encode().hex())
    caplog.clear()

    text = written(home)
    assert len(text.splitlines()) == 5
    assert "RuntimeError" in text
    assert "‹key›" in text
    for form in (CANARY, CANARY.lower(), CANARY.encode().hex()):
        assert form not in text


def test_a_log_call_with_wrong_arguments_is_still_a_line(home: AppHome, redactor: Redactor) -> None:
    handler = LogFile(home.logs, redactor)
    handler.handle(logging.LogRecord("a", logging.INFO, "", 0, f"%d of {CANARY}", ("x",), None))
    handler.close()

    assert written(home).rstrip().endswith("%d of ‹key› (not formatted: TypeError)")


def test_an_exception_is_told_when_no_other_handler_has_written_it_down(
    home: AppHome, redactor: Redactor
) -> None:
    handler = LogFile(home.logs, redactor)
    error = RuntimeError(f"no {CANARY}")
    info = (RuntimeError, error, None)
    handler.handle(logging.LogRecord("a", logging.INFO, "", 0, "failed", None, info))
    handler.close()

    assert written(home).rstrip().endswith("failed\\nRuntimeError: no ‹key›")


def test_nothing_in_a_message_can_fake_a_line_or_colour_a_terminal(
    home: AppHome, log: logging.Logger
) -> None:
    log.info("one\r\n2026-01-01T00:00:00.000Z INFO x [1 y] fake\x1b[31m\x00\x85\u2028\u202e\ttab")

    [line] = written(home).splitlines()
    assert LINE.fullmatch(line)
    assert "one\\r\\n2026" in line
    assert "\\x1b[31m\\x00\\x85\\u2028\\u202e\ttab" in line


def test_any_text_can_be_logged(home: AppHome, log: logging.Logger) -> None:
    log.info("lone surrogate \ud800 and Grüße")

    assert "Grüße" in written(home)
    assert "\\ud800" in written(home)


def test_a_huge_message_is_cut_without_leaving_half_a_secret(
    home: AppHome, log: logging.Logger
) -> None:
    log.info("%s", "x" * 200_000)
    # All of it shrinks to a mark, so that what stood at the cut would come into view; one of the
    # two is cut in the middle of the canary.
    for shift in ("", "z" * 12):
        log.info("%s", f"cookie: {shift}{'y' * (1024 * 1024 - 400)}\n{CANARY * 30}")

    first, *shrunk = written(home).splitlines()
    assert len(first) < 66_000
    assert first.endswith("[…cut]")
    assert ["Planted" in line for line in shrunk] == [False, False]


def test_libraries_are_quiet_below_a_warning(home: AppHome, log: logging.Logger) -> None:
    for name in ("urllib3.connectionpool", "uvicorn", "asyncio", "keyring.backend", "PIL"):
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning("trouble in %s", name)

    assert "chatter" not in written(home)
    assert written(home).count("trouble in") == 5


def test_stopping_puts_logging_back_as_it_was(home: AppHome, redactor: Redactor) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level, logging.getLogger("urllib3").level)
    excepthook = sys.excepthook

    session = start_logging(home, redactor)
    during = (sys.excepthook, threading.excepthook)
    session.stop()

    assert during == (excepthook, threading.excepthook), "hooks are the app's"
    assert (list(root.handlers), root.level, logging.getLogger("urllib3").level) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows files inherit their rights")
def test_the_log_is_readable_by_its_user_alone(home: AppHome, log: logging.Logger) -> None:
    log.info("x")

    assert stat.S_IMODE((home.logs / "app.log").stat().st_mode) == 0o600


Emit = Callable[[str], None]


@pytest.fixture
def small(tmp_path: Path, redactor: Redactor) -> Iterator[Emit]:
    """A log that rolls over after 2,000 bytes, with three files in all."""
    handler = LogFile(tmp_path, redactor, largest_bytes=2000, kept_files=3)

    def emit(text: str) -> None:
        handler.handle(logging.LogRecord("a", logging.INFO, "", 0, text, None, None))

    yield emit
    handler.close()


def test_the_log_rolls_over_and_drops_only_the_oldest(tmp_path: Path, small: Emit) -> None:
    for number in range(100):
        small(f"number {number:04d} {'x' * 40}")

    files = log_files(tmp_path)
    lines = "".join(path.read_text(encoding="utf-8") for path in files).splitlines()
    numbers = [int(line.split("number ")[1][:4]) for line in lines]
    assert [path.name for path in files] == ["app.log.2", "app.log.1", "app.log"]
    assert all(path.stat().st_size <= 2000 for path in files)
    assert numbers == list(range(numbers[0], 100))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in files)


def test_a_log_held_by_another_process_goes_on_and_loses_nothing(
    tmp_path: Path, small: Emit, monkeypatch: pytest.MonkeyPatch
) -> None:
    small("the first line")
    small("x" * 1800)

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr(Path, "replace", held)
    for number in range(50):
        small(f"number {number:04d}")

    text = (tmp_path / "app.log").read_text(encoding="utf-8")
    assert text.splitlines()[0].endswith("the first line")
    assert [f"number {number:04d}" in text for number in range(50)] == [True] * 50


def test_a_full_disk_costs_no_line_once_there_is_room_again(
    tmp_path: Path, small: Emit, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("conductor_desktop.storage.logs.time.monotonic", lambda: clock[0])
    disk_full = False

    class Disk(FileIO):
        def write(self, data: object) -> int:
            assert isinstance(data, bytes)
            return super().write(data[:10] if disk_full else data)

    monkeypatch.setattr("conductor_desktop.storage.logs.FileIO", Disk)
    small("before")
    disk_full = True
    small("during one")
    small("during two")
    disk_full = False
    clock[0] += 60
    small("after")

    text = (tmp_path / "app.log").read_text(encoding="utf-8")
    wanted = ["before", "during one", "during two", "after"]
    assert [line.split("] ")[1] for line in text.splitlines() if "] " in line] == wanted


@pytest.mark.parametrize("obstacle", ["file in the folder's place", "folder in the file's place"])
def test_a_log_that_cannot_be_written_does_not_break_the_app(
    home: AppHome, redactor: Redactor, capsys: pytest.CaptureFixture[str], obstacle: str
) -> None:
    home.root.mkdir()
    if obstacle.startswith("file"):
        home.logs.write_text("not a folder")
    else:
        (home.logs / "app.log").mkdir(parents=True)

    session = start_logging(home, redactor)
    logging.getLogger("x").warning("nobody reads this")
    session.stop()

    assert capsys.readouterr().err == ""


def test_a_link_in_the_log_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("somebody's")
    try:
        (tmp_path / "app.log").symlink_to(tmp_path / "other")
    except OSError:
        pytest.skip("no right to make links here")

    assert log_files(tmp_path) == []

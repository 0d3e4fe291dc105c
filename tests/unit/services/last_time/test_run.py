"""A run of the window notes itself down, and the next one knows of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conductor_desktop.services.last_time.judging import Care, Ending
from conductor_desktop.services.last_time.run import WindowRun, seconds_up
from conductor_desktop.storage.crash_notes import close_note, note_standstill, tell_of_crashes
from conductor_desktop.storage.run_file import Ended, RunFile, Trouble


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.run"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "logs").mkdir()
    return tmp_path / "logs"


def note(notes: Path, kind: str) -> Path:
    """What a window of this process's number has left, or will have."""
    return notes / f"{kind}-window-{os.getpid()}.txt"


def test_it_is_noted_before_anything_else_happens(path: Path, notes: Path) -> None:
    run = WindowRun.begin(path, notes)
    record = RunFile(path).read()
    assert record is not None
    assert (record.process, record.ended, record.settled) == (os.getpid(), None, False)
    assert abs(record.up_seconds - seconds_up()) < 3600
    assert (run.last.ending, run.care) == (Ending.UNKNOWN, Care.NONE)


def test_how_it_ends_is_noted_once(path: Path, notes: Path) -> None:
    run = WindowRun.begin(path, notes)
    run.end(Ended.ERROR)
    run.end(Ended.QUIT)
    after = WindowRun.begin(path, notes)
    assert (after.last.ending, after.last.untold) == (Ending.CRASHED, Trouble.CRASH)


def test_a_crash_is_told_until_somebody_was_there_to_read_it(path: Path, notes: Path) -> None:
    WindowRun.begin(path, notes).end(Ended.ERROR)
    out_of_sight = WindowRun.begin(path, notes)
    out_of_sight.end(Ended.QUIT)
    seen = WindowRun.begin(path, notes)
    assert seen.last.untold is Trouble.CRASH
    seen.told()
    seen.end(Ended.QUIT)
    assert WindowRun.begin(path, notes).last.untold is None


@pytest.mark.parametrize(
    ("kind", "text", "ending"),
    [
        ("crash", b"Fatal Python error: Segmentation fault\n\n", Ending.CRASHED),
        ("crash", b"Windows fatal exception: access violation\n", Ending.CRASHED),
        ("crash", b"Windows fatal exception: code 0x8001010d\n", Ending.CUT_OFF),
        ("crash", b"Windows fatal exception: code 0x80000003\n", Ending.CRASHED),
        (
            "crash",
            b"Windows fatal exception: code 0x8001010d\n\nFatal Python error: x",
            Ending.CRASHED,
        ),
        ("hang", b"Timeout (0:00:20)!\n", Ending.HUNG),
        ("hang", b"", Ending.CUT_OFF),
    ],
)
def test_what_it_left_is_its_own_and_is_left_for_the_log(
    path: Path, notes: Path, kind: str, text: bytes, ending: Ending
) -> None:
    WindowRun.begin(path, notes)
    note(notes, kind).write_bytes(text)
    (notes / f"{kind}-window-{os.getpid() + 1}.txt").write_bytes(b"Fatal of another")
    assert WindowRun.begin(path, notes).last.ending is ending
    assert not note(notes, kind).exists()
    kept = notes / f"{kind}-{os.getpid()}.txt"
    assert (kept.read_bytes() if kept.exists() else b"") == text
    assert WindowRun.begin(path, notes).last.ending is Ending.CUT_OFF  # that was said already


def test_care_is_taken_when_wanted_and_when_starts_fail(path: Path, notes: Path) -> None:
    assert WindowRun.begin(path, notes, safe_wanted=True).care is Care.WANTED
    assert not WindowRun.begin(path, notes).care
    assert WindowRun.begin(path, notes).care is Care.STARTS_FAIL  # two were cut off at once
    WindowRun.begin(path, notes).end(Ended.QUIT)
    assert not WindowRun.begin(path, notes).care


def test_a_run_that_has_settled_is_no_failed_start(path: Path, notes: Path) -> None:
    for _ in range(4):
        run = WindowRun.begin(path, notes)
        assert not run.care
        run.settle()


def test_where_nothing_can_be_written_the_window_opens_all_the_same(
    tmp_path: Path, notes: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_bytes(b"")
    run = WindowRun.begin(in_the_way / "window.run", notes)
    run.settle()
    run.end(Ended.ERROR)
    assert not run.care
    assert "cannot be noted" in caplog.text


def test_the_record_of_another_window_is_another_file(path: Path, notes: Path) -> None:
    WindowRun.begin(path, notes).end(Ended.ERROR)
    other = WindowRun.begin(path.with_name("window-sandbox.run"), notes)
    assert other.last.ending is Ending.UNKNOWN


def test_what_a_command_took_into_the_log_meanwhile_is_known_all_the_same(
    path: Path, notes: Path, caplog: pytest.LogCaptureFixture
) -> None:
    WindowRun.begin(path, notes)
    note(notes, "hang").write_bytes(b"Timeout (0:00:20)!\n")
    tell_of_crashes(notes)
    assert "did not answer any more" in caplog.text
    caplog.clear()
    assert not note(notes, "hang").exists()
    assert WindowRun.begin(path, notes).last.ending is Ending.HUNG
    assert WindowRun.begin(path, notes).last.ending is Ending.CUT_OFF
    assert list(notes.iterdir()) == []


def test_the_number_of_a_process_may_come_again(notes: Path) -> None:
    """What another one of the same number has left is nothing of this one's."""
    mark = note(notes, "hang").with_suffix(".told")
    mark.touch()
    mine = note_standstill(notes)
    assert mine is not None
    assert not mark.exists()
    close_note(*mine)
    assert list(notes.iterdir()) == []


def test_a_mark_that_nobody_comes_for_is_swept(notes: Path) -> None:
    mark = notes / "crash-window-1.told"
    mark.touch()
    tell_of_crashes(notes)
    assert mark.exists()
    os.utime(mark, (0, 0))
    tell_of_crashes(notes)
    assert not mark.exists()

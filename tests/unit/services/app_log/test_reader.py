"""The log is read as it grows: nothing twice, nothing lost, and never too much at once."""

from __future__ import annotations

import itertools
import logging
import os
from pathlib import Path

import pytest

from conductor_desktop.services.app_log.reader import LogNotReadable, LogReader
from conductor_desktop.storage.logs import FILE_NAME, LogFile
from conductor_desktop.storage.redaction import Redactor

NOON = 1_790_000_000.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def append(folder: Path, text: str | bytes) -> None:
    with (folder / FILE_NAME).open("ab") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def texts(reader: LogReader) -> list[str]:
    return [line.text for line in reader.read()]


def record(number: int, created: float = NOON) -> logging.LogRecord:
    made = logging.LogRecord("a", logging.INFO, "x.py", 1, "number %d.", (number,), None)
    made.created = created
    return made


def test_without_a_log_there_is_nothing_until_there_is_one(folder: Path) -> None:
    reader = LogReader(folder / "logs")
    assert texts(reader) == []
    (folder / "logs").mkdir()
    append(folder / "logs", "one\n")
    assert texts(reader) == ["one"]
    assert texts(reader) == []


def test_each_line_comes_once_and_when_it_is_whole(folder: Path) -> None:
    append(folder, "one\ntwo\nthr")
    reader = LogReader(folder)
    assert texts(reader) == ["one", "two"]
    append(folder, "ee\n\nfour\n")
    assert texts(reader) == ["three", "four"]


def test_older_files_come_first(folder: Path) -> None:
    (folder / "app.log.2").write_text("one\n")
    (folder / "app.log.1").write_text("two\n")
    append(folder, "three\n")
    assert texts(LogReader(folder)) == ["one", "two", "three"]


def test_at_first_only_the_end_is_read_from_a_whole_line_on(folder: Path) -> None:
    (folder / "app.log.1").write_text("older\n" * 100)
    append(folder, "".join(f"line {number}\n" for number in range(100)))
    first, *rest = texts(LogReader(folder, first_bytes=60))
    assert "left out" in first
    assert rest == [f"line {number}" for number in range(93, 100)]


def test_whoever_comes_back_late_gets_the_end_of_what_was_written(folder: Path) -> None:
    append(folder, "begin\n")
    reader = LogReader(folder, first_bytes=60)
    texts(reader)
    append(folder, "".join(f"line {number}\n" for number in range(100)))
    first, *rest = texts(reader)
    assert "left out" in first
    assert rest[-1] == "line 99"
    append(folder, "more\n")
    assert texts(reader) == ["more"]


@pytest.mark.parametrize("every", [1, 3, 7])
def test_through_every_roll_over_nothing_is_lost_and_nothing_comes_twice(
    folder: Path, every: int
) -> None:
    writer = LogFile(folder, Redactor(), largest_bytes=400, kept_files=5)
    reader, seen = LogReader(folder), []
    for number in range(100):
        writer.emit(record(number))
        if number % every == 0:
            seen += texts(reader)
    seen += texts(reader)
    writer.close()
    assert (folder / "app.log.1").exists()
    assert [line.rpartition(" ")[2] for line in seen] == [f"{number}." for number in range(100)]


def test_more_roll_overs_than_files_are_kept_leave_something_out_and_say_so(folder: Path) -> None:
    writer = LogFile(folder, Redactor(), largest_bytes=400, kept_files=2)
    reader = LogReader(folder)
    writer.emit(record(0))
    texts(reader)
    for number in range(1, 100):
        writer.emit(record(number))
    writer.close()
    first, *rest = texts(reader)
    assert "left out" in first
    assert rest[-1].endswith("99.")


def test_a_clock_that_is_set_back_loses_nothing_and_changes_no_order(folder: Path) -> None:
    writer = LogFile(folder, Redactor(), largest_bytes=700, kept_files=5)
    reader, seen = LogReader(folder), []
    for number, hours in zip(range(20), itertools.cycle((0, -24, 2, -1))):
        writer.emit(record(number, NOON + hours * 3600))
        seen += texts(reader)
    writer.close()
    assert [line.rpartition(" ")[2] for line in seen] == [f"{number}." for number in range(20)]


def test_a_log_that_was_deleted_or_emptied_is_read_anew(folder: Path) -> None:
    append(folder, "one of many\n")
    reader = LogReader(folder)
    texts(reader)
    (folder / FILE_NAME).write_bytes(b"two\n")  # shorter than what was read
    assert "two" in texts(reader)[-1]
    (folder / FILE_NAME).unlink()
    assert texts(reader) in ([], ["(lines in between were left out)"])
    append(folder, "three\n")
    assert texts(reader)[-1] == "three"


def test_what_is_no_text_or_endless_stays_small_and_on_one_line(folder: Path) -> None:
    append(folder, b"\xff\xfe\x00\x1b[31m\r\x07 odd\n" + b"x" * 50_000 + b"\n" + b"fine\n")
    odd, long, fine = texts(LogReader(folder))
    assert odd.isprintable()
    assert len(long) < 5_000
    assert long.endswith("[…cut]")
    assert fine == "fine"


def test_a_line_without_an_end_takes_no_memory(folder: Path) -> None:
    reader = LogReader(folder, first_bytes=1_000)
    for _ in range(20):
        append(folder, b"x" * 900)
        reader.read()
    assert len(reader._begun) <= 2_000


def test_a_link_is_not_followed(folder: Path) -> None:
    secret = folder / "elsewhere.txt"
    secret.write_text("not of the log\n")
    (folder / FILE_NAME).symlink_to(secret)
    assert texts(LogReader(folder)) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_log_that_may_not_be_read_is_one_sentence(folder: Path) -> None:
    append(folder, "one\n")
    (folder / FILE_NAME).chmod(0)
    with pytest.raises(LogNotReadable, match="does not let the app read"):
        LogReader(folder).read()


def test_a_disk_that_fails_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append(folder, "one\n")

    def fail(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(LogNotReadable, match="Permission denied"):
        LogReader(folder).read()

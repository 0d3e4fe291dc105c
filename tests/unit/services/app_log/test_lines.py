"""A line of the log in its parts, and whether somebody looks for it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conductor_desktop.services.app_log.lines import Level, LogLine, fits, fitting, told
from conductor_desktop.storage.log_lines import LineFormatter
from conductor_desktop.storage.redaction import Redactor


def written(level: int, message: str, error: BaseException | None = None) -> LogLine:
    """As the app itself writes it."""
    exc_info = (type(error), error, error.__traceback__) if error is not None else None
    record = logging.LogRecord(
        "conductor_desktop.ui.messages", level, "x.py", 1, message, None, exc_info
    )
    record.created = datetime(2026, 11, 2, 9, 30, 1, 250_000, tzinfo=UTC).timestamp()
    return LogLine.of(LineFormatter(Redactor()).format(record))


def test_a_line_is_told_in_its_parts() -> None:
    line = told(written(logging.WARNING, "the disk is full"))
    assert line.at == datetime(2026, 11, 2, 9, 30, 1, 250_000, tzinfo=UTC)
    assert (line.level, line.source) == (Level.WARNING, "ui.messages")
    assert (line.message, line.headline) == ("the disk is full", "the disk is full")


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (logging.DEBUG, Level.NEWS),
        (logging.INFO, Level.NEWS),
        (logging.WARNING, Level.WARNING),
        (logging.ERROR, Level.ERROR),
        (logging.CRITICAL, Level.ERROR),
    ],
)
def test_what_matters_is_known_by_its_level(level: int, shown: Level) -> None:
    assert written(level, "x").level is shown


def test_a_traceback_gets_its_lines_back_and_its_error_into_the_headline() -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError as inner:
            raise ValueError("outer, of C:\\new\\table") from inner
    except ValueError as error:
        line = told(written(logging.ERROR, "uncaught error", error))
    assert line.message.startswith("uncaught error\nTraceback (most recent call last):\n  File ")
    assert "\n\nThe above exception was the direct cause" in line.message.replace("\\n", "\n")
    assert line.headline.startswith("uncaught error … ValueError: outer")


@pytest.mark.parametrize("text", ["C:\\new\\names.txt", "a\\nb", "x\\n"])
def test_what_only_looks_like_a_line_break_is_none(text: str) -> None:
    assert (
        told(LogLine(f"2026-11-02T09:30:01.250Z INFO a [1 Main] {text}", Level.NEWS)).message
        == text
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(a line of 70,000 characters was left out)",
        "2026-99-99T99:99:99.999Z INFO a [1 Main] impossible",
        "2026-11-02 09:30 something of another program",
        "�" * 20,
    ],
)
def test_what_the_app_has_not_written_is_shown_as_it_stands(text: str) -> None:
    line = told(LogLine.of(text))
    assert line.at is None
    assert line.message in (text, "impossible")


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_no_line_is_too_strange(text: str) -> None:
    line = LogLine.of(text)
    assert told(line).headline is not None
    assert fits(line, text, Level.NEWS)


def test_it_is_found_in_any_letters_and_only_where_it_matters_enough() -> None:
    news, warning = written(logging.INFO, "Straße"), written(logging.WARNING, "the strasse is long")
    assert fitting([news, warning], "STRASSE", Level.NEWS) == [news, warning]
    assert fitting([news, warning], "", Level.WARNING) == [warning]
    assert fitting([news, warning], "nothing of it", Level.NEWS) == []
    assert fitting([news, warning], "ui.messages", Level.ERROR) == []

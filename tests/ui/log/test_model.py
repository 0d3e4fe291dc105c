"""The model of the log is bounded, and shows what fits whatever comes and goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from conductor_desktop.services.app_log.lines import Level, LogLine, fitting
from conductor_desktop.ui.log.model import LEVEL, MESSAGE, SOURCE, TIME, LogModel, clock

STAMP = "2026-11-02T09:30:01.250Z"
NEWS = LogLine.of(f"{STAMP} INFO conductor_desktop.ui.desk [7 MainThread] message: hello")
ERROR = LogLine.of(f"{STAMP} ERROR qt [7 MainThread] no way on")


def row(model: LogModel, number: int) -> list[str]:
    return [model.data(model.index(number, column)) for column in (TIME, LEVEL, SOURCE, MESSAGE)]


@pytest.fixture
def model(qtbot: QtBot) -> LogModel:
    return LogModel()


def test_a_line_is_shown_in_its_parts(model: LogModel) -> None:
    model.add([NEWS, ERROR])
    at = datetime(2026, 11, 2, 9, 30, 1, tzinfo=UTC)
    assert row(model, 0) == [clock(at), "", "ui.desk", "message: hello"]
    assert row(model, 1) == [clock(at), "Error", "qt", "no way on"]
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert titles == ["Time", "Level", "Part of the app", "What it says"]


def test_the_time_is_of_the_clock_on_the_wall_and_another_day_is_named() -> None:
    now = datetime.now(UTC)
    assert clock(now) == f"{now.astimezone():%H:%M:%S}"
    assert clock(now - timedelta(days=2)).startswith(
        f"{(now - timedelta(days=2)).astimezone():%m-%d}"
    )
    assert clock(None) == ""


def test_an_error_is_told_apart_by_word_and_colour(model: LogModel) -> None:
    model.add([ERROR])
    colour = model.data(model.index(0, LEVEL), Qt.ItemDataRole.ForegroundRole)
    assert colour.red() > colour.green()
    assert model.data(model.index(0, MESSAGE), Qt.ItemDataRole.ForegroundRole) is None


@settings(deadline=None, max_examples=60)
@given(
    chunks=st.lists(st.lists(st.sampled_from([NEWS, ERROR]), max_size=7), max_size=12),
    looked_for=st.lists(
        st.tuples(st.sampled_from(["", "hello", "QT", "nothing"]), st.sampled_from(list(Level))),
        max_size=12,
    ),
)
def test_whatever_comes_it_keeps_the_newest_and_shows_what_fits(
    chunks: list[list[LogLine]], looked_for: list[tuple[str, Level]]
) -> None:
    model, all_lines = LogModel(most=10), list[LogLine]()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    text, level = "", Level.NEWS
    for number, chunk in enumerate(chunks):
        if number < len(looked_for):
            text, level = looked_for[number]
            model.look_for(text, level)
        model.add(chunk)
        all_lines = (all_lines + chunk)[-10:]
        assert model.count == len(all_lines)
        assert list(model.shown) == fitting(all_lines, text, level)
    assert tester is not None


def test_a_view_hears_of_each_line_that_comes_and_goes(qtbot: QtBot) -> None:
    model = LogModel(most=3)
    heard: list[tuple[str, int, int]] = []

    def note(what: str, _parent: QModelIndex, first: int, last: int) -> None:
        heard.append((what, first, last))

    base: QAbstractItemModel = model
    base.rowsInserted.connect(lambda *where: note("came", *where))
    base.rowsRemoved.connect(lambda *where: note("went", *where))
    model.add([NEWS, ERROR])
    model.add([NEWS, NEWS])
    assert heard == [("came", 0, 1), ("went", 0, 0), ("came", 1, 2)]


def test_what_is_copied_is_what_stands_in_the_file(model: LogModel) -> None:
    model.add([NEWS, ERROR, NEWS])
    assert model.text_of([0, 1]) == f"{NEWS.text}\n{ERROR.text}"

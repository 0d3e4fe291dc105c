"""The strip tells each day by colour, by pattern, in words, and as a table for screen readers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.services.history.standing import Standing
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.theme import DARK, LIGHT
from conductor_desktop.ui.timeline import patterns
from conductor_desktop.ui.timeline.patterns import paint_standing
from tests.ui.timeline.stage import Stage, found
from tests.unit.services.history.written import history

DAY = 60.0 * 24
LOOKS = (("up", DAY), ("closed", 120.0), ("up", DAY - 120), ("asleep", 60.0), ("up", 60.0))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, runner: TaskRunner) -> Stage:
    return Stage(qtbot, tmp_path, runner, *LOOKS).show()


def told(stage: Stage) -> str:
    return found(stage.screen, QLabel, "timelineStripDay").text()


def test_it_begins_with_today_and_arrow_keys_go_from_day_to_day(stage: Stage) -> None:
    assert told(stage).startswith("Today: up 100 %")
    stage.strip.setFocus()
    QTest.keyClick(stage.strip, Qt.Key.Key_Left)
    assert told(stage).startswith("Yesterday: up 9")
    assert "down 2 h" in told(stage)
    QTest.keyClick(stage.strip, Qt.Key.Key_Home)
    assert "not known 24 h" in told(stage)
    QTest.keyClick(stage.strip, Qt.Key.Key_Left)  # before the first there is nothing
    assert "not known 24 h" in told(stage)


def test_all_days_are_summed_up_with_their_ends_named(stage: Stage) -> None:
    assert found(stage.screen, QLabel, "timelineStripSummary").text() == (
        "Up 95.9 % of the known time"
    )
    first = stage.now.astimezone().date() - timedelta(days=29)
    assert found(stage.screen, QLabel, "timelineStripFirst").text() == f"{first.day} {first:%B}"


def test_a_screen_reader_walks_through_it_as_through_a_table(stage: Stage) -> None:
    table = QAccessible.queryAccessibleInterface(stage.strip)
    assert table.role() is QAccessible.Role.Table
    assert table.text(QAccessible.Text.Name) == "The last 30 days"
    said = [table.child(number).text(QAccessible.Text.Name) for number in range(table.childCount())]
    assert sum("not known 24 h" in text for text in said) == 27
    assert any(text.startswith("Today: up 100 %") for text in said)


def test_each_day_has_a_tool_tip(stage: Stage) -> None:
    model = stage.strip.days_model
    tips = [model.data(model.index(0, column), Qt.ItemDataRole.ToolTipRole) for column in range(30)]
    assert len(set(tips)) == 30
    assert tips[-1] == told(stage)


def test_the_day_in_hand_stays_when_newer_news_come(stage: Stage) -> None:
    stage.strip.setFocus()
    QTest.keyClick(stage.strip, Qt.Key.Key_Left)
    stage.store.keep(history(("offline", 30), start=stage.now, first_key=100))
    stage.now += timedelta(minutes=30)
    stage.controller.refresh()
    stage.settle()
    assert told(stage).startswith("Yesterday")
    assert "Up 95" not in found(stage.screen, QLabel, "timelineStripSummary").text()


# ---- as it is painted


def column_of(stage: Stage, column: int) -> QImage:
    strip = stage.strip
    return strip.viewport().grab(strip.visualRect(strip.days_model.index(0, column))).toImage()


def colours_in(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_trouble_has_its_colour_and_a_mark_below_it(stage: Stage) -> None:
    assert LIGHT.stop in colours_in(column_of(stage, 28))
    below = column_of(stage, 28).copy(0, 51, 100, 15)
    assert LIGHT.stop in colours_in(below)
    assert LIGHT.stop not in colours_in(column_of(stage, 29))


def test_a_minute_down_is_still_seen(qtbot: QtBot, tmp_path: Path, runner: TaskRunner) -> None:
    stage = Stage(qtbot, tmp_path, runner, ("up", 300.0), ("closed", 1.0), ("up", 60.0)).show()
    bar = column_of(stage, 29).copy(0, 0, 100, 50)
    assert LIGHT.stop in colours_in(bar)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_standings_differ_without_any_colour(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scheme: object
) -> None:
    monkeypatch.setattr(patterns, "colours", lambda: scheme)
    pictures = [as_printed(standing) for standing in Standing]
    for number, one in enumerate(pictures):
        for other in pictures[number + 1 :]:
            assert is_unlike(one, other)


def as_printed(standing: Standing) -> list[list[int]]:
    """A square of it in shades of grey."""
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_standing(painter, standing, QRectF(0, 0, 40, 40))
    painter.end()
    return [[image.pixelColor(x, y).lightness() for x in range(40)] for y in range(40)]


def is_unlike(one: list[list[int]], other: list[list[int]]) -> bool:
    """Another shade altogether, or lines where the other has none."""
    first, second = ([shade for row in picture for shade in row] for picture in (one, other))
    means = abs(sum(first) - sum(second)) / len(first)
    spans = abs((max(first) - min(first)) - (max(second) - min(second)))
    return means > 40 or spans > 40

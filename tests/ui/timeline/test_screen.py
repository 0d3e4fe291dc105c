"""The Timeline shows, finds and copies what happened, and is up to date while it is looked at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from conductor_desktop.errors import InternalError
from conductor_desktop.services.history.words import day_heading
from conductor_desktop.ui.parts.choice import Choice
from conductor_desktop.ui.parts.panels import EmptyState
from conductor_desktop.ui.tasks import TaskRunner
from conductor_desktop.ui.timeline.choices import Period
from tests.helpers.accessibility import accessible_name, nameless, unnamed
from tests.helpers.layout import layout_faults
from tests.ui.timeline.stage import Stage, found
from tests.unit.services.history.written import NINE, history
from tests.unit.services.watched import Watched

DAY = 60.0 * 24
LOOKS = (
    ("closed", 60.0),
    ("up", DAY - 60),
    ("offline", 5.0),
    ("password", 10.0),
    ("up", 45.0),
    ("once", 1.0),
    ("up", 9.0),
)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, runner: TaskRunner) -> Stage:
    return Stage(qtbot, tmp_path, runner, *LOOKS).show()


def at(minutes: float) -> str:
    return f"{(NINE + timedelta(minutes=minutes)).astimezone():%H:%M}"


def heading(days: int) -> str:
    """Of the day so many after the first, as seen from the last."""
    first = NINE.astimezone().date()
    return day_heading(first + timedelta(days=days), first + timedelta(days=1))


def press(stage: Stage, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    where = stage.screen.focusWidget()
    QTest.keyClick(where, key, modifier or Qt.KeyboardModifier.NoModifier)


CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = [
    f"{at(DAY + 60)} QuickBooks did not answer in time",
    f"{at(DAY + 61)} worked again, after 1 minute",
    f"{at(DAY)} This PC is offline",
    f"{at(DAY + 5)} The password is missing or wrong",
    f"{at(DAY + 15)} fixed, after 15 minutes",
]
YESTERDAY = [f"{at(0)} QuickBooks is closed", f"{at(60)} fixed, after 1 hour"]


def without_headings(stage: Stage) -> list[str]:
    return [line for line in stage.lines if line[0].isdigit()]


# ---- what is shown


def test_days_and_what_happened_on_them_the_newest_first(stage: Stage) -> None:
    assert stage.lines[0].startswith(heading(1))
    assert without_headings(stage) == [*TODAY, *YESTERDAY]
    assert any(line.startswith(heading(0)) and "up 9" in line for line in stage.lines)


def test_nothing_is_read_before_it_is_looked_at(
    qtbot: QtBot, tmp_path: Path, runner: TaskRunner
) -> None:
    stage = Stage(qtbot, tmp_path, runner, *LOOKS)
    stage.recording.see(Watched().watch)
    stage.settle()
    assert stage.service.reads == 0
    stage.show()
    assert stage.service.reads == 1


def test_without_any_history_it_says_what_will_stand_here(
    qtbot: QtBot, tmp_path: Path, runner: TaskRunner
) -> None:
    stage = Stage(qtbot, tmp_path, runner).show()
    empty = found(stage.screen, EmptyState, "timelineEmpty")
    assert empty.isVisible()
    assert "Nothing was noted down yet" in text_in(empty)
    assert not stage.button("timelineEmptyAction").isVisible()
    assert not stage.button("timelineCopy").isEnabled()
    qtbot.waitUntil(lambda: layout_faults(stage.screen) == [])


def test_without_any_trouble_it_says_so(qtbot: QtBot, tmp_path: Path, runner: TaskRunner) -> None:
    stage = Stage(qtbot, tmp_path, runner, ("up", 90)).show()
    assert "Nothing went wrong" in text_in(found(stage.screen, EmptyState, "timelineEmpty"))
    assert not stage.button("timelineEmptyAction").isVisible()


def text_in(widget: EmptyState) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


# ---- what is looked for


def test_trouble_only(stage: Stage) -> None:
    stage.choose("timelineKind", "Trouble only")
    assert without_headings(stage) == [*TODAY[2:], *YESTERDAY]
    assert found(stage.screen, QLabel, "timelineCount").text() == (
        "2 outages, 0 other entries; 1 more not shown"
    )


def test_one_cause_of_those_there_were(stage: Stage) -> None:
    kinds = found(stage.screen, Choice, "timelineKind")
    offered = [kinds.itemText(place) for place in range(kinds.count())]
    assert offered == [
        "Everything",
        "Trouble only",
        "",  # a line between them
        "QuickBooks did not answer in time",
        "QuickBooks is closed",
        "The password is missing or wrong",
        "This PC is offline",
    ]
    stage.choose("timelineKind", "QuickBooks is closed")
    assert without_headings(stage) == YESTERDAY


def test_any_text_and_back_with_escape(stage: Stage) -> None:
    press(stage, Qt.Key.Key_F, CTRL)
    field = found(stage.screen, QLineEdit, "timelineFilter")
    assert field.hasFocus()
    QTest.keyClicks(field, "PASSWORD")
    assert without_headings(stage) == TODAY[2:]
    press(stage, Qt.Key.Key_Escape)
    assert len(without_headings(stage)) == 7
    press(stage, Qt.Key.Key_Escape)
    assert stage.screen.list.hasFocus()


def test_a_period(qtbot: QtBot, tmp_path: Path, runner: TaskRunner) -> None:
    old = (("offline", 5.0), ("up", DAY * 20))
    older = (("key", 5.0), ("up", DAY * 100))
    stage = Stage(qtbot, tmp_path, runner, *older, *old, *LOOKS).show()
    assert len(without_headings(stage)) == 9
    stage.choose("timelinePeriod", Period.WEEK.value)
    assert len(without_headings(stage)) == 7
    assert stage.service.reads == 1
    stage.choose("timelinePeriod", Period.ALL.value)
    qtbot.waitUntil(lambda: len(without_headings(stage)) == 11)
    stage.choose("timelinePeriod", Period.QUARTER.value)
    assert len(without_headings(stage)) == 9
    assert stage.service.reads == 2


def test_what_cannot_be_read_is_said_and_read_again(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.write("moonlight")
    stage.service.failure = RuntimeError("a bug")
    stage.controller.refresh()
    stage.settle()
    caplog.clear()
    assert InternalError().title in text_in(found(stage.screen, EmptyState, "timelineEmpty"))
    stage.service.failure = None
    stage.controller.refresh()
    stage.settle()
    assert "Nothing like that" in text_in(found(stage.screen, EmptyState, "timelineEmpty"))


def test_what_is_not_there_is_said_and_one_click_shows_everything(stage: Stage) -> None:
    stage.write("moonlight")
    stage.choose("timelineKind", "Trouble only")
    assert stage.lines == []
    assert "Nothing like that happened" in text_in(found(stage.screen, EmptyState, "timelineEmpty"))
    QTest.mouseClick(stage.button("timelineEmptyAction"), Qt.MouseButton.LeftButton)
    assert len(without_headings(stage)) == 7
    assert stage.screen.list.isVisible()


# ---- copying


def test_everything_is_copied_where_nothing_is_selected(stage: Stage) -> None:
    stage.screen.list.clearSelection()
    assert stage.button("timelineCopy").text() == "Copy all"
    QTest.mouseClick(stage.button("timelineCopy"), Qt.MouseButton.LeftButton)
    assert stage.button("timelineCopy").text() == "Copied"
    assert QGuiApplication.clipboard().text() == (
        f"{heading(1)}\n"
        f"{' · '.join(TODAY[:2])}\n{' · '.join(TODAY[2:])}\n\n"
        f"{heading(0)}\n{' · '.join(YESTERDAY)}"
    )


def test_an_outage_is_copied_whole_whichever_line_is_selected(stage: Stage) -> None:
    stage.screen.list.setFocus()
    stage.screen.list.setCurrentIndex(stage.screen.model.index(stage.lines.index(TODAY[3])))
    assert stage.button("timelineCopy").text() == "Copy selection"
    press(stage, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == f"{heading(1)}\n{' · '.join(TODAY[2:])}"


def test_a_heading_stands_for_its_day(stage: Stage) -> None:
    row = next(row for row, line in enumerate(stage.lines) if line.startswith(heading(0)))
    stage.screen.list.setCurrentIndex(stage.screen.model.index(row))
    stage.screen.list.copy_selection()
    assert QGuiApplication.clipboard().text() == f"{heading(0)}\n{' · '.join(YESTERDAY)}"


def test_everything_can_be_selected_by_keyboard(stage: Stage) -> None:
    stage.screen.list.setFocus()
    press(stage, Qt.Key.Key_A, CTRL)
    press(stage, Qt.Key.Key_C, CTRL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 6


# ---- live


def test_what_happens_while_it_is_looked_at_appears(stage: Stage, qtbot: QtBot) -> None:
    watched = Watched()
    shift = stage.now - watched.now.wall
    watched.by_wall += shift.total_seconds()
    stage.screen.list.setCurrentIndex(stage.screen.model.index(stage.lines.index(YESTERDAY[0])))
    stage.recording.see(watched.watch)
    watched.click("0x80040414")
    stage.recording.see(watched.watch)
    qtbot.waitUntil(lambda: "A QuickBooks window is waiting" in " ".join(stage.lines))
    (row,) = stage.screen.list.selected_rows[:1]
    assert stage.lines[row] == YESTERDAY[0]  # what was selected still is
    assert stage.lines[stage.screen.list.currentIndex().row()] == YESTERDAY[0]


def test_what_happens_while_nobody_looks_is_not_read(stage: Stage) -> None:
    stage.screen.hide()
    reads = stage.service.reads
    stage.recording.see(Watched().watch)
    stage.settle()
    assert stage.service.reads == reads
    stage.screen.show()
    stage.settle()
    assert stage.service.reads == reads + 1


def test_what_is_chosen_stays_when_new_causes_come(stage: Stage) -> None:
    stage.choose("timelineKind", "QuickBooks is closed")
    stage.store.keep(history(("key", 5), start=stage.now, first_key=100))
    stage.controller.refresh()
    stage.settle()
    kinds = found(stage.screen, Choice, "timelineKind")
    assert kinds.currentText() == "QuickBooks is closed"
    assert kinds.findText("Conductor rejected the key") > 0


def test_asked_again_while_it_reads_it_reads_once_more(stage: Stage) -> None:
    reads = stage.service.reads
    for _ in range(5):
        stage.controller.refresh()
    stage.settle()
    assert stage.service.reads == reads + 2


# ---- many, small, and for everybody


def test_ten_thousand_changes_are_shown_and_searched(
    qtbot: QtBot, tmp_path: Path, runner: TaskRunner
) -> None:
    stage = Stage(qtbot, tmp_path, runner, *([("closed", 1.0), ("up", 1.0)] * 5000)).show()
    stage.choose("timelinePeriod", Period.ALL.value)
    stage.settle()
    assert len(without_headings(stage)) == 10_000
    assert len(stage.screen.findChildren(QLabel)) < 40  # rows are painted, not made
    stage.write("fixed, after")
    assert len(stage.screen.model.entries) == 5000


def test_the_strip_leads_to_a_day(stage: Stage) -> None:
    column = stage.strip.days_model.columnCount() - 2
    index = stage.strip.days_model.index(0, column)
    point = stage.strip.visualRect(index).center()
    QTest.mouseClick(stage.strip.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(point))
    assert stage.lines[stage.screen.list.currentIndex().row()].startswith(heading(0))
    assert stage.screen.list.hasFocus()


def test_the_strip_leads_to_a_day_that_was_not_looked_for(stage: Stage) -> None:
    stage.write("moonlight")
    stage.strip.setFocus()
    QTest.keyClick(stage.strip, Qt.Key.Key_Left)
    QTest.keyClick(stage.strip, Qt.Key.Key_Return)
    assert stage.lines[stage.screen.list.currentIndex().row()].startswith(heading(0))


def test_a_day_without_trouble_leads_nowhere(stage: Stage, qtbot: QtBot) -> None:
    stage.strip.setFocus()
    QTest.keyClick(stage.strip, Qt.Key.Key_Home)
    with qtbot.assertNotEmitted(stage.strip.trouble_chosen):
        QTest.keyClick(stage.strip, Qt.Key.Key_Return)
    assert stage.strip.hasFocus()


def test_every_line_is_said_to_a_screen_reader(stage: Stage) -> None:
    model = stage.screen.model
    said = [
        model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
    ]
    assert said == stage.lines
    assert accessible_name(stage.screen.list) == "What happened, the newest first"
    assert nameless(stage.screen) == []
    assert unnamed(stage.screen) == []


def test_it_fits_beside_the_sidebar_of_a_small_window(stage: Stage, qtbot: QtBot) -> None:
    stage.screen.resize(1024 - 216, 640 - 30)
    qtbot.waitUntil(lambda: layout_faults(stage.screen) == [])
    assert stage.screen.list.height() >= 200


def test_the_tab_key_goes_through_it_in_order(stage: Stage) -> None:
    found(stage.screen, QLineEdit, "timelineFilter").setFocus()
    visited = []
    for _ in range(6):
        focused = stage.screen.focusWidget()
        visited.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == [
        "timelineFilter",
        "timelineKind",
        "timelinePeriod",
        "timelineStrip",
        "timelineCopy",
        "timelineList",
    ]


def test_several_are_selected_and_copied_in_their_order(stage: Stage) -> None:
    model, selection = stage.screen.model, stage.screen.list.selectionModel()
    for line in (YESTERDAY[1], TODAY[1]):
        index = model.index(stage.lines.index(line))
        selection.select(index, QItemSelectionModel.SelectionFlag.Select)
    stage.screen.list.copy_selection()
    text = QGuiApplication.clipboard().text()
    assert text.index("QuickBooks did not answer") < text.index("QuickBooks is closed")
    assert "offline" not in text

"""The tour's hands reach only what a person's hands could."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.tour.hands import (
    NotOnScreen,
    can_click,
    click,
    click_header,
    click_row,
    double_click_row,
    find,
    reads,
    sees,
    write,
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.setObjectName("window")
    column = QVBoxLayout(window)
    for widget, name in (
        (QPushButton("Do it"), "doIt"),
        (QLineEdit("before"), "field"),
        (QLabel("It says something."), "label"),
    ):
        widget.setObjectName(name)
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def button(window: QWidget) -> QPushButton:
    found = window.findChild(QPushButton, "doIt")
    assert found is not None
    return found


def test_a_click_is_a_click(qtbot: QtBot, window: QWidget) -> None:
    with qtbot.waitSignal(button(window).clicked):
        click("doIt")


def test_what_is_hidden_cannot_be_clicked(window: QWidget) -> None:
    button(window).hide()
    assert not sees("doIt")()
    assert not can_click("doIt")()
    with pytest.raises(NotOnScreen, match="doIt"):
        click("doIt")


def test_what_is_in_a_hidden_window_is_not_there(window: QWidget) -> None:
    window.hide()
    assert find("doIt") is None
    assert find("window") is None


def test_what_is_disabled_is_seen_and_cannot_be_clicked(window: QWidget) -> None:
    button(window).setEnabled(False)
    assert sees("doIt")()
    assert not can_click("doIt")()
    with pytest.raises(NotOnScreen, match="cannot be clicked now"):
        click("doIt")


def test_writing_replaces_what_stood_there(window: QWidget) -> None:
    write("field", "after")
    field = window.findChild(QLineEdit, "field")
    assert field is not None
    assert field.text() == "after"


def test_reading_wants_to_see_the_words(window: QWidget) -> None:
    assert reads("label", "something")()
    assert reads("window", "something")()
    assert not reads("window", "anything else")()
    assert not reads("nowhere", "something")()
    label = window.findChild(QLabel, "label")
    assert label is not None
    label.hide()
    assert not reads("window", "something")()


def test_a_header_is_clicked_by_its_words(qtbot: QtBot, window: QWidget) -> None:
    table = QTableWidget(1, 2, window)
    table.setObjectName("table")
    table.setHorizontalHeaderLabels(["Number", "Total"])
    layout = window.layout()
    assert layout is not None
    layout.addWidget(table)
    table.show()
    qtbot.waitExposed(table)
    with qtbot.waitSignal(table.horizontalHeader().sectionClicked) as clicked:
        click_header("table", "Total")
    assert clicked.args == [1]
    with pytest.raises(NotOnScreen, match="Nothing"):
        click_header("table", "Nothing")
    with pytest.raises(NotOnScreen, match="no table"):
        click_header("field", "Total")


def test_a_row_is_opened_with_two_clicks(qtbot: QtBot, window: QWidget) -> None:
    table = QTableWidget(2, 1, window)
    table.setObjectName("rows")
    layout = window.layout()
    assert layout is not None
    layout.addWidget(table)
    table.show()
    qtbot.waitExposed(table)
    with qtbot.assertNotEmitted(table.doubleClicked):
        click_row("rows", 1)
    with qtbot.waitSignal(table.doubleClicked) as opened:
        double_click_row("rows", 1)
    assert opened.args[0].row() == 1
    for hand in (click_row, double_click_row):
        with pytest.raises(NotOnScreen, match="row 3"):
            hand("rows", 2)

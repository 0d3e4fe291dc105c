"""The list of existing entries as a model: thousands of rows, and the rules of Qt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QListView
from pytestqt.qtbot import QtBot

from conductor_desktop.conductor.models import EndUser
from conductor_desktop.ui.setup.end_user_list import EndUserList, EndUserModel
from conductor_desktop.ui.tour.hands import click_row, find, reads, write
from tests.helpers import hands
from tests.helpers.hands import clear_the_screen

FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)


def users(number: int) -> tuple[EndUser, ...]:
    return tuple(
        EndUser(
            id=f"end_usr_{n}",
            created_at=FIRST_DAY + timedelta(hours=n),
            company_name=f"Company {n}",
            source_id=f"cust-{n}",
            email=f"office@c{n}.example",
        )
        for n in range(number)
    )


@pytest.fixture
def entries(qtbot: QtBot) -> EndUserList:
    clear_the_screen()
    entries = EndUserList()
    qtbot.addWidget(entries)
    entries.resize(600, 400)
    entries.show()
    return entries


def test_the_model_keeps_the_rules_of_qt(qtbot: QtBot) -> None:
    model = EndUserModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(model, mode)
    for words in ("", "company 7", "nobody", ""):
        model.replace(users(20), words)
        model.narrow("company 1")
    assert model.rowCount() == 11
    assert model.id_at(QModelIndex()) == ""
    del tester


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, "x", "There are none yet."),
        (1, "", "1 in all."),
        (999, "", "999 in all."),
        (999, "company 99", "18 of 999 shown."),
        (3, "nobody", "0 of 3 shown."),
    ],
)
def test_it_is_said_how_many_there_are(
    entries: EndUserList, number: int, words: str, said: str
) -> None:
    entries.show_users(users(number))
    write("endUserSearch", words)
    assert reads("endUserListNote", said)()


def test_the_one_to_choose_is_chosen_and_in_sight(entries: EndUserList) -> None:
    entries.show_users(users(5000), choose="end_usr_4321")
    assert entries.chosen_id == "end_usr_4321"
    view = entries._list
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())


def test_an_entry_that_is_gone_is_not_chosen(entries: EndUserList) -> None:
    entries.show_users(users(3), choose="end_usr_2")
    entries.show_users(users(2))
    assert entries.chosen_id == ""


def test_showing_all_chooses_none(entries: EndUserList) -> None:
    entries.show_users(users(3), choose="end_usr_2")
    write("endUserSearch", "company")
    entries.show_all()
    assert entries.chosen_id == ""
    assert reads("endUserListNote", "3 in all.")()


def test_an_entry_is_not_written_over(entries: EndUserList) -> None:
    entries.show_users(users(1))
    click_row("endUserList", 0)
    view = find("endUserList")
    assert isinstance(view, QListView)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_X):
        hands.press(view, key)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 15))
    assert view.findChildren(QLineEdit) == []

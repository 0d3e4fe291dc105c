"""The head of the sidebar, and the list of companies that opens from it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from conductor_desktop.storage.names import ProfileName
from conductor_desktop.ui.parts.marks import Mark
from conductor_desktop.ui.shell.switcher import Connection, Switcher
from conductor_desktop.ui.tour.hands import can_pick, find, pick
from tests.helpers.accessibility import accessible_name
from tests.helpers.hands import clear_the_screen, click, press

BIG = Connection(ProfileName.LIVE, "Big & Small Co.", Mark.STOP, "needs fixing", is_current=True)
CEDAR = Connection(ProfileName("live-2"), "Cedar & Finch")
SANDBOX = Connection(ProfileName.SANDBOX, "Sandbox", note="made-up books", is_sandbox=True)


@pytest.fixture
def switcher(qtbot: QtBot) -> Switcher:
    clear_the_screen()
    switcher = Switcher(200)
    qtbot.addWidget(switcher)
    switcher.set_company("Big & Small Co.")
    switcher.offer(lambda: [SANDBOX, BIG, CEDAR])
    switcher.show()
    qtbot.waitExposed(switcher)
    return switcher


def menu() -> QMenu:
    found = find("connections")
    assert isinstance(found, QMenu)
    return found


def entries() -> Sequence[QAction]:
    return [action for action in menu().actions() if not action.isSeparator()]


def test_all_connections_are_listed_with_the_sandbox_apart(switcher: Switcher) -> None:
    click(switcher)
    texts = [action.text() or "-" for action in menu().actions()]
    assert texts == [
        "Big && Small Co.\tneeds fixing",
        "Cedar && Finch",
        "-",
        "Sandbox\tmade-up books",
        "-",
        "Add a company file…",
    ]
    menu().close()


def test_the_state_is_drawn_where_it_is_known_and_the_one_in_use_is_marked(
    switcher: Switcher,
) -> None:
    click(switcher)
    big, cedar, *_ = entries()
    assert not big.icon().isNull()
    assert cedar.icon().isNull()
    assert (big.isChecked(), cedar.isChecked()) == (True, False)
    menu().close()


@pytest.mark.parametrize("name", ["live", "live-2", "sandbox"])
def test_a_click_on_an_entry_says_which(qtbot: QtBot, switcher: Switcher, name: str) -> None:
    click(switcher)
    with qtbot.waitSignal(switcher.chosen, check_params_cb=lambda chosen: chosen == name):
        pick(f"connection-{name}")
    assert not can_pick(f"connection-{name}")()


def test_another_company_can_be_added(qtbot: QtBot, switcher: Switcher) -> None:
    click(switcher)
    with qtbot.waitSignal(switcher.another_wanted):
        pick("addCompany")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_the_keyboard_opens_the_list_and_chooses(
    qtbot: QtBot, switcher: Switcher, key: Qt.Key
) -> None:
    switcher.setFocus()
    press(switcher, key)
    QTest.keyClick(menu(), Qt.Key.Key_Down)
    QTest.keyClick(menu(), Qt.Key.Key_Down)
    with qtbot.waitSignal(switcher.chosen, check_params_cb=lambda chosen: chosen == "live-2"):
        QTest.keyClick(menu(), Qt.Key.Key_Return)


def test_escape_closes_the_list_and_changes_nothing(qtbot: QtBot, switcher: Switcher) -> None:
    click(switcher)
    with qtbot.assertNotEmitted(switcher.chosen):
        QTest.keyClick(menu(), Qt.Key.Key_Escape)
    assert find("connections") is None


def test_it_says_what_it_shows_and_what_it_is_for(switcher: Switcher) -> None:
    assert accessible_name(switcher) == "Big & Small Co.: choose another connection"
    switcher.set_company("")
    assert accessible_name(switcher) == "No company yet: choose another connection"


def test_what_is_listed_is_asked_for_at_each_click(switcher: Switcher) -> None:
    click(switcher)
    menu().close()
    switcher.offer(lambda: [CEDAR])
    click(switcher)
    assert [action.text() for action in entries()] == ["Cedar && Finch", "Add a company file…"]
    menu().close()


def test_two_hundred_companies_with_long_names_fit_on_the_screen(
    qtbot: QtBot, switcher: Switcher
) -> None:
    many = [
        Connection(ProfileName(f"live-{number}"), f"{number} " + "W" * 200)
        for number in range(2, 201)
    ]
    switcher.offer(lambda: many)
    click(switcher)
    area = menu().screen().availableGeometry()
    assert menu().height() <= area.height()
    assert menu().width() <= area.width()
    assert entries()[0].toolTip() == many[0].text
    QTest.keyClick(menu(), Qt.Key.Key_Up)  # the last entry
    QTest.keyClick(menu(), Qt.Key.Key_Up)
    with qtbot.waitSignal(switcher.chosen, check_params_cb=lambda chosen: chosen == "live-200"):
        QTest.keyClick(menu(), Qt.Key.Key_Return)


def test_a_long_company_needs_more_lines_and_gets_them(switcher: Switcher) -> None:
    switcher.set_company("Big")
    low = switcher.height()
    switcher.set_company("Dora’s Garden Centre and Landscaping Services")
    assert switcher.height() > low

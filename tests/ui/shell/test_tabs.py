"""A place with several pages shows one, and says which."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.shell.tabs import Tab, TabbedPlace
from conductor_desktop.ui.tour.hands import NotOnScreen, click_tab
from tests.helpers.accessibility import accessible_name
from tests.helpers.hands import press


@pytest.fixture
def place(qtbot: QtBot) -> TabbedPlace:
    pages = [Tab(name, name.title(), QLabel(name)) for name in ("one", "two", "three")]
    place = TabbedPlace("some", pages)
    qtbot.addWidget(place)
    place.show()
    qtbot.waitExposed(place)
    return place


def shown(place: TabbedPlace) -> list[str]:
    return [label.text() for label in place.findChildren(QLabel) if label.isVisible()]


def test_the_first_page_is_in_front(place: TabbedPlace) -> None:
    assert (place.current, shown(place)) == ("one", ["one"])
    assert accessible_name(place.tabs) == "One"


def test_a_click_brings_another_to_the_front(place: TabbedPlace) -> None:
    seen: list[str] = []
    place.page_changed.connect(seen.append)
    click_tab("someTabs", "Three")
    assert (place.current, shown(place), seen) == ("three", ["three"], ["three"])


def test_the_keyboard_does_so_too(place: TabbedPlace) -> None:
    place.tabs.setFocus()
    press(place.tabs, Qt.Key.Key_Right)
    assert place.current == "two"
    press(place.tabs, Qt.Key.Key_Left)
    assert shown(place) == ["one"]


def test_a_page_is_shown_by_its_name(place: TabbedPlace) -> None:
    place.show_page("two")
    assert shown(place) == ["two"]
    with pytest.raises(ValueError, match="four"):
        place.show_page("four")


def test_hands_do_not_find_a_tab_that_is_not_there(place: TabbedPlace) -> None:
    with pytest.raises(NotOnScreen, match="Four"):
        click_tab("someTabs", "Four")
    with pytest.raises(NotOnScreen, match="otherTabs"):
        click_tab("otherTabs", "One")

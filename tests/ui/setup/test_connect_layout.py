"""The step "Connect" in its window: what is said of the file leaves the page and the guide room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PureWindowsPath

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

from conductor_desktop.services.connect_watch import Answer, Sight
from conductor_desktop.services.connection_file import ConnectionFile
from conductor_desktop.services.hand_over import HandOverProblem
from conductor_desktop.ui.setup.connect import ConnectPage
from conductor_desktop.ui.setup.file_panel import FilePanel
from conductor_desktop.ui.setup.flow_area import FlowArea
from conductor_desktop.workstation.qwc.keeping import KeptFile
from tests.helpers.profiles import access_to
from tests.helpers.sandbox import running_sandbox
from tests.ui.setup.conftest import Open
from tests.ui.setup.connection_files import checked_file
from tests.ui.setup.pages import TROUBLE
from tests.ui.setup.stage import Parts, Stage

# As it is on a PC of a person with a long name, where nothing in it may wrap.
LONG_PATH = PureWindowsPath(
    r"C:\Users\bookkeeping.smith-and-sons.example\AppData\Local\ConductorDesktop"
    r"\connection-files\conductor-1a2b3c4d.qwc"
)
BY_HAND = HandOverProblem(
    "Another program would open the file",
    "Windows opens connection files with “notepad++.exe” instead of the Web Connector, so the "
    "file was not opened.",
)
NOT_INTUITS = HandOverProblem(
    "This Web Connector is not Intuit’s",
    "The program that opens connection files calls itself the Web Connector and is not signed by "
    "Intuit, so the file was not opened.",
    "Ask whoever looks after this PC to remove that program and to install the QuickBooks Web "
    "Connector from Intuit’s website. Then try again here.",
    by_hand=False,
    reason="QBWebConnector.exe: valid, Evil Ltd",
)


def file(**changes: str) -> ConnectionFile:
    checked = checked_file(added=("Conductor",) if changes else (), **changes)
    kept = KeptFile(LONG_PATH, checked.kept.sha256)  # type: ignore[arg-type]
    return ConnectionFile(kept, checked.content, checked.notes, checked.was_added)


def taken(page: ConnectPage, **changes: str) -> None:
    page.show_file_taken(file(**changes), True, False)


def refused(page: ConnectPage) -> None:
    taken(page)
    page.show_file_refused(TROUBLE, False)


def not_given(problem: HandOverProblem) -> Callable[[ConnectPage], None]:
    def show(page: ConnectPage) -> None:
        taken(page)
        page.show_not_handed_over(problem)

    return show


def given(sight: Sight) -> Callable[[ConnectPage], None]:
    def show(page: ConnectPage) -> None:
        taken(page)
        page.show_handed_over(True)
        page.show_sight(sight)

    return show


STATES: dict[str, Callable[[ConnectPage], None]] = {
    "nothing": lambda page: None,
    "taken": taken,
    "found": lambda page: page.show_file_taken(file(), True, True),
    "of a long name": lambda page: taken(page, AppName="w" * 500),
    "taken, with notes": lambda page: taken(
        page, IsReadOnly="true", AppSupport="http://conductor.is"
    ),
    "a second one refused": refused,
    "by hand": not_given(BY_HAND),
    "not Intuit's": not_given(NOT_INTUITS),
    "given": given(Sight(is_open=True)),
    "added": given(Sight(is_open=True, is_added=True)),
    "password refused": given(Sight(is_added=True, password=Answer.REFUSED)),
    "password taken": given(Sight(is_added=True, password=Answer.TAKEN)),
    "told no": given(Sight(is_added=True, permission=Answer.REFUSED)),
}


LONG = {"taken, with notes", "by hand", "not Intuit's"}
"""What scrolls by itself in a small window."""
DEFAULT, SMALL = QSize(1136, 736), QSize(960, 608)


@pytest.fixture
def stage(open_setup: Open) -> Iterator[Stage]:
    with running_sandbox() as sandbox:
        stage = open_setup(Parts(base_url=sandbox.base_url, sandbox=access_to(sandbox)))
        stage.give_keys(access_to(sandbox))
        stage.go_to_connect()
        stage.settle()
        yield stage


def states(stage: Stage) -> Iterator[tuple[str, ConnectPage]]:
    """The page in each of its states, as it is once everything has found its place."""
    page, panel = stage.window.findChild(ConnectPage), stage.window.findChild(FilePanel)
    assert page is not None
    assert panel is not None
    for name, show in STATES.items():
        panel.clear()
        show(page)
        for _ in range(3):  # the panel, the area around it, and what scrolls in it
            QApplication.sendPostedEvents()
        yield name, page


def scrolled(page: ConnectPage) -> list[str]:
    """What has to be scrolled to be read, by name."""
    return [
        area.accessibleName()
        for area in page.findChildren(QScrollArea)
        if area.isVisible() and area.verticalScrollBar().maximum()
    ]


def cut(page: ConnectPage) -> list[str]:
    """What is wider than the place it is in, and the buttons that are not wholly in sight."""
    areas = [
        area.accessibleName()
        for area in page.findChildren(QScrollArea)
        if area.isVisible() and area.horizontalScrollBar().maximum()
    ]
    buttons = [
        button.objectName()
        for button in page.findChildren(QAbstractButton)
        if button.isVisible() and button.visibleRegion().boundingRect() != button.rect()
    ]
    return areas + buttons


@pytest.mark.parametrize("banner", [True, False])
def test_in_the_window_as_it_opens_nothing_has_to_be_scrolled(stage: Stage, banner: bool) -> None:
    assert stage.window.size() == DEFAULT
    stage.controller.sandbox_changed.emit(banner)
    found = {name: scrolled(page) + cut(page) for name, page in states(stage)}
    assert {name: names for name, names in found.items() if names} == {}


def test_in_a_small_window_the_page_keeps_half_and_the_buttons_stay_in_sight(
    stage: Stage,
) -> None:
    stage.window.resize(SMALL)
    assert stage.window.size() == SMALL
    for name, page in states(stage):
        assert cut(page) == [], name
        assert "What happens next" not in scrolled(page), name
        area = page.findChild(FlowArea)
        assert area is not None
        assert stage.view.height() >= area.height() * 0.45, name
        assert ("About the connection file" in scrolled(page)) is (name in LONG), name


def test_nothing_on_the_page_moves_when_the_panel_comes(stage: Stage) -> None:
    before = stage.view.mapToGlobal(QPoint(0, 0))
    for name, _page in states(stage):
        assert stage.view.mapToGlobal(QPoint(0, 0)) == before, name

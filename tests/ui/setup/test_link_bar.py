"""The ways around the auth page: what needs a link, and the link on the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui.private_clipboard import HINTS
from conductor_desktop.ui.setup.link_bar import LinkBar
from conductor_desktop.ui.tour.hands import can_click, click, find
from tests.helpers.accessibility import nameless
from tests.helpers.hands import clear_the_screen

LINK = Secret("https://connect.conductor.is/qbd/secret")


@pytest.fixture
def board(qapp: object) -> Iterator[QClipboard]:
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


@pytest.fixture
def bar(qtbot: QtBot, board: QClipboard) -> LinkBar:
    clear_the_screen()
    bar = LinkBar()
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_without_a_link_only_what_works_can_be_clicked(bar: LinkBar) -> None:
    names = ("openInBrowser", "copyLink", "newLink", "haveFile")
    assert [name for name in names if can_click(name)()] == ["newLink", "haveFile"]
    bar.set_link(LINK)
    assert all(can_click(name)() for name in names)


def test_the_link_is_copied_with_the_hints_and_that_is_said(
    bar: LinkBar, board: QClipboard
) -> None:
    bar.set_link(LINK)
    assert find("linkCopied") is None
    click("copyLink")
    assert board.text() == LINK.reveal()
    assert set(HINTS) < set(board.mimeData().formats())
    assert find("linkCopied") is not None


def test_when_it_is_off_the_clipboard_nothing_is_said_any_more(
    bar: LinkBar, board: QClipboard
) -> None:
    bar.set_link(LINK)
    click("copyLink")
    board.setText("something else")
    assert find("linkCopied") is None


def test_leaving_takes_the_link_off_the_clipboard(bar: LinkBar, board: QClipboard) -> None:
    bar.set_link(LINK)
    click("copyLink")
    bar.forget()
    assert board.text() == ""
    assert not can_click("copyLink")()


def test_the_link_before_may_be_pasted_to_the_end_of_its_minute(
    bar: LinkBar, board: QClipboard
) -> None:
    bar.set_link(LINK)
    click("copyLink")
    bar.set_link(Secret("https://connect.conductor.is/qbd/other"))
    assert board.text() == LINK.reveal()


def test_every_control_has_a_name(bar: LinkBar) -> None:
    bar.set_link(LINK)
    click("copyLink")
    assert nameless(bar) == []


def test_the_dialog_closes_when_the_page_is_left(qtbot: QtBot, bar: LinkBar) -> None:
    """The connection may have been made by itself meanwhile: no file is wanted any more."""
    click("haveFile")
    dialog = bar.findChild(QFileDialog, "connectionFileDialog")
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    with qtbot.assertNotEmitted(bar.file_picked):
        bar.forget()
        qtbot.waitUntil(lambda: bar.findChild(QFileDialog) is None)

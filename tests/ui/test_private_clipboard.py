"""A secret on the clipboard: nobody keeps it, and it is gone after a minute."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QClipboard, QGuiApplication
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui import private_clipboard
from conductor_desktop.ui.private_clipboard import PrivateClipboard

LINK = Secret("https://connect.conductor.is/qbd/secret")


@pytest.fixture
def board(qapp: object) -> Iterator[QClipboard]:
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


@pytest.fixture
def private(board: QClipboard) -> Iterator[PrivateClipboard]:
    owner = QObject()
    yield PrivateClipboard(owner)
    owner.deleteLater()


def windows_format(name: str) -> str:
    return f'application/x-qt-windows-mime;value="{name}"'


def test_what_is_copied_can_be_pasted(board: QClipboard, private: PrivateClipboard) -> None:
    private.copy(LINK)
    assert board.text() == LINK.reveal()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (windows_format("ExcludeClipboardContentFromMonitorProcessing"), b"\1\0\0\0"),
        (windows_format("CanIncludeInClipboardHistory"), b"\0\0\0\0"),
        (windows_format("CanUploadToCloudClipboard"), b"\0\0\0\0"),
        ("x-kde-passwordManagerHint", b"secret"),
    ],
)
def test_histories_and_clouds_are_told_to_leave_it(
    board: QClipboard, private: PrivateClipboard, name: str, content: bytes
) -> None:
    private.copy(LINK)
    assert board.mimeData().data(name).data() == content


def test_it_is_there_for_a_minute(qtbot: QtBot, board: QClipboard) -> None:
    assert private_clipboard.SECONDS == 60
    owner = QObject()
    private = PrivateClipboard(owner, seconds=0.01)
    with qtbot.waitSignal(private.cleared):
        private.copy(LINK)
    assert board.text() == ""


def test_what_somebody_copied_meanwhile_stays(
    qtbot: QtBot, board: QClipboard, private: PrivateClipboard
) -> None:
    private.copy(LINK)
    with qtbot.waitSignal(private.cleared):
        board.setText("a price")
    private.clear()
    assert board.text() == "a price"


def test_copied_again_it_is_there_and_has_a_new_minute(
    qtbot: QtBot, board: QClipboard, private: PrivateClipboard
) -> None:
    private.copy(LINK)
    with qtbot.assertNotEmitted(private.cleared):
        private.copy(Secret("https://connect.conductor.is/qbd/other"))
    assert board.text() == "https://connect.conductor.is/qbd/other"
    private.clear()
    assert board.text() == ""


def test_it_does_not_outlive_the_app(board: QClipboard, private: PrivateClipboard) -> None:
    private.copy(LINK)
    app = QCoreApplication.instance()
    assert app is not None
    app.aboutToQuit.emit()
    assert board.text() == ""

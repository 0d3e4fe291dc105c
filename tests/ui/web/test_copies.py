"""The page's button that copies a password does, and the password does not stay around."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QLineEdit

from conductor_desktop.ui.private_clipboard import is_private
from tests.ui.web.stage import WAIT_MS, Stage

BUTTON = (
    "<body style='margin: 0; height: 100vh; background: #00aa00'><script>"
    "onclick = async () => {{ {write}; fetch('/clicked') }}</script>"
)
WAYS = {
    "as pages do now": "await navigator.clipboard.writeText('the password')",
    "as pages did": "const field = document.createElement('textarea');"
    "document.body.append(field); field.value = 'the password'; field.select();"
    "document.execCommand('copy')",
}


@pytest.fixture
def board() -> QClipboard:
    board = QGuiApplication.clipboard()
    board.setText("from before")
    return board


def copy(stage: Stage, way: str) -> None:
    stage.show(BUTTON.format(write=WAYS[way]))
    stage.wait_for_colour("#00aa00")
    stage.click_until("/clicked")


@pytest.mark.parametrize("way", WAYS)
def test_what_the_page_copies_can_be_pasted_and_no_history_keeps_it(
    stage: Stage, board: QClipboard, way: str
) -> None:
    copy(stage, way)
    stage.qtbot.waitUntil(lambda: board.text() == "the password", timeout=WAIT_MS)
    stage.qtbot.waitUntil(lambda: is_private(board.mimeData()), timeout=WAIT_MS)


def test_it_goes_with_the_page(stage: Stage, board: QClipboard) -> None:
    copy(stage, "as pages do now")
    stage.qtbot.waitUntil(lambda: is_private(board.mimeData()), timeout=WAIT_MS)
    stage.view.close_view()
    assert board.text() == ""


def test_what_is_copied_elsewhere_is_left_as_it_is(stage: Stage, board: QClipboard) -> None:
    copy(stage, "as pages do now")
    field = QLineEdit("of the app", stage.view.window())
    field.show()
    field.setFocus()
    field.selectAll()
    field.copy()
    assert board.text() == "of the app"
    assert not is_private(board.mimeData())
    other = QMimeData()
    other.setImageData(field.grab().toImage())
    stage.input.setFocus()
    board.setMimeData(other)
    assert board.mimeData().hasImage()
    stage.view.close_view()
    assert board.mimeData().hasImage()

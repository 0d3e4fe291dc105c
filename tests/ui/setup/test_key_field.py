"""A key that was typed is not told to what looks at or listens to the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.setup.key_field import KeyField
from tests.helpers.hands import click

KEY = "sk_conductor_0123456789abcdef"


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[QLineEdit]:
    whole = KeyField("Secret key", "secretKey", "sk_conductor_…")
    qtbot.addWidget(whole)
    whole.show()
    field = whole.findChild(QLineEdit, "secretKey")
    assert field is not None
    QTest.keyClicks(field, KEY)
    yield field
    whole.close()


def heard(field: QLineEdit) -> list[str]:
    """All that a screen reader or another program that reads windows is told."""
    told = QAccessible.queryAccessibleInterface(field)
    assert told is not None
    assert told.state().passwordEdit
    return [*map(told.text, QAccessible.Text), told.textInterface().text(0, len(KEY))]


def test_neither_a_picture_nor_a_screen_reader_nor_the_clipboard_gets_it(field: QLineEdit) -> None:
    assert field.displayText() == "●" * len(KEY)
    assert not any(part in text for text in heard(field) for part in (KEY, KEY[-4:]))
    clipboard = QApplication.clipboard()
    clipboard.setText("from before")
    field.selectAll()
    field.copy()
    assert clipboard.text() == "from before"


def test_shown_on_purpose_it_is_hidden_again_by_the_same_button(field: QLineEdit) -> None:
    show = field.window().findChild(QPushButton, "secretKeyShow")
    assert show is not None
    click(show)
    assert field.displayText() == KEY
    click(show)
    assert field.displayText() == "●" * len(KEY)

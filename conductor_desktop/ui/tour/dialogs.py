"""What hands do in Qt's own file dialog, where buttons have no names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QLineEdit

from conductor_desktop.ui.tour.guide import Walk
from conductor_desktop.ui.tour.hands import NotOnScreen, can_click, click, find

OPEN, SAVE = QDialogButtonBox.StandardButton.Open, QDialogButtonBox.StandardButton.Save


def give_name(path: Path, button: QDialogButtonBox.StandardButton) -> Walk:
    """Wait for the dialog, write the name of a file, and click ``OPEN`` or ``SAVE``."""
    yield can_click("fileNameEdit")
    field = click("fileNameEdit")
    if not isinstance(field, QLineEdit):
        raise NotOnScreen("the dialog has no field for a name")
    field.setText(str(path))  # typed keys are ASCII only, and a path need not be
    yield lambda: _is_usable(_button(button))
    found = _button(button)
    if found is None:
        raise NotOnScreen("the dialog does not have this button")
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def _button(which: QDialogButtonBox.StandardButton) -> QAbstractButton | None:
    box = find("buttonBox")
    return box.button(which) if isinstance(box, QDialogButtonBox) else None


def _is_usable(button: QAbstractButton | None) -> bool:
    return button is not None and button.isEnabled()

"""Mouse and keyboard, typed: what pytest-qt offers under the same names has no types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def click(widget: QWidget) -> None:
    """The left mouse button on the middle of ``widget``."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def clear_the_screen() -> None:
    """Hide windows that other tests have left open: hands and cameras take what they see."""
    for window in QApplication.topLevelWidgets():
        window.hide()


def press(
    widget: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """One key, sent to ``widget``."""
    QTest.keyClick(widget, key, modifier)

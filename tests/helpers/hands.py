"""Mouse and keyboard, typed: what pytest-qt offers under the same names has no types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget


def click(widget: QWidget) -> None:
    """The left mouse button on the middle of ``widget``."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(
    widget: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """One key, sent to ``widget``."""
    QTest.keyClick(widget, key, modifier)

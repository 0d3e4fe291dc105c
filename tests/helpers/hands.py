"""Mouse and keyboard, typed: what pytest-qt offers under the same names has no types."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def click(widget: QWidget) -> None:
    """The left mouse button on the middle of ``widget``, once it stands where it belongs."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
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


def drag_and_drop(widget: QWidget, urls: Iterable[QUrl]) -> bool:
    """Drag over ``widget``, and drop if it says that it takes this; whether it did."""
    data = QMimeData()
    data.setUrls(list(urls))
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_modifier = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), action, data, button, no_modifier)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(widget, QDropEvent(QPointF(50, 50), action, data, button, no_modifier))
    return True

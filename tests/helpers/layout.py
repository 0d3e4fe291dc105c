"""What a person would see of a bad layout: cut words, things outside or over each other."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QWidget,
)

_LEAVES = (QAbstractButton, QLabel, QLineEdit, QAbstractItemView, QProgressBar)
_SLACK = 1  # a rounded half of a pixel


def layout_faults(window: QWidget) -> list[str]:
    """Everything wrong with how ``window`` is laid out at the size it has; none, please."""
    leaves = [widget for widget in window.findChildren(QWidget) if _is_leaf(widget)]
    return [
        *(f"{_told(widget)} is cut: {why}" for widget in leaves for why in _cut(widget)),
        *(f"{_told(widget)} sticks out" for widget in leaves if _sticks_out(widget, window)),
        *_overlaps(leaves, window),
        *(f"{_told(area)} scrolls sideways" for area in _sideways(window)),
    ]


def out_of_sight(widget: QWidget) -> bool:
    """Whether any of it is outside of its window, or scrolled away."""
    return widget.isHidden() or _visible_part(widget, widget.window()) != _place(
        widget, widget.window()
    )


def _is_leaf(widget: QWidget) -> bool:
    # Inside a list, a field or a scroll bar everything is Qt's own.
    return (
        isinstance(widget, _LEAVES)
        and widget.isVisible()
        and not isinstance(widget.parentWidget(), (QLineEdit, QAbstractItemView, QAbstractButton))
    )


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text():
        yield from _cut_label(widget)
    elif isinstance(widget, QAbstractButton):
        wanted = widget.minimumSizeHint() if widget.minimumSizeHint().isValid() else None
        wanted = wanted or widget.sizeHint()
        if wanted.width() > widget.width() + _SLACK:
            yield f"{widget.width()} of {wanted.width()} pixels in width"
        if wanted.height() > widget.height() + _SLACK:
            yield f"{widget.height()} of {wanted.height()} pixels in height"


def _cut_label(label: QLabel) -> Iterator[str]:
    inside = label.contentsRect().width() - 2 * label.margin()
    metrics = QFontMetrics(label.font())
    text = label.text()
    words = re.split(r"[\s\u200b]+", text) if label.wordWrap() else text.splitlines()
    widest = max(words, key=metrics.horizontalAdvance)
    if metrics.horizontalAdvance(widest) > inside + _SLACK:
        yield f"“{widest}” needs {metrics.horizontalAdvance(widest)} of {inside} pixels"
    flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine
    room = QRect(0, 0, max(inside, 1), 100_000)
    height = metrics.boundingRect(room, int(flags), label.text()).height()
    if height > label.contentsRect().height() + _SLACK:
        yield f"{label.contentsRect().height()} of {height} pixels in height"


def _sticks_out(widget: QWidget, window: QWidget) -> bool:
    """Beyond the window, or to the side of what scrolls up and down around it."""
    place = _place(widget, window)
    frame = window.rect()
    area = _scroll_area(widget)
    if area is not None:
        view = _place(area.viewport(), window)
        frame = QRect(view.left(), place.top(), view.width(), place.height())
    return not frame.contains(place)


def _overlaps(leaves: list[QWidget], window: QWidget) -> Iterator[str]:
    places = [(widget, _visible_part(widget, window), _popover(widget)) for widget in leaves]
    for (one, its, above), (other, others, its_above) in itertools.combinations(places, 2):
        shared = its.intersected(others)
        if shared.width() <= _SLACK or shared.height() <= _SLACK:
            continue
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        if above is its_above:  # or one of them is there to lie over others
            yield f"{_told(one)} lies over {_told(other)}"


def _popover(widget: QWidget) -> QWidget | None:
    around: QWidget | None = widget
    while around is not None and around.property("kind") != "popover":
        around = around.parentWidget()
    return around


def _sideways(window: QWidget) -> list[QAbstractScrollArea]:
    areas = window.findChildren(QAbstractScrollArea)
    return [
        area
        for area in areas
        if area.isVisible()
        and not isinstance(area, (QAbstractItemView, QPlainTextEdit))  # tables, and files as is
        and area.horizontalScrollBar().maximum() > 0
    ]


def _visible_part(widget: QWidget, window: QWidget) -> QRect:
    place = _place(widget, window).intersected(window.rect())
    area = _scroll_area(widget)
    while area is not None:
        place = place.intersected(_place(area.viewport(), window))
        area = _scroll_area(area)
    return place


def _scroll_area(widget: QWidget) -> QScrollArea | None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _told(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
    words = f" “{text[:40]}”" if text else ""
    return f"{type(widget).__name__} {widget.objectName() or '(no name)'}{words}"

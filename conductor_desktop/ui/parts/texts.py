"""Labels in the sizes the app uses. All text is plain text: nothing from outside is rendered."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from conductor_desktop.ui.theme import sized_font

_OVERLONG = re.compile(r"\S{40}(?=\S)")
_MAY_WRAP = "\u200b"


def title(text: str, parent: QWidget | None = None) -> QLabel:
    """The one heading of a page."""
    return _label(text, parent, points=18.0, bold=True)


def subtitle(text: str, parent: QWidget | None = None) -> QLabel:
    """The heading of a card or a section."""
    return _label(text, parent, points=12.0, bold=True)


def body(text: str, parent: QWidget | None = None) -> QLabel:
    """A paragraph that wraps."""
    return _label(text, parent, points=10.0)


def muted(text: str, parent: QWidget | None = None) -> QLabel:
    """A paragraph that matters less: hints, dates, evidence."""
    label = _label(text, parent, points=9.5)
    label.setProperty("kind", "muted")
    return label


def chip(text: str, parent: QWidget | None = None) -> QLabel:
    """A few words on a ground of their own, in one line."""
    label = _label(text, parent, points=10.0)
    label.setProperty("kind", "chip")
    label.setWordWrap(False)
    return label


def _label(text: str, parent: QWidget | None, *, points: float, bold: bool = False) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(sized_font(points, bold=bold))
    # A wrapping label asks for its height by its width; without this it is cut in tight layouts.
    policy = label.sizePolicy()
    policy.setHeightForWidth(True)
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    label.setSizePolicy(policy)
    return label


def breakable(text: str) -> str:
    """With places to wrap in words that are too long for a line, which Qt leaves whole.

    What is added cannot be seen, and would be copied along: nothing for paths and keys.
    """
    return _OVERLONG.sub(lambda word: word[0] + _MAY_WRAP, text)


def selectable(label: QLabel) -> QLabel:
    """Let people copy this text with mouse or keyboard: ids, paths, versions."""
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label

"""Where the Tab key goes, for what comes to a page later than the page itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def come_before(place: QWidget, widgets: Sequence[QWidget]) -> None:
    """Have Tab come to ``widgets`` in their order, and then to ``place``.

    Qt puts at the end what is made later, and moves nothing behind what takes no keys itself.
    """
    before = _before(place)
    while before is not place and (
        before in widgets or before.focusPolicy() == Qt.FocusPolicy.NoFocus
    ):
        before = _before(before)
    first = [] if before is place else [before]
    for one, following in pairwise([*first, *widgets]):
        QWidget.setTabOrder(one, following)


def _before(widget: QWidget) -> QWidget:
    return widget.previousInFocusChain() or widget

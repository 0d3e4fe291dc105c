"""A font for amounts that stand under each other."""

from __future__ import annotations

from PySide6.QtGui import QFont


def tabular(font: QFont) -> QFont:
    """``font`` with digits of one width, where it has them."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result

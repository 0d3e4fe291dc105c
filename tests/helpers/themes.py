"""The app dressed as it is for people; other tests have Qt's own bare looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QApplication

from conductor_desktop.ui import theme
from conductor_desktop.ui.theme import DARK, LIGHT

SCHEMES = {"light": LIGHT, "dark": DARK}


@contextmanager
def restored(app: QApplication) -> Iterator[QApplication]:
    """Whatever is done to its looks meanwhile is undone."""
    palette, sheet, font, style = app.palette(), app.styleSheet(), app.font(), app.style().name()
    yield app
    app.setStyleSheet(sheet)
    app.setPalette(palette)
    app.setFont(font)
    app.setStyle(style)


@contextmanager
def dressed(app: QApplication, scheme: str) -> Iterator[None]:
    """In "light" or "dark", as if the system asked for it."""
    with restored(app), pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme, "LIGHT", SCHEMES[scheme])  # which is what it is for offscreen
        theme.apply_theme(app)
        yield

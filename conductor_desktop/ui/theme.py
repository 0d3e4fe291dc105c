"""How the app looks: colours, spacing, fonts, and the style sheet made from them."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from conductor_desktop.assets import asset

UNIT = 8  # every margin and gap is a multiple of this many logical pixels

# Windows' own face first; Inter is what the Linux set-up installs for pictures and tests.
_FACES = ["Segoe UI", "Inter", "Noto Sans", "DejaVu Sans"]


class Colours(NamedTuple):
    """One colour scheme; text on its background is at least 4.5:1."""

    window: str  # behind everything
    surface: str  # cards, fields, tables
    raised: str  # hovered rows, table headers
    border: str
    border_strong: str  # around fields, so that they are seen as fields
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    ok: str
    ok_soft: str
    look: str
    look_soft: str
    stop: str
    stop_soft: str
    unknown: str
    unknown_soft: str
    banner: str
    banner_text: str


LIGHT = Colours(
    window="#f4f6f8",
    surface="#ffffff",
    raised="#eef2f5",
    border="#dde3e9",
    border_strong="#808d9a",
    text="#17222d",
    muted="#55636f",
    accent="#0b6b6f",
    accent_hover="#095659",
    accent_text="#ffffff",
    accent_soft="#e1f1f1",
    ok="#1a7a43",
    ok_soft="#e4f4ea",
    look="#8a5800",
    look_soft="#fdf1db",
    stop="#b3261e",
    stop_soft="#fce8e6",
    unknown="#55636f",
    unknown_soft="#e9edf1",
    banner="#fff2cc",
    banner_text="#5a4300",
)

DARK = Colours(
    window="#14191f",
    surface="#1c232b",
    raised="#242d37",
    border="#323d49",
    border_strong="#6f7f8f",
    text="#eaf0f5",
    muted="#a3b1bf",
    accent="#4fc3c7",
    accent_hover="#74d3d6",
    accent_text="#06282a",
    accent_soft="#173638",
    ok="#6fd597",
    ok_soft="#173324",
    look="#f2bd62",
    look_soft="#3a2c12",
    stop="#ff9a92",
    stop_soft="#431f1c",
    unknown="#a3b1bf",
    unknown_soft="#2a343f",
    banner="#3d3414",
    banner_text="#ffe49a",
)


def colours() -> Colours:
    """The scheme in use, as the system asks for it."""
    hints = QApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def wear_theme(app: QApplication) -> None:
    """Dress the whole app, and again whenever the system goes dark or light.

    Call once, before the first window.
    """
    apply_theme(app)
    app.styleHints().colorSchemeChanged.connect(partial(apply_theme, app))


def apply_theme(app: QApplication, _scheme: Qt.ColorScheme | None = None) -> None:
    """Dress the whole app for the scheme in use."""
    scheme = colours()
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(scheme))
    app.setFont(_font())
    app.setStyleSheet(style_sheet(scheme))


def style_sheet(scheme: Colours) -> str:
    """``resources/theme/app.qss`` with each ``@name`` replaced by that colour, or that picture."""
    text = asset("theme/app.qss").read_text(encoding="utf-8")
    tick = asset("theme/tick-dark.svg" if scheme == DARK else "theme/tick-light.svg")
    values = {**scheme._asdict(), "tick": tick.as_posix()}
    return re.sub(r"@(\w+)", lambda match: values[match[1]], text)


def sized_font(points: float, *, bold: bool = False) -> QFont:
    """The app's font in another size; for headings and numbers."""
    font = QFont(QApplication.font())
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _font() -> QFont:
    return QFont(_FACES, 10)  # Qt takes the first that is there


def _palette(scheme: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: scheme.window,
        QPalette.ColorRole.WindowText: scheme.text,
        QPalette.ColorRole.Base: scheme.surface,
        QPalette.ColorRole.AlternateBase: scheme.raised,
        QPalette.ColorRole.Text: scheme.text,
        QPalette.ColorRole.Button: scheme.surface,
        QPalette.ColorRole.ButtonText: scheme.text,
        QPalette.ColorRole.Highlight: scheme.accent,
        QPalette.ColorRole.HighlightedText: scheme.accent_text,
        QPalette.ColorRole.Link: scheme.accent,
        QPalette.ColorRole.LinkVisited: scheme.accent,
        QPalette.ColorRole.PlaceholderText: scheme.muted,
        QPalette.ColorRole.ToolTipBase: scheme.surface,
        QPalette.ColorRole.ToolTipText: scheme.text,
        QPalette.ColorRole.Accent: scheme.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.muted))
    return palette

"""How the app looks: legible in both schemes, and following the system from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication

from conductor_desktop.ui import theme
from conductor_desktop.ui.theme import DARK, LIGHT, Colours
from tests.helpers.themes import SCHEMES, restored


def luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    ink = QColor(colour)
    red, green, blue = (_linear(part) for part in (ink.redF(), ink.greenF(), ink.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", SCHEMES)
def test_text_stands_out_from_whatever_it_stands_on(name: str) -> None:
    scheme = SCHEMES[name]
    grounds = ("window", "surface", "raised")
    pairs = [
        *product(("text", "muted", "accent"), grounds),
        *product(("text",), ("accent_soft", "ok_soft", "look_soft", "stop_soft", "unknown_soft")),
        ("muted", "ok_soft"),
        ("muted", "look_soft"),
        ("muted", "stop_soft"),
        ("muted", "unknown_soft"),
        ("accent", "accent_soft"),
        ("accent_text", "accent"),
        ("accent_text", "accent_hover"),
        ("banner_text", "banner"),
    ]
    faint = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in pairs
        if (ratio := contrast(getattr(scheme, ink), getattr(scheme, ground))) < 4.5
    }
    assert faint == {}


@pytest.mark.parametrize("name", SCHEMES)
def test_what_has_to_be_seen_to_be_used_stands_out(name: str) -> None:
    """Edges of fields, rings of choices and marks: 3:1, as WCAG asks of what is not text."""
    scheme = SCHEMES[name]
    inks = ("border_strong", "accent", "ok", "look", "stop", "unknown")
    faint = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in product(inks, ("window", "surface"))
        if (ratio := contrast(getattr(scheme, ink), getattr(scheme, ground))) < 3
    }
    assert faint == {}


def test_every_colour_of_the_style_sheet_is_known() -> None:
    for scheme in SCHEMES.values():
        assert "@" not in theme.style_sheet(scheme)


@pytest.mark.parametrize("name", SCHEMES)
def test_every_picture_of_the_style_sheet_is_there(name: str) -> None:
    pictures = re.findall(r'url\("(.+?)"\)', theme.style_sheet(SCHEMES[name]))
    assert len(pictures) == 1
    assert all(QImage(picture).width() > 0 for picture in pictures)


@pytest.fixture
def bare(qapp: QApplication) -> Iterator[QApplication]:
    """The app as other tests have it, and have it again afterwards."""
    with restored(qapp) as app:
        yield app


def test_the_app_goes_dark_when_the_system_does(
    bare: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def window() -> str:
        return bare.palette().color(QPalette.ColorRole.Window).name()

    asked: list[Colours] = [LIGHT]
    monkeypatch.setattr(theme, "colours", lambda: asked[-1])
    theme.wear_theme(bare)
    assert window() == LIGHT.window
    asked.append(DARK)
    bare.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert window() == DARK.window
    assert DARK.surface in bare.styleSheet()

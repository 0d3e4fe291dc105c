"""What a screen stands on: it scrolls when it must, and only then."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from conductor_desktop.ui.parts.texts import body
from conductor_desktop.ui.shell.page import Page

SENTENCE = "A sentence that is long enough to be broken into many lines in a narrow column. " * 2


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page("aPage", "A page")
    for _ in range(8):
        page.column.addWidget(body(SENTENCE, page))
    page.column.addStretch(1)
    qtbot.addWidget(page)
    return page


def texts(page: Page) -> list[QLabel]:
    """The heading and the paragraphs."""
    return page.findChildren(QLabel)


def show(qtbot: QtBot, page: Page, width: int, height: int) -> None:
    page.resize(width, height)
    page.show()
    qtbot.waitExposed(page)


def test_what_fits_does_not_scroll(qtbot: QtBot, page: Page) -> None:
    show(qtbot, page, 800, 700)
    qtbot.waitUntil(lambda: texts(page)[1].width() > 700)
    assert page.verticalScrollBar().maximum() == 0


def test_what_does_not_fit_scrolls_and_no_text_is_cut(qtbot: QtBot, page: Page) -> None:
    show(qtbot, page, 420, 300)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    for label in texts(page):
        assert label.height() >= label.heightForWidth(label.width())


def test_nothing_moves_when_the_scroll_bar_appears(qtbot: QtBot, page: Page) -> None:
    show(qtbot, page, 800, 700)
    text = texts(page)[1]
    qtbot.waitUntil(lambda: text.width() > 600)
    before = text.width()
    wide = page.viewport().width()
    page.resize(800, 200)
    qtbot.waitUntil(lambda: page.viewport().width() < wide)
    margins = page.column.contentsMargins()
    assert page.viewport().width() - margins.left() - margins.right() == before

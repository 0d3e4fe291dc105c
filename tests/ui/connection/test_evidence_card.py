"""How this is known: folded until somebody asks, then place by place, and copied as a whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from conductor_desktop.services.connection.sources import sources
from conductor_desktop.ui.connection.evidence_card import EvidenceCard
from tests.helpers.accessibility import nameless
from tests.helpers.hands import click, press
from tests.helpers.layout import layout_faults
from tests.unit.services.watched import Watched


@pytest.fixture
def watched() -> Watched:
    watched = Watched()
    watched.notes("worked 2 hours ago")
    watched.shows("dialog")
    return watched


@pytest.fixture
def card(qtbot: QtBot, watched: Watched) -> EvidenceCard:
    card = EvidenceCard()
    qtbot.addWidget(card)
    show(card, watched)
    card.resize(720, 600)
    card.show()
    qtbot.waitExposed(card)
    return card


def show(card: EvidenceCard, watched: Watched) -> None:
    card.show_sources(sources(watched.watch.evidence, watched.now.wall), watched.now.wall)


def button(card: EvidenceCard, name: str) -> QPushButton:
    found = card.findChild(QPushButton, name)
    assert found is not None
    return found


def told(card: EvidenceCard, name: str) -> str:
    found = card.findChild(QLabel, name)
    assert found is not None
    return found.text() if found.isVisible() else ""


def test_it_is_folded_until_somebody_asks_and_can_be_folded_again(card: EvidenceCard) -> None:
    assert card.is_folded
    assert told(card, "evidenceHead1") == ""
    assert not button(card, "evidenceCopy").isVisible()
    press(button(card, "evidenceShow"), Qt.Key.Key_Space)
    assert told(card, "evidenceHead0") == "Asking QuickBooks itself"
    assert told(card, "evidenceHead1") == "Conductor’s notes, just now"
    assert told(card, "evidenceVerdict1") == "This counts."
    assert "Request ID" in told(card, "evidenceSeen1") or told(card, "evidenceSeen1")
    assert nameless(card) == []
    assert layout_faults(card) == []
    click(button(card, "evidenceShow"))
    assert card.is_folded


def test_what_is_open_is_kept_up_to_date(card: EvidenceCard, watched: Watched) -> None:
    click(button(card, "evidenceShow"))
    watched.monotonic += 180
    show(card, watched)
    assert told(card, "evidenceHead1") == "Conductor’s notes, 3 minutes ago"
    assert told(card, "evidenceVerdict2") == "Too old to say anything of now."


def test_all_of_it_is_copied(card: EvidenceCard, watched: Watched) -> None:
    click(button(card, "evidenceShow"))
    click(button(card, "evidenceCopy"))
    assert QGuiApplication.clipboard().text() == card.text
    assert card.text.startswith("Asking QuickBooks itself: Not asked since the app was opened.\n")
    assert "This PC, just now (2025-11-23 12:00:00 UTC). This counts." in card.text
    assert button(card, "evidenceCopy").text() == "Copied"
    watched.click("works")
    show(card, watched)
    assert button(card, "evidenceCopy").text() == "Copy all of it"

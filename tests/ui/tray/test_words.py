"""What is read at the tray icon fits in where Windows shows it."""

from __future__ import annotations

import pytest

from conductor_desktop.errors import Owner
from conductor_desktop.services.notices.notice import Notice
from conductor_desktop.ui.messages import Kind
from conductor_desktop.ui.tray.words import cut, in_tray, in_window, tip

CLOSED = Notice("The Web Connector is closed", "Open the Web Connector.", Owner.YOU)


def test_the_tip_names_the_company_once() -> None:
    assert tip("Connected to “Acme”", "Acme", is_sandbox=False) == (
        "Conductor Desktop\nConnected to “Acme”"
    )
    assert tip("This PC is offline", "Acme", is_sandbox=False) == (
        "Conductor Desktop\nAcme\nThis PC is offline"
    )


def test_the_tip_says_when_it_is_the_sandbox() -> None:
    assert tip("Connected", "", is_sandbox=True).startswith("Conductor Desktop (sandbox)\n")


def test_the_tip_says_how_it_is_whatever_the_company_is_called() -> None:
    text = tip("This PC is offline", "Q" * 500, is_sandbox=True)
    assert text.endswith("\nThis PC is offline")
    assert len(text) < 128


@pytest.mark.parametrize("longest", [1, 5])
def test_what_is_cut_shows_that_it_is(longest: int) -> None:
    assert cut("abcdefgh", longest) == "abcdefgh"[: longest - 1] + "…"
    assert cut("a" * longest, longest) == "a" * longest


def test_a_notice_says_whose_turn_it_is() -> None:
    assert in_tray(CLOSED, "") == (CLOSED.title, "Open the Web Connector. Whose turn: you.")
    vendor = Notice("Rejected", "Ask for another key.", Owner.VENDOR)
    assert in_tray(vendor, "Acme")[1] == "Ask for another key. Whose turn: Acme."


def test_a_notice_is_no_longer_than_windows_shows() -> None:
    title, text = in_tray(Notice("t" * 300, "x" * 3000, Owner.YOU), "")
    assert (len(title), len(text)) == (60, 240)


def test_good_news_are_nobodys_turn() -> None:
    over = Notice("It works again", "There is nothing to do.")
    assert in_tray(over, "Acme")[1] == "There is nothing to do."
    assert in_window(over, "Acme").kind is Kind.OK
    assert in_window(CLOSED, "Acme").turn == "Whose turn: you"

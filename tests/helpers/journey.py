"""The journey through the real window, as a person's hands take it."""

from __future__ import annotations

import time

from conductor_desktop.ui.tour.hands import Finder, WebHands, click, reads, sees, write
from tests.helpers.running_app import RunningApp

# A person who sees nothing happen clicks again.
_PATIENCE_SECONDS = 4.0

COMPANY = "Big Construction Co."


def give_keys(running: RunningApp, secret: str, publishable: str) -> None:
    """Through the developer's door; what comes of it is for the test to see."""
    click("doorKeys")
    write("secretKey", secret)
    write("publishableKey", publishable)
    running.press("setupNext")


def go_to_connect(running: RunningApp) -> None:
    """From the checks to the page with the auth flow, for a new company."""
    running.wait_for("checksPage")
    running.press("setupNext")
    running.wait_for("endUserPage")
    running.settle()  # the draft is there, so that typing is not overtaken by it
    write("endUserCompany", COMPANY)
    write("endUserEmail", "office@big.example")
    running.press("setupNext")
    running.wait_for("connectPage")


def walk_the_flow(running: RunningApp) -> None:
    """What the person does on the pages, with the mouse, up to QuickBooks' permission."""
    page = WebHands()
    _click_until(running, page, "begin", page.can_click("download-file"))
    received = reads("connectionFilePanel", "Connection file received")
    _click_until(running, page, "download-file", received)
    _click_until(running, page, "authorise", page.can_click("choice-always"))
    page.click("choice-always")
    _click_until(running, page, "certificate-continue", sees("verifyPage"), "choice-always")


def _click_until(
    running: RunningApp, page: WebHands, element: str, done: Finder, before: str = ""
) -> None:
    """As a person does: once more where nothing came of it, because the page moved just then."""
    clicked = -_PATIENCE_SECONDS

    def is_done() -> bool:
        nonlocal clicked
        if done():
            return True
        if time.monotonic() - clicked < _PATIENCE_SECONDS:
            return False
        if (not before or page.can_click(before)()) and page.can_click(element)():
            clicked = time.monotonic()
            if before:
                page.click(before)
            page.click(element)
        return False

    running.wait(is_done)

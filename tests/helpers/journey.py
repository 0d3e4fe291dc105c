"""The journey through the real window, as a person's hands take it."""

from __future__ import annotations

from conductor_desktop.ui.tour.hands import WebHands, click, reads, sees, write
from tests.helpers.running_app import RunningApp

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
    received = reads("connectionFilePanel", "Connection file received")
    running.wait(page.click_until("begin", page.can_click("download-file")))
    running.wait(page.click_until("download-file", received))
    running.wait(page.click_until("authorise", page.can_click("choice-always")))
    running.wait(page.click_until("choice-always", page.is_chosen("choice-always")))
    running.wait(page.click_until("certificate-continue", sees("verifyPage")))

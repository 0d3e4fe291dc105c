"""Goes through the guided setup with the developer's keys, from whichever page it is on."""

from __future__ import annotations

from collections.abc import Sequence

from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.tour.hands import click, find, reads, write
from tests.helpers.auth_flow import finish_auth_flow
from tests.helpers.running_app import RunningApp
from tests.ui.setup.stage import PretendedView

PAGES = {
    SetupStep.WELCOME: "welcomePage",
    SetupStep.CHECKS: "checksPage",
    SetupStep.END_USER: "endUserPage",
    SetupStep.CONNECT: "connectPage",
    SetupStep.VERIFY: "verifyPage",
}
COMPANY, EMAIL = "Dora's Garden", "d@dora.example"


class SetupHands:
    """``keys`` are the secret and the publishable one; ``views`` those that the app has made."""

    def __init__(
        self, running: RunningApp, keys: tuple[str, str], views: Sequence[PretendedView]
    ) -> None:
        self._running = running
        self._keys = keys
        self._views = views

    @property
    def step(self) -> SetupStep | None:
        """Whose page is in front; None while there is none."""
        return next((step for step, page in PAGES.items() if find(page) is not None), None)

    def go_on_to(self, step: SetupStep) -> None:
        """Press Next, and fill in what is asked for, until that page is there."""
        while find(PAGES[step]) is None:
            self._go_on()
        self._running.settle()

    def give_keys(self) -> None:
        self._running.wait_for("welcomePage")
        click("doorKeys")
        for field, key in zip(("secretKey", "publishableKey"), self._keys, strict=True):
            write(field, key)
        self._running.press("setupNext")

    def name_the_company(self) -> None:
        write("endUserCompany", COMPANY)
        write("endUserEmail", EMAIL)
        self._running.press("setupNext")

    def finish(self) -> None:
        """To the main window, and to the proof that it shows."""
        self.go_on_to(SetupStep.VERIFY)
        self._running.press("setupNext")
        self._running.wait(reads("connectionScreen", "answered through Conductor"))
        self._running.settle()

    def _go_on(self) -> None:
        running = self._running
        if self.step is SetupStep.WELCOME:
            self.give_keys()
            running.wait_for("checksPage")
        elif self.step is SetupStep.CHECKS:
            running.press("setupNext")
            running.wait_for("endUserPage")
        elif self.step is SetupStep.END_USER:
            running.settle()
            self.name_the_company()
            running.wait_for("connectPage")
        else:
            running.wait_for("connectPage")
            running.settle()
            finish_auth_flow(self._views[-1].opened[0].reveal())
            running.press("setupNext")
            running.wait_for("verifyPage")

"""Adds companies that nobody may hear of, while making and listing their entries goes wrong."""

from __future__ import annotations

import functools

import pytest

from conductor_desktop.sandbox.faults import catalogue
from conductor_desktop.services.end_users import EndUsersService
from conductor_desktop.storage.names import SetupStep
from conductor_desktop.ui.tour.hands import can_click, can_pick, click, pick, reads, sees, write
from tests.helpers.company_pc import CompanyPc
from tests.helpers.running_app import RunningApp
from tests.helpers.sandbox import Control, SandboxAccess
from tests.helpers.setup_hands import SetupHands

_ENTRIES = "/v1/end-users"
_LOST = "lost-create"


def is_of_entries(fault: str) -> bool:
    """Whether only who makes or lists entries comes upon it."""
    return _ENTRIES in catalogue.FAULTS[fault].match.paths


def look_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry whose answer got lost is looked for three times at once."""
    hurried = functools.partialmethod(EndUsersService.__init__, look_again_seconds=(0.0,) * 3)
    monkeypatch.setattr(EndUsersService, "__init__", hurried)


class AddedCompanies:
    """``canaries`` are what was typed, and what is secret in the links that came of it."""

    def __init__(self, pc: CompanyPc, running: RunningApp, sandbox: SandboxAccess) -> None:
        self.canaries: dict[str, str] = {}
        self._pc, self._running, self._sandbox = pc, running, sandbox

    def come_upon(self, fault: str, control: Control) -> None:
        """Add a company while ``fault`` is on, as far as that goes."""
        running = self._running
        running.press("switcher")
        running.wait(can_pick("addCompany"))
        pick("addCompany")
        running.wait_for("welcomePage")
        keys = self._sandbox.secret_key.reveal(), self._sandbox.publishable_key
        SetupHands(running, keys, self._pc.views).go_on_to(SetupStep.END_USER)
        company = self._type(fault)
        control.fault(fault)
        if catalogue.FAULTS[fault].match.method == "GET":
            control.fault(_LOST)  # a list is believed until something has to be looked for in it
        before = len(self._pc.views)
        running.press("setupNext")
        running.wait(lambda: reads("endUserQuestion", company)() or len(self._pc.views) > before)
        running.settle()
        for view in self._pc.views[before:]:
            link = view.opened[0].reveal()
            self.canaries[f"link of {fault}"] = link.rpartition("/")[2].partition("?")[0]

    def give_up(self) -> None:
        """Have what was entered removed, and be back in the main window."""
        running = self._running
        running.press("setupLeave")
        running.wait(lambda: sees("connectionScreen")() or can_click("leaveAndRemove")())
        if can_click("leaveAndRemove")():
            click("leaveAndRemove")
        running.wait_for("connectionScreen")
        running.settle()

    def _type(self, fault: str) -> str:
        """The company's name."""
        number = len(self.canaries) + 4471
        typed = {
            "endUserCompany": f"Larkspur Chandlery {number}",
            "endUserEmail": f"til{number}@larkspur.example",
            "endUserSource": f"till-{number}-lark",
        }
        for field, text in typed.items():
            write(field, text)
            self.canaries[f"{field} of {fault}"] = text
        return typed["endUserCompany"]

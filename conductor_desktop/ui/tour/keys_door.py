"""A second company through the developer's door, with a proof that fails before it holds."""

from __future__ import annotations

from conductor_desktop.ui.tour.guide import Step, Walk
from conductor_desktop.ui.tour.hands import can_click, click, reads, sees, write
from conductor_desktop.ui.tour.stage import Stage

BOOKS = "Cedar & Finch Bakery"
APPLICATION = "Conductor"
_STUCK = '{"fault": "timeout", "match": {"path": "/v1/quickbooks-desktop/company"}}'
"""It is there, and whoever asks it for something waits in vain."""


class KeysDoor:
    """From the main window of the first company to that of the second."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._conductor = stage.world.conductor
        self._pc = stage.world.pc

    def steps(self) -> list[Step]:
        return [
            Step("another-company", "A second company file, with keys", self._add_company),
            Step("keys-this-pc", "The keys are right; this PC again", self._check_pc),
            Step("keys-who", "Who the second company is", self._who),
            Step("keys-connect", "Its auth flow", self._connect),
            Step("password", "The Web Connector has the password", self._hand_over),
            Step("no-answer", "QuickBooks does not answer: likely causes", self._fail),
            Step("no-answer-dialog", "The cause is found, with its steps", self._find_cause),
            Step("keys-proof", "Mended, and proven", self._prove),
        ]

    def _add_company(self) -> Walk:
        yield from self._stage.choose_connection("addCompany")
        yield sees("welcomePage")
        click("doorKeys")
        yield sees("secretKey")
        write("secretKey", self._conductor.secret_key)
        write("publishableKey", self._conductor.publishable_key)
        yield can_click("setupNext")

    def _check_pc(self) -> Walk:
        self._pc.open_company(BOOKS)
        yield from self._stage.next_to("checksPage")
        yield reads("checksSummary", "ready")
        yield can_click("setupNext")

    def _who(self) -> Walk:
        yield from self._stage.next_to("endUserPage")
        yield can_click("doorExisting")
        write("endUserCompany", BOOKS)
        write("endUserEmail", "office@cedar.example")
        yield can_click("setupNext")

    def _connect(self) -> Walk:
        yield from self._stage.next_to("connectPage")
        yield from self._stage.begin_flow()

    def _hand_over(self) -> Walk:
        yield from self._stage.add_connection(APPLICATION)

    def _fail(self) -> Walk:
        self._conductor.go_wrong(_STUCK)
        yield from self._stage.be_asked_by_quickbooks()
        yield from self._stage.allow_in_quickbooks()
        yield can_click("verifyAgain")

    def _find_cause(self) -> Walk:
        self._pc.become("dialog-waiting")
        click("verifyAgain")
        yield sees("verifyCancel")
        yield can_click("verifyHelp")

    def _prove(self) -> Walk:
        self._pc.become("sandbox")
        self._conductor.go_right()
        click("verifyAgain")
        yield sees("verifyDone")

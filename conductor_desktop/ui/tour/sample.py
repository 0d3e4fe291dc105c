"""The three doors, and the one that needs nothing walked through to the proof."""

from __future__ import annotations

from conductor_desktop.ui.tour.dialogs import OPEN, give_name
from conductor_desktop.ui.tour.guide import Step, Walk
from conductor_desktop.ui.tour.hands import can_click, click, click_row, reads, sees, write
from conductor_desktop.ui.tour.stage import Stage

_ONLY_A_LINK: dict[str, object] = {
    "version": 1,
    "vendor": {"name": "Acme Field Service", "supportEmail": "help@acme.example"},
    "authFlowUrl": "https://connect.conductor.is/qbd/made_up?key=pk_conductor_made_up",
}


class SampleDoor:
    """From the first window to the main window of the sandbox."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> list[Step]:
        return [
            Step("welcome", "Three doors", self._open),
            Step("setup-file", "A setup file has come meanwhile, and is offered", self._find_file),
            Step("setup-file-refused", "Another one, with what is wrong", self._choose_wrong_file),
            Step("api-keys", "The developer's door", self._look_at_keys),
            Step("sample-data", "The door that needs nothing", self._choose_sample),
            Step("this-pc-waiting", "A question waits in QuickBooks", self._check_waiting_pc),
            Step("this-pc", "Checked again: all is well", self._check_pc),
            Step("who-new", "Who is this for: a new company", self._who),
            Step("who-existing", "Who is this for: one that exists", self._who_existing),
            Step("connect", "The auth flow in the window", self._connect),
            Step("connection-file", "The connection file, caught and checked", self._download),
            Step("permission", "QuickBooks asks for permission", self._authorise),
            Step("verify", "Proof that it works", self._verify),
        ]

    def _open(self) -> Walk:
        self._stage.open_app()
        yield sees("welcomePage")

    def _find_file(self) -> Walk:
        self._stage.save_setup_file("acme.conductor-setup", _ONLY_A_LINK)
        yield from self._stage.look_elsewhere()
        yield sees("useFoundFile0")

    def _choose_wrong_file(self) -> Walk:
        wrong = {**_ONLY_A_LINK, "token": "t"}
        path = self._stage.save_setup_file("acme-old.conductor-setup", wrong)
        click("chooseSetupFile")
        yield from give_name(path, OPEN)
        yield reads("welcomePageProblem", "“apiBaseUrl” is missing")

    def _look_at_keys(self) -> Walk:
        click("doorKeys")
        yield sees("secretKey")
        write("secretKey", "sk_conductor_made_up_for_the_picture")
        write("publishableKey", "pk_conductor_made_up_for_the_picture")
        yield can_click("setupNext")

    def _choose_sample(self) -> Walk:
        click("doorSample")
        yield can_click("setupNext")

    def _check_waiting_pc(self) -> Walk:
        self._stage.world.put_sandbox_on("dialog-waiting")
        yield from self._stage.next_to("checksPage")
        yield can_click("remedy-quickbooks_dialog")
        yield can_click("setupNext")

    def _check_pc(self) -> Walk:
        self._stage.world.put_sandbox_on("sandbox")
        click("checkAgain")
        yield reads("checksSummary", "ready")
        yield can_click("setupNext")

    def _who(self) -> Walk:
        yield from self._stage.next_to("endUserPage")
        yield can_click("setupNext")

    def _who_existing(self) -> Walk:
        click("doorExisting")
        yield sees("endUserList")
        click_row("endUserList", 0)
        yield can_click("setupNext")

    def _connect(self) -> Walk:
        click("doorNew")
        yield from self._stage.next_to("connectPage")
        yield self._stage.page.can_click("begin")

    def _download(self) -> Walk:
        yield from self._stage.begin_flow()
        received = reads("connectionFilePanel", "Connection file received")
        yield self._stage.page.click_until("download-file", received)

    def _authorise(self) -> Walk:
        yield from self._stage.be_asked_by_quickbooks()
        yield from self._stage.choose("choice-always")
        yield self._stage.page.can_click("certificate-continue")

    def _verify(self) -> Walk:
        yield from self._stage.allow_in_quickbooks()
        yield sees("verifyDone")

"""A bookkeeper with a vendor's setup file, and everything that goes wrong on the way."""

from __future__ import annotations

from conductor_desktop.ui.tour.guide import Step, Walk
from conductor_desktop.ui.tour.hands import can_click, click, reads, sees
from conductor_desktop.ui.tour.stage import Stage

BOOKS = "Big Construction Co."
APPLICATION = "Acme Field Service"
_OTHER_BOOKS = "Saltbush & Sons Outdoor Works"
_END_USER = {
    "sourceId": "cust-1042",
    "email": "office@big.example",
    "companyName": BOOKS,
}


class VendorDoor:
    """From the sandbox to the proof of the first real connection."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._gateway = stage.world.gateway
        self._pc = stage.world.pc
        self._page = stage.page

    def steps(self) -> list[Step]:
        return [
            Step("vendor-file", "A bookkeeper's setup file is offered", self._find_file),
            Step("vendor-this-pc", "This PC, for that connection", self._check_pc),
            Step("vendor-who", "Who it is for stands in the file", self._who),
            Step("link-expired", "The link has expired meanwhile", self._expire),
            Step("line-cut", "The network is cut in the middle of it", self._cut_line),
            Step("line-mended", "Mended, and the page goes on", self._mend_line),
            Step("file-received", "The connection file, to be handed over", self._download),
            Step("handed-over", "Given to the Web Connector", self._hand_over),
            Step("told-no", "Somebody has said No in QuickBooks", self._say_no),
            Step("told-yes", "The answer is changed", self._say_yes),
            Step("other-company", "QuickBooks has other books open", self._other_company),
            Step("right-company", "The right ones are opened: proof", self._right_company),
            Step("vendor-connection", "The vendor's connection", self._finish),
        ]

    def _find_file(self) -> Walk:
        click("sandboxLeave")
        yield sees("welcomePage")
        self._file = self._stage.save_setup_file("acme.conductor-setup", self._setup_file())
        yield from self._stage.look_elsewhere()
        yield sees("useFoundFile0")
        yield reads("foundFiles", APPLICATION)

    def _check_pc(self) -> Walk:
        click("useFoundFile0")
        yield reads("checksSummary", "ready")
        yield can_click("setupNext")
        self._file.unlink()  # it has served

    def _who(self) -> Walk:
        yield from self._stage.next_to("endUserPage")
        yield can_click("setupNext")

    def _expire(self) -> Walk:
        yield from self._stage.next_to("connectPage")
        yield self._page.can_click("begin")
        self._gateway.expire_links()
        yield self._page.click_until("begin", can_click("problemNewLink"))

    def _cut_line(self) -> Walk:
        click("problemNewLink")
        yield self._page.can_click("begin")
        self._gateway.cut_line()
        yield self._page.click_until("begin", can_click("retryButton"))

    def _mend_line(self) -> Walk:
        self._gateway.mend_line()
        click("retryButton")
        yield self._page.can_click("begin")

    def _download(self) -> Walk:
        yield from self._stage.begin_flow()
        yield self._page.click_until("download-file", can_click("connectionFileOpen"))

    def _hand_over(self) -> Walk:
        click("connectionFileOpen")
        yield reads("connectionFilePanel", "Go on in the Web Connector")

    def _say_no(self) -> Walk:
        self._pc.add_to_web_connector(APPLICATION)
        yield reads("connectionFilePanel", "Now the password")
        yield from self._stage.be_asked_by_quickbooks()
        yield from self._stage.choose("choice-no")
        refused = self._page.can_click("change-answer")
        yield self._page.click_until("certificate-continue", refused)
        self._pc.say_no(APPLICATION)
        yield reads("connectionFilePanel", "QuickBooks was told No")

    def _say_yes(self) -> Walk:
        yield self._page.click_until("change-answer", self._page.can_click("choice-always"))
        self._pc.give_password(APPLICATION)
        yield reads("connectionFilePanel", "has the password")

    def _other_company(self) -> Walk:
        yield from self._stage.allow_in_quickbooks()
        yield can_click("verifyAccept")

    def _right_company(self) -> Walk:
        self._gateway.open_company(BOOKS)
        self._pc.open_company(BOOKS)
        click("verifyAgain")
        yield sees("verifyDone")

    def _finish(self) -> Walk:
        click("setupNext")
        yield from self._stage.see_connection()

    def _setup_file(self) -> dict[str, object]:
        return {
            "version": 1,
            "vendor": {"name": APPLICATION, "supportEmail": "help@acme.example"},
            "apiBaseUrl": self._gateway.base_url,
            "token": self._gateway.secret_key,
            "publishableKey": self._gateway.publishable_key,
            "endUser": _END_USER,
            "expectedCompany": BOOKS,
        }

"""Two companies: from one to the other, connecting one again, and taking one off this PC."""

from __future__ import annotations

from conductor_desktop.ui.tour import keys_door, vendor_door
from conductor_desktop.ui.tour.guide import Step, Walk
from conductor_desktop.ui.tour.hands import (
    NotOnScreen,
    can_click,
    can_pick,
    click,
    pick,
    reads,
    sees,
)
from conductor_desktop.ui.tour.stage import Stage


class Companies:
    """In the main windows of both, until only one is left."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._gateway = stage.world.gateway
        self._known: tuple[str, ...] = ()

    def steps(self) -> list[Step]:
        return [
            Step("two-companies", "Two companies, and the sandbox", self._finish),
            Step("switched", "The other one", self._switch),
            Step("lost", "The Web Connector has lost it", self._lose),
            Step("reconnect", "The same company is connected again", self._reconnect),
            Step("reconnected", "Proven, and still one entry", self._prove),
            Step("remove", "What it means to remove a connection", self._ask),
            Step("removed", "Removed, and what is left to do", self._remove),
            Step("one-left", "The other one goes on working", self._leave),
        ]

    def _finish(self) -> Walk:
        yield from self._see_list()

    def _switch(self) -> Walk:
        self._stage.world.pc.open_company(vendor_door.BOOKS)
        pick("connection-live")
        yield reads("companyName", vendor_door.BOOKS)
        yield from self._stage.see_connection()

    def _lose(self) -> Walk:
        self._gateway.go_wrong("not-active")
        yield can_click("connectionCheck")
        click("connectionCheck")
        yield lambda: not reads("connectionScreen", "answered through Conductor")()
        yield can_click("connectionCheck")

    def _reconnect(self) -> Walk:
        self._known = self._gateway.end_users
        yield can_click("reconnect")
        click("reconnect")
        yield sees("connectPage")
        yield self._stage.page.can_click("begin")

    def _prove(self) -> Walk:
        yield from self._stage.begin_flow()
        yield self._stage.page.click_until("download-file", can_click("connectionFileOpen"))
        yield from self._stage.be_asked_by_quickbooks()
        yield from self._stage.choose("choice-always")
        self._gateway.go_right()  # from now on it may be seen to answer
        yield from self._stage.confirm()
        yield sees("verifyDone")
        if self._gateway.end_users != self._known:
            raise NotOnScreen("the same company is there, but as another entry")
        yield from self._see_list()

    def _see_list(self) -> Walk:
        """From the proof to the main window and its list of connections."""
        click("setupNext")
        yield from self._stage.see_connection()
        click("switcher")
        yield can_pick("addCompany")

    def _ask(self) -> Walk:
        pick("connection-live")  # it is the one in front: the list closes, and that is all
        yield lambda: not can_pick("addCompany")()
        click("removeConnection")
        yield can_click("removalRemove")

    def _remove(self) -> Walk:
        click("removalRemove")
        yield can_click("removalDone")

    def _leave(self) -> Walk:
        self._stage.world.pc.open_company(keys_door.BOOKS)
        click("removalDone")
        yield reads("companyName", keys_door.BOOKS)
        yield from self._stage.see_connection()

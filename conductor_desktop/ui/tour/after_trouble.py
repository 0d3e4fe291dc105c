"""After the app itself has failed: it says so once, opens in safe mode, and is well again."""

from __future__ import annotations

from conductor_desktop.services.last_time.judging import Care
from conductor_desktop.services.last_time.run import WindowRun
from conductor_desktop.storage.run_file import Ended
from conductor_desktop.ui.tour.guide import Step, Walk
from conductor_desktop.ui.tour.hands import can_click, click, reads, sees
from conductor_desktop.ui.tour.stage import Stage


class AfterTrouble:
    """In the main window of the sandbox; at the end it is open as ever."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> list[Step]:
        return [
            Step("went-wrong", "The app itself has failed last time", self._see_offer),
            Step("safe-mode", "Two starts have failed: safe mode", self._see_safe_mode),
            Step("normal-again", "Started normally again", self._open_normally),
        ]

    def _see_offer(self) -> Walk:
        self._stage.open_app(run=self._after_a_failure())
        yield from self._stage.see_connection()
        yield reads("notice", "Something went wrong last time")
        yield can_click("noticeOffer")

    def _see_safe_mode(self) -> Walk:
        click("noticeOffer")
        yield sees("supportScreen")
        self._stage.open_app(Care.STARTS_FAIL)
        yield sees("safeBanner")
        yield reads("connectionScreen", "Paused")
        yield can_click("safeNormal")

    def _open_normally(self) -> Walk:
        self._stage.open_app()
        yield from self._stage.see_connection()
        yield lambda: not sees("safeBanner")()

    def _after_a_failure(self) -> WindowRun:
        home = self._stage.world.downloads.parent
        path, notes = home / "window-tour.run", home / "logs"
        WindowRun.begin(path, notes).end(Ended.ERROR)
        return WindowRun.begin(path, notes)

"""The tour itself: its chapters one after the other, from the first window to the last picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from conductor_desktop.errors import ExitCode
from conductor_desktop.ui.tour.after_trouble import AfterTrouble
from conductor_desktop.ui.tour.camera import Camera, Watchdog
from conductor_desktop.ui.tour.companies import Companies
from conductor_desktop.ui.tour.everyday import EveryDay
from conductor_desktop.ui.tour.guide import PATIENCE_SECONDS, Guide, Step
from conductor_desktop.ui.tour.keys_door import KeysDoor
from conductor_desktop.ui.tour.sample import SampleDoor
from conductor_desktop.ui.tour.stage import Stage
from conductor_desktop.ui.tour.vendor_door import VendorDoor
from conductor_desktop.ui.tour.world import World

if TYPE_CHECKING:
    from conductor_desktop.ui.desk import Desk

_BUNDLE = "support-bundle.zip"


def take_tour(
    app: QApplication,
    make_desk: Callable[[], Desk],
    world: World,
    output: Path,
    say: Callable[[str], None],
    *,
    patience_seconds: float = PATIENCE_SECONDS,
) -> int:
    """Lead the app through everything; returns the exit code.

    Raises ``InvalidInput`` when ``output`` cannot be written.
    """
    camera, watchdog = Camera(output, leftovers=[_BUNDLE]), Watchdog()
    stage = Stage(make_desk, world)
    steps = _steps(stage, output.absolute() / _BUNDLE)
    guide = Guide(steps, camera, watchdog, say, patience_seconds=patience_seconds)

    def end(step: str) -> None:
        app.exit(ExitCode.ATTENTION if step else ExitCode.OK)

    # Hands find nothing in the dialogs of the system.
    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app.setQuitOnLastWindowClosed(False)  # the tour closes the app and opens it again
    guide.ended.connect(end)
    QTimer.singleShot(0, guide, guide.start)
    code = app.exec()
    guide.stop()
    stage.close_app()
    if guide.problem is not None:
        raise guide.problem
    unfinished = guide.unfinished
    camera.finish(
        longest_stall_ms=watchdog.longest_ms,
        failed_step=unfinished.name if unfinished else None,
        complete=unfinished is None,
    )
    say(f"Longest stall of the window: {watchdog.longest_ms:.0f} ms.")
    say(f"{len(camera.shots)} pictures and tour.json are in {output.absolute()}")
    return code or (ExitCode.ATTENTION if unfinished else ExitCode.OK)


def _steps(stage: Stage, bundle: Path) -> list[Step]:
    """Everything there is to see, in the order a person meets it."""
    return [
        *SampleDoor(stage).steps(),
        *EveryDay(stage, bundle).steps(),
        *AfterTrouble(stage).steps(),
        *VendorDoor(stage).steps(),
        *KeysDoor(stage).steps(),
        *Companies(stage).steps(),
    ]

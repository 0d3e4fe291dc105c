"""What the tour needs around it: a home that is gone afterwards, and its way onto the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.opening.before_qt import before_qt
from conductor_desktop.storage.paths import AppHome

if TYPE_CHECKING:
    from conductor_desktop.app_windows import AppWindows
    from conductor_desktop.services.setup_file.found import Place
    from conductor_desktop.ui.tour.made_up_pc import MadeUpPc
    from conductor_desktop.ui.tour.world import Service

_TOURS_DOWNLOADS = "Downloads"


@contextmanager
def tours_home(home: str | None, *, on_screen: bool = False) -> Iterator[str]:
    """A folder that is gone afterwards, inside ``home`` if one was named.

    What is opened from then on is drawn offscreen, if not ``on_screen``, where there has to be one.
    """
    from tempfile import TemporaryDirectory

    around = None
    if home:
        located = AppHome.locate(home)
        located.prepare()
        around = located.root
    with TemporaryDirectory(
        prefix="conductor-desktop-tour-", dir=around, ignore_cleanup_errors=True
    ) as folder:
        if on_screen:
            from conductor_desktop.ui.display import require_display

            require_display(os.environ)
        else:
            _draw_offscreen()
        yield folder


def _draw_offscreen() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if sys.platform == "win32":  # what draws offscreen does not look for Windows' fonts itself
        fonts = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "Fonts")
        os.environ.setdefault("QT_QPA_FONTDIR", str(fonts))


def places_of_tour(home: str) -> Callable[[Path | None], Sequence[Place]]:
    """What the person who takes the tour has downloaded has no place in its pictures."""
    from conductor_desktop.services.setup_file.found import usual_places

    return lambda _downloads: usual_places(None, Path(home) / _TOURS_DOWNLOADS)


def take_tour(
    windows: AppWindows,
    pc: MadeUpPc,
    gateway: Service,
    conductor: Service,
    output: Path,
    say: Callable[[str], None],
) -> int:
    """Let the tour lead the app through every screen; a picture of each comes to ``output``.

    The others are what they take for this PC, a vendor's gateway and Conductor.
    """
    from conductor_desktop.ui.end_requests import EndRequests

    with EndRequests() as requests:
        arguments = before_qt()
        from conductor_desktop.ui.application import (
            catch_everything,
            follow_end_requests,
            keep_qt_settings_in,
            start_application,
        )
        from conductor_desktop.ui.tour.journey import take_tour as lead
        from conductor_desktop.ui.tour.world import World

        qt = start_application(arguments)
        catch_everything(qt)
        follow_end_requests(qt, requests)
        run = windows.run
        home = run.home().root
        keep_qt_settings_in(home)
        downloads = home / _TOURS_DOWNLOADS
        world = World(run.sandbox.put_on, pc, gateway, conductor, downloads, run.take_care)
        return lead(qt, windows.desk, world, output, say)

"""What is written down of a window: that it is tried, whether it lives, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conductor_desktop.errors import AppError

if TYPE_CHECKING:
    from conductor_desktop.services.last_time.run import WindowRun
    from conductor_desktop.services.last_time.watchdog import Watchdog
    from conductor_desktop.storage.open_window import OpenWindow
    from conductor_desktop.this_run import ThisRun


@dataclass
class Noted:
    """What goes along with a window from before it is tried until after its end."""

    run: WindowRun
    watchdog: Watchdog
    starts_again: bool = False

    def start_again(self) -> None:
        self.starts_again = True

    def fail(self) -> None:
        from conductor_desktop.storage.run_file import Ended

        self.run.end(Ended.ERROR)

    def quit(self) -> None:
        from conductor_desktop.storage.run_file import Ended

        self.run.end(Ended.QUIT)


@contextmanager
def noted_in(this_run: ThisRun, place: OpenWindow) -> Iterator[Noted]:
    """Note that a window is tried and how that ends, whatever comes; only with its lock held."""
    from conductor_desktop.services.last_time.run import WindowRun
    from conductor_desktop.services.last_time.watchdog import Watchdog
    from conductor_desktop.storage.crash_notes import note_crashes
    from conductor_desktop.storage.uncaught import log_uncaught

    logs = this_run.home().logs
    run = WindowRun.begin(place.runs_file, logs, safe_wanted=this_run.options.safe_mode)
    this_run.take_care(run.care)
    noted = Noted(run, Watchdog(logs))
    with ExitStack() as ends:
        ends.callback(note_crashes(logs, of_window=True))
        ends.callback(log_uncaught(noted.fail, this_run.start_log))
        noted.watchdog.start()
        ends.callback(noted.watchdog.stop)
        try:
            yield noted
        except (AppError, KeyboardInterrupt, SystemExit):
            noted.quit()  # whoever wanted the window is told why there is none
            raise
        except BaseException:
            noted.fail()
            raise
        noted.quit()

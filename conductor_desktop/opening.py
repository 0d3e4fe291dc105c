"""How the app comes onto the screen, is found there by a later start, and is led by the tour."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.errors import AppError, ExitCode, InternalError
from conductor_desktop.once import Once
from conductor_desktop.storage.paths import AppHome
from conductor_desktop.whole import NotWhole, why_not_whole

if TYPE_CHECKING:
    from conductor_desktop.app_windows import AppWindows
    from conductor_desktop.services.last_time.run import WindowRun
    from conductor_desktop.services.last_time.watchdog import Watchdog
    from conductor_desktop.services.setup_file.found import Place
    from conductor_desktop.storage.open_window import OpenWindow
    from conductor_desktop.this_run import ThisRun
    from conductor_desktop.ui.desk import Desk
    from conductor_desktop.ui.end_requests import EndRequests
    from conductor_desktop.ui.tour.made_up_pc import MadeUpPc
    from conductor_desktop.ui.tour.world import Service

log = logging.getLogger(__name__)

_TOURS_DOWNLOADS = "Downloads"


def open_window(windows: AppWindows, file: Path | None) -> int:
    """Show the app until it is closed, and return the exit code.

    A window comes first, then everything it can do without for a moment. Where one of this home
    is open already, that one is brought to the front and gets ``file``. With ``--in-tray``
    nobody is disturbed: not where one is open already, nor where there is nothing to watch.
    """
    from conductor_desktop.storage.open_window import OpenWindow
    from conductor_desktop.ui.display import require_display
    from conductor_desktop.ui.end_requests import EndRequests
    from conductor_desktop.ui.instance.later import become_first, is_first

    require_display(os.environ)
    run = windows.run
    run.have_window()
    run.log_later()
    # Whoever reads the box for long keeps no other start from becoming the only one.
    with EndRequests() as requests, _told_in_a_box(run), ExitStack() as held:
        windows.require_allowed()
        place = OpenWindow.of(run.home().root, sandbox=run.options.sandbox)
        in_tray = run.options.in_tray and file is None
        if in_tray and not is_first(place, held):
            return 0
        if not in_tray and not become_first(
            place, file, held, lambda: requests.exit_code is not None
        ):
            return requests.exit_code or 0
        with _noted(run, place) as noted:
            if in_tray and not windows.find_something_to_watch():
                return 0
            in_tray = in_tray and not noted.run.care  # whoever has to read it must see it
            code = _open_first(windows, file, requests, place, noted, in_tray=in_tray)
    if noted.starts_again:
        from conductor_desktop.ui.application import start_again

        start_again(sys.argv[1:])
    return code


def _open_first(
    windows: AppWindows,
    file: Path | None,
    requests: EndRequests,
    place: OpenWindow,
    noted: _Noted,
    *,
    in_tray: bool,
) -> int:
    arguments = before_qt()
    from conductor_desktop.cli.plain_start import is_bundle
    from conductor_desktop.ui.application import (
        FirstPaint,
        beat,
        catch_everything,
        catch_qt_messages,
        follow_end_requests,
        show_icon,
        soon,
        start_application,
    )

    catch_qt_messages(noted.fail, windows.run.start_log)
    qt = start_application(arguments)
    catch_everything(qt, noted.fail, windows.run.start_log)
    beat(qt, noted.watchdog.beat)
    qt.aboutToQuit.connect(noted.quit)  # signing off may leave no time for more
    from conductor_desktop.ui.messages import Messages

    bundle = file if file is not None and is_bundle(file.name) else None
    setup_file = file if bundle is None else None
    messages = Once(Messages)
    front = windows.first_front(messages, set_up_again=setup_file is not None)
    with ExitStack() as opened:

        def settle_in() -> None:
            windows.run.start_log()
            follow_end_requests(qt, requests)
            show_icon(qt)
            desk = windows.desk(messages())
            opened.callback(desk.shut_down)
            desk.tell_of_last_time(noted.run)
            desk.normal_start_wanted.connect(noted.start_again)
            desk.normal_start_wanted.connect(qt.quit)
            desk.open(setup_file, front, out_of_sight=in_tray)
            if bundle is not None:
                desk.open_bundle(bundle)
            opened.callback(_hear_later_starts(place, desk))

        if in_tray:
            soon(qt, settle_in)
        else:
            FirstPaint(front.window, settle_in)
            front.window.show()
        return _told(qt.exec())


def _told(code: int) -> int:
    """The exit code, once nobody has to guess why the window is gone. May raise ``NotWhole``, and
    ``InternalError`` where only a box can tell of it."""
    if code == ExitCode.INTERNAL:
        if not_whole := why_not_whole():
            raise not_whole
        if sys.stderr is None:  # or the window would be gone without a word
            raise InternalError
    return code


@dataclass
class _Noted:
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
def _noted(this_run: ThisRun, place: OpenWindow) -> Iterator[_Noted]:
    """Note that a window is tried and how that ends, whatever comes; only with its lock held."""
    from conductor_desktop.services.last_time.run import WindowRun
    from conductor_desktop.services.last_time.watchdog import Watchdog
    from conductor_desktop.storage.crash_notes import note_crashes
    from conductor_desktop.storage.uncaught import log_uncaught

    logs = this_run.home().logs
    run = WindowRun.begin(place.runs_file, logs, safe_wanted=this_run.options.safe_mode)
    this_run.take_care(run.care)
    noted = _Noted(run, Watchdog(logs))
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


def before_qt() -> list[str]:
    """Make true what must be before Qt is imported; returns the arguments Qt may see."""
    from conductor_desktop.ui.web.engine_environment import strip_environment

    removed = strip_environment(os.environ)
    if removed:
        log.warning("ignored from the environment: %s", ", ".join(removed))
    if sys.platform == "win32":
        from conductor_desktop.workstation.windows.own_name import take_own_name

        take_own_name()
    return sys.argv[:1]


@contextmanager
def _told_in_a_box(run: ThisRun) -> Iterator[None]:
    """Why there is no window is said in a box where nobody could read it elsewhere."""
    if sys.stderr is not None:
        yield
        return
    try:  # the windowed Windows program
        yield
    except NotWhole as error:  # whose box needs no Qt
        error.way = _way_to_a_bundle(run)
        raise
    except AppError as error:
        _show_box(run, error)
        raise
    except Exception as bug:
        run.record(bug)
        if not_whole := why_not_whole():
            not_whole.way = _way_to_a_bundle(run)
            raise not_whole from bug
        problem = InternalError()
        _show_box(run, problem)
        raise problem from bug


def _show_box(run: ThisRun, error: AppError) -> None:
    from conductor_desktop.ui.application import tell_in_a_box

    tell_in_a_box(error, _way_to_a_bundle(run))


def _way_to_a_bundle(run: ThisRun) -> str:
    """Without a folder there is nothing to lead to, and of this program, too, files may be gone."""
    with suppress(AppError, ImportError):
        from conductor_desktop.ui.failed_start import way_to_a_bundle

        options = run.options
        words = ["--home", options.home] if options.home else []
        words += ["--sandbox"] if options.sandbox else []
        return way_to_a_bundle(run.home(), words)
    return ""


def _hear_later_starts(place: OpenWindow, desk: Desk) -> Callable[[], None]:
    """Have them bring the window to the front from now on; returns what puts an end to it."""
    from conductor_desktop.services.setup_file import SUFFIX
    from conductor_desktop.ui.instance.listener import Listener
    from conductor_desktop.ui.parts.support_way import BUNDLE_SUFFIX

    listener = Listener(place, (SUFFIX, BUNDLE_SUFFIX), desk)
    listener.asked.connect(desk.come_to_front)
    listener.start()
    return listener.stop

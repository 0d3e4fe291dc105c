"""From a start of the program to the end of its window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from conductor_desktop.errors import ExitCode, InternalError
from conductor_desktop.once import Once
from conductor_desktop.opening.before_qt import before_qt
from conductor_desktop.opening.box import told_in_a_box
from conductor_desktop.opening.noted import Noted, noted_in
from conductor_desktop.whole import why_not_whole

if TYPE_CHECKING:
    from conductor_desktop.app_windows import AppWindows
    from conductor_desktop.storage.open_window import OpenWindow
    from conductor_desktop.ui.desk import Desk
    from conductor_desktop.ui.end_requests import EndRequests


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
    with EndRequests() as requests, told_in_a_box(run), ExitStack() as held:
        windows.require_allowed()
        place = OpenWindow.of(run.home().root, sandbox=run.options.sandbox)
        in_tray = run.options.in_tray and file is None
        if in_tray and not is_first(place, held):
            return 0
        if not in_tray and not become_first(
            place, file, held, lambda: requests.exit_code is not None
        ):
            return requests.exit_code or 0
        with noted_in(run, place) as noted:
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
    noted: Noted,
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
            desk.life.tell_of_last_time(noted.run)
            desk.life.normal_start_wanted.connect(noted.start_again)
            desk.life.normal_start_wanted.connect(qt.quit)
            desk.open(setup_file, front, out_of_sight=in_tray)
            if bundle is not None:
                desk.support.open_bundle(bundle)
            opened.callback(_hear_later_starts(place, desk))

        if in_tray:
            soon(qt, settle_in)
        else:
            FirstPaint(front.window, settle_in)
            front.window.show()
        return told(qt.exec())


def told(code: int) -> int:
    """The exit code, once nobody has to guess why the window is gone. May raise ``NotWhole``, and
    ``InternalError`` where only a box can tell of it."""
    if code == ExitCode.INTERNAL:
        if not_whole := why_not_whole():
            raise not_whole
        if sys.stderr is None:  # or the window would be gone without a word
            raise InternalError
    return code


def _hear_later_starts(place: OpenWindow, desk: Desk) -> Callable[[], None]:
    """Have them bring the window to the front from now on; returns what puts an end to it."""
    from conductor_desktop.services.setup_file import SUFFIX
    from conductor_desktop.ui.instance.listener import Listener
    from conductor_desktop.ui.parts.support_way import BUNDLE_SUFFIX

    listener = Listener(place, (SUFFIX, BUNDLE_SUFFIX), desk)
    listener.asked.connect(desk.come_to_front)
    listener.start()
    return listener.stop

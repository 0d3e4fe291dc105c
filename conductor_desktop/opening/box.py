"""The box that says why there is no window, where there is no console to say it on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from conductor_desktop.errors import AppError, InternalError
from conductor_desktop.whole import NotWhole, why_not_whole

if TYPE_CHECKING:
    from conductor_desktop.this_run import ThisRun


@contextmanager
def told_in_a_box(run: ThisRun) -> Iterator[None]:
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

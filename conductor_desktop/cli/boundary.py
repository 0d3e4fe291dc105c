"""The one boundary: whatever a command or the window does, it ends as a code and a sentence."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from conductor_desktop.cli.plain_marks import HANDLER
from conductor_desktop.errors import AppError, InternalError
from conductor_desktop.whole import NotWhole, show_plain_box, why_not_whole

if TYPE_CHECKING:
    from conductor_desktop.cli.context import Composition

log = logging.getLogger(__name__)

STOPPED_BY_CTRL_C = 130


def guarded(action: Callable[[], int]) -> int:
    """Run ``action``; an expected failure is one sentence on stderr and its exit code."""
    try:
        return action()
    except KeyboardInterrupt:
        return STOPPED_BY_CTRL_C
    except AppError as error:
        tell(error)
        return error.exit_code
    except Exception:
        if not_whole := why_not_whole():
            tell(not_whole)
            return not_whole.exit_code
        log.exception("unexpected error")
        problem = InternalError()
        tell(problem)
        return problem.exit_code


@contextlib.contextmanager
def reported(composition: Composition, *passing: type[Exception]) -> Iterator[None]:
    """Around everything that uses ``composition``, while its log is still open.

    A bug is logged and becomes an ``InternalError``, or ``NotWhole`` where files of the program
    are missing; ``passing`` are none. At the end the notice about the settings is said, unless a
    window has shown it.
    """
    try:
        yield
    except (AppError, BrokenPipeError):
        raise
    except passing:
        raise
    except Exception as bug:
        composition.run.record(bug)
        raise why_not_whole() or InternalError() from bug
    finally:
        if composition.run.notice is not None:
            say(composition.run.notice)


def tell(error: AppError) -> None:
    """Say what went wrong where commands say such things.

    Of files that are missing the windowed program tells in a box: there may be no other way.
    """
    say(str(error))
    if error.details:
        say(" · ".join(f"{name}: {value}" for name, value in error.details.items()))
    if isinstance(error, NotWhole) and sys.stderr is None:
        show_plain_box(error)


def say(line: str) -> None:
    """One line on stderr, which the windowed Windows program does not have.

    Nobody being there to read it changes neither what was done nor the exit code.
    """
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(line, file=sys.stderr, flush=True)


def use_safe_streams() -> None:
    """Let no name in another script end a command: a piped Windows stream cannot show them all."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=HANDLER)

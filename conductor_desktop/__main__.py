"""Start here: ``conductor-desktop`` and ``python -m conductor_desktop``."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the app or one of its commands; returns the exit code."""
    # Loading modules makes tens of thousands of objects and no garbage; looking through them
    # again and again took a tenth of the start (measured). Commands turn it on again; a window
    # has a collector of its own.
    gc.disable()
    from conductor_desktop.cli.boundary import guarded

    return guarded(_start)


def _start() -> int:
    from conductor_desktop.app import compose
    from conductor_desktop.cli.plain_start import plain_start

    arguments = sys.argv[1:]
    start = plain_start(arguments)
    if start is not None:
        from conductor_desktop.cli.boundary import reported

        with compose(start.options) as app, reported(app):
            return app.run_window(start.file)
    from conductor_desktop.cli.main import run
    from conductor_desktop.storage.uncaught import log_uncaught

    log_uncaught()
    return run(arguments, compose)


if __name__ == "__main__":
    sys.exit(main())

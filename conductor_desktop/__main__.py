"""Start here: ``conductor-desktop`` and ``python -m conductor_desktop``."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the app or one of its commands; returns the exit code."""
    from conductor_desktop.app import compose
    from conductor_desktop.cli.main import run

    return run(sys.argv[1:], compose)


if __name__ == "__main__":
    sys.exit(main())

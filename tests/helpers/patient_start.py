"""The app, but that it waits for a window that is open already for as long as it takes."""

from __future__ import annotations

import sys
from unittest import mock

from conductor_desktop.__main__ import main
from conductor_desktop.ui.instance import later

FOR_EVER_SECONDS = 3600.0


def patiently() -> int:
    """Run the app on this process's arguments; returns its exit code."""
    with mock.patch.multiple(
        later, ANSWER_SECONDS=FOR_EVER_SECONDS, COMING_OR_GOING_SECONDS=FOR_EVER_SECONDS
    ):
        return main()


if __name__ == "__main__":
    sys.exit(patiently())

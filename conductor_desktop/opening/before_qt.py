"""What must be true before Qt is imported."""

from __future__ import annotations

import logging
import os
import sys

log = logging.getLogger(__name__)


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

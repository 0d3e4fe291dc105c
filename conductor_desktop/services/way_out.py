"""Which step of the guided setup mends what went wrong."""

from __future__ import annotations

import enum


class WayOut(enum.Enum):
    """A step to go back to."""

    WAY_IN = enum.auto()
    END_USER = enum.auto()
    CONNECT = enum.auto()

"""Whether the connection to QuickBooks works, how that is known, and whose turn it is."""

from __future__ import annotations

from conductor_desktop.services.connection.report import (
    ConnectionReport,
    ConnectionState,
    Proof,
    Said,
)
from conductor_desktop.services.connection.service import AsksConductor, ConnectionService

__all__ = [
    "AsksConductor",
    "ConnectionReport",
    "ConnectionService",
    "ConnectionState",
    "Proof",
    "Said",
]

"""The support bundle: made of an allow-list, looked at before it is written, never sent."""

from __future__ import annotations

from conductor_desktop.services.diagnostics.bundle import Bundle, BundleFile, Failure
from conductor_desktop.services.diagnostics.service import DiagnosticsService

__all__ = ["Bundle", "BundleFile", "DiagnosticsService", "Failure"]

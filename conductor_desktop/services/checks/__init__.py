"""What stands between this PC and a working connection: checks, their answers, one verdict."""

from __future__ import annotations

from conductor_desktop.services.checks.answers import (
    Answer,
    CheckReport,
    CheckResult,
    Owner,
    Remedy,
    Sign,
)
from conductor_desktop.services.checks.facts import Purpose
from conductor_desktop.services.checks.runner import PcChecks

__all__ = ["Answer", "CheckReport", "CheckResult", "Owner", "PcChecks", "Purpose", "Remedy", "Sign"]

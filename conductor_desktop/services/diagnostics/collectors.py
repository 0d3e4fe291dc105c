"""One function per file of the bundle. Each names the fields it takes; nothing else gets in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from conductor_desktop.services.diagnostics.api_errors import api_errors
from conductor_desktop.services.diagnostics.connection import connection
from conductor_desktop.services.diagnostics.environment import environment
from conductor_desktop.services.diagnostics.kept_settings import settings
from conductor_desktop.services.diagnostics.log_tail import log_tail
from conductor_desktop.services.diagnostics.network import network
from conductor_desktop.services.diagnostics.quickbooks import quickbooks
from conductor_desktop.services.diagnostics.sources import Draft, Sources
from conductor_desktop.services.diagnostics.timeline import timeline
from conductor_desktop.services.diagnostics.web_connector import (
    web_connector,
    web_connector_events,
)
from conductor_desktop.storage.last_crash import last_crash
from conductor_desktop.work import CancelToken

USUAL_DAYS, MORE_DAYS = 2, 8
"""Of the app's log."""
_LOG_BYTES = 1_000_000
"""A day's worth that is taken at most."""


def checks(sources: Sources, _cancel: CancelToken) -> Draft:
    """Each check's answer, without the names it came across."""
    report = sources.checks()
    rows = [result.masked().as_json() for result in report.results]
    tree = {"verdict": str(report.verdict), "checks": rows, "leftOut": list(report.hidden)}
    return Draft(tree, "What was found on this PC.", "the checks of this PC")


def app_log(sources: Sources, _cancel: CancelToken) -> Draft:
    """The newest days of the app's own log."""
    days = sources.log_days
    since = sources.created_at - timedelta(days=days)
    text = log_tail(sources.home.logs, since, days * _LOG_BYTES)
    return Draft(
        text, f"The last {days} days of the app's log, at most {days} MB.", "the app's log"
    )


def crash(sources: Sources, _cancel: CancelToken) -> Draft:
    """How the app has last died, whenever that was; the newest first."""
    page = last_crash(sources.home.logs) or "(The app has not died.)\n"
    return Draft(page, "How the app last died: where in the program, no values.", "the app's log")


Collector = Callable[[Sources, CancelToken], Draft]
COLLECTORS: Mapping[str, Collector] = {
    "api_errors.jsonl": api_errors,
    "checks.json": checks,
    "connection.json": connection,
    "crash.txt": crash,
    "environment.json": environment,
    "logs/app.log": app_log,
    "network.json": network,
    "quickbooks.json": quickbooks,
    "settings.json": settings,
    "timeline.jsonl": timeline,
    "web_connector.json": web_connector,
    "web_connector_events.jsonl": web_connector_events,
}

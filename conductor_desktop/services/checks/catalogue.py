"""The list of checks: each a row, what it needs, how long it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conductor_desktop.services.checks import (
    machine,
    network_checks,
    quickbooks_checks,
    web_connector_checks,
)
from conductor_desktop.services.checks.answers import Finding
from conductor_desktop.services.checks.facts import Facts


@dataclass(frozen=True)
class Check:
    """One row of the list.

    ``needs`` are ids of earlier checks: where one of them hides its consequences, this row is
    left out. ``by_hand`` is what a person does when the PC does not say.
    """

    id: str
    title: str
    ask: Callable[[Facts], Finding]
    by_hand: str
    needs: tuple[str, ...] = ()
    on_the_network: bool = False
    seconds: float = 2.0


CATALOGUE: tuple[Check, ...] = (
    Check(
        "operating_system",
        "This computer",
        machine.operating_system,
        "Press the Windows key, type “winver” and see that it is Windows 10 or later.",
    ),
    Check(
        "quickbooks_installed",
        "QuickBooks Desktop",
        quickbooks_checks.installed,
        "See that QuickBooks opens on this PC.",
        needs=("operating_system",),
    ),
    Check(
        "quickbooks_version",
        "QuickBooks version",
        quickbooks_checks.version,
        "Press F2 in QuickBooks; the product and its year are at the top.",
        needs=("quickbooks_installed",),
    ),
    Check(
        "quickbooks_running",
        "QuickBooks open",
        quickbooks_checks.running,
        "See that QuickBooks is open on this screen.",
        needs=("quickbooks_installed",),
    ),
    Check(
        "company_open",
        "Company file",
        quickbooks_checks.company_open,
        "See that your company file is open in QuickBooks.",
        needs=("quickbooks_running",),
    ),
    Check(
        "web_connector_installed",
        "Web Connector",
        web_connector_checks.installed,
        "Press the Windows key, type “Web Connector” and see that it opens.",
        needs=("quickbooks_installed",),
    ),
    Check(
        "web_connector_running",
        "Web Connector running",
        web_connector_checks.running,
        "Look for the Web Connector beside the clock, and open it if it is not there.",
        needs=("web_connector_installed",),
    ),
    Check(
        "web_connector_starts",
        "Starts with Windows",
        web_connector_checks.starts_with_windows,
        "After the next restart, see that the Web Connector is running.",
        needs=("web_connector_installed",),
    ),
    Check(
        "application_added",
        "Added to Web Connector",
        web_connector_checks.application_added,
        "Open the Web Connector and see that the application is in its list.",
        needs=("web_connector_installed",),
    ),
    Check(
        "conductor_reachable",
        "Reaching Conductor",
        network_checks.reachable,
        "Open any website in your browser to see that this PC is on the internet.",
        on_the_network=True,
    ),
    Check(
        "proxy",
        "Proxy",
        network_checks.proxy,
        "Nothing to do while the connection works; otherwise ask your IT.",
        needs=("conductor_reachable",),
        on_the_network=True,
    ),
    Check(
        "clock",
        "Clock",
        machine.clock,
        "Compare the clock of this PC with your phone’s.",
        needs=("conductor_reachable",),
        on_the_network=True,
    ),
    Check(
        "sleep",
        "Sleep",
        machine.sleep,
        "Open the Windows settings for power, and see that the PC does not go to sleep.",
        needs=("operating_system",),
    ),
)

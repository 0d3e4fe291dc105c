"""The list of checks: each a row, what it needs, how long it may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conductor_desktop.services.checks import (
    machine,
    network_checks,
    quickbooks_checks,
    quickbooks_now,
    rights,
    web_connector_checks,
    web_connector_state,
    web_connector_updates,
)
from conductor_desktop.services.checks.answers import Finding
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.workstation.reach import HopKind


@dataclass(frozen=True)
class Check:
    """One row of the list.

    ``ask`` gives ``None`` where there is nothing to be said, and the row is left out. ``needs``
    are ids of earlier checks: where one of them hides its consequences, this row is left out,
    too. ``by_hand`` is what a person does when the PC does not say.
    """

    id: str
    title: str
    ask: Callable[[Facts], Finding | None]
    by_hand: str
    needs: tuple[str, ...] = ()
    on_the_network: bool = False
    seconds: float = 2.0


_MACHINE = (
    Check(
        "operating_system",
        "This computer",
        machine.operating_system,
        "Press the Windows key, type “winver” and see that it is Windows 10 or later.",
    ),
    Check(
        "remote_desktop",
        "Remote desktop",
        machine.remote_desktop,
        "If you use this computer from another one, close its window instead of signing out.",
        needs=("operating_system",),
    ),
)
_QUICKBOOKS = (
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
        "quickbooks_interface",
        "Open to other programs",
        quickbooks_checks.interface,
        "Go on; if connecting fails, have IT repair QuickBooks.",
        needs=("quickbooks_installed",),
    ),
    Check(
        "quickbooks_running",
        "QuickBooks open",
        quickbooks_now.running,
        "See that QuickBooks is open on this screen with your company file, and that no window of "
        "it waits for an answer.",
        needs=("quickbooks_installed",),
    ),
    Check(
        "quickbooks_once",
        "Only one QuickBooks",
        quickbooks_now.only_once,
        "If connecting fails, restart the PC and open QuickBooks once.",
        needs=("quickbooks_running",),
    ),
    Check(
        "quickbooks_dialog",
        "Waiting question",
        quickbooks_now.dialog,
        "Go to QuickBooks, and see that no window waits for an answer.",
        needs=("quickbooks_running",),
    ),
    Check(
        "company_open",
        "Company file",
        quickbooks_now.company_open,
        "See that your company file is open in QuickBooks.",
        needs=("quickbooks_running", "quickbooks_dialog"),
    ),
)
_WEB_CONNECTOR = (
    Check(
        "web_connector_installed",
        "Web Connector",
        web_connector_checks.installed,
        "Press the Windows key, type “Web Connector” and see that it opens.",
        needs=("quickbooks_installed",),
    ),
    Check(
        "web_connector_signed",
        "Web Connector genuine",
        web_connector_checks.signed,
        "In the properties of QBWebConnector.exe, under “Digital Signatures”, look for Intuit.",
        needs=("web_connector_installed",),
    ),
    Check(
        "web_connector_log",
        "Web Connector’s log",
        web_connector_state.log_usable,
        "If the Web Connector does not open, have IT look at its log folder.",
        needs=("web_connector_installed",),
    ),
    Check(
        "web_connector_running",
        "Web Connector running",
        web_connector_checks.running,
        "Look for the Web Connector beside the clock, and open it if it is not there.",
        needs=("web_connector_installed", "web_connector_log"),
    ),
    Check(
        "same_rights",
        "Same rights",
        rights.same_rights,
        "Open QuickBooks and the Web Connector by a normal double-click, not as administrator.",
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
        web_connector_state.application_added,
        "Open the Web Connector and see that the application is in its list.",
        needs=("web_connector_installed",),
    ),
    Check(
        "web_connector_free",
        "Web Connector free",
        web_connector_state.not_stuck,
        "Look at the Web Connector; if nothing moves there for half an hour, restart this PC.",
        needs=("web_connector_installed",),
    ),
    Check(
        "qwc_association",
        "Connection files",
        web_connector_checks.opens_connection_files,
        "Go on; you can add the file in the Web Connector with “Add an Application”.",
        needs=("web_connector_installed",),
    ),
)
_NETWORK = (
    Check(
        "network",
        "Network",
        network_checks.hop(HopKind.NETWORK),
        "Open any website in your browser to see that this PC is on the internet.",
        on_the_network=True,
    ),
    Check(
        "proxy",
        "Proxy",
        network_checks.proxy,
        "Nothing to do while the connection works; otherwise ask your IT.",
        needs=("network",),
        on_the_network=True,
    ),
    Check(
        "network_name",
        "Finding the service",
        network_checks.hop(HopKind.NAME),
        "Open any website in your browser to see that this PC is on the internet.",
        needs=("proxy",),
        on_the_network=True,
    ),
    Check(
        "network_connection",
        "Reaching the service",
        network_checks.hop(HopKind.CONNECTION),
        "Ask your IT whether this PC may connect to the service.",
        needs=("network_name",),
        on_the_network=True,
    ),
    Check(
        "network_security",
        "Secure connection",
        network_checks.hop(HopKind.SECURITY),
        "Ask your IT whether secure connections are looked into here.",
        needs=("network_connection",),
        on_the_network=True,
    ),
    Check(
        "service_answers",
        "The service answers",
        network_checks.hop(HopKind.ANSWER),
        "Check again in a minute.",
        needs=("network_security",),
        on_the_network=True,
    ),
    Check(
        "clock",
        "Clock",
        network_checks.clock,
        "Compare the clock of this PC with your phone’s.",
        needs=("service_answers",),
        on_the_network=True,
    ),
    Check(
        "modern_encryption",
        "Modern encryption",
        network_checks.modern_encryption,
        "If connecting fails, ask your IT whether TLS 1.2 is switched on for this PC.",
        needs=("operating_system",),
    ),
)
# After what may explain that it does not go well.
_AT_WORK = (
    Check(
        "web_connector_last_update",
        "Last update",
        web_connector_updates.last_update,
        "In the Web Connector’s window see when it was last run, and how that ended.",
        needs=("web_connector_installed", "web_connector_free", "web_connector_log"),
    ),
)
_STAYING_ON = (
    Check(
        "sleep",
        "Sleep",
        machine.sleep,
        "Open the Windows settings for power, and see that the PC does not go to sleep.",
        needs=("operating_system",),
    ),
    Check(
        "sign_out",
        "Staying signed in",
        machine.sign_out,
        "Ask your IT whether sessions on this computer are ended after a time.",
        needs=("operating_system",),
    ),
)

CATALOGUE: tuple[Check, ...] = (
    *_MACHINE,
    *_QUICKBOOKS,
    *_WEB_CONNECTOR,
    *_NETWORK,
    *_AT_WORK,
    *_STAYING_ON,
)

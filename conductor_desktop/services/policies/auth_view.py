"""Where the sign-in page may be opened: in the app, in the browser, or in both."""

from __future__ import annotations

from conductor_desktop.errors import AppError
from conductor_desktop.services.policies.errors import SwitchedOff
from conductor_desktop.services.policies.policies import Policies
from conductor_desktop.services.policies.table import AUTH_VIEW


class OnlyInBrowser(AppError):
    """An IT admin wants this page to be opened in the browser; the flow goes on there."""

    def __init__(self) -> None:
        super().__init__(
            "Please go on in your browser",
            "Your IT admin has set that this page is opened in the browser, and not in this app.",
            "Choose “Open in my browser”.",
            details={"policy": AUTH_VIEW.name},
        )


class OnlyInApp(SwitchedOff):
    """An IT admin wants this page to be opened in the app."""

    def __init__(self) -> None:
        super().__init__("This page is not opened in a browser on this PC.", AUTH_VIEW)


def require_own_view(policies: Policies) -> None:
    """Raises ``OnlyInBrowser``."""
    if policies.only_in_browser:
        raise OnlyInBrowser

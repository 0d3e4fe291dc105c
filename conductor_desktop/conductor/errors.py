"""What can go wrong on the way to QuickBooks and back, in words for a bookkeeper.

What has a code of Conductor's or QuickBooks' has its words in the error guide.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import ClassVar

from conductor_desktop.conductor.wording import in_words
from conductor_desktop.errors import AppError, ExitCode, Owner
from conductor_desktop.guide.book import guide
from conductor_desktop.guide.entry import Entry

_TRY_LATER = "Wait a few minutes and try again."


class ConductorError(AppError):
    """An expected failure of a request to Conductor."""

    @property
    def request_id(self) -> str | None:
        """What Conductor's support can find this request by."""
        return self.details.get("requestId")


class OfflineKind(enum.StrEnum):
    """Where on the way the request got stuck."""

    NO_NETWORK = "no_network"
    DNS = "dns"
    TLS = "tls"
    PROXY = "proxy"
    SIGN_IN_PAGE = "sign_in_page"
    SERVER = "server"
    TIMEOUT = "timeout"


_OFFLINE: dict[OfflineKind, tuple[str, str, str]] = {
    OfflineKind.NO_NETWORK: (
        "This PC is offline",
        "This PC has no way to the internet at the moment.",
        "Check the network cable or the Wi-Fi, then try again.",
    ),
    OfflineKind.DNS: (
        "Conductor's address was not found",
        "This PC could not look up where Conductor is. Usually the internet connection is down.",
        "Check the internet connection, then try again; if other websites work, ask whoever "
        "looks after the network.",
    ),
    OfflineKind.TLS: (
        "The connection is not secure",
        "This PC could not make sure that it is really talking to Conductor, so nothing was sent.",
        "Check that the date and time of this PC are right; if they are, ask whoever looks after "
        "the network whether secure connections are inspected here.",
    ),
    OfflineKind.PROXY: (
        "The proxy does not let it through",
        "This network sends requests through a proxy, and the proxy did not pass this one on.",
        "Ask whoever looks after the network to let Conductor Desktop through the proxy.",
    ),
    OfflineKind.SIGN_IN_PAGE: (
        "The network shows a web page",
        "A web page came back instead of Conductor’s answer. It is usually the sign-in page or "
        "the block page of this network.",
        "Open any website in your browser, sign in to the network if it asks you to, then try "
        "again.",
    ),
    OfflineKind.SERVER: (
        "Conductor cannot be reached",
        "The internet connection works as far as this PC can tell, but Conductor did not answer.",
        _TRY_LATER,
    ),
    OfflineKind.TIMEOUT: (
        "No answer in time",
        "The request was sent, but no complete answer came back in time.",
        "Try again; if it keeps happening, check the internet connection.",
    ),
}


_OFFLINE_OWNERS: dict[OfflineKind, Owner | None] = {
    OfflineKind.NO_NETWORK: Owner.YOU,
    OfflineKind.DNS: Owner.YOU,
    OfflineKind.TLS: Owner.IT,
    OfflineKind.PROXY: Owner.IT,
    OfflineKind.SIGN_IN_PAGE: Owner.YOU,
    OfflineKind.SERVER: None,
    OfflineKind.TIMEOUT: None,
}


class Offline(ConductorError):
    """No usable answer came back: the network, something in it, or Conductor itself.

    For a request that changes something this leaves open whether it was carried out.
    """

    exit_code = ExitCode.OFFLINE

    def __init__(
        self,
        kind: OfflineKind,
        *,
        title: str | None = None,
        explanation: str | None = None,
        next_step: str | None = None,
        details: Mapping[str, str] | None = None,
    ) -> None:
        usual_title, usual, step = _OFFLINE[kind]
        super().__init__(
            title or usual_title,
            explanation or usual,
            next_step or step,
            details={"kind": kind.value, **(details or {})},
        )
        self.kind = kind
        self.owner = _OFFLINE_OWNERS[kind]


class ClockWrong(Offline):
    """No secure connection came about because this PC's clock is off.

    ``seconds`` says by how much: it is ahead, or behind below 0.
    """

    def __init__(self, seconds: float, *, details: Mapping[str, str] | None = None) -> None:
        how = "ahead" if seconds > 0 else "behind"
        super().__init__(
            OfflineKind.TLS,
            title="The clock of this PC is wrong",
            explanation=f"The clock of this PC is {in_words(abs(seconds), round)} {how}, so it "
            "cannot tell whether what answers is really Conductor. Nothing was sent.",
            next_step="Set the date and time of this PC, then try again.",
            details=details,
        )
        self.owner = Owner.YOU


class Explained(ConductorError):
    """An error that the guide has an entry for; what Conductor says replaces the explanation."""

    guide_code: ClassVar[str]

    def __init__(
        self, explanation: str | None = None, *, details: Mapping[str, str] | None = None
    ) -> None:
        advice = self._look_up()
        super().__init__(
            advice.title, explanation or advice.meaning, advice.next_step, details=details
        )
        self.advice = advice
        self.owner = advice.owner

    def _look_up(self) -> Entry:
        return guide().entry(self.guide_code)


class KeyRejected(Explained):
    """The key is wrong, withdrawn, or (``NotPermitted``) not allowed to do this."""

    exit_code = ExitCode.CREDENTIALS
    guide_code = "API_KEY_INVALID"

    def __init__(
        self,
        explanation: str | None = None,
        *,
        key_hint: str = "",
        details: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(explanation, details=details)
        if key_hint and not explanation:
            self.explanation += f" It is the key “{key_hint}”."


class NotPermitted(KeyRejected):
    """Conductor knows the key, and does not let it do this."""

    guide_code = "PERMISSION_ERROR"


class EndUserNotFound(Explained):
    """Conductor does not know the EndUser this PC was set up for."""

    exit_code = ExitCode.NOT_SET_UP
    guide_code = "RESOURCE_MISSING"


class ConnectionNotSetUp(Explained):
    """The EndUser exists, but QuickBooks was never connected to it."""

    exit_code = ExitCode.NOT_SET_UP
    guide_code = "INTEGRATION_CONNECTION_NOT_SET_UP"


class ConnectionNotActive(Explained):
    """Connected before, but the Web Connector is not asking for work now."""

    guide_code = "INTEGRATION_CONNECTION_NOT_ACTIVE"


class QuickBooksProblem(Explained):
    """QuickBooks, or the Web Connector on its behalf, refused. ``code`` as Conductor passed it."""

    guide_code = "unknown-quickbooks"

    def __init__(
        self,
        code: str | None,
        explanation: str | None = None,
        *,
        details: Mapping[str, str] | None = None,
    ) -> None:
        self.code = code
        super().__init__(explanation, details=details)

    def _look_up(self) -> Entry:
        return guide().find(self.code or "") or super()._look_up()


class QuickBooksTimeout(Explained):
    """Conductor waited for QuickBooks in vain; QuickBooks may still be at it."""

    guide_code = "QBD_REQUEST_TIMEOUT"


class RequestRefused(Explained):
    """Conductor understood the request and does not accept it: this app or its settings."""

    guide_code = "INVALID_REQUEST_ERROR"


class UnexpectedAnswer(ConductorError):
    """An answer arrived, but not one this app can rely on. ``field`` says where it is wrong."""

    owner = Owner.VENDOR

    def __init__(
        self,
        reason: str,
        *,
        field: str | None = None,
        details: Mapping[str, str] | None = None,
    ) -> None:
        where = {"field": field} if field else {}
        named = f" The field in question is “{field}”." if field else ""
        super().__init__(
            "Conductor's answer makes no sense",
            f"An answer came back that this app cannot use: {reason}.{named}",
            "Try again; if it happens again, save a support bundle and send it to your vendor.",
            details={**where, **(details or {})},
        )
        self.field = field


class CursorLost(ConductorError):
    """Reading was interrupted between two pages; only reading from the start can mend it."""

    def __init__(
        self, explanation: str | None = None, *, details: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(
            "Reading was interrupted",
            explanation or "Conductor lost the place where the app was reading.",
            "Load the list again.",
            details=details,
        )


class CursorGivenUp(CursorLost):
    """The place was given up for something urgent: no failure, and no reason not to start over."""

    def __init__(self) -> None:
        super().__init__("Opening an invoice took longer than Conductor keeps the place.")

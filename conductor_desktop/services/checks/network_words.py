"""What is said about each stretch of the way to the service, passed or not."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.services.checks.answers import Owner
from conductor_desktop.workstation.reach import HopKind, Outcome

_ALLOW = "Allow this PC to reach “{host}” on port 443, by name."


@dataclass(frozen=True)
class Failure:
    """``{host}`` and ``{proxy}`` stand for their names. ``action`` is said to ``owner``."""

    sentence: str
    owner: Owner
    action: str
    is_stop: bool = True


PASSED = {
    HopKind.NETWORK: "This PC is connected to a network.",
    HopKind.NAME: "“{host}” is found by its name.",
    HopKind.CONNECTION: "“{host}” can be connected to.",
    HopKind.SECURITY: "The connection to “{host}” is secure.",
    HopKind.ANSWER: "“{host}” answers.",
}

FAILURES = {
    Outcome.BAD_ADDRESS: Failure(
        "The address of the service is not a secure web address.",
        Owner.YOU,
        "Ask whoever sent you the setup for a corrected one.",
    ),
    Outcome.NO_NETWORK: Failure(
        "This PC is not connected to a network.",
        Owner.YOU,
        "Connect to your network, and check again.",
    ),
    Outcome.NO_NAME: Failure(
        "“{host}” could not be found by its name on this network.",
        Owner.YOU,
        "Open any website in your browser. If none opens, check the network cable or the Wi-Fi; if "
        "one does, ask your IT to let the DNS server answer for “{host}”.",
    ),
    Outcome.NO_CONNECTION: Failure(
        "“{host}” cannot be connected to from this PC.",
        Owner.IT,
        _ALLOW,
    ),
    Outcome.PROXY_UNREACHABLE: Failure(
        "The proxy “{proxy}” that this PC is set to use cannot be connected to.",
        Owner.IT,
        "Correct the proxy in the Windows settings, or switch it off.",
    ),
    Outcome.PROXY_REFUSED: Failure(
        "The proxy does not let this PC through to “{host}”.",
        Owner.IT,
        "Let the proxy pass “{host}” without asking for a name and password.",
    ),
    Outcome.CERTIFICATE_DATE: Failure(
        "The certificate of “{host}” is not valid on today’s date, as this PC knows it.",
        Owner.YOU,
        "See that the date and time of this PC are right, and check again.",
    ),
    Outcome.CERTIFICATE: Failure(
        "Something between this PC and “{host}” shows a certificate that this PC does not trust.",
        Owner.IT,
        "Leave “{host}” out of the inspection of secure connections, or install its certificate.",
    ),
    Outcome.TLS: Failure(
        "No secure connection to “{host}” could be made.",
        Owner.IT,
        "Leave “{host}” out of the inspection of secure connections.",
    ),
    Outcome.SIGN_IN_PAGE: Failure(
        "A web page came instead of an answer from “{host}”, such as a network’s sign-in page.",
        Owner.YOU,
        "Open any website in your browser, sign in to the network if it asks, and check again.",
    ),
    Outcome.NO_ANSWER: Failure(
        "“{host}” was reached, but did not answer in time.",
        Owner.YOU,
        "Check again in a minute; if it stays so, your network may be slow or blocked.",
        is_stop=False,
    ),
    Outcome.SERVER_TROUBLE: Failure(
        "“{host}” answers that it has trouble of its own.",
        Owner.YOU,
        "Nothing is wrong on this PC; check again in a few minutes.",
        is_stop=False,
    ),
    Outcome.NOT_THE_API: Failure(
        "“{host}” answers, but not as the service should.",
        Owner.YOU,
        "Check again in a minute; if it stays so, send this to whoever sent you the setup.",
        is_stop=False,
    ),
}

INSPECTORS = (
    "avast",
    "avg ",
    "barracuda",
    "bitdefender",
    "blue coat",
    "check point",
    "cisco umbrella",
    "eset ",
    "forcepoint",
    "fortinet",
    "fortigate",
    "kaspersky",
    "mcafee web gateway",
    "netskope",
    "norton",
    "palo alto",
    "sonicwall",
    "sophos",
    "squid",
    "untangle",
    "watchguard",
    "zscaler",
)
"""Parts of the names under which programs that look into secure connections vouch for them."""

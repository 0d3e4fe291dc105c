"""Checks of the way to Conductor: one row that names the first hop that fails, and the proxy."""

from __future__ import annotations

from conductor_desktop.services.checks.answers import Finding, Owner, look, ok, stop, unknown
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.workstation.pc import Outcome, Reach

_ALLOW = "Allow this PC to reach “{host}” on port 443, by name."

# What each failure is called, whose turn it is and what to do.
_STOPS: dict[Outcome, tuple[str, Owner, str]] = {
    Outcome.BAD_ADDRESS: (
        "The address of the service is not a secure web address.",
        Owner.VENDOR,
        "Ask whoever sent you the setup for a corrected one.",
    ),
    Outcome.NO_NETWORK: (
        "This PC is not connected to a network.",
        Owner.YOU,
        "Connect to your network, and check again.",
    ),
    Outcome.NO_NAME: (
        "“{host}” could not be found by its name on this network.",
        Owner.IT,
        "See that this PC is on the internet; if it is, let its DNS server answer for “{host}”.",
    ),
    Outcome.NO_CONNECTION: (
        "“{host}” cannot be connected to from this PC.",
        Owner.IT,
        _ALLOW,
    ),
    Outcome.PROXY_UNREACHABLE: (
        "The proxy “{proxy}” that this PC is set to use cannot be connected to.",
        Owner.IT,
        "Correct the proxy in the Windows settings, or switch it off.",
    ),
    Outcome.PROXY_REFUSED: (
        "The proxy does not let this PC through to “{host}”.",
        Owner.IT,
        "Let the proxy pass “{host}” without asking for a name and password.",
    ),
    Outcome.CERTIFICATE_DATE: (
        "The certificate of “{host}” is not valid on today’s date, as this PC knows it.",
        Owner.YOU,
        "See that the date and time of this PC are right, and check again.",
    ),
    Outcome.CERTIFICATE: (
        "Something between this PC and “{host}” shows a certificate that this PC does not trust.",
        Owner.IT,
        "Leave “{host}” out of the inspection of secure connections, or install its certificate.",
    ),
    Outcome.TLS: (
        "No secure connection to “{host}” could be made.",
        Owner.IT,
        "Leave “{host}” out of the inspection of secure connections.",
    ),
    Outcome.SIGN_IN_PAGE: (
        "A web page came instead of an answer from “{host}”, such as a network’s sign-in page.",
        Owner.YOU,
        "Open any website in your browser, sign in to the network if it asks, and check again.",
    ),
}
_LOOKS: dict[Outcome, tuple[str, Owner, str]] = {
    Outcome.NO_ANSWER: (
        "“{host}” was reached, but did not answer in time.",
        Owner.YOU,
        "Check again in a minute; if it stays so, your network may be slow or blocked.",
    ),
    Outcome.SERVER_TROUBLE: (
        "“{host}” answers that it has trouble of its own.",
        Owner.VENDOR,
        "Nothing is wrong on this PC; check again in a few minutes.",
    ),
    Outcome.NOT_THE_API: (
        "“{host}” answers, but not as the service should.",
        Owner.VENDOR,
        "Check again in a minute; if it stays so, send this to whoever sent you the setup.",
    ),
}


def reachable(facts: Facts) -> Finding:
    """The name, the connection, the proxy, the certificate, and an answer from the service."""
    reach = facts.reach()
    evidence = _evidence(reach)
    if reach.outcome is Outcome.ANSWERS:
        return ok(f"“{reach.host}” answers.", *evidence)
    is_stop = reach.outcome in _STOPS
    sentence, owner, action = (_STOPS if is_stop else _LOOKS)[reach.outcome]
    words = {"host": reach.host or "the service", "proxy": reach.proxy or ""}
    sentence, action = sentence.format(**words), action.format(**words)
    if is_stop:
        return stop(sentence, owner, action, *evidence)
    return look(sentence, owner, action, *evidence, hides=True)


def proxy(facts: Facts) -> Finding:
    """A proxy that the service was reached through is fine; a script cannot be followed here."""
    setting = facts.pc.proxy(facts.api_url or "")
    if setting is None:
        return ok("This PC goes to the internet directly.")
    if setting.script:
        return unknown(
            "A script decides how this PC goes to the internet, and only Windows’ own programs "
            "follow it.",
            Owner.IT,
            "Nothing to do while the connection works; otherwise let the script send the "
            "service’s name directly.",
            "Automatic proxy configuration script",
        )
    return ok(
        f"The service was reached through the proxy “{setting.address}”.",
        f"Proxy {setting.address}",
    )


def _evidence(reach: Reach) -> tuple[str, ...]:
    through = f"Through the proxy {reach.proxy}" if reach.proxy else ""
    return tuple(line for line in (reach.detail, through) if line)

"""Checks of the way to the service: a row for each hop, of which the first that fails says it."""

from __future__ import annotations

from collections.abc import Callable

from conductor_desktop.services.checks.answers import (
    Finding,
    Owner,
    Remedy,
    Settings,
    if_it_fails,
    look,
    ok,
    stop,
    unknown,
)
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.services.checks.network_words import FAILURES, INSPECTORS, PASSED
from conductor_desktop.workstation.encryption import Encryption, encryption
from conductor_desktop.workstation.reach import HopKind, Outcome, Reach

_CLOCK_LOOK = 120.0
_CLOCK_STOP = 300.0
"""Seconds. Certificates and sign-ins begin to fail at about five minutes."""

_OLDEST_DOT_NET = 379_893  # 4.5.2, the first that is still looked after and speaks TLS 1.2
_WINDOWS_10 = 10240
_SET_CLOCK = Remedy("Open date and time", settings=Settings.CLOCK)
_SET_PROXY = Remedy("Open proxy settings", settings=Settings.PROXY)
_SWITCH_ON = "Switch on TLS 1.2 for Windows and for .NET on this PC."


def hop(kind: HopKind) -> Callable[[Facts], Finding | None]:
    """The check of one hop; it says nothing where the way has no such hop."""

    def ask(facts: Facts) -> Finding | None:
        reach = facts.reach()
        if reach.outcome.hop is kind:
            return _end(reach)
        passed = [hop for hop in reach.passed if hop.kind is kind]
        if not passed:
            return None
        if kind is HopKind.SECURITY:
            return _vouched_for(reach, passed[0].detail)
        took = passed[0].seconds
        lines = (passed[0].detail, f"{took:.2f} s" if took is not None else "")
        return ok(_filled(PASSED[kind], reach), *filter(None, lines))

    return ask


def proxy(facts: Facts) -> Finding | None:
    """A proxy that lets us through is fine; a script cannot be followed here."""
    reach = facts.reach()
    if reach.outcome.hop is HopKind.PROXY:
        return _end(reach)
    setting = facts.pc.proxy(facts.purpose.api_url or "")
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
    return ok(f"The proxy “{setting.address}” lets this PC through.", f"Proxy {setting.address}")


def clock(facts: Facts) -> Finding:
    """Compares this PC's clock with the server's."""
    ahead = facts.reach().clock_ahead
    if ahead is None:
        return unknown(
            "The service did not say what time it is.",
            Owner.YOU,
            "Compare the clock of this PC with your phone’s.",
        )
    evidence = f"{ahead:+.0f} seconds against the server"
    if abs(ahead) < _CLOCK_LOOK:
        return ok("The clock of this PC is right.", evidence)
    minutes = round(abs(ahead) / 60)
    sentence = f"The clock of this PC is {minutes} minutes {'fast' if ahead > 0 else 'slow'}."
    action = "Open the Windows settings for date and time, and press “Sync now”."
    answer = stop if abs(ahead) >= _CLOCK_STOP else look
    return answer(sentence, Owner.YOU, action, evidence).with_remedy(_SET_CLOCK)


def modern_encryption(facts: Facts) -> Finding:
    """The Web Connector is a .NET program: what this app can do does not prove that it can."""
    found = encryption(facts.pc)
    evidence = _describe(found)
    if found.enabled is False:
        return stop(
            "Up-to-date encryption is switched off on this PC, and the Web Connector needs it.",
            Owner.IT,
            _SWITCH_ON,
            *evidence,
        )
    if found.dot_net is None or found.dot_net < _OLDEST_DOT_NET:
        return look(
            "The part of Windows that the Web Connector is built on is missing or too old.",
            Owner.IT,
            "Install the latest .NET Framework 4.8 from Microsoft.",
            *evidence,
        )
    # Either of the two makes .NET use it; with both unset a current Windows does so by itself.
    off = found.strong is False and found.as_system is False
    unset = not found.strong and not found.as_system
    build = facts.system().build
    if found.off_by_default or off or (unset and build is not None and build < _WINDOWS_10):
        return look(
            "This PC may use outdated encryption for the Web Connector, which the service refuses.",
            Owner.IT,
            _SWITCH_ON,
            *evidence,
        )
    if unset and build is None:
        return unknown(
            "It could not be seen which encryption the Web Connector uses on this PC.",
            Owner.IT,
            if_it_fails(_SWITCH_ON),
            *evidence,
        )
    return ok("Up-to-date encryption is switched on.", *evidence)


def _end(reach: Reach) -> Finding:
    """What is said where the way ends, well or not."""
    evidence = tuple(line for line in (reach.detail, _through(reach), _issued(reach)) if line)
    if reach.outcome is Outcome.ANSWERS:
        return ok(_filled(PASSED[HopKind.ANSWER], reach), *evidence)
    failure = FAILURES[reach.outcome]
    sentence, action = _filled(failure.sentence, reach), _filled(failure.action, reach)
    if not failure.is_stop:
        finding = look(sentence, failure.owner, action, *evidence).hiding_the_rest()
        return finding.meaning(reach.outcome)
    finding = stop(sentence, failure.owner, action, *evidence).meaning(reach.outcome)
    remedies = {Outcome.CERTIFICATE_DATE: _SET_CLOCK, Outcome.PROXY_UNREACHABLE: _SET_PROXY}
    remedy = remedies.get(reach.outcome)
    return finding.with_remedy(remedy) if remedy else finding


def _vouched_for(reach: Reach, protocol: str) -> Finding:
    evidence = tuple(line for line in (protocol, _issued(reach)) if line)
    issuer = (reach.issuer or "").lower()
    if any(name in issuer for name in INSPECTORS):
        return look(
            f"“{reach.issuer}” opens the secure connections of this PC and looks inside.",
            Owner.IT,
            f"Leave “{reach.host}” out of the inspection of secure connections, or the Web "
            "Connector may be refused.",
            *evidence,
        )
    return ok(_filled(PASSED[HopKind.SECURITY], reach), *evidence)


def _filled(text: str, reach: Reach) -> str:
    return text.format(host=reach.host or "the service", proxy=reach.proxy or "")


def _issued(reach: Reach) -> str:
    return f"Certificate issued by {reach.issuer}" if reach.issuer else ""


def _through(reach: Reach) -> str:
    return f"Through the proxy {reach.proxy}" if reach.proxy else ""


def _describe(found: Encryption) -> tuple[str, ...]:
    said = {True: "on", False: "off", None: "not set"}
    return (
        f"TLS 1.2 of Windows: {said[found.enabled]}",
        f"TLS 1.2 off unless asked for: {said[found.off_by_default]}",
        f".NET strong cryptography: {said[found.strong]}",
        f".NET as the system: {said[found.as_system]}",
        f".NET release: {found.dot_net or 'none found'}",
    )

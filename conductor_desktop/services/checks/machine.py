"""Checks of the computer itself: its system, its screen, its sleep, and who may sign it out."""

from __future__ import annotations

from conductor_desktop.services.checks.answers import (
    Finding,
    Owner,
    Remedy,
    Settings,
    look,
    ok,
    unknown,
)
from conductor_desktop.services.checks.facts import Facts
from conductor_desktop.workstation.facts import LidAction, PowerFacts
from conductor_desktop.workstation.signing_out import Risk, risks

_WINDOWS_10 = 10240
_SERVER_2016 = 14393
_POWER = Remedy("Open power settings", settings=Settings.POWER)
_UPDATE = Remedy("Open Windows Update", settings=Settings.UPDATE)


def operating_system(facts: Facts) -> Finding:
    """QuickBooks Desktop and the Web Connector need a Windows of their time."""
    system = facts.system()
    if not system.is_windows:
        return look(
            f"This computer runs {system.caption}, and QuickBooks Desktop needs Windows.",
            Owner.YOU,
            "To connect QuickBooks, install this app on the Windows PC where QuickBooks opens.",
        ).hiding_the_rest()
    evidence = f"{system.caption}, build {system.build or 'not known'}, {system.arch or '?'}"
    if system.build is None or system.is_server is None:
        return unknown(
            f"This computer runs {system.caption}, but its exact version is not known.",
            Owner.YOU,
            "Press the Windows key, type “winver” and see that it is Windows 10 or later.",
            evidence,
        )
    if system.build < (_SERVER_2016 if system.is_server else _WINDOWS_10):
        return look(
            f"{system.caption} is older than the versions that are supported.",
            Owner.IT,
            "Plan to move QuickBooks to Windows 10 or later.",
            evidence,
        )
    if system.arch == "arm64":
        return look(
            f"This computer runs {system.caption} on an ARM processor, where QuickBooks may not "
            "work.",
            Owner.IT,
            "Use a PC with an Intel or AMD processor if QuickBooks makes trouble here.",
            evidence,
        )
    return ok(f"This computer runs {system.caption}.", evidence)


def remote_desktop(facts: Facts) -> Finding:
    """A remote session lives only as long as nobody signs it out."""
    system = facts.system()
    evidence = (
        f"Remote session: {_said(system.remote_session)}",
        f"Shared by several people: {_said(system.terminal_server)}",
    )
    if system.terminal_server:
        return look(
            "Several people share this computer, and each has a QuickBooks and a Web Connector of "
            "their own.",
            Owner.IT,
            "Keep one Windows user signed in here, with QuickBooks and the Web Connector open in "
            "the same session.",
            *evidence,
        )
    if system.remote_session:
        return look(
            "You use this computer from another one, and signing out here ends the connection.",
            Owner.YOU,
            "When you are done, close the remote window instead of signing out.",
            *evidence,
        )
    if system.remote_session is None or system.terminal_server is None:
        return unknown(
            "It could not be seen whether you use this computer from another one.",
            Owner.YOU,
            "If you do, close the remote window when you are done instead of signing out.",
            *evidence,
        )
    return ok("You are working at this computer itself.", *evidence)


def sleep(facts: Facts) -> Finding:
    """Nothing comes through while the PC sleeps."""
    power = facts.pc.power()
    evidence = _describe(power)
    if power.on_battery:
        return look(
            "This PC runs on its battery, and nothing comes through once it sleeps.",
            Owner.YOU,
            "Plug it in, and leave it plugged in.",
            *evidence,
        )
    minutes = min(filter(None, (power.sleeps_after, power.hibernates_after)), default=None)
    if minutes is not None:
        return look(
            f"This PC goes to sleep after {minutes} minutes without use, and nothing comes "
            "through while it sleeps.",
            Owner.YOU,
            "Open the Windows settings for power, and set sleep to “Never” while plugged in.",
            *evidence,
        ).with_remedy(_POWER)
    if power.has_lid and power.lid not in (None, LidAction.NOTHING):
        return look(
            "This laptop goes to sleep when its lid is closed, and nothing comes through then.",
            Owner.YOU,
            "Leave the lid open, or let closing it do nothing while plugged in.",
            *evidence,
        )
    # Whether it hibernates is not known of many PCs that cannot; sleep is what decides.
    if power.sleeps_after is None or power.has_lid is None or (power.has_lid and not power.lid):
        return unknown(
            "It could not be seen when this PC goes to sleep.",
            Owner.YOU,
            "Open the Windows settings for power, and see that the PC does not go to sleep.",
            *evidence,
        ).with_remedy(_POWER)
    return ok("This PC does not go to sleep by itself while it is plugged in.", *evidence)


def sign_out(facts: Facts) -> Finding:
    """The Web Connector is a program of whoever is signed in, and ends with them."""
    found = risks(facts.pc, is_remote=facts.system().remote_session)
    if Risk.TIME_LIMIT in found:
        return look(
            "A rule on this computer ends sessions after a time, and the connection with them.",
            Owner.IT,
            "Exempt the Windows user who runs QuickBooks and the Web Connector from that rule.",
            "Time limit for remote sessions",
        )
    if Risk.RESTART in found:
        return look(
            "Windows is waiting to restart, and the connection stops until somebody signs in "
            "again.",
            Owner.YOU,
            "Restart this PC when it suits you, sign in, and open QuickBooks.",
            "Restart pending",
        ).with_remedy(_UPDATE)
    return ok("Nothing was found that would sign you out.")


def _describe(power: PowerFacts) -> tuple[str, ...]:
    return (
        f"Sleeps after: {_minutes(power.sleeps_after)}",
        f"Hibernates after: {_minutes(power.hibernates_after)}",
        f"Lid: {power.lid or 'not known'}" if power.has_lid else "Lid: none known",
        f"On battery: {_said(power.on_battery)}",
    )


def _minutes(minutes: int | None) -> str:
    if minutes is None:
        return "not known"
    return f"{minutes} minutes" if minutes else "never"


def _said(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[answer]

"""Checks of the computer itself: its operating system, its clock and its sleep."""

from __future__ import annotations

from conductor_desktop.services.checks.answers import Finding, Owner, look, ok, stop, unknown
from conductor_desktop.services.checks.facts import Facts

_WINDOWS_10 = 10240
_SERVER_2016 = 14393
_CLOCK_LOOK = 120.0
_CLOCK_STOP = 300.0
"""Seconds. Certificates and sign-ins begin to fail at about five minutes."""


def operating_system(facts: Facts) -> Finding:
    """QuickBooks Desktop and the Web Connector need a Windows of their time."""
    system = facts.system()
    if not system.is_windows:
        return look(
            f"This computer runs {system.caption}, and QuickBooks Desktop needs Windows.",
            Owner.YOU,
            "To connect QuickBooks, install this app on the Windows PC where QuickBooks opens.",
            hides=True,
        )
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


def clock(facts: Facts) -> Finding:
    """Compares this PC's clock with the server's."""
    ahead = facts.reach().clock_ahead
    if ahead is None:
        return unknown(
            "The server did not say what time it is.",
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
    return answer(sentence, Owner.YOU, action, evidence)


def sleep(facts: Facts) -> Finding:
    """Nothing comes through while the PC sleeps."""
    minutes = facts.pc.sleeps_after()
    if minutes is None:
        return ok("This PC does not go to sleep by itself while it is plugged in.")
    return look(
        f"This PC goes to sleep after {minutes} minutes without use, and nothing comes through "
        "while it sleeps.",
        Owner.YOU,
        "Open the Windows settings for power, and set sleep to “Never” while plugged in.",
        f"Sleep after {minutes} minutes",
    )

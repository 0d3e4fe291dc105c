"""Whether Windows and .NET let the Web Connector, a 32-bit .NET program, speak TLS 1.2."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.workstation.pc import CouldNotTell, Hive, View, Workstation

_CLIENT = r"SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client"
_DOT_NET = r"SOFTWARE\Microsoft\.NETFramework\v4.0.30319"
_DOT_NET_RELEASE = r"SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full"


@dataclass(frozen=True)
class Encryption:
    """``None`` means that nobody has set it, and Windows' own default holds."""

    enabled: bool | None
    off_by_default: bool | None
    strong: bool | None
    """.NET's ``SchUseStrongCrypto``."""
    as_system: bool | None
    """.NET's ``SystemDefaultTlsVersions``."""
    dot_net: int | None
    """.NET's release number; ``None`` when there is no .NET 4."""


def encryption(pc: Workstation) -> Encryption:
    """Read what decides. Raises ``CouldNotTell`` where a switch holds anything but a number."""
    return Encryption(
        enabled=_switch(pc, _CLIENT, "Enabled", View.BITS_64),
        off_by_default=_switch(pc, _CLIENT, "DisabledByDefault", View.BITS_64),
        strong=_switch(pc, _DOT_NET, "SchUseStrongCrypto", View.BITS_32),
        as_system=_switch(pc, _DOT_NET, "SystemDefaultTlsVersions", View.BITS_32),
        dot_net=_number(pc, _DOT_NET_RELEASE, "Release", View.BITS_64),
    )


def _switch(pc: Workstation, key: str, name: str, view: View) -> bool | None:
    number = _number(pc, key, name, view)
    return None if number is None else bool(number)


def _number(pc: Workstation, key: str, name: str, view: View) -> int | None:
    values = pc.registry_values(Hive.MACHINE, key, view)
    wanted = name.casefold()
    found = [value for known, value in values.items() if known.casefold() == wanted]
    if not found:
        return None
    if not isinstance(found[0], int):
        raise CouldNotTell(f"“{name}” is not the number that it should be.")
    return found[0]

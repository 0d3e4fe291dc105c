"""Windows' password store through keyring, and what keyring leaves out: seeing every copy.

keyring puts a second user of a service under ``user@service``, and a value that is replaced as
well: there it stays, readable, until somebody deletes it.
"""

from __future__ import annotations

from typing import Any

_NOT_FOUND = 1168  # ERROR_NOT_FOUND


class WindowsVault:
    """Entries stay on this PC. Raises on any other system when it is made."""

    def __init__(self) -> None:
        from keyring.backends import Windows

        self._windows: Any = Windows
        self._keyring: Any = self._windows.WinVaultKeyring()
        vars(self._keyring).clear()  # KEYRING_PROPERTY_… in the environment has no say
        self._keyring.persist = "local machine"  # keyring's own choice would roam to other PCs

    @property
    def priority(self) -> float:
        priority: float = self._keyring.priority
        return priority

    def get_password(self, service: str, username: str) -> str | None:
        value: str | None = self._keyring.get_password(service, username)
        return value

    def set_password(self, service: str, username: str, password: str) -> None:
        self._keyring.set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._keyring.delete_password(service, username)

    def copies(self, service: str, username: str) -> int:
        """How many entries hold a secret of ``username``, wherever keyring has put them."""
        places = (service, f"{username}@{service}")
        return sum(self._owners(place).count(username) for place in places)

    def _owners(self, target: str) -> list[str]:
        """Whose the entries of this name are, which Windows compares without case."""
        try:
            listed = self._windows.win32cred.CredEnumerate(f"{target}*", 0)
        except self._windows.pywintypes.error as error:
            if error.winerror == _NOT_FOUND:
                return []
            raise
        wanted = target.casefold()
        return [one["UserName"] for one in listed if one["TargetName"].casefold() == wanted]

"""A keyring that lives in memory, through keyring's own backend class."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Holds passwords for as long as the test lives; ``entries`` is for the test to look at."""

    priority = 1.0

    def __init__(self) -> None:
        """Every test has one, and the class above reads the whole environment for its own."""
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.entries[service, username]
        except KeyError:
            raise PasswordDeleteError("no such entry") from None

"""The Windows Credential Manager's own calls, in memory, under keyring's real backend."""

from __future__ import annotations

import importlib
from types import SimpleNamespace
from typing import Any

import pytest


class VaultError(Exception):
    """What pywin32 raises."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname, "a message of Windows")
        self.winerror = winerror
        self.funcname = funcname


class FakeVault:
    """``credentials`` by target; ``broken`` makes every call fail with that code."""

    def __init__(self) -> None:
        self.credentials: dict[str, dict[str, Any]] = {}
        self.broken: int | None = None

    def read(self, Type: int, TargetName: str) -> dict[str, Any]:  # noqa: N803 - Windows' names
        self._maybe_fail("CredRead")
        if TargetName not in self.credentials:
            raise VaultError(1168, "CredRead")
        return dict(self.credentials[TargetName])

    def write(self, credential: dict[str, Any], _flags: int) -> None:
        self._maybe_fail("CredWrite")
        blob = credential["CredentialBlob"].encode("utf-16-le")
        if len(blob) > 2560:
            raise VaultError(1783, "CredWrite")
        self.credentials[credential["TargetName"]] = credential | {"CredentialBlob": blob}

    def delete(self, Type: int, TargetName: str) -> None:  # noqa: N803
        self._maybe_fail("CredDelete")
        if self.credentials.pop(TargetName, None) is None:
            raise VaultError(1168, "CredDelete")

    def enumerate(self, Filter: str, Flags: int = 0) -> list[dict[str, Any]]:  # noqa: N803
        self._maybe_fail("CredEnumerate")
        assert Filter.endswith("*"), "Windows knows no other pattern"
        beginning = Filter.removesuffix("*").casefold()
        found = [
            dict(one)
            for target, one in self.credentials.items()
            if target.casefold().startswith(beginning)
        ]
        if not found:
            raise VaultError(1168, "CredEnumerate")
        return found

    def _maybe_fail(self, call: str) -> None:
        if self.broken is not None:
            raise VaultError(self.broken, call)


def install(monkeypatch: pytest.MonkeyPatch) -> FakeVault:
    """Puts a vault under ``keyring.backends.Windows`` and says that this is Windows."""
    backend = importlib.import_module("keyring.backends.Windows")

    vault = FakeVault()
    calls = SimpleNamespace(
        CredRead=vault.read,
        CredWrite=vault.write,
        CredDelete=vault.delete,
        CredEnumerate=vault.enumerate,
        CRED_TYPE_GENERIC=1,
        CRED_PERSIST_SESSION=1,
        CRED_PERSIST_LOCAL_MACHINE=2,
        CRED_PERSIST_ENTERPRISE=3,
    )
    monkeypatch.setattr(backend, "win32cred", calls, raising=False)
    monkeypatch.setattr(backend, "pywintypes", SimpleNamespace(error=VaultError), raising=False)
    monkeypatch.setattr(backend, "missing_deps", None)
    monkeypatch.setattr("conductor_desktop.storage.secrets.sys.platform", "win32")
    return vault

"""Asks QuickBooks about the company whose books are connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from conductor_desktop.conductor.models import Company
from conductor_desktop.work import CancelToken

if TYPE_CHECKING:
    from conductor_desktop.conductor.client import Reply


class ReadsCompany(Protocol):
    """``conductor.client.ConductorClient`` as this service uses it."""

    def company(self, end_user_id: str, cancel: CancelToken) -> Reply[Company]: ...


class CompanyService:
    """Its method blocks; it may be called from any thread."""

    def __init__(self, client: ReadsCompany, end_user_id: str) -> None:
        self._client = client
        self._end_user_id = end_user_id

    def read(self, cancel: CancelToken) -> Company:
        """What the company file says now. Raises the errors of ``conductor.errors``."""
        return self._client.company(self._end_user_id, cancel).value

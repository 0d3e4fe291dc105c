"""What an IT admin has set, as the rest of the app asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conductor_desktop.services.policies.errors import SwitchedOff
from conductor_desktop.services.policies.table import (
    ALLOW_EXPORT,
    ALLOW_SANDBOX,
    AUTH_VIEW,
    LONGEST_CHECK,
    SHORTEST_CHECK,
    SHORTEST_QUICKBOOKS,
    UPDATES,
    AuthView,
    Policy,
    Updates,
    Value,
)
from conductor_desktop.workstation.pc import Hive

if TYPE_CHECKING:
    from conductor_desktop.services.connection.pace import Pace


@dataclass(frozen=True)
class Setting:
    """A policy that counts, and where it was found."""

    value: Value
    hive: Hive

    def __str__(self) -> str:
        value = self.value
        shown = ("allowed" if value else "not allowed") if isinstance(value, bool) else str(value)
        return f"{shown} ({self.hive})"


@dataclass(frozen=True)
class Policies:
    """``found`` by name. ``notes`` are sentences about what is in the keys and does not count."""

    found: Mapping[str, Setting] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def may_export(self) -> bool:
        """Whether invoices, customers and company details may be written to a file."""
        return self._value(ALLOW_EXPORT) is not False

    @property
    def may_use_sandbox(self) -> bool:
        """Whether the sandbox may be started."""
        return self._value(ALLOW_SANDBOX) is not False

    @property
    def only_in_browser(self) -> bool:
        """Whether the sign-in page may not be opened in the app."""
        return self._value(AUTH_VIEW) is AuthView.BROWSER

    @property
    def only_in_app(self) -> bool:
        """Whether the sign-in page may not be opened in the browser while the app can do it."""
        return self._value(AUTH_VIEW) is AuthView.EMBEDDED

    @property
    def is_managed(self) -> bool:
        """Whether IT brings newer versions onto this PC."""
        return self._value(UPDATES) is Updates.MANAGED

    @property
    def pace(self) -> Pace:
        """How often Conductor is asked."""
        from conductor_desktop.services.connection.pace import USUAL_PACE

        minutes = self._number(SHORTEST_QUICKBOOKS)
        return USUAL_PACE.within(
            self._number(SHORTEST_CHECK),
            self._number(LONGEST_CHECK),
            None if minutes is None else minutes * 60.0,
        )

    def require_export(self) -> None:
        """Raises ``SwitchedOff``."""
        if not self.may_export:
            raise SwitchedOff("The books cannot be exported on this PC.", ALLOW_EXPORT)

    def require_sandbox(self) -> None:
        """Raises ``SwitchedOff``."""
        if not self.may_use_sandbox:
            raise SwitchedOff("The sandbox cannot be used on this PC.", ALLOW_SANDBOX)

    def as_json(self) -> dict[str, object]:
        """For scripts and the support bundle."""
        return {
            "set": {
                name: {"value": one.value, "from": str(one.hive)}
                for name, one in self.found.items()
            },
            "ignored": list(self.notes),
        }

    def lines(self) -> list[str]:
        """One per policy that counts, then one per note."""
        return [*(f"{name}: {one}" for name, one in self.found.items()), *self.notes]

    def _value(self, policy: Policy) -> Value | None:
        setting = self.found.get(policy.name)
        return None if setting is None else setting.value

    def _number(self, policy: Policy) -> int | None:
        value = self._value(policy)
        return value if isinstance(value, int) else None


NO_POLICIES = Policies()


def no_policies() -> Policies:
    """Of a PC that nobody manages."""
    return NO_POLICIES

"""Reads the policies from the registry: HKLM over HKCU, and nothing that is not plainly valid.

Anybody may have written anything there. What does not count is noted and changes nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping

from conductor_desktop.conductor.wording import plain_text
from conductor_desktop.services.policies.policies import Policies, Setting
from conductor_desktop.services.policies.table import (
    KEY,
    LONGEST_CHECK,
    POLICIES,
    SHORTEST_CHECK,
)
from conductor_desktop.workstation.pc import CouldNotTell, Hive, RegistryValue, View, Workstation

log = logging.getLogger(__name__)

HOLDS_SECONDS = 60.0
"""A change of the policies counts within this time."""
_HIVES = (Hive.MACHINE, Hive.USER)
_MOST_NAMED = 5
_LONGEST_NAME = 40


def read_policies(pc: Workstation) -> Policies:
    """The policies of ``pc``. Never raises: where there is no registry there are none."""
    found: dict[str, Setting] = {}
    notes: list[str] = []
    for hive in _HIVES:
        try:
            values = pc.registry_values(hive, KEY, View.BITS_64)
        except CouldNotTell as error:
            if _has_registry(pc):
                notes.append(f"{hive}: {error.explanation}")
            continue
        _take(hive, values, found, notes)
    shortest, longest = found.get(SHORTEST_CHECK.name), found.get(LONGEST_CHECK.name)
    if shortest and longest and int(longest.value) < int(shortest.value):
        del found[LONGEST_CHECK.name]
        notes.append(f"{LONGEST_CHECK.name} is less than {SHORTEST_CHECK.name} and is ignored.")
    in_order = {one.name: found[one.name] for one in POLICIES if one.name in found}
    return Policies(in_order, tuple(notes))


def _take(
    hive: Hive, values: Mapping[str, RegistryValue], found: dict[str, Setting], notes: list[str]
) -> None:
    """Add what counts to ``found``, where what is there already counts first."""
    left = {name.casefold(): (name, value) for name, value in values.items()}
    left.pop("", None)  # the default value of the key, which the policy editor may leave behind
    for policy in POLICIES:
        if policy.name.casefold() not in left:
            continue
        _name, raw = left.pop(policy.name.casefold())
        value = policy.kind.read(raw)
        if value is None:
            notes.append(f"{hive}: {policy.name} {policy.kind.must}, and is ignored.")
        else:
            found.setdefault(policy.name, Setting(value, hive))
    if left:
        names = [plain_text(name, _LONGEST_NAME) for name, _value in left.values()]
        named = ", ".join(f"“{name}”" for name in names[:_MOST_NAMED])
        more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
        notes.append(f"{hive}: {named}{more}: not known to this version, and ignored.")


def _has_registry(pc: Workstation) -> bool:
    """Whether a refusal says something: only Windows has policies."""
    try:
        pc.registry_values(Hive.USER, "Software", View.BITS_64)
    except CouldNotTell:
        return False
    return True


class PolicyReader:
    """The policies of this PC, read again when what was read is a minute old; on any thread."""

    def __init__(
        self, pc: Callable[[], Workstation], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pc = pc
        self._clock = clock
        self._lock = threading.Lock()
        self._read_at: float | None = None
        self._policies = Policies()

    def __call__(self) -> Policies:
        """What counts now."""
        with self._lock:
            now = self._clock()
            if self._read_at is None or now - self._read_at >= HOLDS_SECONDS:
                before, self._policies = self._policies, read_policies(self._pc())
                self._read_at = now
                if self._policies != before:
                    self._log()
            return self._policies

    def tell(self) -> None:
        """Log what counts, for a log that was opened only after it had been read."""
        with self._lock:
            if self._policies != Policies():
                self._log()

    def _log(self) -> None:
        # Nothing of this is a warning: without a log those go to stderr, which scripts read.
        found = self._policies.found
        set_by_it = ", ".join(f"{name}={one}" for name, one in found.items())
        log.info("policies: %s", set_by_it or "none")
        for note in self._policies.notes:
            log.info("policies: %s", note)

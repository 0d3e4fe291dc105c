"""Reads Chromium's own account of whom it talked to (``--log-net-log=FILE``)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class NetLog:
    """Names that were looked up, addresses that were connected to, datagrams that were sent."""

    def __init__(self, path: Path) -> None:
        text = path.read_text("utf-8")
        try:
            content = json.loads(text)
        except json.JSONDecodeError:  # the process ended before the last line
            content = json.loads(f"{text.rstrip().rstrip(',')}]}}")
        self._kinds = {
            number: name for name, number in content["constants"]["logEventTypes"].items()
        }
        self._events: list[dict[str, Any]] = content["events"]

    @property
    def names(self) -> set[str]:
        """Hosts as they were given to the resolver, addresses among them, without the port."""
        asked = self._values("HOST_RESOLVER_MANAGER_REQUEST", "host")
        return {host.rpartition("//")[2].partition(":")[0] for host in asked}

    @property
    def addresses(self) -> set[str]:
        """``address:port`` of every attempt to connect."""
        return set(self._values("TCP_CONNECT_ATTEMPT", "address"))

    @property
    def datagrams(self) -> int:
        return sum(self._kinds[event["type"]] == "UDP_BYTES_SENT" for event in self._events)

    def _values(self, kind: str, name: str) -> Iterator[str]:
        for event in self._events:
            if self._kinds[event["type"]] == kind and name in event.get("params", {}):
                yield str(event["params"][name])

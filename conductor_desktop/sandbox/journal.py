"""What arrived: the requests of one run, for whoever tests a client, without any secret."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from conductor_desktop.sandbox.masking import MASK, masked

MOST_REQUESTS = 5000
LARGEST_SHOWN_BODY = 4096

_SECRET_NAMES = frozenset({"publishableKey", "clientSecret", "authFlowUrl", "key", "password"})


@dataclass
class Entry:
    """One request; ``status`` and ``fault`` are filled in while it is served."""

    method: str
    path: str
    query: str
    end_user_id: str | None
    request_id: str
    body: bytes = b""
    body_bytes: int = 0
    status: int | None = None
    """``None`` as long as no proper answer was sent."""
    fault: str | None = None

    def received(self, piece: bytes) -> None:
        """Keep what may be shown, count the rest."""
        self.body_bytes += len(piece)
        self.body = (self.body + piece)[: LARGEST_SHOWN_BODY + 1]

    def document(self) -> dict[str, object]:
        pairs = parse_qsl(self.query, keep_blank_values=True)
        return {
            "method": self.method,
            "path": masked(self.path),
            "query": [[masked(name), _hidden(name, value)] for name, value in pairs],
            "endUserId": None if self.end_user_id is None else masked(self.end_user_id),
            "body": self._shown_body(),
            "status": self.status,
            "requestId": self.request_id,
            "fault": self.fault,
        }

    def _shown_body(self) -> object:
        if not self.body_bytes:
            return None
        if self.body_bytes > LARGEST_SHOWN_BODY:
            return f"({self.body_bytes} bytes)"
        try:
            return _without_secrets(msgspec.json.decode(self.body))
        except (ValueError, RecursionError):
            return f"({self.body_bytes} bytes that are not JSON)"


class Journal:
    """The latest requests, in order of arrival."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=MOST_REQUESTS)

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)

    def clear(self) -> None:
        self._entries.clear()

    def documents(self) -> list[dict[str, object]]:
        return [entry.document() for entry in self._entries]


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {masked(name): _hidden(name, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_secrets(inner) for inner in value]
    return masked(value) if isinstance(value, str) else value


def _hidden(name: str, value: Any) -> Any:
    return MASK if name in _SECRET_NAMES else _without_secrets(value)

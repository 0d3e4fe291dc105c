"""Documents that were written during a run, kept small and out of everybody's hands."""

from __future__ import annotations

from typing import cast

import msgspec

from conductor_desktop.sandbox.books.lines import Document

MOST_DOCUMENTS = 10_000
MOST_BYTES = 32 * 1024 * 1024


class ShelfIsFull(Exception):
    """No more can be written in this run; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            f"The sandbox keeps at most {MOST_DOCUMENTS} written documents of a kind, and "
            f"{MOST_BYTES // 1024 // 1024} MB of them. Start it anew to go on writing."
        )


class Shelf:
    """Documents by number. As JSON they take little room, and nobody can change one by chance."""

    def __init__(self) -> None:
        self._documents: dict[int, bytes] = {}
        self._bytes = 0

    def __contains__(self, number: int) -> bool:
        return number in self._documents

    def put(self, number: int, document: Document) -> None:
        """Adds or replaces. Raises ``ShelfIsFull``."""
        body = msgspec.json.encode(document)
        grown = self._bytes + len(body) - len(self._documents.get(number, b""))
        is_new = number not in self._documents
        if grown > MOST_BYTES or (is_new and len(self._documents) >= MOST_DOCUMENTS):
            raise ShelfIsFull
        self._documents[number] = body
        self._bytes = grown

    def get(self, number: int) -> Document:
        return cast("Document", msgspec.json.decode(self._documents[number]))

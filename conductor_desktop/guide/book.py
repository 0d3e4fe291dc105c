"""The guide itself: every entry, found by its code in any spelling."""

from __future__ import annotations

from collections.abc import Sequence

from conductor_desktop.assets import asset
from conductor_desktop.guide.entry import Entry
from conductor_desktop.guide.file import BrokenGuideError, read_entries
from conductor_desktop.guide.spelling import spelling
from conductor_desktop.once import Once


class Guide:
    """Entries by their codes. Does not change, so any thread may use it."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_code: dict[str, Entry] = {}
        for entry in self.entries:
            for code in (entry.code, *entry.also):
                if self._by_code.setdefault(spelling(code), entry) is not entry:
                    raise BrokenGuideError(f"{code} is explained twice")

    def find(self, code: str) -> Entry | None:
        """The entry of ``code``, however it is written; ``None`` when it is not known."""
        return self._by_code.get(spelling(code))

    def entry(self, code: str) -> Entry:
        """The entry of a code that this app counts on. Raises ``KeyError`` without one."""
        return self._by_code[spelling(code)]


guide = Once(lambda: Guide(read_entries(asset("error-guide.toml"))))
"""Read at its first use: most runs of the app never need it."""

"""A finished bundle: its files, its name, and the archive, which is the same for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

# The first date a zip can hold: when a bundle was made is in its manifest and its name.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PRIVATE = 0o600 << 16


@dataclass(frozen=True)
class BundleFile:
    """One file as it will be written. ``note`` says for a person what it is.

    ``removed`` counts what was taken out of it, by rule.
    """

    name: str
    data: bytes
    note: str
    removed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """A file that could not be made, and why, in words for support."""

    file: str
    reason: str


@dataclass(frozen=True)
class Bundle:
    """What will be written, byte for byte. ``identity`` is eight hex digits of its own."""

    identity: str
    created_at: datetime
    files: tuple[BundleFile, ...]
    failures: tuple[Failure, ...] = ()

    @property
    def default_name(self) -> str:
        """The file's name; the ending says that it has been redacted."""
        stamp = self.created_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        return f"conductor-desktop-diag-{stamp}-{self.identity}.redacted.zip"

    def archive(self) -> bytes:
        """The zip: names sorted, no dates, no owner, so equal files give equal bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(self.files, key=lambda file: file.name):
                entry = zipfile.ZipInfo(file.name, _NO_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = _UNIX
                entry.external_attr = _PRIVATE
                archive.writestr(entry, file.data)
        return buffer.getvalue()

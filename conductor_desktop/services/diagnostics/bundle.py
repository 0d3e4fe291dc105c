"""A finished bundle: its files, its name, and the archive, which is the same for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from conductor_desktop.services.diagnostics.manifest import MANIFEST, without_files

# The first date a zip can hold: when a bundle was made is in its manifest and its name.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PRIVATE = 0o600 << 16


@dataclass(frozen=True)
class BundleFile:
    """One file as it will be written. ``note`` says for a person what it is.

    ``source`` says where it comes from. ``removed`` counts what was taken out of it, by rule.
    """

    name: str
    data: bytes
    note: str
    removed: Mapping[str, int] = field(default_factory=dict)
    source: str = ""


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
    def support_code(self) -> str:
        """What a person says on the telephone, to be found by."""
        return support_code(self.identity)

    @property
    def default_name(self) -> str:
        """The file's name; the ending says that it has been redacted."""
        stamp = self.created_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        return f"conductor-desktop-diag-{stamp}-{self.identity}.redacted.zip"

    def without(self, names: Collection[str]) -> Bundle:
        """The same without these files, and the manifest says so. The manifest itself stays."""
        left_out = {file.name for file in self.files if file.name in names} - {MANIFEST}
        if not left_out:
            return self
        kept = (file for file in self.files if file.name not in left_out)
        return replace(
            self,
            files=tuple(
                replace(file, data=without_files(file.data, left_out))
                if file.name == MANIFEST
                else file
                for file in kept
            ),
        )

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


def support_code(identity: str) -> str:
    """``1a2b3c4d`` as people read it to each other."""
    return f"CD-{identity[:4]}-{identity[4:]}".upper()

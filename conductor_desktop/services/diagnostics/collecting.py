"""One collection: runs the collectors, cleans what they give, and sums it up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from conductor_desktop.errors import AppError
from conductor_desktop.services.diagnostics.bundle import Bundle, BundleFile, Failure
from conductor_desktop.services.diagnostics.collectors import COLLECTORS
from conductor_desktop.services.diagnostics.sources import Draft, Sources
from conductor_desktop.services.diagnostics.summary import summary
from conductor_desktop.storage.redaction import Redactor
from conductor_desktop.work import Cancelled, CancelToken

SCHEMA = 1


class Collecting:
    """``redactor`` already knows this bundle's aliases."""

    def __init__(
        self, sources: Sources, redactor: Redactor, identity: str, created_at: datetime
    ) -> None:
        self._sources = sources
        self._redactor = redactor
        self._identity = identity
        self._created_at = created_at
        self._files: list[BundleFile] = []
        self._failures: list[Failure] = []
        self._trees: dict[str, object] = {}

    def bundle(self, cancel: CancelToken) -> Bundle:
        """Every file that can be made; the others are named with the reason."""
        for name, collector in COLLECTORS.items():
            cancel.raise_if_cancelled()
            try:
                self._add(name, collector(self._sources, cancel))
            except Cancelled:
                raise
            except Exception as error:
                self._failures.append(Failure(name, self._why(error)))
        page = summary(
            self._identity,
            self._created_at,
            self._sources.versions,
            self._trees,
            self._files,
            self._failures,
        )
        self._add("summary.txt", Draft(page, "One page to read first."))
        self._add("manifest.json", Draft(self._manifest(), "What is in the bundle, with sums."))
        files = sorted(self._files, key=lambda file: (file.name != "summary.txt", file.name))
        return Bundle(self._identity, self._created_at, tuple(files), tuple(self._failures))

    def _add(self, name: str, draft: Draft) -> None:
        removed: dict[str, int] = {}
        if isinstance(draft.content, str):
            data = self._clean(draft.content, removed)
        else:
            tree = self._trees[name] = self._clean_tree(draft.content, removed)
            data = json.dumps(tree, indent=2, ensure_ascii=False)
        raw = data.encode("utf-8", "backslashreplace")
        self._files.append(BundleFile(name, raw, _noted(draft.note, removed), removed))

    def _clean(self, text: str, removed: dict[str, int]) -> str:
        scrubbed = self._redactor.scrub(text)
        for rule, count in scrubbed.removed.items():
            removed[rule] = removed.get(rule, 0) + count
        return scrubbed.text

    def _clean_tree(self, value: object, removed: dict[str, int]) -> object:
        """Cleans the texts inside, so that what comes out is still JSON."""
        if isinstance(value, str):
            return self._clean(str(value), removed)
        if isinstance(value, Mapping):
            return {str(key): self._clean_tree(one, removed) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._clean_tree(one, removed) for one in value]
        return value

    def _manifest(self) -> dict[str, object]:
        return {
            "schema": SCHEMA,
            "identity": self._identity,
            "createdAt": self._created_at.astimezone(UTC).isoformat(timespec="seconds"),
            "versions": dict(self._sources.versions),
            "files": [
                {
                    "name": file.name,
                    "size": len(file.data),
                    "sha256": hashlib.sha256(file.data).hexdigest(),
                    "note": file.note,
                    "removed": dict(file.removed),
                }
                for file in sorted(self._files, key=lambda file: file.name)
            ],
            "failures": [{"file": f.file, "reason": f.reason} for f in self._failures],
        }

    def _why(self, error: Exception) -> str:
        text = error.title if isinstance(error, AppError) else type(error).__name__
        return self._redactor.clean(text)


def _noted(note: str, removed: Mapping[str, int]) -> str:
    count = sum(removed.values())
    if not count:
        return note
    return f"{note} {count:,} private {'value was' if count == 1 else 'values were'} taken out."

"""One collection: runs the collectors, cleans what they give, and sums it up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping

from conductor_desktop.errors import AppError
from conductor_desktop.services.diagnostics.asking import ask_all
from conductor_desktop.services.diagnostics.bundle import Bundle, BundleFile, Failure, support_code
from conductor_desktop.services.diagnostics.cleaning import Cleaner
from conductor_desktop.services.diagnostics.collectors import COLLECTORS
from conductor_desktop.services.diagnostics.manifest import MANIFEST, as_json, as_line, manifest
from conductor_desktop.services.diagnostics.sources import Draft, Sources
from conductor_desktop.services.diagnostics.summary import summary
from conductor_desktop.work import CancelToken

SECONDS = 8.5
"""For all collectors together; what is left of ten goes into cleaning and packing."""
LARGEST_BYTES = 25_000_000
"""What a mailbox takes."""
_FOR_THE_LAST_TWO = 200_000


class TooLarge(AppError):
    """A file does not fit into the bundle any more."""

    def __init__(self) -> None:
        super().__init__(
            "No room left in the bundle",
            "The bundle would be larger than a mailbox takes.",
            "Ask for this file by itself.",
        )


class Collecting:
    """First the ``drafts``, then the ``bundle``: what is private is learnt between the two."""

    def __init__(
        self, sources: Sources, identity: str, *, seconds: float, largest_bytes: int
    ) -> None:
        self._sources = sources
        self._identity = identity
        self._seconds = seconds
        self._room = largest_bytes - _FOR_THE_LAST_TWO
        self._files: list[BundleFile] = []
        self._failures: list[Failure] = []
        self._trees: dict[str, object] = {}
        self._began = time.monotonic()

    def drafts(self, cancel: CancelToken) -> Mapping[str, Draft | Exception]:
        """What each collector gives, uncleaned, or why it gives nothing. Raises ``Cancelled``."""
        questions = {
            name: lambda inner, collect=collector: collect(self._sources, inner)
            for name, collector in COLLECTORS.items()
        }
        return ask_all(questions, self._seconds, cancel)

    def bundle(
        self, drafts: Mapping[str, Draft | Exception], cleaner: Cleaner, cancel: CancelToken
    ) -> Bundle:
        """Every file that could be made; the others are named with the reason."""
        for name, draft in drafts.items():
            cancel.raise_if_cancelled()
            if isinstance(draft, Exception):
                self._fail(name, draft, cleaner)
            else:
                self._add(name, draft, cleaner)
        sources, code = self._sources, support_code(self._identity)
        self._room = _FOR_THE_LAST_TWO
        page = summary(
            code, sources.created_at, sources.versions, self._trees, self._files, self._failures
        )
        self._add("summary.txt", Draft(page, "One page to read first.", "the other files"), cleaner)
        listed = manifest(
            self._identity,
            code,
            sources.created_at,
            sources.versions,
            self._files,
            self._failures,
            log_days=sources.log_days,
            seconds=time.monotonic() - self._began,
        )
        draft = Draft(listed, "What is in the bundle, with sums.", "the other files")
        self._add(MANIFEST, draft, cleaner)
        files = sorted(self._files, key=lambda file: (file.name != "summary.txt", file.name))
        return Bundle(self._identity, sources.created_at, tuple(files), tuple(self._failures))

    def _add(self, name: str, draft: Draft, cleaner: Cleaner) -> None:
        removed: Counter[str] = Counter()
        data = self._cleaned(name, draft.content, cleaner, removed)
        if len(data) > self._room:
            self._fail(name, TooLarge(), cleaner)
            return
        self._room -= len(data)
        note = _noted(draft.note, removed)
        self._files.append(BundleFile(name, data, note, dict(removed), draft.source))

    def _cleaned(
        self, name: str, content: object, cleaner: Cleaner, removed: Counter[str]
    ) -> bytes:
        if isinstance(content, str):
            return cleaner.text(content, removed)
        tree = self._trees[name] = cleaner.tree(content, removed)
        if isinstance(tree, list):
            text = "".join(f"{as_line(one)}\n" for one in tree)
        else:
            text = as_json(tree)
        return text.encode("utf-8", "backslashreplace")

    def _fail(self, name: str, error: Exception, cleaner: Cleaner) -> None:
        text = error.title if isinstance(error, AppError) else type(error).__name__
        self._failures.append(Failure(name, cleaner.line(text)))


def _noted(note: str, removed: Mapping[str, int]) -> str:
    count = sum(removed.values())
    if not count:
        return note
    return f"{note} {count:,} private {'value was' if count == 1 else 'values were'} taken out."

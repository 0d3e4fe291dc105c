"""One collection: runs the collectors, cleans what they give, and sums it up."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conductor_desktop.errors import AppError
from conductor_desktop.services.diagnostics.asking import ask_all
from conductor_desktop.services.diagnostics.bundle import Bundle, BundleFile, Failure, support_code
from conductor_desktop.services.diagnostics.cleaning import Cleaner
from conductor_desktop.services.diagnostics.collectors import COLLECTORS, Collector
from conductor_desktop.services.diagnostics.manifest import MANIFEST, as_json, as_line, manifest
from conductor_desktop.services.diagnostics.sources import Draft, Sources
from conductor_desktop.services.diagnostics.summary import summary
from conductor_desktop.work import CancelToken

SECONDS = 8.5
"""For all collectors together; what is left of ten goes into cleaning and packing."""
LARGEST_BYTES = 25_000_000
"""What a mailbox takes."""
_FOR_THE_LAST_TWO = 200_000
SUMMARY = "summary.txt"


class TooLarge(AppError):
    """A file does not fit into the bundle any more."""

    def __init__(self) -> None:
        super().__init__(
            "No room left in the bundle",
            "The bundle would be larger than a mailbox takes.",
            "Ask for this file by itself.",
        )


Arrived = Callable[[BundleFile | Failure], None]


@dataclass(frozen=True)
class _Cleaned:
    """A draft as it will be written, and what was known when it was made so."""

    file: BundleFile
    tree: object
    knows: object


class Collecting:
    """First the ``drafts``, then the ``bundle``.

    What is private is learnt on the way. So each file is cleaned when it comes, to be looked at,
    and once more at the end if more is known by then; ``new_cleaner`` knows all that is known.
    ``arrived`` hears of each, on the thread of the caller.
    """

    def __init__(
        self,
        sources: Sources,
        identity: str,
        *,
        seconds: float,
        largest_bytes: int,
        new_cleaner: Callable[[], Cleaner],
        arrived: Arrived = lambda _one: None,
    ) -> None:
        self._sources = sources
        self._identity = identity
        self._seconds = seconds
        self._room = largest_bytes - _FOR_THE_LAST_TWO
        self._new_cleaner = new_cleaner
        self._arrived = arrived
        self._cleaner: Cleaner | None = None
        self._lock = threading.Lock()
        self._drafts: dict[str, Draft] = {}
        self._cleaned: dict[str, _Cleaned] = {}
        self._files: list[BundleFile] = []
        self._failures: list[Failure] = []
        self._trees: dict[str, object] = {}
        self._began = time.monotonic()

    def drafts(self, cancel: CancelToken) -> Mapping[str, Draft | Exception]:
        """What each collector gives, uncleaned, or why it gives nothing. Raises ``Cancelled``."""
        questions = {
            name: lambda inner, name=name, collector=collector: self._collect(
                name, collector, inner
            )
            for name, collector in COLLECTORS.items()
        }

        settled: dict[str, Draft | Exception] = {}

        def answered(name: str, answer: Draft | Exception) -> None:
            settled[name] = self._drafts.get(name, answer)
            if not isinstance(answer, Exception):
                self._arrived(self._cleaned[name].file)
            elif settled[name] is answer:  # and stays so, although its draft may still come
                self._arrived(_failure(name, answer, self._latest_cleaner()))

        return {name: settled[name] for name in ask_all(questions, self._seconds, cancel, answered)}

    def _collect(self, name: str, collector: Collector, cancel: CancelToken) -> Draft:
        """Cleaned on the collector's own thread: a long file holds up no short one."""
        draft = collector(self._sources, cancel)
        self._drafts[name] = draft  # if there is no time left to clean it, that is done at the end
        self._cleaned[name] = _clean(name, draft, self._latest_cleaner())
        return draft

    def bundle(self, drafts: Mapping[str, Draft | Exception], cancel: CancelToken) -> Bundle:
        """Every file that could be made; the others are named with the reason."""
        cleaner = self._latest_cleaner()
        for name, draft in drafts.items():
            cancel.raise_if_cancelled()
            if isinstance(draft, Exception):
                self._failures.append(_failure(name, draft, cleaner))
            else:
                self._add(name, draft, cleaner)
        sources, code = self._sources, support_code(self._identity)
        self._room = _FOR_THE_LAST_TWO
        page = summary(
            code, sources.created_at, sources.versions, self._trees, self._files, self._failures
        )
        self._add(SUMMARY, Draft(page, "One page to read first.", "the other files"), cleaner)
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
        files = sorted(self._files, key=lambda file: _order(file.name))
        return Bundle(self._identity, sources.created_at, tuple(files), tuple(self._failures))

    def _latest_cleaner(self) -> Cleaner:
        """The one before while nothing was learnt: what it looks for is made ready once."""
        with self._lock:
            cleaner = self._new_cleaner()
            if self._cleaner is None or self._cleaner.knows != cleaner.knows:
                self._cleaner = cleaner
            return self._cleaner

    def _add(self, name: str, draft: Draft, cleaner: Cleaner) -> None:
        cleaned = self._cleaned.pop(name, None)
        if cleaned is None or cleaned.knows != cleaner.knows:
            cleaned = _clean(name, draft, cleaner)
        self._trees[name] = cleaned.tree
        size = len(cleaned.file.data)
        if size > self._room:
            self._failures.append(_failure(name, TooLarge(), cleaner))
            return
        self._room -= size
        self._files.append(cleaned.file)


def files_to_come() -> tuple[str, ...]:
    """The names of all files a bundle may have, in its order; the first and the list come last."""
    return tuple(sorted((SUMMARY, *COLLECTORS, MANIFEST), key=_order))


def _order(name: str) -> tuple[bool, str]:
    return name != SUMMARY, name


def _clean(name: str, draft: Draft, cleaner: Cleaner) -> _Cleaned:
    removed: Counter[str] = Counter()
    tree: object = None
    if isinstance(draft.content, str):
        data = cleaner.text(draft.content, removed)
    else:
        tree = cleaner.tree(draft.content, removed)
        if isinstance(tree, list):
            text = "".join(f"{as_line(one)}\n" for one in tree)
        else:
            text = as_json(tree)
        data = text.encode("utf-8", "backslashreplace")
    note = _noted(draft.note, removed)
    return _Cleaned(BundleFile(name, data, note, dict(removed), draft.source), tree, cleaner.knows)


def _failure(name: str, error: Exception, cleaner: Cleaner) -> Failure:
    return Failure(name, cleaner.line(_reason(error)))


def _reason(error: Exception) -> str:
    """Never the words of an error that may have been made of anything."""
    if isinstance(error, AppError):
        return error.title
    said_by_the_system = error.strerror if isinstance(error, OSError) else None
    return said_by_the_system or type(error).__name__


def _noted(note: str, removed: Mapping[str, int]) -> str:
    count = sum(removed.values())
    if not count:
        return note
    return f"{note} {count:,} private {'value was' if count == 1 else 'values were'} taken out."

"""Takes out of text what must not be seen: known secrets exactly, then what looks like one.

Every mark is put in ``‹ ›``, which no key, address or path contains: cleaning a clean text changes
nothing. Each rule reads its text once, whatever the text (no rule starts over inside a run it has
already read).
"""

from __future__ import annotations

import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conductor_desktop.secret import Secret
from conductor_desktop.storage.encodings import byte_forms, text_forms
from conductor_desktop.storage.patterns import PATTERN_RULES, Rule
from conductor_desktop.storage.private_values import PrivateValues

# A shorter value would blank ordinary words out; no key or token is this short.
SHORTEST_SECRET = 8
_MOST_PASSES = 5
_SHORTEST_NAME = 3
_SHORTEST_NUMBER = 5  # shorter ones are ports, times and counts
# Names that many PCs share say nothing about anybody, and the words of the marks stay readable.
# fmt: off
_COMMON_NAMES = frozenset({
    "admin", "administrator", "app", "company", "conductor", "default", "desktop", "email", "file",
    "guest", "home", "host", "key", "link", "localhost", "owner", "public", "query", "quickbooks",
    "root", "source", "system", "token", "user", "users",
})
# fmt: on


@dataclass(frozen=True)
class Scrubbed:
    """Clean text, and how much each rule took out of it."""

    text: str
    removed: Mapping[str, int]


@dataclass(frozen=True)
class _Known:
    """One registered secret in every form it may be written in."""

    lowered: bytes
    texts: tuple[str, ...]
    byte_forms: tuple[bytes, ...]


class Redactor:
    """Knows the secrets of this run, and what personal data looks like. Safe on any thread.

    ``user_name`` and ``host_name`` are who is signed in here and what this PC is called.
    """

    def __init__(self, *, user_name: str | None = None, host_name: str | None = None) -> None:
        self._lock = threading.Lock()
        self._known: Mapping[str, _Known] = {}
        self._forms: tuple[str, ...] = ()
        self._private = PrivateValues()
        self._rules: tuple[Rule, ...] = (
            *PATTERN_RULES,
            *_name_rules("user", user_name),
            *_name_rules("host", host_name),
        )

    @classmethod
    def for_this_pc(cls) -> Redactor:
        """Takes the two names from the environment of this process."""
        user = os.environ.get("USERNAME") or os.environ.get("USER") or os.environ.get("LOGNAME")
        host = os.environ.get("COMPUTERNAME")
        if host is None and hasattr(os, "uname"):
            host = os.uname().nodename
        return cls(user_name=user, host_name=host)

    def register(self, secret: Secret) -> None:
        """Never show this value again, in any of its usual encodings."""
        value = secret.reveal()
        if len(value) < SHORTEST_SECRET or value in self._known:
            return
        lowered = value.encode("utf-8", "surrogatepass").lower()
        known = _Known(lowered, text_forms(value), byte_forms(value))
        with self._lock:
            self._known = {**self._known, value: known}
            forms = {form for one in self._known.values() for form in one.texts}
            self._forms = tuple(sorted(forms, key=lambda form: (-len(form), form)))

    def hide(self, values: Mapping[str, str]) -> None:
        """Show ``‹mark›`` for each private value: names of customers, not secrets.

        ``values`` gives the mark for each; a word that a mark may hold is left alone.
        """
        usable = {value.strip(): mark for value, mark in values.items() if _is_telling(value)}
        with self._lock:
            self._private = self._private.extended(usable)

    def copy(self) -> Redactor:
        """One that knows the same, and can be taught more without this one learning it."""
        twin = Redactor()
        twin._known, twin._forms = self._known, self._forms
        twin._private, twin._rules = self._private, self._rules
        return twin

    def clean(self, text: str) -> str:
        """``text`` without secrets and personal data."""
        return self.scrub(text).text

    def scrub(self, text: str) -> Scrubbed:
        """Like ``clean``, and counts what each rule took out."""
        removed: Counter[str] = Counter()
        for _ in range(_MOST_PASSES):
            text, found = self._pass(text)
            if not found:
                break
            # A mark is a boundary: what was glued to a key may be a whole word now.
            removed += found
        return Scrubbed(text, dict(removed))

    def _pass(self, text: str) -> tuple[str, Counter[str]]:
        found: Counter[str] = Counter()
        for form in self._forms:
            if form in text:
                found["known secret"] += text.count(form)
                text = text.replace(form, "‹key›")
        for rule in (self._private.rule, *self._rules):
            text, count = rule.apply(text)
            if count:
                found[rule.name] += count
        return text, found

    def holds_secret(self, data: bytes) -> bool:
        """Whether ``data`` holds a registered secret in any usual encoding. The last gate."""
        lowered = data.lower()
        return any(
            known.lowered in lowered or any(form in data for form in known.byte_forms)
            for known in self._known.values()
        )

    def holds_private(self, data: bytes) -> bool:
        """Whether a hidden value can be read in ``data``, which is UTF-8 text."""
        return self._private.are_in(data)


def _is_telling(value: str) -> bool:
    word = value.strip()
    if word.isdecimal():
        return len(word) >= _SHORTEST_NUMBER
    return len(word) >= _SHORTEST_NAME and word.casefold() not in _COMMON_NAMES


def _name_rules(mark: str, name: str | None) -> tuple[Rule, ...]:
    rules = []
    # "DESKTOP-1.corp.example" is also written "DESKTOP-1".
    for form in dict.fromkeys((name, name.partition(".")[0]) if name else ()):
        if len(form) >= _SHORTEST_NAME and form.casefold() not in _COMMON_NAMES:
            pattern = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE)
            rules.append(Rule(f"{mark} name", _replacer(pattern, f"‹{mark}›")))
    return tuple(rules)


def _replacer(pattern: re.Pattern[str], mark: str) -> Callable[[str], tuple[str, int]]:
    return lambda text: pattern.subn(mark, text)

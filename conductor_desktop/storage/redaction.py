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
from collections.abc import Mapping
from dataclasses import dataclass

from conductor_desktop.secret import Secret
from conductor_desktop.storage.leaks import telling_parts
from conductor_desktop.storage.looked_for import SECRETS, LookedFor
from conductor_desktop.storage.patterns import PATTERN_RULES
from conductor_desktop.storage.private_values import PrivateValues, hints_of
from conductor_desktop.storage.rules import Mark, Rule, plain_mark, substitute

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


class Redactor:
    """Knows the secrets of this run, and what personal data looks like. Safe on any thread.

    ``user_name`` and ``host_name`` are who is signed in here and what this PC is called. ``rules``
    are those that know things by their looks.
    """

    def __init__(
        self,
        *,
        user_name: str | None = None,
        host_name: str | None = None,
        rules: tuple[Rule, ...] = PATTERN_RULES,
    ) -> None:
        self._lock = threading.Lock()
        self._mark: Mark = plain_mark
        self._secrets: tuple[str, ...] = ()
        self._private = PrivateValues()
        self._names = tuple(name for name in (user_name, host_name) if name and _is_telling(name))
        self._rules = (*rules, *_name_rules("user", user_name), *_name_rules("host", host_name))
        self._made: LookedFor | None = None

    @classmethod
    def for_this_pc(cls) -> Redactor:
        """Takes the two names from the environment of this process."""
        user = os.environ.get("USERNAME") or os.environ.get("USER") or os.environ.get("LOGNAME")
        host = os.environ.get("COMPUTERNAME")
        if host is None and hasattr(os, "uname"):
            host = os.uname().nodename
        return cls(user_name=user, host_name=host)

    def register(self, secret: Secret) -> None:
        """Never show this value again, in any of its usual encodings.

        Of a link not what is secret in it either.
        """
        value = secret.reveal()
        parts = telling_parts(value) if "://" in value else ()
        with self._lock:
            new = [
                one
                for one in dict.fromkeys((value, *parts))
                if len(one) >= SHORTEST_SECRET and one not in self._secrets
            ]
            if new:
                self._secrets, self._made = (*self._secrets, *new), None

    def hide(self, values: Mapping[str, str]) -> None:
        """Show ``‹mark›`` for each private value: names of customers, not secrets.

        ``values`` gives the mark for each; a word that a mark may hold is left alone.
        """
        usable = {value.strip(): mark for value, mark in values.items() if _is_telling(value)}
        with self._lock:
            if not self._private.knows(usable):
                self._private, self._made = self._private.extended(usable), None

    def copy(self, mark: Mark | None = None) -> Redactor:
        """One that knows the same, and can be taught more without this one learning it.

        ``mark`` is what stands for what is known by its looks, if not the usual words.
        """
        twin = Redactor(rules=())
        twin._secrets, twin._mark = self._secrets, mark or self._mark
        twin._private, twin._names, twin._rules = self._private, self._names, self._rules
        return twin

    @property
    def knowledge(self) -> object:
        """Equal as long as nothing is learnt."""
        with self._lock:
            return self._secrets, self._private.names

    def clean(self, text: str) -> str:
        """``text`` without secrets and personal data."""
        return self.scrub(text).text

    def scrub(self, text: str) -> Scrubbed:
        """Like ``clean``, and counts what each rule took out."""
        known = self._known()
        data = text.encode("utf-8", "surrogatepass")
        removed: Counter[str] = Counter()
        pieces, done = [], 0
        for begin, end, signs in known.lines(data):
            line = data[begin:end]
            clean = self._scrubbed(line, signs, known, removed)
            if clean is not line:
                pieces += [data[done:begin], clean]
                done = end
        if not pieces:
            return Scrubbed(text, {})
        pieces.append(data[done:])
        return Scrubbed(b"".join(pieces).decode("utf-8", "surrogatepass"), dict(removed))

    def holds_secret(self, data: bytes) -> bool:
        """Whether ``data`` holds a registered secret, or a piece of one. The last gate."""
        return self._known().secrets.finds_in(data)

    def holds_private(self, data: bytes) -> bool:
        """Whether a hidden value or a name of this PC can be read in ``data``, in any encoding."""
        return self._private.are_in(data) or self._known().names.finds_in(data)

    def _known(self) -> LookedFor:
        """Made at the first use after something was learnt."""
        known = self._made
        if known is None:
            with self._lock:
                rules = (self._private.rule, *self._rules)
                names = (*self._private.names, *self._names)
                known = self._made = LookedFor(self._secrets, names, rules)
        return known

    def _scrubbed(
        self, line: bytes, signs: set[int], known: LookedFor, removed: Counter[str]
    ) -> bytes:
        """The very ``line`` where there was nothing to do."""
        for _ in range(_MOST_PASSES):
            before = line
            if SECRETS in signs:
                line = known.without_secrets(line, removed)
            text = line.decode("utf-8", "surrogatepass")
            changes = 0
            for number in known.at_work(signs, line.lower()):
                rule = known.rules[number]
                text, count = rule.apply(text, self._mark)
                if count:
                    removed[rule.name] += count
                    changes += count
            if changes:
                line = text.encode("utf-8", "surrogatepass")
            if line is before or line == before:
                break
            # A mark is a boundary: what was glued to a key may be a whole word now. Numbers and
            # secrets do not come about by it, for a mark has other characters in it.
            signs = signs | known.by_hints
        return line


def _is_telling(value: str) -> bool:
    word = value.strip()
    if word.isdecimal():
        return len(word) >= _SHORTEST_NUMBER
    return len(word) >= _SHORTEST_NAME and word.casefold() not in _COMMON_NAMES


def _name_rules(kind: str, name: str | None) -> tuple[Rule, ...]:
    rules = []
    # "DESKTOP-1.corp.example" is also written "DESKTOP-1".
    for form in dict.fromkeys((name, name.partition(".")[0]) if name else ()):
        if len(form) >= _SHORTEST_NAME and form.casefold() not in _COMMON_NAMES:
            pattern = re.compile(rf"()(?<!\w){re.escape(form)}(?!\w)", re.IGNORECASE)
            hints = tuple(sorted(hints_of(form)))
            rules.append(Rule(f"{kind} name", substitute(pattern, kind), hints))
    return tuple(rules)

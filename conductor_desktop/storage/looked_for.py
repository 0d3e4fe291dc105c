"""What a redactor looks for at one time, made ready so that most lines need not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from conductor_desktop.storage.encodings import text_forms
from conductor_desktop.storage.leaks import LeakScan
from conductor_desktop.storage.rules import Rule
from conductor_desktop.storage.sieve import Sieve, has_long_run

SECRETS = -1
"""Stands among the numbers of rules for the secrets that are known."""

_forms_of = lru_cache(maxsize=256)(text_forms)
_KEY_MARK = "‹key›".encode()


class LookedFor:
    """Never changes. ``secrets`` and ``names`` are values, ``rules`` find what they know."""

    def __init__(
        self, secrets: tuple[str, ...], names: tuple[str, ...], rules: tuple[Rule, ...]
    ) -> None:
        forms = {form for secret in secrets for form in _forms_of(secret)}
        self._forms = tuple(sorted(forms, key=lambda form: (-len(form), form)))
        self._without_run = tuple(form for form in self._forms if not has_long_run(form))
        self._go_over_lines = any(b"\n" in form for form in self._forms)
        self.rules = rules
        self._over_lines = {n for n, rule in enumerate(rules) if rule.over_lines}
        self.by_hints = {n for n, rule in enumerate(rules) if not rule.shapes and not rule.traces}
        hints: dict[bytes, list[int]] = {form: [SECRETS] for form in self._without_run}
        shapes: dict[bytes, list[int]] = {}
        traces: dict[bytes, list[int]] = {}
        for number, rule in enumerate(rules):
            for hint in rule.hints:
                hints.setdefault(hint, []).append(number)
            for one in rule.shapes:
                shapes.setdefault(one, []).append(number)
            for one in rule.traces:
                traces.setdefault(one, []).append(number)
        runs = [SECRETS] if len(self._without_run) < len(self._forms) else []
        self._sieve = Sieve(hints, shapes, traces, runs)
        self._values = secrets, names

    @cached_property
    def secrets(self) -> LeakScan:
        return LeakScan(self._values[0])

    @cached_property
    def names(self) -> LeakScan:
        return LeakScan(personal=self._values[1])

    def lines(self, data: bytes) -> Iterable[tuple[int, int, set[int]]]:
        """Those to be looked at; all of them as one where a value goes over many."""
        lines = [] if self._go_over_lines else list(self._sieve.lines(data))
        if self._go_over_lines or any(self._over_lines & signs for _, _, signs in lines):
            return [(0, len(data), self._sieve.signs(data))]
        return lines

    def at_work(self, signs: set[int], lowered: bytes) -> Iterator[int]:
        """The numbers of the rules with a sign, in order, without those whose hints are missing."""
        for number in sorted(signs):
            if number not in self.by_hints:
                if number != SECRETS:
                    yield number
                continue
            for hint in self.rules[number].hints:
                if hint in lowered:
                    yield number
                    break

    def without_secrets(self, data: bytes, removed: Counter[str]) -> bytes:
        lowered = data.lower()
        for form in self._forms if has_long_run(data) else self._without_run:
            while (place := lowered.find(form)) >= 0:
                data = data[:place] + _KEY_MARK + data[place + len(form) :]
                lowered = data.lower()
                removed["known secret"] += 1
        return data

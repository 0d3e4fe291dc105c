"""Tells a pasted key that cannot be right from one worth trying, before any request."""

from __future__ import annotations

from dataclasses import dataclass

from conductor_desktop.secret import Secret
from conductor_desktop.storage.secrets import LONGEST_SECRET

_SECRET, _PUBLISHABLE = "secret key", "publishable key"
_COPY_AGAIN = "Copy it again from your dashboard."
_QUOTES = "\"'`"
_LEFT_OUT = ("…", "...", "•", "***")  # how a key is shown that nobody is to read


@dataclass(frozen=True)
class ApiKeys:
    """The two keys of one Conductor project."""

    secret: Secret
    publishable: Secret

    @property
    def exchanged(self) -> ApiKeys:
        """Each in the other's place."""
        return ApiKeys(self.publishable, self.secret)


@dataclass(frozen=True)
class KeyProblems:
    """One sentence per field that cannot be right; empty when it may be."""

    secret: str = ""
    publishable: str = ""
    are_swapped: bool = False

    def __bool__(self) -> bool:
        return bool(self.secret or self.publishable)


def check_keys(keys: ApiKeys) -> KeyProblems:
    """Judge both fields by shape alone; unknown prefixes pass, Conductor has the last word."""
    problems = problems_so_far(keys)
    return KeyProblems(
        problems.secret or _if_empty(keys.secret, _SECRET),
        problems.publishable or _if_empty(keys.publishable, _PUBLISHABLE),
        problems.are_swapped,
    )


def problems_so_far(keys: ApiKeys) -> KeyProblems:
    """The same of fields that are still being filled in: an empty one is no problem yet."""
    secret, publishable = keys.secret.reveal(), keys.publishable.reveal()
    if secret.startswith("pk_") and publishable.startswith("sk_"):
        swapped = "The two keys are swapped: this field wants the other one."
        return KeyProblems(swapped, swapped, are_swapped=True)
    return KeyProblems(
        _shape(secret, _SECRET) or _mistaken(secret, "pk_", _PUBLISHABLE, _SECRET),
        _shape(publishable, _PUBLISHABLE) or _mistaken(publishable, "sk_", _SECRET, _PUBLISHABLE),
    )


def _if_empty(key: Secret, name: str) -> str:
    return "" if key else f"Paste your {name} here."


def _mistaken(key: str, prefix: str, other: str, wanted: str) -> str:
    return f"This is a {other}. Paste the {wanted} here." if key.startswith(prefix) else ""


def _shape(key: str, name: str) -> str:
    if any(character.isspace() for character in key):
        return f"A {name} has no spaces or line breaks. {_COPY_AGAIN}"
    if any(mark in key for mark in _LEFT_OUT):
        return f"A part of this {name} is left out. Copy the whole of it from your dashboard."
    if key[:1] in tuple(_QUOTES) or key[-1:] in tuple(_QUOTES):
        return f"A {name} has no quotation marks around it. Take them away."
    if not key.isascii() or not key.isprintable():
        return f"This {name} has a character no key has. {_COPY_AGAIN}"
    if len(key) > LONGEST_SECRET:
        return (
            f"This is too long for a {name}: {len(key):,} characters of at most {LONGEST_SECRET:,}."
        )
    return ""
